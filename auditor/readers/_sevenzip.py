"""py7zr writes into objects that a factory makes; here they are sinks of the budget."""

from collections.abc import Iterator
from pathlib import Path

from py7zr.io import Py7zIO, WriterFactory

from auditor.readers._bundle import Budget, Sink, Unpacked


class _Writer(Py7zIO):
    def __init__(self, name: str, sink: Sink) -> None:
        self.name = name
        self.sink = sink
        self.closed = False

    def write(self, s: bytes | bytearray) -> int:
        return self.sink.write(bytes(s))

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.sink.written

    def flush(self) -> None:
        return None

    def size(self) -> int:
        return self.sink.written

    def close(self) -> None:
        self.closed = True
        self.sink.__exit__(None, None, None)


class Sinks(WriterFactory):
    """One sink a member, in the order of the bundle."""

    def __init__(self, budget: Budget, packed: int) -> None:
        self._budget = budget
        self._packed = packed
        self._here = Path.cwd().as_posix() + "/"
        self._writers: list[_Writer] = []

    def create(self, filename: str) -> Py7zIO:
        name = filename.removeprefix(self._here)
        self._writers.append(_Writer(name, self._budget.sink(name, self._packed)))
        return self._writers[-1]

    def finished(self, *, complete: bool) -> Iterator[Unpacked]:
        """What was written to its end. When the bundle broke, the member in work is not complete and is left out."""
        for index, writer in enumerate(self._writers):
            if not writer.closed:
                writer.close()
                last = index == len(self._writers) - 1
                if last and not complete:
                    writer.sink.path.unlink(missing_ok=True)
                    continue
            yield writer.name, writer.sink.path
