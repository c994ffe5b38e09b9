"""The browser that the app is tested in: one on the path, else the one that Playwright installed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright import sync_api

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def launched() -> Iterator[sync_api.Browser]:
    """A running Chromium; skips the test where there is none."""
    with sync_api.sync_playwright() as playwright:
        path = _executable(playwright)
        if path is None:
            pytest.skip("no Chromium on this machine")
        browser = playwright.chromium.launch(executable_path=path, args=list(_ARGS))
        yield browser
        browser.close()


def _executable(playwright: sync_api.Playwright) -> str | None:
    on_path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    own = playwright.chromium.executable_path
    return on_path or (own if Path(own).is_file() else None)
