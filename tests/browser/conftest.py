"""A real browser: the machine's own Chromium, driven without reaching any other host."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        reason = "Chromium is not on this machine, so the page cannot be looked at (Debian: apt install chromium)"
        if os.environ.get("CADRE_TESTS_NEED_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def open_report(browser: Browser, reference_results: Path) -> Iterator[object]:
    """open_report(width): a report, the reference study's unless told, in a window of that width, with all that it
    asked for.
    """
    pages: list[Page] = []

    def open_page(width: int, results: Path = reference_results, **options: object) -> tuple[Page, list[str]]:
        page = browser.new_page(viewport={"width": width, "height": 800}, **options)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: asked.append(f"console: {message.text}"))
        page.goto((results / "report.html").as_uri())
        pages.append(page)
        return page, asked

    yield open_page
    for page in pages:
        page.close()
