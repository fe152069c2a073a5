"""`auditor train` and `auditor evaluate`: labelled clauses -> model, and how good the verdicts are."""

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from auditor.errors import UsageError


def register(app: typer.Typer, command: type[Any], group: type[Any]) -> None:
    """Adds the commands of this file."""
    app.command("train", cls=command)(train)
    app.command("evaluate", cls=command)(evaluate)


def train(
    corpus: Annotated[
        Path | None, typer.Argument(metavar="[目录]", help="标注条款 *.jsonl；不给则用自带语料", show_default=False)
    ] = None,
    model: Annotated[Path, typer.Option("--model", metavar="目录", help="模型写到哪里")] = Path("model"),
) -> None:
    """用标注条款训练分类模型。"""
    print(_training().train(corpus, model))


def evaluate(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="标注条款", show_default=False)],
    model: Annotated[Path | None, typer.Option("--model", metavar="目录", help="自己训练的模型", show_default=False)] = None,
) -> None:
    """用标注条款检验规则和模型：查全率、误报率，分检查项列出。"""
    print(_training().evaluate(file, model))


def _training() -> Any:
    try:
        return import_module("auditor.training")
    except ModuleNotFoundError as error:
        raise UsageError(f"本次安装没有训练组件（{error.name}）") from error
