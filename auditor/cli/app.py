"""The commands together, and wrong use told in Chinese."""

import sys
from typing import Any

import typer

from auditor.cli import audit, decisions, doctor, rules, training
from auditor.cli.chinese import Command, Group, translate

INTERRUPTED = 130


def build() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(
        cls=Group,
        help="审查政府采购招标文件：找出内政发〔2022〕4号第136—147项所禁止的条款。",
        epilog="退出码：0 未发现达到所选程度的问题，1 有问题，2 用法或规则有误，3 有文件未能（完整）读取，4 运行故障。",
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    for room in (audit, rules, decisions, training, doctor):
        room.register(app, Command, Group)
    return app


def invoke(given: list[str]) -> int:
    """Runs the command line; gives the exit code. Wrong use is told in Chinese."""
    try:
        code = build()(args=given, prog_name="auditor", standalone_mode=False)
    except Exception as error:
        told = getattr(error, "format_message", None)
        if told is None:
            raise
        return _wrong(error, told())
    if code == INTERRUPTED:  # typer's own answer to Ctrl-C
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


def _wrong(error: Any, message: str) -> int:
    ctx = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(message.strip())  # the help was asked for by giving nothing
        return 2
    path = ctx.command_path if ctx else "auditor"
    print(f"错误：{translate(message)}\n用 {path} --help 查看用法。", file=sys.stderr)
    return 2
