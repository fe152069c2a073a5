"""Every exception of the project, each with the exit code it leads to.

AuditorError                     4  something of ours broke
├── UsageError                   2  wrong use: options, paths, exceptions file
│   └── RulesetError             2  a ruleset that cannot be trusted (file, line, reason)
├── ReadError                    3  this file could not be read
│   ├── UnsupportedFormat        3  no reader for it; says what to export instead
│   ├── EncryptedFile            3  password or platform container
│   ├── DamagedFile              3  not what it claims to be, or cut off
│   └── LimitExceeded            3  too large, too deep, too long, too much memory
└── EngineError                  4  the engine that runs the workers failed

Messages are Chinese and tell the reader what to do. Foreign exceptions are wrapped where they enter a room.
"""


class AuditorError(Exception):
    """Base of all; `reason` is a stable English key, `str()` the Chinese message."""

    exit_code = 4
    reason = "internal"


class UsageError(AuditorError):
    exit_code = 2
    reason = "usage"


class RulesetError(UsageError):
    """A ruleset file is refused: the message names file, line and reason."""

    reason = "ruleset"


class ReadError(AuditorError):
    exit_code = 3
    reason = "unreadable"


class UnsupportedFormat(ReadError):
    reason = "unsupported"


class EncryptedFile(ReadError):
    reason = "encrypted"


class DamagedFile(ReadError):
    reason = "damaged"


class LimitExceeded(ReadError):
    reason = "limit"


class EngineError(AuditorError):
    reason = "engine"
