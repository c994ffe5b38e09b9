"""Fixtures shared by all tests, and what a skipped test of a browser or server means."""

import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

pytest.register_assert_rewrite("contract_store", "contract_ties")

from story import readings  # noqa: E402 -- after its folder is on the path

from graph.model import Reading  # noqa: E402

pytest_plugins = ["servers_fuseki", "servers_neo4j"]


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
    """In CI a skipped browser or server test is a failure: nobody reads the skips there."""
    report = yield
    skipped = report.skipped and not hasattr(report, "wasxfail")
    needs = next((name for name in ("browser", "server") if item.get_closest_marker(name)), None)
    if skipped and os.environ.get("CI") and needs:
        report.outcome = "failed"
        report.longrepr = f"a {needs} test must not be skipped in CI: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud that browser or server tests were skipped, and how to get a browser or a server."""
    skipped = terminalreporter.getreports("skipped")
    reasons = sorted({str(report.longrepr[2]) for report in skipped if "server" in report.keywords})
    if reasons:
        terminalreporter.section("no server", sep="-")
        for reason in reasons:
            terminalreporter.write_line(reason.removeprefix("Skipped: "))
    if any("browser" in report.keywords for report in skipped):
        terminalreporter.section("no browser", sep="-")
        terminalreporter.write_line(NO_BROWSER)
