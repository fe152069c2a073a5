"""What several test files share. In CI a test that skips is a test that failed: every real component must be there."""

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.document import Document
from auditor.readers import pdf
from tests.browser import Browser
from tests.document_rules import assert_sound
from tests.fidelity.pdf.maker import Sheet, write_pdf

STRICT = "AUDITOR_REQUIRE_ALL"
"""Set by `.ci/run`."""


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    outcome = yield
    report = outcome.get_result()
    if os.environ.get(STRICT) and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"skipped where nothing may be: {report.longrepr}"


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, None]:
    outcome = yield
    report = outcome.get_result()
    if os.environ.get(STRICT) and report.skipped:
        report.outcome, report.longrepr = "failed", f"skipped where nothing may be: {report.longrepr}"


@pytest.fixture
def read_pdf(tmp_path: Path) -> Callable[..., Document]:
    """Makes a PDF of the given sheets and reads it; whatever it says must be sound."""

    def made(*sheets: Sheet) -> Document:
        document = pdf.read(write_pdf(tmp_path / "招标文件.pdf", *sheets))
        assert_sound(document)
        return document

    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A running Chromium, one for a test file."""
    made = Browser()
    yield made
    made.close()
