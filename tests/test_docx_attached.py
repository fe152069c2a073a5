"""What a Word file holds in other parts: embedded files are read where they stand, charts and diagrams give their words, old
controls their ticks; what cannot be read is named."""

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from auditor.document import Document
from auditor.readers.docx import read
from tests.document_rules import assert_sound
from tests.fidelity.docx.maker import p, r, save, tbl, tr

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ACTIVE = "http://schemas.microsoft.com/office/2006/activeX"
CHECK_BOX = "{8BD21D40-EC42-11CE-9E0D-00AA006002F3}"


def attach(path: Path, *blocks: str, **files: bytes) -> Document:
    """Reads a file with more parts: `a_txt` is a.txt, referred to by the id `a`."""
    held = save(path, *blocks).read_bytes()
    links = "".join(f'<Relationship Id="{n.split("_")[0]}" Type="{OFFICE}/x" Target="{n.replace("_", ".")}"/>' for n in files)
    repack(path, held, {f"word/{name.replace('_', '.')}": data for name, data in files.items()}, links)
    return read(path)


def repack(path: Path, held: bytes, more: Mapping[str, bytes], links: str) -> None:
    with zipfile.ZipFile(io.BytesIO(held)) as before, zipfile.ZipFile(path, "w") as package:
        for name in before.namelist():
            data = before.read(name)
            package.writestr(
                name,
                data.replace(b"</Relationships>", links.encode() + b"</Relationships>") if "document.xml.rels" in name else data,
            )
        for name, data in more.items():
            package.writestr(name, data)


def object_of(key: str, program: str = "Excel.Sheet.12") -> str:
    return r(f'<w:object><o:OLEObject Type="Embed" ProgID="{program}" r:id="{key}"/></w:object>')


