"""One command prints a table of ratios, measured in one run on one machine, and writes it to a Markdown file.

    python -m benchmarks.run FOLDER [--out benchmarks/RESULTS.md] [--files 12] [--copies 5000]

FOLDER holds tenders; the first --files PDFs with a text layer and as many DOCX are measured. Ratios are of processor
seconds, so that other work on the machine changes little; only the gain of a second worker is of wall time.
"""

import argparse
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from auditor.batch.task import load
from auditor.readers import read_file
from benchmarks import batches, reading
from benchmarks.reading import Line


def main() -> None:
    """Reads the arguments, measures, writes."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--out", type=Path, default=Path(__file__).with_name("RESULTS.md"))
    arguments.add_argument("--files", type=int, default=12)
    arguments.add_argument("--copies", type=int, default=5000)
    given = arguments.parse_args()
    lines = []
    for line in measured(given.folder, given.files, given.copies):
        print(f"{line.name}\t{line.figure}\t{line.asked}", flush=True)
        lines.append(line)
    given.out.write_text(table(lines), encoding="utf-8")


def measured(folder: Path, count: int, copies: int) -> Iterable[Line]:
    """Every line of the table, as soon as it is known; memory first, while this process is small."""
    docxs = sorted(folder.rglob("*.docx"))[:count]
    yield from batches.memory_lines([*sorted(folder.rglob("*.pdf"))[:count], *docxs], copies)  # scanned pages among them
    auditor, pdfs = load((), None), list(islice(with_text(sorted(folder.rglob("*.pdf"))), count))
    yield from reading.pdf_lines(pdfs, auditor)
    yield from reading.docx_lines(docxs, auditor)
    yield from reading.judging_lines([*pdfs, *docxs], auditor)
    yield from batches.scaling_lines(sorted(folder.rglob("*.*"))[:60])
    yield from batches.growth_lines(max(pdfs, key=lambda path: read_file(path).pages or 0), auditor)
    yield from batches.start_lines()


def with_text(paths: Sequence[Path]) -> Iterator[Path]:
    """The PDFs whose every page has text of its own: recognising a scanned page costs a hundred times as much."""
    for path in paths:
        if not {"no_text_layer", "ocr"} & {notice.code for notice in read_file(path).notices}:
            yield path


def table(lines: Iterable[Line]) -> str:
    """The figures as Markdown, with the machine named."""
    load = f"测量结束时机器负载 {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    head = f"# 实测\n\n{date.today()}，{_processor()}，Python {platform.python_version()}，{platform.system()}。{load}\n\n"
    return f"{head}重做：`python -m benchmarks.run 文件夹`。\n\n| 项目 | 结果 | 要求 |\n|---|---|---|\n" + "".join(
        f"| {line.name} | {line.figure} | {line.asked} |\n" for line in lines
    )


def _processor() -> str:
    import psutil

    try:
        names = [text for text in Path("/proc/cpuinfo").read_text().splitlines() if text.startswith("model name")]
        name = names[0].partition(":")[2].strip()
    except (OSError, IndexError):
        name = platform.processor() or platform.machine()
    return f"{name}（{psutil.cpu_count()} 个处理器，{psutil.virtual_memory().total / 2**30:.0f} GB 内存）"


if __name__ == "__main__":
    main()
