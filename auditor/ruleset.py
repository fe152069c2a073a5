"""Ruleset folders -> a Ruleset: read and checked once (rulefile.py), then kept as plain data, since reading YAML takes long.

The kept copy is in the user's cache folder, named by the bytes of the files and of our own code. A damaged, missing or unwritable
one costs time, nothing else.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from auditor import catalog, versions
from auditor.errors import AuditorError, RulesetError
from auditor.finding import Basis, Severity
from auditor.rule import Atom, Examples, Need, Rule, Ruleset
from auditor.storage import write_whole

KEPT = 8
"""Copies that stay: a few rulesets, a few versions of them."""


def folders(extra: Sequence[Path] = ()) -> tuple[Path, ...]:
    """The shipped folder, then the user's own."""
    return (catalog.data("rulesets"), *extra)


def read_rulesets(paths: Sequence[Path]) -> Ruleset:
    """The rules of all folders. Raises RulesetError."""
    files = {folder: _files(folder) for folder in paths}
    digest, names = hashlib.sha256(), hashlib.sha256(versions.code().encode())
    for folder, held in files.items():
        names.update(repr((folder == catalog.data("rulesets"), [f.name for f in held])).encode())
        try:
            digest.update(b"\0".join(f.read_bytes() for f in held))
        except OSError as error:
            raise RulesetError(f"规则目录 {folder} 中有文件无法读取（{type(error).__name__}）") from error
    names.update(digest.digest())
    place = _home() / f"{names.hexdigest()[:24]}.json"
    return _kept(place) or _fresh(files, digest.hexdigest()[:16], place)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise RulesetError(f"规则目录不存在：{folder}")
    return sorted(folder.glob("*.yaml"))


def _fresh(files: Mapping[Path, Sequence[Path]], digest: str, place: Path) -> Ruleset:
    from auditor.checks._anchors import anchors
    from auditor.rulefile import read

    rules, facts, atoms = read(files)
    patterns = [p for rule in rules for p in rule.fields.get("match", ())] + [p for group in facts.values() for p in group]
    ruleset = Ruleset(rules, facts, atoms, digest, {pattern: anchors(pattern) for pattern in patterns})
    data = pack(ruleset)
    if unpack(data) == ruleset:
        with suppress(AuditorError, OSError):
            write_whole(place, data, durable=False)
            for old in sorted(place.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
                old.unlink()
    return ruleset


def _home() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("auditor", appauthor=False)) / "rules"


def _kept(place: Path) -> Ruleset | None:
    try:
        return unpack(place.read_bytes())
    except Exception:  # damage takes many forms, and none is worth a word: the files themselves are at hand
        return None


def pack(ruleset: Ruleset) -> bytes:
    """The Ruleset as JSON behind its checksum; each set of words is written once, since many patterns share it."""
    numbers: dict[frozenset[str], int] = {}
    anchors = {pattern: _flat(needs, numbers) for pattern, needs in ruleset.anchors.items()}
    raw = {**asdict(replace(ruleset, anchors={})), "anchors": anchors, "sets": [sorted(words) for words in numbers]}
    text = json.dumps(raw, ensure_ascii=False, separators=(",", ":"), default=str).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).digest() + text


def unpack(data: bytes) -> Ruleset:
    """The Ruleset that was packed. Raises ValueError, or whatever damaged bytes provoke."""
    text = data[32:]
    if hashlib.sha256(text).digest() != data[:32]:
        raise ValueError("damaged")
    raw = json.loads(text.decode("utf-8", "surrogatepass"))
    facts = {name: tuple(patterns) for name, patterns in raw["facts"].items()}
    sets = list(map(frozenset, raw["sets"]))
    anchors = {pattern: _needs(flat, sets) for pattern, flat in raw["anchors"].items()}
    return Ruleset(tuple(map(_rule, raw["rules"])), facts, tuple(Atom(**a) for a in raw["atoms"]), raw["digest"], anchors)


def _flat(needs: Sequence[Need], numbers: dict[frozenset[str], int]) -> list[Any]:
    """Each need as the number of its words and its ways; `numbers` grows."""
    return [[numbers.setdefault(need.words, len(numbers)), [_flat(way, numbers) for way in need.ways]] for need in needs]


def _needs(flat: list[Any], sets: Sequence[frozenset[str]]) -> tuple[Need, ...]:
    return tuple(Need(sets[number], tuple(_needs(way, sets) for way in ways)) for number, ways in flat)


def _rule(raw: dict[str, Any]) -> Rule:
    severity = {role: Severity(value) for role, value in raw["severity"].items()}
    examples = Examples(**{name: tuple(given) for name, given in raw["examples"].items()})
    basis = tuple(map(_basis, raw["basis"]))
    return Rule(**{**raw, "severity": severity, "regimes": tuple(raw["regimes"]), "basis": basis, "examples": examples})


def _basis(raw: dict[str, Any]) -> Basis:
    since, until = (date.fromisoformat(raw[key]) if raw[key] else None for key in ("since", "until"))
    return Basis(**{**raw, "since": since, "until": until, "regimes": tuple(raw["regimes"])})
