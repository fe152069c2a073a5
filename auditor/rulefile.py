"""Files of a ruleset folder -> rules. A file that cannot be trusted is refused with file, line and reason; nothing is half loaded.

A folder holds `<anything>.yaml` with a list of rules, and may hold `words.yaml` (named pieces of patterns, written {{name}} in a rule),
`facts.yaml` (what a whole file may state), `laws.yaml` (the law register) and `measures.yaml` (the atoms of the coverage). A later
folder adds to the earlier ones and overrides by id or name. A rule may be `like` another: all but what it says itself is taken over.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import regex
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from auditor import catalog
from auditor.errors import RulesetError
from auditor.finding import Basis, Severity
from auditor.rule import Atom, Examples, Rule
from auditor.yamlfile import LINE, load, plain

REGIMES = ("G", "W", "GW", "F", "P", "N", "unknown")
_COMMON = {"words.yaml", "facts.yaml", "laws.yaml", "measures.yaml"}
_PIECE = re.compile(r"\{\{([a-z_\-]+)\}\}")


class Law(BaseModel):
    """One row of the law register; `verified` is true when the citation was checked against a full text."""

    model_config = ConfigDict(extra="forbid")
    law: str
    number: str = ""
    since: date | None = None
    until: date | None = None
    verified: bool = False


class Citation(BaseModel):
    model_config = ConfigDict(extra="forbid")
    law: str
    article: str = ""
    verified: bool | None = None
    since: date | None = None
    until: date | None = None
    regimes: list[str] = []


class AtomEntry(BaseModel):
    """One check of the coverage as written."""

    model_config = ConfigDict(extra="forbid")
    id: str
    title: str
    measure: int | None = None
    textual: str = Field("yes", pattern="^(yes|part|no)$")
    needs: str = ""


class Entry(BaseModel):
    """One rule as written; the fields of its kind are checked by checks/<kind>.py."""

    model_config = ConfigDict(extra="allow")
    id: str = Field(pattern=r"^(M1(3[6-9]|4[0-7])-[a-h][1-4]?|X\d+)-[a-z0-9-]+(/[a-z0-9-]+)?$")
    title: str
    measure: int | None = Field(None, ge=136, le=147)
    kind: str
    severity: dict[str, Severity]
    regimes: list[str]
    message: str
    basis: list[Citation]
    advice: str
    examples: dict[str, list[Any]] = {}


def read(folders: Mapping[Path, Sequence[Path]]) -> tuple[tuple[Rule, ...], Mapping[str, tuple[str, ...]], tuple[Atom, ...]]:
    """Rules, facts and atoms of all `folders`, each with its files. Raises RulesetError."""
    words: dict[str, str] = {}
    facts: dict[str, tuple[str, ...]] = {}
    laws: dict[str, Law] = {}
    atoms: dict[str, Atom] = {}
    rules: dict[str, Rule] = {}
    written: dict[str, dict[str, Any]] = {}
    for folder, files in folders.items():
        words |= _mapping(folder / "words.yaml", str)
        laws |= {k: _model(Law, v, folder / "laws.yaml") for k, v in _mapping(folder / "laws.yaml", dict).items()}
        facts |= {
            k: tuple(_expand(p, words, folder / "facts.yaml", 0) for p in v)
            for k, v in _mapping(folder / "facts.yaml", list).items()
        }
        atoms |= {a.id: a for a in _atoms(folder / "measures.yaml")}
        for path in files:
            if path.name not in _COMMON:
                _add(rules, written, path, words, laws, facts)
    return tuple(rules.values()), facts, tuple(atoms.values())


def words(folder: Path) -> dict[str, str]:
    """The named pieces of patterns of a ruleset folder, those they are made of put in. Raises RulesetError."""
    path = folder / "words.yaml"
    named: dict[str, str] = _mapping(path, str)
    return {name: _expand(text, named, path, 0) for name, text in named.items()}


def _atoms(path: Path) -> Iterable[Atom]:
    for raw in _list(path, "atoms"):
        yield Atom(**_model(AtomEntry, raw, path).model_dump())


def _add(
    rules: dict[str, Rule],
    written: dict[str, dict[str, Any]],
    path: Path,
    words: Mapping[str, str],
    laws: Mapping[str, Law],
    facts: Mapping[str, Any],
) -> None:
    own: set[str] = set()
    for raw in _entries(path):
        full = _like(raw, written, path)
        rule = _rule(full, path, words, laws, facts)
        if rule.id in own:
            raise RulesetError(f"{path.name} 第 {raw[LINE]} 行：规则编号 {rule.id} 重复")
        own.add(rule.id)
        rules[rule.id], written[rule.id] = rule, full


def _like(raw: dict[str, Any], written: Mapping[str, dict[str, Any]], path: Path) -> dict[str, Any]:
    """A rule with `like: ID` is rule ID, written before it, but for the keys it names itself: the same demand under another law."""
    if "like" not in raw:
        return raw
    if raw["like"] not in written:
        raise RulesetError(f"{path.name} 第 {raw[LINE]} 行：like 所指的 {raw['like']} 不存在，或写在后面")
    return {**written[raw["like"]], **{k: v for k, v in raw.items() if k != "like"}}


def _entries(path: Path) -> list[dict[str, Any]]:
    raw = load(path) or []
    if not isinstance(raw, list) or not all(isinstance(r, dict) for r in raw):
        raise RulesetError(f"{path.name} 第 1 行：应为规则列表（每条以“- id:”开头）")
    return raw


def _rule(raw: dict[str, Any], path: Path, words: Mapping[str, str], laws: Mapping[str, Law], facts: Mapping[str, Any]) -> Rule:
    entry: Entry = _model(Entry, raw, path)
    line = raw[LINE]
    if entry.kind not in catalog.room("checks"):
        raise RulesetError(f"{path.name} 第 {line} 行：没有名为 {entry.kind} 的检查方式")
    named = [*entry.regimes, *(r for c in entry.basis for r in c.regimes)]
    unknown = [r for r in named if r not in REGIMES] + [n for n in "default" if "default" not in entry.severity]
    if unknown:
        raise RulesetError(f"{path.name} 第 {line} 行：regimes 只能取 {'、'.join(REGIMES)}，severity 必须有 default")
    fields = _pieces(plain(entry.model_extra or {}), words, path, line)
    _check_fields(entry.kind, fields, facts, path, line)
    return Rule(
        id=entry.id,
        title=entry.title,
        measure=entry.measure,
        kind=entry.kind,
        severity=entry.severity,
        regimes=tuple(entry.regimes),
        message=entry.message,
        basis=tuple(_cite(c, laws, path, line) for c in entry.basis),
        advice=entry.advice,
        examples=_examples(plain(entry.examples)),
        fields=fields,
        source=f"{path.name}:{line}",
    )


def _check_fields(kind: str, fields: Mapping[str, Any], facts: Mapping[str, Any], path: Path, line: int) -> None:
    """The patterns of the shipped folder are known to compile (tests), which saves its start a second or two."""
    try:
        catalog.entry("checks", kind).validate(fields, compiling=path.parent != catalog.data("rulesets"))
    except ValidationError as error:
        raise RulesetError(f"{path.name} 第 {line} 行：{_said(error)}") from error
    except (regex.error, re.error, ValueError) as error:
        raise RulesetError(f"{path.name} 第 {line} 行：正则写法有误（{error}）") from error
    for name in (*fields.get("unless_fact", ()), *fields.get("only_fact", ())):
        if name not in facts:
            raise RulesetError(f"{path.name} 第 {line} 行：facts.yaml 中没有 {name}")


def _cite(citation: Citation, laws: Mapping[str, Law], path: Path, line: int) -> Basis:
    if citation.law not in laws:
        raise RulesetError(f"{path.name} 第 {line} 行：laws.yaml 中没有“{citation.law}”")
    law = laws[citation.law]
    verified = law.verified if citation.verified is None else citation.verified
    return Basis(
        law.law,
        law.number,
        citation.article,
        citation.since or law.since,
        citation.until or law.until,
        verified,
        tuple(citation.regimes),
    )


def _examples(raw: Mapping[str, Any]) -> Examples:
    names = {"flag": "flag", "pass": "passed", "todo_flag": "todo_flag", "todo_pass": "todo_pass"}
    return replace(Examples(), **{names[k]: tuple(v) for k, v in raw.items() if k in names})


def _pieces(value: Any, words: Mapping[str, str], path: Path, line: int) -> Any:
    """All {{name}} in the patterns replaced."""
    if isinstance(value, str):
        return _expand(value, words, path, line)
    if isinstance(value, dict):
        return {k: _pieces(v, words, path, line) for k, v in value.items()}
    return [_pieces(v, words, path, line) for v in value] if isinstance(value, list) else value


def _expand(text: str, words: Mapping[str, str], path: Path, line: int, depth: int = 0) -> str:
    def piece(match: re.Match[str]) -> str:
        if match[1] not in words or depth > 8:
            raise RulesetError(f"{path.name} 第 {line} 行：words.yaml 中没有 {match[1]}")
        return f"(?:{_expand(words[match[1]], words, path, line, depth + 1)})"

    return _PIECE.sub(piece, text)


def _mapping(path: Path, kind: type) -> dict[str, Any]:
    raw = load(path) if path.exists() else {}
    if not isinstance(raw, dict) or not all(isinstance(v, kind) for k, v in raw.items() if k != LINE):
        raise RulesetError(f"{path.name} 第 1 行：应为“名称: 内容”的形式")
    return {k: v for k, v in raw.items() if k != LINE}


def _list(path: Path, key: str) -> Iterable[dict[str, Any]]:
    return list((load(path) or {}).get(key, [])) if path.exists() else []


def _model(model: Any, raw: dict[str, Any], path: Path) -> Any:
    try:
        return model.model_validate(plain(raw))
    except ValidationError as error:
        raise RulesetError(f"{path.name} 第 {raw.get(LINE, 1)} 行：{_said(error)}") from error


def _said(error: ValidationError) -> str:
    return "；".join(f"{'.'.join(map(str, e['loc'])) or '内容'}（{e['msg']}）" for e in error.errors()[:3])
