"""The commands, and typer made to speak Chinese."""

import re
import sys
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from auditor.cli import audit, doctor, rules, training

WORDS = (
    (r"Missing command\.", "缺少命令"),
    (r"No such command '(.*?)'\.", r"没有命令 \1"),
    (r"No such option: (\S+)", r"没有选项 \1"),
    (r"Missing argument '(.*?)'\.", r"缺少参数 \1"),
    (r"Missing option '(.*?)'\.", r"缺少选项 \1"),
    (r"Option '(.*?)' requires an argument\.", r"选项 \1 需要一个值"),
    (r"Invalid value for '(.*?)': ", r"\1 的值不对："),
    (r"Invalid value: ", "值不对："),
    (r"'(.*?)' is not one of (.*)\.", r"“\1”不在可用值 \2 之中"),
    (r"'(.*?)' is not a valid (?:int|integer|float|number)\.?", r"“\1”不是数字"),
    (r"\S* '(.*?)' does not exist\.", r"\1 不存在"),
    (r"Got unexpected extra arguments? \((.*)\)", r"多余的参数：\1"),
    (r"Did you mean (.*?)\?", r"，是否想用 \1？"),
    (r"\(Possible options: (.*)\)", r"，是否想用 \1？"),
    (r"(\S+) is not in the range (\S+?)\.", r"\1 不在范围 \2 之内"),
    (r"Input should be .*?greater than or equal to (\S+)", r"不能小于 \1"),
)
"""The library's own messages, in the order they are replaced."""


class _Chinese:
    """Usage line and help option of a command in Chinese."""

    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace("Usage: ", "用法：").replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 …")

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示本帮助"
        return option


class Command(_Chinese, TyperCommand):
    """A command whose help is Chinese throughout."""


class Group(_Chinese, TyperGroup):
    """A group of commands whose help is Chinese throughout."""


def build() -> typer.Typer:
    """The whole command line."""
    rich_utils.OPTIONS_PANEL_TITLE, rich_utils.ARGUMENTS_PANEL_TITLE = "选项", "参数"
    rich_utils.COMMANDS_PANEL_TITLE, rich_utils.DEFAULT_STRING, rich_utils.REQUIRED_LONG_STRING = "命令", "[默认：{}]", "[必填]"
    app = typer.Typer(
        cls=Group,
        help="审查政府采购招标文件：找出内政发〔2022〕4号第136—147项所禁止的条款。",
        epilog="退出码：0 未发现达到所选程度的问题，1 有问题，2 用法或规则有误，3 有文件未能（完整）读取，4 运行故障。",
        add_completion=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    for room in (audit, rules, training, doctor):
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
    return code if isinstance(code, int) else 0


def _wrong(error: Any, message: str) -> int:
    ctx = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(message.strip())  # the help was asked for by giving nothing
        return 2
    for pattern, chinese in WORDS:
        message = re.sub(pattern, chinese, message)
    path = ctx.command_path if ctx else "auditor"
    print(f"错误：{message.strip()}\n用 {path} --help 查看用法。", file=sys.stderr)
    return 2
