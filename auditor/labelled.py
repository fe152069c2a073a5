"""Labelled clauses: one JSON object a line, as in corpus/clauses. A file with a wrong line is refused whole, every line named."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from auditor.audit import loose
from auditor.clause import ROLES, Clause
from auditor.errors import UsageError
from auditor.normalise import normalise
from auditor.segment import segment

VERDICTS = ("violation", "suspected", "lawful", "unclear")
NONE = "none"
"""The atom of a clause that touches none of them."""
LARGEST = 64 * 1024 * 1024
_SHOWN = 10


class Labelled(BaseModel):
    """One labelled clause. `text` and `verdict` are needed, `atom` for training; `spans` are the faulty words in `text`; clauses of
    one `family` are rewordings of one idea and never part a test from what was learned."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    text: str = Field(min_length=1, max_length=20_000)
    verdict: str
    atom: str = ""
    role: str | None = None
    section: str | None = None
    lead_in: str | None = None
    regime: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    family: str = ""
    origin: str = "review"
    line: int = 0

    @field_validator("verdict")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in VERDICTS:
            raise ValueError(f"verdict 只能取 {'、'.join(VERDICTS)}")
        return value

    @field_validator("atom")
    @classmethod
    def _short(cls, value: str) -> str:
        return value if value == NONE else "-".join(value.split("-")[: 1 if value.startswith("X") else 2])

    @field_validator("role")
    @classmethod
    def _role(cls, value: str | None) -> str | None:
        value = "guidance" if value == "quoted" else value
        if value is not None and value not in ROLES:
            raise ValueError(f"role 只能取 {'、'.join(ROLES)}")
        return value

    @property
    def faulty(self) -> bool:
        return self.verdict in ("violation", "suspected")

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above, outermost first."""
        return tuple(part.strip() for part in (self.section or "").split(" > ") if part.strip())


@dataclass(frozen=True, slots=True)
class Part:
    """One clause of a labelled text; `faulty` when the label's faulty words stand in it."""

    owner: int
    clause: Clause
    faulty: bool


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """The labelled clauses of a file. Raises UsageError that names every wrong line."""
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path.name} 超过 {LARGEST >> 20} MB，请分成几个文件")
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name} 无法读取，应为 UTF-8 编码的 JSONL 文件") from error
    items, wrong = [], []
    for number, line in enumerate(lines, 1):
        try:
            items += [_item(line, number)] if line.strip() else []
        except (ValueError, RecursionError) as error:
            wrong.append(f"第 {number} 行：{_said(error)}")
    if wrong or not items:
        more = f"\n……共 {len(wrong)} 行有误" if len(wrong) > _SHOWN else ""
        raise UsageError(f"{path.name} 未被采用。" + "\n".join(wrong[:_SHOWN] or ["文件里没有条款"]) + more)
    return tuple(items)


def _item(line: str, number: int) -> Labelled:
    raw = json.loads(line)
    if not isinstance(raw, dict):
        raise ValueError("应为一个 JSON 对象")
    return Labelled.model_validate({k: v for k, v in raw.items() if v is not None} | {"line": number})


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "；".join(f"{'.'.join(map(str, e['loc']))}（{e['msg'].removeprefix('Value error, ')}）" for e in error.errors()[:3])
    return "不是合格的 JSON" if isinstance(error, (json.JSONDecodeError, RecursionError)) else str(error)


def parts_of(items: Sequence[Labelled]) -> list[Part]:
    """Every labelled text cut into clauses just as an audited file is, in order."""
    return [part for owner, item in enumerate(items) for part in _parts(owner, item)]


def _parts(owner: int, item: Labelled) -> Iterator[Part]:
    clauses = segment(loose(item.text), role=item.role, path=item.path)
    lead_in = normalise(item.lead_in or "").text
    for clause in clauses:
        whole = clause if clause.lead_in or not lead_in else replace(clause, lead_in=lead_in)
        meets = (
            not item.spans
            or len(clauses) == 1
            or any(clause.span.start < end and start < clause.span.end for start, end in item.spans)
        )
        yield Part(owner, whole, item.faulty and meets)
