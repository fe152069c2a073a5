"""Odd, damaged and hostile Word files: each ends as a Document or as a named error that says what to do."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import DamagedFile, EncryptedFile, LimitExceeded, ReadError
from auditor.readers import read_file
from auditor.readers._parts import MAX_NODES, parse
from auditor.readers.docx import read
from tests.document_rules import assert_sound
from tests.fidelity.docx.maker import box, p, r, root, save, sdt, t, tbl, tc, tr

HOSTILE = Path(__file__).parents[1].parent / "shared" / "hostile"


def changed(source: Path, target: Path, change: dict[str, bytes | None], *, rename: dict[str, str] | None = None) -> Path:
    """A copy of a file with some parts replaced, left out (None) or renamed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = change[name] if name in change else old.read(name)
            if data is not None:
                new.writestr((rename or {}).get(name, name), data)
    return target


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return save(tmp_path / "good.docx", p("正文"), parts={"header": p("页眉")})


def test_parts_may_be_written_in_any_case_and_with_backslashes(good: Path, tmp_path: Path) -> None:
    names = {"word/document.xml": "Word\\Document.XML", "word/header.xml": "/word/HEADER.xml"}
    assert read(changed(good, tmp_path / "odd.docx", {}, rename=names)).text == "正文\n页眉\n"


def test_the_main_part_is_found_without_relationships_and_under_any_name(good: Path, tmp_path: Path) -> None:
    assert read(changed(good, tmp_path / "a.docx", {"_rels/.rels": None, "word/_rels/document.xml.rels": None})).text == "正文\n"
    relations = zipfile.ZipFile(good).read("_rels/.rels").replace(b"document.xml", b"document2.xml")
    names = {"word/document.xml": "word/document2.xml", "word/_rels/document.xml.rels": "word/_rels/document2.xml.rels"}
    assert read(changed(good, tmp_path / "b.docx", {"_rels/.rels": relations}, rename=names)).text == "正文\n页眉\n"


def test_a_damaged_side_part_is_a_notice(good: Path, tmp_path: Path) -> None:
    document = read(changed(good, tmp_path / "a.docx", {"word/header.xml": b"<w:hdr", "word/styles.xml": b""}))
    assert document.text == "正文\n"
    assert [notice.code for notice in document.notices] == ["part_damaged"]


@pytest.mark.parametrize("main", [b"", b"<w:document", b"<html/>", root("document", "").encode(), b"\x00" * 99])
def test_a_damaged_main_part_is_a_damaged_file(main: bytes, good: Path, tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="另存"):
        read(changed(good, tmp_path / "a.docx", {"word/document.xml": main}))


