"""OFD: words in reading order with their boxes, wrapped lines joined, tables, templates and running lines."""

import zipfile
from pathlib import Path

import pytest

from auditor.document import Span
from auditor.errors import DamagedFile
from auditor.readers import read_file
from tests import ofd_samples as ofd
from tests.document_rules import assert_sound

POINT = 72 / 25.4


def test_lines_are_sorted_and_have_boxes_in_points(tmp_path: Path) -> None:
    path = ofd.save(tmp_path / "a.ofd", [ofd.page(ofd.text("二、资格要求。", 20, 60), ofd.text("一、项目概况。", 20, 50))])
    document = read_file(path)
    assert (document.format, document.pages, document.text) == ("ofd", 1, "一、项目概况。\n二、资格要求。\n")
    box = document.places[0].box
    assert box is not None
    assert box == pytest.approx((20 * POINT, 50.48 * POINT, 48 * POINT, 54.48 * POINT), abs=0.1)
    cut = document.place(Span(2, 4)).box
    assert cut is not None
    assert cut[0] == pytest.approx(28 * POINT, abs=0.1)
    assert_sound(document)


def test_wrapped_lines_are_one_paragraph(tmp_path: Path) -> None:
    lines = ["供应商应当具有独立承担民事责任的能力并且在内蒙古自治区范围内设有分支机", "构，否则投标无效。"]
    objects = [ofd.text(line, 28 if not index else 20, 50 + 7 * index) for index, line in enumerate(lines)]
    full = "本项目采购文件由采购人负责解释和修改，供应商应当认真阅读全部内容及其附件，"
    objects += [ofd.text(full, 20, 70 + 7 * row) for row in range(8)]
    document = read_file(ofd.save(tmp_path / "a.ofd", [ofd.page(*objects)]))
    assert document.text.startswith("".join(lines) + "\n")
    assert [place.paragraph for place in document.places][:2] == [1, 1]


def test_ruled_tables_are_rows_and_cells(tmp_path: Path) -> None:
    table = ofd.grid([20, 60, 180], [50, 60, 70])
    words = [ofd.text("评审因素", 22, 52), ofd.text("分值", 62, 52), ofd.text("业绩", 22, 62), ofd.text("每份合同得2分", 62, 62)]
    document = read_file(ofd.save(tmp_path / "a.ofd", [ofd.page(table, *words)]))
    assert document.text == "评审因素\t分值\n业绩\t每份合同得2分\n"
    assert [(p.table, p.row, p.column) for p in document.places] == [(1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 2)]


def test_templates_running_lines_and_page_numbers(tmp_path: Path) -> None:
    template = ofd.page(ofd.text("某某县政府采购中心", 20, 8))
    pages = [ofd.page(ofd.text(f"第{n}条规定如下：", 20, 100), ofd.text(f"{n}", 100, 285), template="9") for n in "一二三"]
    document = read_file(ofd.save(tmp_path / "a.ofd", pages, template=template))
    assert document.text.startswith("第一条规定如下：\n第二条规定如下：\n第三条规定如下：\n某某县")
    assert [(p.part, p.page) for p in document.places if p.part != "body"][:3] == [("header", 1), ("header", 2), ("header", 3)]


def test_ticks_turned_text_and_default_steps(tmp_path: Path) -> None:
    plain = (
        '<ofd:TextObject Boundary="40 50 60 6" Font="1" Size="4"><ofd:TextCode X="0" Y="4">是AB否</ofd:TextCode></ofd:TextObject>'
    )
    turned = ofd.text("竖", 20, 100, ctm="0 1 -1 0 0 0")
    document = read_file(ofd.save(tmp_path / "a.ofd", [ofd.page(ofd.text("R", 36, 50, font="2"), plain, turned)]))
    assert document.text.splitlines()[0] == "☑是AB否"
    assert document.places[0].edges is not None
    assert [round(x / POINT) for x in document.places[0].edges] == [36, 40, 44, 46, 48, 52]


def test_notes_are_read_and_watermarks_are_not(tmp_path: Path) -> None:
    note = '<ofd:Annot Type="{}"><ofd:Appearance Boundary="20 100 90 20">{}</ofd:Appearance></ofd:Annot>'
    notes = note.format("Stamp", ofd.text("更正：截止时间延后。", 0, 0)) + note.format("Watermark", ofd.text("草稿", 0, 10))
    document = read_file(ofd.save(tmp_path / "a.ofd", [ofd.page(ofd.text("正文。", 20, 50))], notes=notes))
    assert document.text == "正文。\n更正：截止时间延后。\n"
    assert [notice.code for notice in document.notices] == ["watermark"]


def test_slanted_words_do_not_land_in_the_lines(tmp_path: Path) -> None:
    mark = ofd.text("仅供内部审阅", 30, 60, ctm="0.7 -0.7 0.7 0.7 0 0")
    document = read_file(ofd.save(tmp_path / "a.ofd", [ofd.page(ofd.text("正文第一行。", 20, 50), mark)]))
    assert document.text == "正文第一行。\n"
    assert [notice.code for notice in document.notices] == ["watermark"]


def test_a_page_of_pictures_is_said(tmp_path: Path) -> None:
    picture = ofd.page('<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>')
    document = read_file(ofd.save(tmp_path / "a.ofd", [ofd.page(ofd.text("封面", 20, 50)), picture]))
    assert [(notice.code, notice.page) for notice in document.notices] == [("no_text_layer", 2)]


