"""Makes the sample tenders from their sources: `python corpus/make_samples.py` (needs LibreOffice for the PDF ones).

A source is plain Markdown: `#` headings, `|` table rows, paragraphs. What a file becomes stands in FORMS.
"""

import subprocess
import tempfile
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

HERE = Path(__file__).resolve().parent
SAMPLES = HERE / "samples"
FORMS = {"01": "docx", "02": "pdf", "03": "pdf", "04": "txt", "05": "docx", "06": "pdf"}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def add_table(document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row):
            cell.text = text


def build(source: Path, target: Path) -> None:
    """One source as DOCX."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Noto Serif CJK SC", Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    rows: list[list[str]] = []
    for line in [*source.read_text("utf-8").splitlines(), ""]:
        if line.startswith("|"):
            rows.append(cells(line))
            continue
        if rows:
            add_table(document, rows)
            rows = []
        if line.startswith("#"):
            document.add_heading(line.lstrip("# "), level=line.count("#"))
        elif line.strip():
            document.add_paragraph(line)
    document.save(str(target))


def as_pdf(docx: Path, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder),
                        str(docx)], check=True, capture_output=True, timeout=120)


def as_text(source: Path, target: Path) -> None:
    """As an office exports it: GB18030, no marks for headings."""
    lines = [line.lstrip("# ") for line in source.read_text("utf-8").splitlines() if line.strip()]
    target.write_bytes("\r\n".join(lines).encode("gb18030"))


def main() -> None:
    for source in sorted((HERE / "sources").glob("*.md")):
        form = FORMS[source.name[:2]]
        target = SAMPLES / f"{source.stem}.{form}"
        if form == "txt":
            as_text(source, target)
        elif form == "docx":
            build(source, target)
        else:
            with tempfile.TemporaryDirectory() as folder:
                made = Path(folder) / f"{source.stem}.docx"
                build(source, made)
                as_pdf(made, SAMPLES)


if __name__ == "__main__":
    main()
