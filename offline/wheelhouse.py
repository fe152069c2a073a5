"""Everything for an office PC without internet, in one folder: wheels, an installer, a starter that takes dropped files.

    python offline/wheelhouse.py                       for this machine
    python offline/wheelhouse.py --platform win_amd64 --python 3.12

The target needs Python of the given version (64 bit) and nothing else. Copy the folder there (USB stick), start 安装, then drop
tenders on 审查. Every wheel is binary or pure Python: nothing is compiled on the target.
"""

import argparse
import email
import subprocess
import sys
import zipfile
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
NAME = "tender-auditor"

INSTALL_BAT = """@echo off
rem 离线安装：只用本文件夹里的安装包，不连网
setlocal
cd /d "%~dp0"
py -{python} -m venv venv
if errorlevel 1 (
  echo 没有找到 Python {python}（64 位）。请先安装 Python {python}，安装时勾选 py launcher。
  pause
  exit /b 2
)
venv\\Scripts\\python.exe -m pip install --no-index --find-links wheels {name}
if errorlevel 1 (
  echo 安装没有完成，请把以上文字发给维护人员。
  pause
  exit /b 4
)
venv\\Scripts\\python.exe -X utf8 -m auditor doctor
echo 安装完成。把招标文件或文件夹拖到“审查.bat”上即可。
pause
"""

START_BAT = """@echo off
rem 把文件或文件夹拖到本图标上；结果放在第一个文件旁边的“审查结果”里
setlocal
if not exist "%~dp0venv\\Scripts\\python.exe" call "%~dp0安装.bat"
if "%~1"=="" (
  echo 请把招标文件或文件夹拖到本图标上。
  pause
  exit /b 2
)
"%~dp0venv\\Scripts\\python.exe" -X utf8 -m auditor audit %* --out "%~dp1审查结果"
set code=%errorlevel%
if exist "%~dp1审查结果\\index.html" start "" "%~dp1审查结果\\index.html"
pause
exit /b %code%
"""

INSTALL_SH = """#!/bin/sh
# 离线安装：只用本文件夹里的安装包，不连网
set -e
cd "$(dirname "$0")"
python{python} -m venv venv
venv/bin/python -m pip install --no-index --find-links wheels {name}
venv/bin/auditor doctor
echo "安装完成。用法：$(pwd)/venv/bin/auditor audit 文件夹"
"""


def main() -> None:
    """Reads the arguments, fetches the wheels, writes the starters."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, default=ROOT / "dist" / "offline")
    arguments.add_argument(
        "--platform", action="append", help="wheel platform of the target, such as win_amd64; default: this machine"
    )
    arguments.add_argument("--python", default=f"{sys.version_info.major}.{sys.version_info.minor}")
    arguments.add_argument("--extra", action="append", default=[], help="extras to take along, such as cluster")
    given = arguments.parse_args()
    wheels = given.out / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    pip("wheel", "--no-deps", "--wheel-dir", str(wheels), str(ROOT))
    own = max(wheels.glob(f"{NAME.replace('-', '_')}-*.whl"), key=lambda path: path.stat().st_mtime)
    wanted = f"{NAME}[{','.join(given.extra)}] @ {own.as_uri()}" if given.extra else str(own)
    options = target(given.platform, given.python)
    pip("download", "--dest", str(wheels), *options, wanted)
    while given.platform and (rest := left_out(wheels, given.platform[0], given.python)):
        pip("download", "--dest", str(wheels), *options, *rest)
    starters(given.out, given.python)
    size = sum(path.stat().st_size for path in wheels.iterdir())
    print(f"{given.out}：{len(list(wheels.iterdir()))} 个安装包，{size / 2**20:.0f} MB")


def target(platforms: list[str] | None, python: str) -> list[str]:
    """pip's options for the machine that will install."""
    options = ["--only-binary=:all:"]
    for platform in platforms or []:
        options += ["--platform", platform]
    return [*options, "--python-version", python, "--implementation", "cp"] if platforms else options


def left_out(wheels: Path, platform: str, python: str) -> list[str]:
    """What the wheels need on the target only: pip reads such conditions for the machine it runs on."""
    system = ("Windows", "win32", "nt") if platform.startswith("win") else ("Linux", "linux", "posix")
    there = {
        **dict(zip(("platform_system", "sys_platform", "os_name"), system, strict=True)),
        "python_version": python,
        "extra": "",
    }
    have = {canonicalize_name(path.name.partition("-")[0]) for path in wheels.glob("*.whl")}
    needed = set()
    for path in wheels.glob("*.whl"):
        for line in requirements(path):
            wish = Requirement(line)
            if (wish.marker is None or wish.marker.evaluate(there)) and canonicalize_name(wish.name) not in have:
                needed.add(f"{wish.name}{wish.specifier}")
    return sorted(needed)


def requirements(wheel: Path) -> list[str]:
    """The Requires-Dist lines of a wheel."""
    with zipfile.ZipFile(wheel) as package:
        name = next(entry for entry in package.namelist() if entry.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(package.read(name)).get_all("Requires-Dist", [])


def starters(folder: Path, python: str) -> None:
    """The files a person starts: batch files in the code page of a Chinese Windows, with its line ends."""
    for name, text in (("安装.bat", INSTALL_BAT), ("审查.bat", START_BAT)):
        filled = text.replace("{python}", python).replace("{name}", NAME)
        (folder / name).write_bytes(filled.replace("\n", "\r\n").encode("gbk"))
    script = folder / "安装.sh"
    script.write_text(INSTALL_SH.format(python=python, name=NAME), encoding="utf-8", newline="\n")
    script.chmod(0o755)


def pip(*arguments: str) -> None:
    """Runs pip of this interpreter. Raises CalledProcessError when it fails."""
    subprocess.run([sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", *arguments], check=True)


if __name__ == "__main__":
    main()
