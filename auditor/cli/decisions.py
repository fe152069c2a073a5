"""`auditor decisions`: what reviewers filled in -> labelled clauses to learn from."""

from pathlib import Path
from typing import Annotated, Any

import typer

from auditor.errors import UsageError


def register(app: typer.Typer, command: type[Any], group: type[Any]) -> None:
    """Adds the command of this file."""
    app.command("decisions", cls=command)(decisions)


def decisions(
    books: Annotated[list[Path], typer.Argument(metavar="审查结果.xlsx...", help="填好“复核结论”列的工作簿", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE.jsonl", help="写到哪里")] = Path("复核.jsonl"),
) -> None:
    """把工作簿里的复核结论（属实、误报）转成标注条款，供 train --add 使用。"""
    from auditor.decisions import read_book
    from auditor.storage import write_whole

    read = [read_book(book) for book in books]
    real, false, left = (sum(getattr(found, name) for found in read) for name in ("real", "false", "open"))
    if not real + false:
        raise UsageError("工作簿里还没有复核结论：请在“明细”表的“复核结论”列选择 属实 或 误报")
    write_whole(out, b"".join(found.jsonl() for found in read))
    print(f"已写入 {out}：属实 {real} 项，误报 {false} 项，未定 {left} 项。")
    print(f"训练：auditor train --add {out} --model 目录")
