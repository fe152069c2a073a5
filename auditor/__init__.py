"""Reads tender documents and finds the clauses that measures 136-147 ban.

What outsiders import: `read_file`, `audit_file`, `audit_text`, `Document`, `Clause`, `Finding`, `Report`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditor.audit import audit_file, audit_text
    from auditor.clause import Clause
    from auditor.document import Document
    from auditor.finding import Finding
    from auditor.readers import read_file
    from auditor.report import Report

__all__ = ["Clause", "Document", "Finding", "Report", "audit_file", "audit_text", "read_file"]

_HOMES = {
    "audit_file": "audit",
    "audit_text": "audit",
    "read_file": "readers",
    "Clause": "clause",
    "Document": "document",
    "Finding": "finding",
    "Report": "report",
}


def __getattr__(name: str) -> Any:
    """Imported on first use, so that `auditor --version` stays quick."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"auditor.{_HOMES[name]}"), name)
