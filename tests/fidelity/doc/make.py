"""Makes traps.doc: a DOCX of a few words, turned into a Word 97 file by LibreOffice.

python -m tests.fidelity.doc.make
"""

import subprocess
import tempfile
from pathlib import Path

from tests.fidelity.docx.maker import abstract, level, num, p, r, save, style, tbl, tc, tr

MERGED, GOES_ON, WIDE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
DATED = 'w:author="a" w:date="2026-01-01T00:00:00Z"'
SPACE = '<w:suff w:val="space"/>'
BOX = (
    '<w:r><w:pict><v:rect style="width:200pt;height:40pt"><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:rect></w:pict></w:r>'
)


def sized(*cells: str) -> str:
    """A row whose cells are 2000 wide for each column; LibreOffice needs it to see the columns."""
    widths = [cell.replace("<w:tcPr>", f'<w:tcPr><w:tcW w:w="{4000 if WIDE in cell else 2000}" w:type="dxa"/>') for cell in cells]
    return tr(*widths)


def cell(*inside: str, pr: str = " ") -> str:
    return tc(*inside, pr=pr)


BLOCKS = (
    p("采购须知", style="Heading1", num=(1, 0)),
    p("供应商资格", num=(1, 1)),
    p("具有独立承担民事责任的能力；", num=(1, 2)),
    p("注册资本不低于500万元；", num=(1, 2)),
    p("评审办法", style="Heading1", num=(1, 0)),
    p("保证金", r("百分之五", pr="<w:strike/>"), "百分之二", r("须在本地注册", pr="<w:vanish/>"), "。"),
    p(r('<w:sym w:font="Wingdings" w:char="F0FE"/>'), "是 ", r('<w:sym w:font="Wingdings" w:char="F0A8"/>'), "否"),
    p(
        "履约",
        f'<w:ins w:id="1" {DATED}>{r("保函")}</w:ins>',
        f'<w:del w:id="2" {DATED}>{r("<w:delText>现金</w:delText>")}</w:del>',
        "提交",
    ),
    p("见注", r('<w:footnoteReference w:id="2"/>'), "。"),
    tbl(
        sized(cell("序号"), cell("评审因素", pr=WIDE)),
        sized(cell("1", pr=MERGED), cell("业绩"), cell("10分")),
        sized(cell("", pr=GOES_ON), cell("信誉", "等级"), cell(tbl(sized(cell("内甲"), cell("内乙"))), "")),
    ),
    p("见框", BOX.format(p("框内须知"))),
    p("以上为全部内容。"),
)
LEVELS = (
    level(0, "第%1章", "chineseCountingThousand", '<w:pStyle w:val="Heading1"/>' + SPACE),
    level(1, "%2、", extra=SPACE),
    level(2, "（%3）", extra=SPACE),
)
NOTES = (
    '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>',
    '<w:footnote w:id="1" w:type="continuationSeparator"><w:p/></w:footnote>',
    f'<w:footnote w:id="2">{p("不得收取现金。")}</w:footnote>',
)


def main() -> None:
    """Writes traps.doc beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        source = save(
            Path(folder) / "traps.docx",
            *BLOCKS,
            styles=style("Heading1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
            numbering=abstract(1, *LEVELS) + num(1, 1),
            parts={"footnotes": "".join(NOTES), "header": p("某某县政府采购中心")},
        )
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(Path(__file__).parent)]
        subprocess.run([*command, str(source)], check=True, timeout=120)


if __name__ == "__main__":
    main()
