"""Lists the files of a room; a file's name is its registration. Finds data in a wheel, an editable install or a checkout."""

import importlib
import pkgutil
from functools import lru_cache
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).resolve().parent


def data(room: str) -> Path:
    """The folder `room` (rulesets, templates, corpus): inside the package in a wheel, beside it in a checkout.

    Raises FileNotFoundError when neither is there.
    """
    for folder in (PACKAGE / room, PACKAGE.parent / room):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"数据目录 {room} 缺失，请重新安装")


@lru_cache
def room(name: str) -> dict[str, str]:
    """Entry name -> module name of every public file of `auditor/<name>/`; nothing is imported."""
    found = pkgutil.iter_modules([str(PACKAGE / name)])
    return {m.name: f"auditor.{name}.{m.name}" for m in found if not m.name.startswith("_")}


def entry(name: str, key: str) -> ModuleType:
    """The module `key` of room `name`, imported. Raises KeyError when there is no such file."""
    return importlib.import_module(room(name)[key])
