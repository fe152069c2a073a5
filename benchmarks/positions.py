"""Every finding is found again at its place, as another library sees the file.

    python benchmarks/positions.py FOLDER [FOLDER ...] [--made]

For each file, members of bundles too: the raw text at the span is the quote; the place is where the quote begins; and what stands
at each place of the quote (box on a page, paragraph, table cell) by another library is what the quote says there. `--made` adds an
OFD, an XLSX, an HTML page and a bundle of them made from the sample tenders. Prints what does not hold and figures for each format;
exit code 1 if anything.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from auditor.audit import Auditor
from auditor.document import Document, Place
from auditor.errors import ReadError
from auditor.finding import Finding
from auditor.readers import Member, expand, is_bundle, read_file
from auditor.readers.pdf.recode import SIMSUN
from benchmarks.witnesses import WITNESSES, Witness, fold

NUMBER = 14
"""Characters of an automatic number or a mark at most, which stand in no file."""


def wrong(document: Document, finding: Finding, witness: Witness) -> str:
    """What does not hold for one finding; empty when all does."""
    start, end = finding.span.start, finding.span.end
    if document.text[start:end] != finding.quote:
        return "text at the span is not the quote"
    if finding.context[finding.context_at : finding.context_at + len(finding.quote)] != finding.quote:
        return "context does not hold the quote"
    parts = document.places_in(finding.span)
    if not parts:
        return "no place"
    where, first = finding.place, parts[0]
    if (where.page, where.paragraph, where.table, where.row) != (first.page, first.paragraph, first.table, first.row):
        return "place is not where the quote begins"
    return next(filter(None, (_unlike(document, part, witness) for part in parts)), "")


def _unlike(document: Document, part: Place, witness: Witness) -> str:
    """What another library sees at this part of a quote, where it is not what the quote says."""
    if any(notice.code == "ocr" and notice.page == part.page for notice in document.notices):
        return ""
    own, seen = fold(document.text[part.span.start : part.span.end]), fold(witness.words(part))
    if own in seen or any(own[at:] in seen for at in range(1, min(NUMBER, len(own)))):
        return ""
    recoded = any(notice.code == "recoded" for notice in document.notices)
    if recoded and _chinese(own) <= _chinese(chr(SIMSUN[ord(character)]) for character in seen):
        return ""
    where = f"page {part.page}, paragraph {part.paragraph}, cell {part.table, part.row, part.column}"
    return f"{own[:30]!r} is {seen[:60]!r} there ({where})"


def _chinese(text: Iterable[str]) -> Counter[str]:
    """The Chinese characters in any order: where PDFium sees glyph numbers it may turn them round."""
    return Counter(character for character in text if character >= "\u2e80")


def files(folder: Path, away: Path) -> Iterator[Path]:
    """Every file below the folder; bundles are expanded into `away`."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if is_bundle(path):
            nest = away / path.name
            nest.mkdir(parents=True)
            yield from (member.path for member in expand(path, nest) if isinstance(member, Member))
        else:
            yield path


def make(folder: Path) -> None:
    """One tender as OFD, XLSX, HTML and a bundle of the three."""
    import zipfile

    import openpyxl

    from tests import ofd_samples as ofd

    sample = next((Path(__file__).resolve().parents[1] / "corpus" / "samples").glob("04-*.txt"))
    lines = [line.strip() for line in sample.read_text("gb18030").splitlines() if line.strip()]
    book = openpyxl.Workbook()
    for number, line in enumerate(lines, start=2):
        book.active.cell(number, 3, line)
    book.save(folder / "需求.xlsx")
    wrapped = [line[at : at + 40] for line in lines for at in range(0, len(line), 40)]
    sheets = [wrapped[at : at + 40] for at in range(0, len(wrapped), 40)]
    printed = [ofd.page(*(ofd.text(words, 20, 20 + 6 * at) for at, words in enumerate(sheet))) for sheet in sheets]
    ofd.save(folder / "招标文件.ofd", printed)
    rows = "".join(f"<tr><td>{at}</td><td>{line}</td></tr>" for at, line in enumerate(lines))
    text = "".join(f"<p>{line}</p>" for line in lines)
    (folder / "公告.html").write_text(f"<html><meta charset=utf-8><body>{text}<table>{rows}</table></body></html>", "utf-8")
    with zipfile.ZipFile(folder / "全套.zip", "w") as package:
        for path in sorted(folder.glob("*.[!z]*")):
            package.write(path, f"文件/{path.name}")


def check(paths: Sequence[Path], away: Path) -> Counter[str]:
    """Prints what does not hold; counts files, findings and what does not hold by format."""
    auditor, totals = Auditor.load(), Counter[str]()
    for path in (file for folder in paths for file in files(folder, away)):
        try:
            document = read_file(path)
        except ReadError:
            totals["refused files"] += 1
            continue
        found = auditor.audit(document).findings
        totals[f"{document.format} files"] += 1
        witness = WITNESSES[document.format](path) if found else None
        for finding in found:
            totals[f"{document.format} findings"] += 1
            message = wrong(document, finding, witness) if witness else ""
            if message:
                totals[f"{document.format} wrong"] += 1
                print(f"{path.name} {finding.rule_id} {finding.quote[:40]!r}: {message}", flush=True)
    return totals


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folders", type=Path, nargs="*")
    options.add_argument("--made", action="store_true", help="samples of formats that are rare")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "made"
        made.mkdir()
        if chosen.made:
            make(made)
        totals = check([*chosen.folders, made], Path(place) / "away")
    for name in sorted({key.split()[0] for key in totals}):
        print(f"{name}: " + ", ".join(f"{totals[key]} {key.split()[1]}" for key in sorted(totals) if key.split()[0] == name))
    return 1 if any(key.endswith("wrong") for key in totals) else 0


if __name__ == "__main__":
    sys.exit(main())
