"""Typer's help and error messages in Chinese, laid out so that a terminal may wrap Chinese text where it likes."""

import re
from collections.abc import Iterator
from typing import Any

from typer.core import TyperCommand, TyperGroup

WORDS = (
    (r"' / '", ", "),
    (r"Value error, ", ""),
    (r"Missing command\.", "缺少命令"),
    (r"No such command '(.*?)'\.", r"没有命令 \1"),
    (r"No such option: (\S+)", r"没有选项 \1"),
    (r"Missing argument '?(.*?)'?\.(?= |$)", r"缺少参数 \1"),
    (r"Missing option '(.*?)'\.", r"缺少选项 \1"),
    (r"Option '(.*?)' requires an argument\.", r"选项 \1 需要一个值"),
    (r"Invalid value for '?(.*?)'?: ", r"\1 的值不对："),
    (r"Invalid value: ", "值不对："),
    (r"'(.*?)' is not one of (.*)\.", r"“\1”不在可用值 \2 之中"),
    (r"Input should be a valid (integer|number), .*", "应为数字"),
    (r"Input should be greater than or equal to (\S+)", r"不能小于 \1"),
    (r".*does not match the formats? '(.*?)'\.?", "日期应写成 2025-01-31 的样子"),
    (r"Got unexpected extra arguments? \((.*)\)", r"多余的参数：\1"),
    (r" Did you mean (.*?)\?", r"，是否想用 \1？"),
    (r" \(Possible options: (.*)\)", r"，是否想用 \1？"),
)
"""The library's own messages, in the order they are replaced."""


def translate(message: str) -> str:
    """An error message of typer in Chinese; what is not known stays as it is."""
    for pattern, chinese in WORDS:
        message = re.sub(pattern, chinese, message)
    return message.strip()


class _Chinese:
    """Help as plain lines: usage, what it does, arguments, options, commands."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(_lines(self, ctx)) + "\n")


class Command(_Chinese, TyperCommand):
    """A command whose help is Chinese throughout."""


class Group(_Chinese, TyperGroup):
    """A group of commands whose help is Chinese throughout."""


def _lines(command: Any, ctx: Any) -> Iterator[str]:
    named = [p for p in command.get_params(ctx) if p.param_type_name == "argument"]
    options = [p for p in command.get_params(ctx) if p.param_type_name == "option"]
    commands: list[Any] = (
        [command.get_command(ctx, n) for n in command.list_commands(ctx)] if isinstance(command, TyperGroup) else []
    )
    rest = "命令 …" if commands else " ".join(p.metavar for p in named)
    yield f"用法：{ctx.command_path} [选项] {rest}".rstrip()
    yield f"\n{command.help}"
    yield from _section("参数", [(p.metavar, p.help) for p in named])
    yield from _section("选项", [_option(p) for p in options])
    yield from _section("命令", [(c.name, (c.help or "").split("；")[0].split("：")[0]) for c in commands])
    if command.epilog:
        yield f"\n{command.epilog}"


def _section(title: str, entries: list[tuple[str, str]]) -> Iterator[str]:
    if entries:
        yield f"\n{title}："
    for name, told in entries:
        yield f"  {name}\n      {told}"


def _option(option: Any) -> tuple[str, str]:
    names = ", ".join(sorted(option.opts, key=len)) + "".join(f" / {name}" for name in option.secondary_opts)
    if option.name == "help":
        return names, "显示本帮助"
    value = "" if option.is_flag else option.metavar
    return f"{names} {value}".rstrip(), f"{option.help}{_default(option)}"


def _default(option: Any) -> str:
    if option.show_default is False or option.default is None or option.is_flag:
        return ""
    given = option.show_default if isinstance(option.show_default, str) else getattr(option.default, "value", option.default)
    return f"（默认 {given}）"
