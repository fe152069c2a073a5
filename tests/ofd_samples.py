"""Small OFD files, made here: `Text` and `Rule` objects on pages, in millimetres."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr


def text(words: str, x: float, y: float, *, size: float = 4.0, step: float | None = None, font: str = "1", ctm: str = "") -> str:
    """One text object; its baseline is one size below `y`."""
    count = len(words) - 1
    delta = f'DeltaX="g {count} {step or size}"' if count > 0 else ""
    turned = f"CTM={quoteattr(ctm)}" if ctm else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y} 170 6" {turned} Font="{font}" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}" {delta}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """A straight line."""
    return (
        f'<ofd:PathObject Boundary="{x0} {y0} {max(x1 - x0, 0.3)} {max(y1 - y0, 0.3)}">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def grid(xs: list[float], ys: list[float]) -> str:
    """A ruled table."""
    level = [rule(xs[0], y, xs[-1], y) for y in ys]
    return "".join(level + [rule(x, ys[0], x, ys[-1]) for x in xs])


def page(*objects: str, template: str = "") -> str:
    """The content of one page."""
    under = f'<ofd:Template TemplateID="{template}" ZOrder="Background"/>' if template else ""
    return _root("Page", f"{under}<ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content>")


def _root(name: str, inside: str) -> str:
    return f'<ofd:{name} xmlns:ofd="http://www.ofdspec.org/2016">{inside}</ofd:{name}>'


def _attachment(number: int, name: str, form: str) -> str:
    said = f'ID="{number}" Name="{name}" Format="{form}"'
    return f"<ofd:Attachment {said}><ofd:FileLoc>{number}.bin</ofd:FileLoc></ofd:Attachment>"


def save(
    path: Path,
    pages: list[str],
    *,
    folder: str = "Doc_0",
    template: str = "",
    notes: str = "",
    attached: Mapping[str, bytes] | None = None,
) -> Path:
    """A whole file; `notes` is the inside of the annotations of page 1."""
    refs = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(1, len(pages) + 1))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f'{area}<ofd:PublicRes>/{folder}/Res.xml</ofd:PublicRes><ofd:TemplatePage ID="9" BaseLoc="Tpl.xml"/>'
    fonts = '<ofd:Font ID="1" FontName="宋体"/><ofd:Font ID="2" FontName="Wingdings 2"/>'
    made = {
        "OFD.xml": _root("OFD", f"<ofd:DocBody><ofd:DocRoot>{folder}/Document.xml</ofd:DocRoot></ofd:DocBody>"),
        f"{folder}/Document.xml": _root(
            "Document",
            f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{refs}</ofd:Pages><ofd:Annotations>Notes.xml</ofd:Annotations>"
            "<ofd:Attachments>Attachs/List.xml</ofd:Attachments>",
        ),
        f"{folder}/Res.xml": _root("Res", f"<ofd:Fonts>{fonts}</ofd:Fonts>"),
        f"{folder}/Tpl.xml": template or page(),
        f"{folder}/Notes.xml": _root("Annotations", '<ofd:Page PageID="1"><ofd:FileLoc>Note1.xml</ofd:FileLoc></ofd:Page>'),
        f"{folder}/Note1.xml": _root("PageAnnot", notes),
    }
    made |= {f"{folder}/Pages/{n}.xml": content for n, content in enumerate(pages, 1)}
    items = "".join(_attachment(number, *name.split(".")) for number, name in enumerate(attached or {}))
    made |= {f"{folder}/Attachs/List.xml": _root("Attachments", items)}
    files = {f"{folder}/Attachs/{n}.bin": data for n, data in enumerate((attached or {}).values())}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in (*made.items(), *files.items()):
            package.writestr(name, data)
    return path
