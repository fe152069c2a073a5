"""What a reviewer says of a finding (属实 or 误报), as labelled clauses that `auditor train --add` learns from.

A report carries for each finding the labelled clause that it is when real; whoever decides keeps it or makes a lawful one of it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from auditor.errors import UsageError
from auditor.finding import Finding, Severity

REAL: Final = "属实"
FALSE: Final = "误报"
OPEN: Final = "存疑"
"""Neither: such a finding teaches nothing."""
SHEET: Final = "明细"
VERDICT: Final = "复核结论"
LESSONS: Final = "训练数据"
"""The sheet of a workbook, the column the reviewer fills in, and the hidden one that holds what `lessons` gives."""

_LONGEST: Final = 600
"""Characters of a clause; of a longer one the words around the quote."""
_FULL: Final = 30_000
"""Characters of all lessons of one finding: they must fit into a cell."""
_SHOWN: Final = 10
_LARGEST: Final = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Decisions:
    """The labelled clauses of what was decided, and how many findings were called what (`open`: not decided)."""

    clauses: tuple[dict[str, Any], ...]
    real: int
    false: int
    open: int

    def jsonl(self) -> bytes:
        """One clause a line, UTF-8."""
        return "".join(json.dumps(clause, ensure_ascii=False) + "\n" for clause in self.clauses).encode("utf-8", "replace")


def lessons(findings: Sequence[Finding], regime: str) -> str:
    """The labelled clauses of one fault at its places, each clause once, as a JSON list: what they teach when the fault is real."""
    made: dict[str, dict[str, Any]] = {}
    size = 0
    for finding in findings:
        lesson = _lesson(finding, regime)
        size += len(json.dumps(lesson, ensure_ascii=False)) + 2
        if size > _FULL:
            break
        made.setdefault(lesson["text"], lesson)
    return json.dumps(list(made.values()), ensure_ascii=False)


def _lesson(finding: Finding, regime: str) -> dict[str, Any]:
    clause = finding.clause or finding.context
    at = finding.clause_at if finding.clause else finding.context_at
    first = max(min(at - (_LONGEST - len(finding.quote)) // 2, len(clause) - _LONGEST), 0)
    text = clause[first : first + _LONGEST]
    return {
        "text": _plain(text),
        "verdict": "violation" if finding.severity is Severity.VIOLATION else "suspected",
        "atom": finding.atom,
        "role": finding.role,
        "section": _plain(" > ".join(" ".join(part.split()) for part in finding.place.path))[:_LONGEST],
        "lead_in": _plain(finding.lead_in)[:_LONGEST],
        "regime": None if regime == "unknown" else regime,
        "spans": [[max(at - first, 0), min(at - first + len(finding.quote), len(text))]],
        "origin": "review",
        "fingerprint": finding.fingerprint,
    }


def _plain(text: str) -> str:
    """`text` of the same length without line ends and control characters; tabs part the cells of a row."""
    return "".join(sign if sign.isprintable() or sign == "\t" else " " for sign in text)


def taught(lesson: Mapping[str, Any], said: str) -> dict[str, Any]:
    """The lesson as decided: a false alarm is a lawful clause that only looks like its atom."""
    return {**lesson} if said == REAL else {**lesson, "verdict": "lawful", "spans": []}


def read_book(path: Path) -> Decisions:
    """The decisions in a workbook that an audit wrote and a reviewer filled in.

    Raises UsageError that names the rows and what to correct.
    """
    clauses: list[dict[str, Any]] = []
    counts = {REAL: 0, FALSE: 0, OPEN: 0}
    wrong = []
    for number, said, held in _rows(path):
        try:
            counts[said or OPEN] += 1
            found = json.loads(held) if said in (REAL, FALSE) else []
            clauses += [taught(lesson, said) for lesson in found]
        except KeyError:
            wrong.append(f"第 {number} 行的“{VERDICT}”是“{said[:10]}”，只能填 {REAL}、{FALSE} 或 {OPEN}")
        except (ValueError, TypeError):
            wrong.append(f"第 {number} 行的“{LESSONS}”列被改动，请用原来的工作簿重新填写")
    if wrong:
        more = f"\n……共 {len(wrong)} 行有误" if len(wrong) > _SHOWN else ""
        raise UsageError(f"{path.name} 未被采用。" + "\n".join(wrong[:_SHOWN]) + more)
    return Decisions(tuple(clauses), counts[REAL], counts[FALSE], counts[OPEN])


def _rows(path: Path) -> Iterator[tuple[int, str, str]]:
    """Row number as Excel shows it, what was said, and the lessons."""
    sheet = iter(_sheet(path))
    head = [str(cell).strip() for cell in next(sheet, [])]
    missing = [name for name in (VERDICT, LESSONS) if name not in head]
    if missing:
        raise UsageError(f"{path.name} 的“{SHEET}”表缺少列：{'、'.join(missing)}；请用 --format xlsx 生成的工作簿")
    said, held = head.index(VERDICT), head.index(LESSONS)
    for number, cells in enumerate(sheet, 2):
        if str(cells[held]).strip():
            yield number, str(cells[said]).strip(), str(cells[held])


def _sheet(path: Path) -> list[list[Any]]:
    from python_calamine import CalamineError, load_workbook

    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path.name} 超过 {_LARGEST >> 20} MB，不像是审查结果")
        return load_workbook(str(path)).get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    except (OSError, CalamineError) as error:
        raise UsageError(f"{path.name} 无法读取，应为审查结果工作簿（含“{SHEET}”表）；如正在 Excel 中打开，请先关闭") from error
