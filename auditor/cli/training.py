"""`auditor train` and `auditor evaluate`: labelled clauses -> model, and how good the verdicts are."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from auditor.errors import UsageError


class Mode(StrEnum):
    """Whose verdicts are measured."""

    BOTH = "both"
    RULES = "rules"
    MODEL = "model"


def register(app: typer.Typer, command: type[Any], group: type[Any]) -> None:
    """Adds the commands of this file."""
    app.command("train", cls=command)(train)
    app.command("evaluate", cls=command)(evaluate)


def train(
    model: Annotated[Path, typer.Option("--model", metavar="目录", help="模型写到哪里；里面已有的模型在新模型达标前不动")] = Path(
        "model"
    ),
    add: Annotated[
        list[Path] | None,
        typer.Option("--add", metavar="FILE.jsonl", help="另加的标注条款（如复核结果），可多次给出", show_default=False),
    ] = None,
    corpus: Annotated[
        Path | None, typer.Option("--corpus", metavar="目录", help="标注条款 *.jsonl 所在目录", show_default="自带语料")
    ] = None,
) -> None:
    """用标注条款训练分类模型，约两分钟；用 audit --model 目录 使用它。"""
    from auditor.training import train as learn

    sheet = learn(model, add=add or (), corpus=corpus)
    best = sheet["overall"]
    print(f"模型已写入 {model}。")
    print(f"未见过的条款（按类别分组交叉检验，{sheet['clauses']} 条）：", end="")
    print(f"F1 {best['f1']:.3f}，查全率 {best['recall']:.3f}，AUC {sheet['auc']:.3f}")


def evaluate(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="标注条款", show_default=False)],
    model: Annotated[Path | None, typer.Option("--model", metavar="目录", help="自己训练的模型", show_default=False)] = None,
    rulesets: Annotated[
        list[Path] | None, typer.Option("--rulesets", metavar="目录", help="自己的规则目录，可多次给出", show_default=False)
    ] = None,
    mode: Annotated[Mode, typer.Option("--mode", metavar="both|rules|model", help="检验规则加模型、仅规则或仅模型")] = Mode.BOTH,
    html: Annotated[Path | None, typer.Option("--html", metavar="文件", help="另写一份网页报告", show_default=False)] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="文件", help="另写一份 JSON", show_default=False)] = None,
) -> None:
    """用标注条款检验规则和模型：查全率、误报率，分检查项列出。"""
    from auditor import evaluate as measuring
    from auditor.audit import Auditor

    found = measuring.evaluate(file, auditor=Auditor.load(tuple(rulesets or ()), model), mode=mode.value)
    if html:
        _write(html, measuring.to_html(found))
    if json_file:
        _write(json_file, json.dumps(found.to_json(), ensure_ascii=False, indent=1).encode())
    for name, cell in (*found.atoms.items(), ("合计", found.overall)):
        print(
            f"{name:24s} 违规 {cell['violation_flagged']}/{cell['violation']}  疑似 {cell['suspected_flagged']}/{cell['suspected']}"
            f"  误报 {cell['lawful_flagged']}/{cell['lawful']}  F1 {'—' if cell['f1'] is None else format(cell['f1'], '.3f')}"
        )


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"无法写入 {path}：{error.strerror}") from error
