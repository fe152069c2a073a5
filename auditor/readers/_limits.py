"""How much a file may cost. Files are hostile: what a limit cuts is an error or a Failure, never a silent end."""

from dataclasses import dataclass

MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, `ratio` = unpacked bytes to packed bytes, `depth` = bundles inside bundles."""

    file: int = 300 * MB
    characters: int = 20_000_000
    members: int = 2_000
    total: int = 2_000 * MB
    ratio: int = 200
    depth: int = 2


LIMITS = Limits()
