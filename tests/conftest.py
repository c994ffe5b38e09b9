"""Fixtures shared by all tests, and what a skipped browser test means."""

import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

pytest.register_assert_rewrite("contract_store")

from story import readings  # noqa: E402 -- after its folder is on the path

from graph.model import Reading  # noqa: E402


@pytest.fixture
def story() -> tuple[Reading, ...]:
    """The four readings of tests/story.py."""
    return readings()


NO_BROWSER = """Browser tests were skipped: there is no Chromium on this machine. To run them, install it and run again:
  Debian, Ubuntu   sudo apt-get install chromium
  macOS            brew install --cask chromium
  elsewhere        .venv/bin/python -m playwright install chromium"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped browser test is a failure: nobody reads the skips there."""
    report = yield
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if skipped and os.environ.get("CI") and item.get_closest_marker("browser"):
        report.outcome = "failed"
        report.longrepr = f"a browser test must not be skipped in CI: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud that browser tests were skipped, and how to get a browser."""
    if any("browser" in report.keywords for report in terminalreporter.getreports("skipped")):
        terminalreporter.section("no browser", sep="-")
        terminalreporter.write_line(NO_BROWSER)
