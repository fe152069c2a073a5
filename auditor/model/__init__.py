"""The trained numbers and their card."""

import hashlib
from pathlib import Path

SHIPPED = Path(__file__).parent
"""The model that comes with the tool."""


def digest(folder: Path = SHIPPED) -> str:
    """Tells one model from another. Raises OSError for a folder without one."""
    return hashlib.sha256((folder / "model.json").read_bytes() + (folder / "weights.npz").read_bytes()).hexdigest()[:16]
