"""In CI a test that skips is a test that failed: every real component must be there."""

import os
from collections.abc import Generator
from typing import Any

import pytest

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
