"""Which program judged and wrote: its version, and a digest of its own code, as the version stands still between two releases."""

import hashlib
from functools import lru_cache

from auditor import catalog

TOOL = "0.1.0"
TEMPLATES = (".html", ".css", ".js")


@lru_cache(maxsize=1)
def code() -> str:
    """Changes with every change of the program: the bytes of its source files and of the templates that reports are made of."""
    digest = hashlib.sha256(TOOL.encode())
    templates = [path for path in catalog.data("templates").rglob("*.*") if path.suffix in TEMPLATES]
    for path in (*sorted(catalog.PACKAGE.rglob("*.py")), *sorted(templates)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def of(rulesets: str, model: str) -> dict[str, str]:
    """What a verdict depends on; a stored or resumed result is valid only for the same values."""
    return {"tool": TOOL, "code": code(), "rulesets": rulesets, "model": model}
