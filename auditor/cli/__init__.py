"""Arguments in, bytes and exit code out. Nothing heavy is imported before it is known what is wanted."""

import os
import sys
from collections.abc import Sequence

from auditor.errors import AuditorError, EngineError


def main(arguments: Sequence[str] | None = None) -> None:
    """The command `auditor`. Always leaves by SystemExit with a code of errors.py."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):  # a GBK console must not end a run because of one character
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    if given in (["--version"], ["-V"]):
        return _version()
    sys.exit(_run(given))


def _version() -> None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        print(f"auditor {version('tender-auditor')}")
    except PackageNotFoundError:
        print("auditor（未安装，从源码运行）")


def _run(given: list[str]) -> int:
    from auditor.cli.app import invoke

    try:
        return invoke(given)
    except KeyboardInterrupt:
        print("\n已中断。已完成的结果都已保存，用同一命令可从中断处继续。", file=sys.stderr)
        return 130
    except AuditorError as error:
        print(f"错误：{error}", file=sys.stderr)
        if isinstance(error, EngineError):
            print("已完成的结果都已保存，排除故障后用同一命令可从中断处继续。", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        return EngineError.exit_code
    except Exception as error:
        if os.environ.get("AUDITOR_DEBUG"):
            raise
        print(
            f"程序内部错误（{type(error).__name__}：{error}）。设环境变量 AUDITOR_DEBUG=1 重试可得详情，请反馈给维护人员。",
            file=sys.stderr,
        )
        return AuditorError.exit_code