def workbook(*rows: list[str]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "清单"
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def word(*blocks: str, folder: Path) -> bytes:
    return save(folder / "inner.docx", *blocks).read_bytes()


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


def test_chunks_of_any_kind_stand_at_their_place(tmp_path: Path) -> None:
    page = "<html><body><p>须提供本地业绩</p><table><tr><td>甲</td><td>乙</td></tr></table></body></html>"
    blocks = [
        tbl(tr("一", "二")),
        '<w:altChunk r:id="a"/>',
        p("中"),
        '<w:altChunk r:id="b"/>',
        '<w:altChunk r:id="c"/>',
        tbl(tr("三", "四")),
    ]
    document = attach(
        tmp_path / "a.docx", *blocks, a_html=page.encode(), b_txt="文本".encode("gbk"), c_docx=word(p("件"), folder=tmp_path)
    )
    assert document.text == "一\t二\n须提供本地业绩\n甲\t乙\n中\n文本\n件\n三\t四\n"
    assert [place.table for place in document.places if place.table] == [1, 1, 2, 2, 3, 3]
    assert not document.notices
    assert_sound(document)


def test_embedded_files_follow_their_paragraph(tmp_path: Path) -> None:
    document = attach(tmp_path / "a.docx", p("见清单", object_of("a")), p("后"), a_xlsx=workbook(["品牌", "指定甲牌"]))
    assert document.text == "见清单\n清单\n品牌\t指定甲牌\n后\n"
    assert [place.part for place in document.places] == ["body", "textbox", "textbox", "textbox", "body"]
    assert codes(document) == ["embedded_read"]
    assert_sound(document)


def test_embedded_files_of_headers_and_footnotes_are_read_too(tmp_path: Path) -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2">{p("注", object_of("a"))}</w:footnote>'
    path = save(tmp_path / "a.docx", p("正文", mark), parts={"header": p("页眉", object_of("a")), "footnotes": note})
    link = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{OFFICE}/package" Target="%s"/></Relationships>'
    more = {
        "word/_rels/header.xml.rels": (link % "a.xlsx").encode(),
        "word/_rels/footnotes.xml.rels": (link % "b.xlsx").encode(),
        "word/a.xlsx": workbook(["品牌", "指定甲牌"]),
        "word/b.xlsx": workbook(["产地", "指定乙地"]),
    }
    repack(path, path.read_bytes(), more, "")
    document = read(path)
    assert document.text == "正文\n页眉\n清单\n品牌\t指定甲牌\n注\n清单\n产地\t指定乙地\n"
    parts = {document.text[q.span.start : q.span.end]: q.part for q in document.places}
    assert (parts["页眉"], parts["指定甲牌"], parts["指定乙地"]) == ("header", "textbox", "footnote")
    assert codes(document) == ["embedded_read"]
    assert_sound(document)


def test_embedded_files_in_a_cell_stay_in_it(tmp_path: Path) -> None:
    cell = f"<w:tc>{p('见清单', object_of('a'))}</w:tc>"
    document = attach(tmp_path / "a.docx", tbl(tr(cell, "右")), a_xlsx=workbook(["品牌", "甲牌"]))
    assert document.text == "见清单\n清单\n品牌\n甲牌\t右\n"
    assert {place.column for place in document.places} == {1, 2}
    assert_sound(document)


def test_files_inside_embedded_files_are_only_named(tmp_path: Path) -> None:
    inner = tmp_path / "inner.docx"
    attach(inner, p("内", object_of("a")), a_xlsx=workbook(["深"]))
    document = attach(tmp_path / "a.docx", p("外", object_of("b")), b_docx=inner.read_bytes())
    assert document.text == "外\n内\n"
    assert codes(document) == ["embedded", "embedded_read"]


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    document = attach(
        tmp_path / "a.docx", p("图", object_of("a", "Visio.Drawing.11")), '<w:altChunk r:id="gone"/>', a_bin=b"\xd0\xcf\x11\xe0"
    )
    assert document.text == "图\n"
    assert [(n.code, "2 个" in n.message and "Visio" in n.message) for n in document.notices] == [("embedded", True)]


def test_words_of_charts_and_diagrams(tmp_path: Path) -> None:
    graphic = '<w:drawing><wp:inline><a:graphic><a:graphicData uri="x">{}</a:graphicData></a:graphic></wp:inline></w:drawing>'
    chart = f'<c:chart xmlns:c="{DRAWN}/chart" r:id="a"/>'
    diagram = f'<d:relIds xmlns:d="{DRAWN}/diagram" r:dm="b"/>'
    cache = "<c:cat><c:strCache><c:pt><c:v>价格</c:v></c:pt><c:pt><c:v>业绩</c:v></c:pt></c:strCache></c:cat>"
    title = "<a:p><a:r><a:t>评分</a:t></a:r><a:r><a:t>构成</a:t></a:r></a:p>"
    spaces = f'xmlns:c="{DRAWN}/chart" xmlns:a="{DRAWN}/main"'
    document = attach(
        tmp_path / "a.docx",
        p("图", r(graphic.format(chart)), r(graphic.format(diagram))),
        a_xml=f"<c:chartSpace {spaces}>{title}{cache}</c:chartSpace>".encode(),
        b_xml=f"<m {spaces}><a:p><a:r><a:t>本地企业优先</a:t></a:r></a:p></m>".encode(),
    )
    assert document.text == "图\n评分构成\n价格\n业绩\n本地企业优先\n"
    assert {place.part for place in document.places[1:]} == {"textbox"}


def stored(value: str, caption: str) -> bytes:
    """The binary form of a check box with a few properties before its value."""
    texts = [value.encode("utf-16-le"), caption.encode("utf-16-le")]
    mask = 1 << 0 | 1 << 6 | 1 << 8 | 1 << 22 | 1 << 23 | 1 << 31
    block = struct.pack("<IB3xII", 0x2C80081B, 4, *map(len, texts)) + struct.pack("<II", 2540, 840)
    data = block + b"".join(text + b"\x00" * (-len(text) % 4) for text in texts)
    return b"\x40\x1d\xd2\x8b" + bytes(12) + struct.pack("<BBHQ", 0, 2, len(data) + 8, mask) + data


@pytest.mark.parametrize(("value", "sign"), [("1", "☑"), ("0", "☐"), ("", "☐")])
@pytest.mark.parametrize("bag", [True, False])
def test_boxes_of_old_controls(tmp_path: Path, value: str, sign: str, bag: bool) -> None:
    said = f'<ax:ocxPr ax:name="Value" ax:value="{value}"/><ax:ocxPr ax:name="Caption" ax:value="接受联合体"/>' if bag else ""
    part = f'<ax:ocx xmlns:ax="{ACTIVE}" ax:classid="{CHECK_BOX}">{said}</ax:ocx>'.encode()
    control = '<w:object><w:control r:id="ax1" w:name="CheckBox1"/></w:object>'
    path = tmp_path / "a.docx"
    link = f'<Relationship Id="ax1" Type="{OFFICE}/control" Target="ax1.xml"/>'
    kind = "http://schemas.microsoft.com/office/2006/relationships/activeXControlBinary"
    rels = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{kind}" Target="ax1.bin"/></Relationships>'
    more = {"word/ax1.xml": part, "word/_rels/ax1.xml.rels": rels.encode(), "word/ax1.bin": stored(value, "接受联合体")}
    repack(path, save(path, p("联合体：", r(control))).read_bytes(), more, link)
    document = read(path)
    assert document.text == f"联合体：{sign}接受联合体\n"
    assert not document.notices


def test_a_control_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    control = '<w:object><w:control r:id="gone" w:name="CheckBox1"/></w:object>'
    assert codes(read(save(tmp_path / "a.docx", p("联合体：", r(control))))) == ["ticks_lost"]
