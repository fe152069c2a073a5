"""How much a file may cost. Files are hostile: what a limit cuts is an error or a Failure, never a silent end."""

from dataclasses import dataclass

MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, `ratio` = unpacked bytes to packed bytes, `depth` = bundles inside bundles, `recognised` = pages of
    one file that are read by OCR."""

    file: int = 300 * MB
    characters: int = 20_000_000
    members: int = 2_000
    total: int = 2_000 * MB
    ratio: int = 200
    depth: int = 2
    recognised: int = 8

    @property
    def recognition(self) -> float:
        """Seconds in which the pages of one file are recognised; on a busy machine fewer pages are."""
        return max(45.0, 6.0 * self.recognised)


LIMITS = Limits()
