"""`auditor doctor`: what this installation can read and write, and what is missing."""

import importlib
import importlib.metadata
import platform
import shutil
from typing import Any

import typer

OPTIONAL = {
    "office_oxide": "旧版 Word/WPS 文件（.doc .wps）",
    "py7zr": "7z 压缩包",
    "unrar.cffi": "RAR 压缩包",
    "rapidocr": "扫描件文字识别（OCR）",
    "psutil": "内存监视（Windows 上限制内存所需）",
    "distributed": "多台机器（--engine dask）",
    "s3fs": "对象存储（s3://）",
}


def register(app: typer.Typer, command: type[Any], group: type[Any]) -> None:
    """Adds the commands of this file."""
    app.command("doctor", cls=command)(doctor)


def doctor() -> None:
    """检查本机安装：能读哪些格式、能写哪些格式、缺哪些可选组件。"""
    from auditor import catalog
    from auditor.ruleset import folders, read_rulesets
    from auditor.writers import formats

    rules = read_rulesets(folders())
    print(f"Python {platform.python_version()}，{platform.platform()}")
    print(f"规则 {len(rules.rules)} 条，检查项 {len(rules.atoms)} 个，规则版本 {rules.digest}")
    for name, module in sorted(catalog.room("readers").items()):
        print(f"读取 {name}：{_state(module)}")
    print(f"输出格式：{'、'.join(formats())}")
    for module, use in OPTIONAL.items():
        print(f"{'有' if _there(module) else '缺'} {module}：{use}")
    print(f"{'有' if shutil.which('soffice') else '缺'} LibreOffice：RTF、ODT 及个别旧版文件")


def _state(module: str) -> str:
    try:
        suffixes = importlib.import_module(module).SUFFIXES
    except ImportError as error:
        return f"缺组件 {error.name}"
    return " ".join(suffixes)


def _there(module: str) -> bool:
    try:
        importlib.import_module(module)
    except Exception:
        return False
    return True