def test_cut_off_files(good: Path, tmp_path: Path) -> None:
    data = good.read_bytes()
    for size in (0, 10, len(data) // 2, len(data) - 30):
        (tmp_path / "cut.docx").write_bytes(data[:size])
        with pytest.raises(DamagedFile, match="重新下载"):
            read(tmp_path / "cut.docx")


def test_a_broken_checksum(good: Path, tmp_path: Path) -> None:
    data = bytearray(good.read_bytes())
    at = data.index(b"word/document.xml") + 40
    data[at : at + 20] = b"\xff" * 20
    (tmp_path / "a.docx").write_bytes(data)
    with pytest.raises(DamagedFile):
        read(tmp_path / "a.docx")


def test_passwords(good: Path, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(EncryptedFile, match="密码"):
        read(tmp_path / "a.docx")
    locked = bytearray(good.read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flags of each entry, in both of its headers
        at = locked.find(sign)
        while at >= 0:
            locked[at + flags] |= 1
            at = locked.find(sign, at + 4)
    (tmp_path / "b.docx").write_bytes(locked)
    with pytest.raises(EncryptedFile, match="密码"):
        read(tmp_path / "b.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(encoding: str, good: Path, tmp_path: Path) -> None:
    part = root("document", f"<w:body>{p('注册')}</w:body>").removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    hostile = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w:document [<!ENTITY x "资本">]>{part.replace("注册", "注册&x;")}'
    )
    with pytest.raises(DamagedFile, match="实体"):
        read(changed(good, tmp_path / "a.docx", {"word/document.xml": hostile.encode(encoding)}))


def test_nesting_has_an_end(tmp_path: Path) -> None:
    def nested(depth: int) -> str:
        return "<w:tbl><w:tr><w:tc>" * depth + p("底") + "</w:tc></w:tr></w:tbl>" * depth

    assert read(save(tmp_path / "a.docx", nested(60))).text == "底\n"
    with pytest.raises(LimitExceeded, match="嵌套"):
        read(save(tmp_path / "b.docx", nested(500)))
    with pytest.raises(LimitExceeded):
        read(
            save(
                tmp_path / "c.docx",
                "<w:p><w:r><w:pict><w:txbxContent>" * 500 + p("底") + "</w:txbxContent></w:pict></w:r></w:p>" * 500,
            )
        )


def test_too_many_elements_are_refused_before_a_tree_is_built() -> None:
    with pytest.raises(LimitExceeded, match="复杂"):
        parse(b"<a>" + b"<b/>" * MAX_NODES + b"</a>")


def test_a_zip_bomb_is_cut_at_its_real_size(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    shutil.copy(good, path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package, package.open("word/footnotes.xml", "w") as part:
        for _ in range(110):
            part.write(b" " * 1_048_576)
    relations = zipfile.ZipFile(good).read("word/_rels/document.xml.rels").replace(b"styles.xml", b"footnotes.xml")
    with pytest.raises(LimitExceeded, match="MB"):
        read(changed(path, tmp_path / "b.docx", {"word/_rels/document.xml.rels": relations}))


_MEASURE = """
import resource, sys
from pathlib import Path
from auditor.readers.docx import read
document = read(Path(sys.argv[1]))
print(len(document.places), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is measured the Linux way")
@pytest.mark.parametrize(
    "block", ["<w:p/>", "<w:p><w:r><w:t>a</w:t></w:r></w:p>", "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r></w:p>"]
)
def test_two_megabytes_of_xml_stay_below_500_megabytes(block: str, tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", block * (2_000_000 // len(block)))
    # A shell in between, because a child inherits the peak of the process it was forked from.
    command = ["/bin/sh", "-c", '"$0" -c "$1" "$2"; exit $?', sys.executable, _MEASURE, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout.split()[1]) < 500


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8).map(
    lambda text: r(t(text))
)
MARKS = st.sampled_from(["", "<w:vanish/>", "<w:strike/>", '<w:rFonts w:ascii="Wingdings"/>'])
RUNS = st.one_of(WORDS, st.builds(lambda pr: r("字", pr=pr), MARKS), st.just(r("<w:tab/>")), st.just(r("<w:br/>")))
PARAGRAPHS = st.builds(lambda runs: p(*runs), st.lists(RUNS, max_size=3))
CELL_MARKS = st.sampled_from(["", '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="3"/>', "<w:hMerge/>"])


def tables(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    cells = st.builds(lambda held, pr: tc(*held, pr=pr), st.lists(inside, max_size=2), CELL_MARKS)
    rows = st.lists(cells, max_size=3).map(lambda held: tr(*held))
    whole = st.lists(rows, max_size=3).map(lambda held: tbl(*held))
    return st.one_of(whole, st.builds(sdt, inside), st.builds(lambda held: p(r(box(held))), inside))


@settings(max_examples=100, deadline=None)
@given(blocks=st.lists(st.recursive(PARAGRAPHS, tables, max_leaves=8), max_size=4))
def test_every_document_is_sound(blocks: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    assert_sound(read(save(tmp_path_factory.mktemp("docx") / "a.docx", *blocks)))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_flipped_bytes_end_as_a_named_error(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = save(tmp_path_factory.mktemp("docx") / "a.docx", p("正文"), tbl(tr("甲", "乙")))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    try:
        assert_sound(read_file(path))
    except ReadError as error:
        assert str(error)


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the corpus of odd files stands beside the repository only at its makers'")
def test_odd_files_of_other_projects() -> None:
    paths = sorted(HOSTILE.glob("*.doc[xm]"))[::3]
    assert paths
    for path in paths:
        try:
            assert_sound(read(path))
        except ReadError as error:
            assert error.reason in ("damaged", "encrypted", "limit") and "请" in str(error), path