def test_a_bad_page_costs_only_itself(tmp_path: Path) -> None:
    document = read_file(ofd.save(tmp_path / "a.ofd", ["<ofd:Page", ofd.page(ofd.text("正文。", 20, 50))]))
    assert document.text == "正文。\n"
    assert [(notice.code, notice.page) for notice in document.notices] == [("bad_page", 1)]


def test_a_file_without_pages_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="OFD"):
        read_file(ofd.save(tmp_path / "a.ofd", []))


@pytest.mark.parametrize("held", [b"", b"<Attachments>", None])
def test_a_list_of_attachments_that_is_broken_or_missing_costs_only_itself(tmp_path: Path, held: bytes | None) -> None:
    path = ofd.save(tmp_path / "a.ofd", [ofd.page(ofd.text("采购公告", 20, 30))], attached={"甲.txt": b"a"})
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    named = b"<ofd:Attachments>Attachs/List.xml</ofd:Attachments>"
    assert any(named in data for data in parts.values())
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("Doc_0/", b"")  # folders have entries of their own, as many programs write them
        for name, data in parts.items():
            package.writestr(name, data.replace(named, b"") if held is None else held if name.endswith("List.xml") else data)
    assert read_file(path).text == "采购公告\n"


def test_attachments_are_read_after_the_pages_or_named(tmp_path: Path) -> None:
    table = b"<html><body><table><tr><td>1</td><td>" + "须在本市注册".encode() + b"</td></tr></table></body></html>"
    files = {"采购需求.html": table, "数据.xml": b"<?xml version='1.0'?><a/>"}
    document = read_file(ofd.save(tmp_path / "a.ofd", [ofd.page(ofd.text("采购公告", 20, 30))], attached=files))
    assert document.text == "采购公告\n1\t须在本市注册\n"
    assert [(place.page, place.table) for place in document.places] == [(1, None), (None, 1), (None, 1)]
    assert [(notice.code, notice.message[notice.message.index("（") :][:9]) for notice in document.notices] == [
        ("attachments", "（数据.xml），"),
        ("embedded_read", "（采购需求.html"[:9]),
    ]
    assert_sound(document)


def upright(words: str, x: float, y: float, *, direction: str = "", size: float = 4.0) -> str:
    """Words set from top to bottom: by steps down, or where `direction` says so, by that alone."""
    steps = "" if direction else f'DeltaX="g {len(words) - 1} 0" DeltaY="g {len(words) - 1} {size}"'
    return (
        f'<ofd:TextObject Boundary="{x} {y} 6 80" Font="1" Size="{size}" {direction}>'
        f'<ofd:TextCode X="0" Y="{size}" {steps}>{words}</ofd:TextCode></ofd:TextObject>'
    )


@pytest.mark.parametrize("direction", ["", 'ReadDirection="90"', 'ReadDirection="90" CharDirection="90"'])
def test_words_set_from_top_to_bottom_are_one_line(tmp_path: Path, direction: str) -> None:
    page = ofd.page(ofd.text("一、项目概况。", 20, 50), upright("须在本市注册", 190, 60, direction=direction))
    document = read_file(ofd.save(tmp_path / "a.ofd", [page]))
    assert document.text == "一、项目概况。\n须在本市注册\n"
    box = document.places[-1].box
    assert document.places[-1].part == "textbox" and box is not None
    assert (box[3] - box[1]) / POINT == pytest.approx(24, abs=1) and (box[2] - box[0]) / POINT == pytest.approx(4, abs=1)
    assert_sound(document)


def test_a_label_set_from_top_to_bottom_stays_in_its_cell(tmp_path: Path) -> None:
    table = ofd.grid([20, 40, 180], [50, 90])
    page = ofd.page(table, upright("商务部分", 28, 60), ofd.text("业绩得10分", 50, 70))
    document = read_file(ofd.save(tmp_path / "a.ofd", [page]))
    assert document.text == "商务部分\t业绩得10分\n"


def test_the_words_of_notes_that_are_not_drawn_stand_last_and_are_said(tmp_path: Path) -> None:
    note = '<ofd:Annot Type="Highlight"><ofd:Remark>此处须本地企业</ofd:Remark></ofd:Annot>'
    hidden = '<ofd:Annot Type="Highlight" Visible="false"><ofd:Remark>不显示</ofd:Remark></ofd:Annot>'
    document = read_file(ofd.save(tmp_path / "a.ofd", [ofd.page(ofd.text("正文。", 20, 50))], notes=note + hidden))
    assert document.text == "正文。\n此处须本地企业\n"
    assert (document.places[-1].part, document.places[-1].page) == ("comment", 1)
    assert [notice.code for notice in document.notices] == ["comments"]
    assert_sound(document)


def test_a_template_that_is_missing_or_broken_costs_only_itself(tmp_path: Path) -> None:
    pages = [ofd.page(ofd.text("正文。", 20, 50), template="9"), ofd.page(ofd.text("又一页。", 20, 50), template="7")]
    document = read_file(ofd.save(tmp_path / "a.ofd", pages, template="<ofd:Page"))
    assert document.text == "正文。\n又一页。\n"
    assert [(notice.code, notice.page) for notice in document.notices] == [("bad_page", 1), ("bad_page", 2)]
