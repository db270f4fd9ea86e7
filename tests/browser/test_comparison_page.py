"""The page of a comparison in a real browser: at desktop and phone width, and with every table open."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from cadreworks.reports.comparison import COMPARISON_PAGE, publish_comparison
from small_comparison import made_up_comparison

DESKTOP, PHONE, NARROWEST = 1280, 375, 320


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("comparison")
    publish_comparison(made_up_comparison(not_for_publication=True), folder)
    return folder / COMPARISON_PAGE


@pytest.mark.slow
@pytest.mark.parametrize("width", [DESKTOP, PHONE, NARROWEST])
def test_the_page_can_be_read_by_everybody_and_asks_nobody(width, browser, published):
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(published.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert asked == [page.url]
    page.close()


def test_no_letters_of_a_waterfall_lie_over_others(browser, published):
    page = browser.new_page(viewport={"width": PHONE, "height": 800})
    page.goto(published.as_uri())
    overlaps = page.evaluate(
        """() => [...document.querySelectorAll('figure svg')].flatMap(svg => {
            const boxes = [...svg.querySelectorAll('text')].filter(text => text.textContent.trim())
                .map(text => [text.textContent, text.getBoundingClientRect()]);
            return boxes.flatMap(([one, a], at) => boxes.slice(at + 1).filter(([_, b]) =>
                a.left < b.right && b.left < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom)
                .map(([other, _]) => one + ' | ' + other));
        })"""
    )
    assert overlaps == []
    page.close()
