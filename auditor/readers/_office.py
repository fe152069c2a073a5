"""LibreOffice as a helper of last resort: own profile, a clock, and no process left behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from auditor.errors import DamagedFile, LimitExceeded

SECONDS = 90
"""How long one conversion may take; a long tender takes two seconds."""

_USUAL = (r"C:\Program Files\LibreOffice\program\soffice.exe", r"C:\Program Files (x86)\LibreOffice\program\soffice.exe")


def soffice() -> str | None:
    """The program, where it is installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in _USUAL if Path(path).is_file()), None)


@contextmanager
def as_docx(path: Path, program: str) -> Iterator[Path]:
    """A DOCX copy of the file while the block runs. Raises LimitExceeded after `SECONDS`, DamagedFile where none came out."""
    with tempfile.TemporaryDirectory(prefix="auditor-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / f"source{path.suffix}"
        shutil.copyfile(path, copy)  # a name without blanks or options, and a file nobody has open
        command = [program, f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless", "--norestore"]
        _run([*command, "--convert-to", "docx", "--outdir", str(Path(folder) / "out"), str(copy)])
        made = Path(folder) / "out" / "source.docx"
        if not made.is_file():
            raise DamagedFile("文件无法转换，请用 Word 或 WPS 打开并另存为 DOCX 后再审查")
        yield made


def _run(command: list[str]) -> None:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise LimitExceeded("文件转换超时，请用 Word 或 WPS 打开并另存为 DOCX 后再审查") from error
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """The program starts a second one, so the whole group has to go."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
