"""One task on one item, with every way of failing turned into a Failure; the same in every engine."""

from collections.abc import Callable
from typing import TypeVar

from auditor.engines import Item
from auditor.errors import AuditorError, EngineError, UsageError
from auditor.report import Failure

I = TypeVar("I", bound=Item)
R = TypeVar("R")


def call(task: Callable[[I], R], item: I, memory: int) -> R | Failure:
    """The task's result, or a Failure. Raises UsageError, EngineError: a wrong ruleset or a full disk stops everything."""
    try:
        return task(item)
    except (UsageError, EngineError):
        raise
    except AuditorError as error:
        return Failure(item.source, error.reason, str(error))
    except MemoryError:
        return out_of_memory(item.source, memory)
    except Exception as error:
        told = f"程序内部错误（{type(error).__name__}：{str(error)[:200]}），请把此文件反馈给维护人员"
        return Failure(item.source, AuditorError.reason, told)


def out_of_memory(source: str, memory: int) -> Failure:
    """The Failure of an item that wanted more than `memory` MB."""
    return Failure(source, "memory", f"所需内存超过 {memory} MB，已中止；可用 --memory 放宽，或将文件拆分、另存后重试")


def out_of_time(source: str, timeout: float) -> Failure:
    """The Failure of an item that took more than `timeout` seconds."""
    return Failure(source, "timeout", f"超过 {timeout:g} 秒仍未完成，已中止；可用 --timeout 放宽，或将文件拆分、另存后重试")


def crashed(source: str, code: int) -> Failure:
    """The Failure of an item whose process ended by itself or was killed; negative codes are signals."""
    how = f"信号 {-code}" if code < 0 else f"退出码 {code}"
    return Failure(source, "crash", f"审查进程在处理此文件时异常终止（{how}），文件可能损坏；请用 Word/WPS 打开后另存再试")
