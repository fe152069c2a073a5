"""The cache gives back exactly what was read, or nothing."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import cache as caches
from auditor.cache import Cache, pack, unpack
from auditor.document import Document, Notice, Place, Span
from auditor.errors import ReadError
from auditor.readers import Limits
from tests.document_rules import assert_sound

texts = st.text(min_size=1, max_size=12)
boxes = st.none() | st.tuples(*[st.floats(-1e6, 1e6)] * 4)
numbers = st.none() | st.integers(1, 10_000)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any Document that holds together."""
    parts = draw(st.lists(texts, max_size=6))
    places, at = [], 0
    for part in parts:
        edges = st.none() | st.lists(st.floats(-1e6, 1e6), min_size=len(part) + 1, max_size=len(part) + 1).map(tuple)
        path = draw(st.lists(texts, max_size=2).map(tuple))
        place = Place(
            Span(at, at + len(part)), page=draw(numbers), box=draw(boxes), edges=draw(edges), paragraph=draw(numbers), path=path
        )
        places.append(place)
        at += len(part)
    notices = draw(st.lists(st.builds(Notice, texts, texts, numbers), max_size=2).map(tuple))
    return Document("x", "ab12", draw(texts), "".join(parts), tuple(places), notices, draw(numbers))


@settings(max_examples=60, deadline=None)
@given(documents())
def test_what_is_packed_comes_back(document: Document) -> None:
    assert unpack(pack(document)) == replace(document, source="")


def slow_file(folder: Path, name: str = "长文件.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(f"第{n}条 投标人应当具有独立承担民事责任的能力。" for n in range(20)), encoding="utf-8")
    return path


@pytest.fixture
def every_read_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches, "WORTH", -1.0)


@pytest.mark.usefixtures("every_read_counts")
def test_the_second_reading_is_the_first(tmp_path: Path) -> None:
    path = slow_file(tmp_path)
    cache = Cache(tmp_path / "cache")
    first = cache.read(path)
    entry = next((tmp_path / "cache").glob("*/*"))
    old = entry.stat().st_mtime - 1000
    os.utime(entry, (old, old))
    assert cache.read(path) == first and first.source == str(path)
    assert entry.stat().st_mtime > old, "a hit keeps an entry young"
    assert_sound(cache.read(path))
    moved = path.rename(tmp_path / "改名.txt")
    assert cache.read(moved) == replace(first, source=str(moved))


@pytest.mark.usefixtures("every_read_counts")
@pytest.mark.parametrize("damage", ["empty", "cut", "noise", "swapped"])
def test_a_damaged_entry_is_read_anew(tmp_path: Path, damage: str) -> None:
    path, other = slow_file(tmp_path), tmp_path / "另一份.txt"
    other.write_text("另一份文件的内容。", encoding="utf-8")
    cache = Cache(tmp_path / "cache")
    first = cache.read(path)
    entry = next((tmp_path / "cache").glob("*/*"))
    whole = entry.read_bytes()
    entry.write_bytes({"empty": b"", "cut": whole[:-9], "noise": os.urandom(99), "swapped": pack(cache.read(other))}[damage])
    assert cache.read(path) == first
    assert entry.read_bytes() == whole


@pytest.mark.usefixtures("every_read_counts")
def test_other_readers_make_other_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = slow_file(tmp_path)
    cache = Cache(tmp_path / "cache")
    digest = cache.read(path).digest
    assert cache.get(digest) is not None
    monkeypatch.setattr(caches, "version", lambda: "later")
    assert cache.get(digest) is None


@pytest.mark.usefixtures("every_read_counts")
def test_the_folder_stays_within_its_limit(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", limit=1500)
    paths = [tmp_path / f"{n}.txt" for n in range(12)]
    for n, path in enumerate(paths):
        path.write_bytes(f"{n}".encode() + os.urandom(300).hex().encode())
        digest = cache.read(path).digest
        entry = next((tmp_path / "cache").glob(f"*/{digest}-*"))
        os.utime(entry, (n, n))
    cache.shrink()
    left = list((tmp_path / "cache").glob("*/*"))
    assert 0 < sum(p.stat().st_size for p in left) <= 1500
    assert cache.get(digest) is not None, "the youngest stays"


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands in the way")
    assert Cache(tmp_path / "cache").read(slow_file(tmp_path)).text
    with pytest.raises(ReadError):
        Cache(tmp_path / "cache").read(tmp_path / "没有.txt")


@pytest.mark.usefixtures("every_read_counts")
def test_a_file_read_within_other_limits_is_another_entry(tmp_path: Path) -> None:
    path = slow_file(tmp_path)
    document = Cache(tmp_path / "cache").read(path)
    assert Cache(tmp_path / "cache").get(document.digest) is not None
    assert Cache(tmp_path / "cache", limits=Limits(recognised=50)).get(document.digest) is None
