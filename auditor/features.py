"""Clauses -> sparse numbers: hashed character n-grams of a clause and of what surrounds it, and hashed pairs of its concepts.

Amounts, dates and periods become one symbol per kind, the many names of supplier and purchaser one symbol each, so that a wording
learned with one amount is known again with another. n-grams in the reach of a negation are features of their own. All clauses are
done at once, in arrays.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.clause import ROLES, Clause, Row
from auditor.concepts import Concepts, together
from auditor.quantity import NUMERALS, find

BUCKETS = 1 << 20
"""n-grams are told apart by their hash modulo this number; a model keeps the useful ones."""
BLOCKS = 3
"""Features form blocks, each scaled to length 1: 0 the clause itself, 1 what surrounds it, 2 its concepts."""
LONGEST = 300
"""Characters of a clause that are looked at."""
_SYMBOLS = {"money": "\ue001", "duration": "\ue002", "percent": "\ue003", "date": "\ue004", "count": "\ue005", "points": "\ue006"}
_KINDS = frozenset(_SYMBOLS.values())
_LIMITS = (3, 7, 10, 15, 30, 60, 90, 366, 1100)
"""Days that part periods; the laws set their limits at 5 working days (7), 30 and 60 days, a year, three years."""
_SUPPLIER = re.compile(
    "投标人|供应商|申请人|响应人|投标方|投标单位|承包人|卖方|乙方|中标人|成交供应商|报价人|磋商供应商|谈判供应商|竞买人"
)
_BUYER = re.compile("采购人|招标人|采购单位|招标单位|建设单位|发包人|买方|甲方|业主")
_BID = re.compile("投标文件|响应文件|磋商响应文件|谈判响应文件|报价文件|申请文件")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_NUMERAL = re.compile(rf"[\d半{NUMERALS}]")
"""Without one of these characters there is no quantity; told in a tenth of the time."""
_LATIN = re.compile(r"[A-Z][A-Z0-9. ]*")
_BEFORE = "不得|严禁|禁止|无需|无须|勿需|不需|不必|毋需|免于|免予|免交|免收|不再|不要求|未要求|不作|不以|不设|不限|不收取|不强制|可不|取消|不接受|不允许|拒绝|拒收"
_AFTER = "不作要求|不做要求|不作限制|不限|均可|亦可|不作为|不影响|无需提供|无需提交|不要求|不强制|不再"
_NEGATED = re.compile(rf"(?:{_BEFORE})[^，。；：|]*|[^，。；：|]{{1,30}}(?:{_AFTER})[^，。；：|]*")
NEGATION = f"{_BEFORE}|{_AFTER}"
_NEGATION = re.compile(NEGATION)
"""Without one of these words nothing is negated; told in a tenth of the time."""
_START, _END = "\ue00e", "\ue00f"
_ROLES = {role: chr(0xE100 + number) for number, role in enumerate(ROLES)}

Ints = NDArray[np.int64]
_Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Grams:
    """One entry per feature as it stands: which clause (row), which bucket, which block."""

    rows: Ints
    buckets: Ints
    blocks: Ints
    size: int


class _Piece(NamedTuple):
    """One field of one clause; n-grams of `shortest` to `longest` characters are taken from it."""

    field: int
    block: int
    shortest: int
    longest: int
    text: str


def canon(text: str) -> str:
    """Normalised text with quantities (periods by their length), numbers, Latin words and the parties folded to one symbol each."""
    out, at = [], 0
    for quantity in find(text) if _NUMERAL.search(text) else ():
        out += [text[at : quantity.start], _SYMBOLS[quantity.kind]]
        if quantity.kind == "duration":
            out.append(chr(0xE200 + bisect_left(_LIMITS, quantity.value)))
        at = quantity.end
    folded = _LATIN.sub("@", _NUMBER.sub("#", "".join(out) + text[at:]))
    return _BID.sub("\ue012", _BUYER.sub("\ue011", _SUPPLIER.sub("\ue010", folded)))


def gather(clauses: Sequence[Clause], concepts: Concepts) -> Grams:
    """The features of all clauses."""
    if not clauses:
        nothing = np.zeros(0, dtype=np.int64)
        return Grams(nothing, nothing, nothing, 0)
    told = [_pieces(clause) for clause in clauses]
    parts = (_grams(told), _pairs(clauses, [pieces[0].text for pieces in told], concepts))
    rows, buckets, blocks = (np.concatenate(columns) for columns in zip(*parts))
    return Grams(rows, buckets, blocks, len(clauses))


def _grams(told: Sequence[tuple[_Piece, ...]]) -> tuple[Ints, Ints, Ints]:
    """Row, bucket and block of every n-gram of the pieces, a row for each clause."""
    pieces = list(chain.from_iterable(told))
    lengths = np.array([len(p.text) for p in pieces], dtype=np.int64)
    codes = np.frombuffer("".join(p.text for p in pieces).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(pieces)), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))
    at, buckets = _hash(pieces, codes, owner, left)
    rows = np.repeat(np.arange(len(told)), [len(several) for several in told])
    blocks = np.array([p.block for p in pieces], dtype=np.int64)
    return rows[owner[at]], buckets, blocks[owner[at]]


def _pairs(clauses: Sequence[Clause], folded: Sequence[str], concepts: Concepts) -> tuple[Ints, Ints, Ints]:
    """The same of every pair of concepts of a clause; its role and the kinds of its quantities count as concepts."""
    found = [
        {*concepts.found(clause.text[:LONGEST]), *map(ord, _KINDS.intersection(text)), ord(_ROLES[clause.role])}
        for clause, text in zip(clauses, folded)
    ]
    row, low, high = together(found)
    scrambled = _mix(low.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F) ^ _mix(high.astype(np.uint64)))
    return row, (scrambled >> np.uint64(44)).astype(np.int64), np.full(len(row), 2, dtype=np.int64)


def _pieces(clause: Clause) -> tuple[_Piece, ...]:
    role = _ROLES[clause.role] + ("★" if clause.starred else "")
    own = _Piece(1, 0, 1, 4, f"{_START}{canon(clause.text[:LONGEST])}{_END}")
    return (own, _Piece(2, 1, 1, 1, role), *_around(clause.lead_in[-40:], clause.path[:-3:-1], clause.row))


@lru_cache(maxsize=4096)
def _around(lead_in: str, headings: tuple[str, ...], row: Row | None) -> tuple[_Piece, ...]:
    """What surrounds a clause: most clauses of a file stand under the same few headings."""
    around = [(3, lead_in), *((4 + depth, heading[:30]) for depth, heading in enumerate(headings))]
    if row:
        around += [(6, row.label[-24:]), (7, "|".join(row.header)[:40])]
    return tuple(_Piece(field, 1, 2, 3, canon(text)) for field, text in around if text)


def _hash(pieces: Sequence[_Piece], codes: _Words, owner: Ints, left: Ints) -> tuple[Ints, Ints]:
    """Where every n-gram begins, and its bucket; `left` counts the characters to the end of the piece."""
    shortest, longest = (np.array(column)[owner] for column in ([p.shortest for p in pieces], [p.longest for p in pieces]))
    fields = np.array([p.field for p in pieces], dtype=np.uint64)[owner]
    rolled = fields * np.uint64(0x9E3779B97F4A7C15) ^ _negated(pieces, len(codes)) * np.uint64(0xD6E8FEB86659FD93)
    starts, buckets = [], []
    for order in range(1, max(p.longest for p in pieces) + 1):
        size = len(codes) - order + 1
        rolled = _mix(rolled[:size] ^ codes[order - 1 :])
        fits = np.flatnonzero((left[:size] >= order) & (shortest[:size] <= order) & (order <= longest[:size]))
        starts.append(fits)
        buckets.append((rolled[fits] >> np.uint64(44)).astype(np.int64))
    return np.concatenate(starts), np.concatenate(buckets)


def _negated(pieces: Sequence[_Piece], size: int) -> _Words:
    """1 for every character in the reach of a negation, over all pieces joined."""
    marks = np.zeros(size, dtype=np.uint64)
    at = 0
    for piece in pieces:
        for match in _NEGATED.finditer(piece.text) if piece.block == 0 and _NEGATION.search(piece.text) else ():
            marks[at + match.start() : at + match.end()] = 1
        at += len(piece.text)
    return marks


def _mix(values: _Words) -> _Words:
    """A fixed scramble of 64 bits (the finisher of splitmix64), the same on every machine."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
