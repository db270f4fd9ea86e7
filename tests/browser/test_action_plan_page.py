"""The action plan in a real browser: at desktop and phone width, and with every table open."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from cadreworks.reports.plan.publish import publish_plan
from small_plan import plan_result

DESKTOP, PHONE, NARROWEST = 1280, 375, 320


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    publish_plan(plan_result(), folder)
    return folder / "action-plan.html"


@pytest.fixture
def open_plan(browser, published):
    pages = []

    def open_page(width: int):
        page = browser.new_page(viewport={"width": width, "height": 800})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(published.as_uri())
        pages.append(page)
        return page, asked

    yield open_page
    for page in pages:
        page.close()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_no_accessibility_rule_is_broken(width, open_plan):
    page, asked = open_plan(width)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert asked == [page.url]


@pytest.mark.parametrize("width", [DESKTOP, PHONE, NARROWEST])
def test_the_page_does_not_scroll_sideways(width, open_plan):
    page, _ = open_plan(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_headings_follow_each_other_without_a_gap(open_plan):
    page, _ = open_plan(DESKTOP)
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(each => Number(each.tagName[1]))")
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_letters_of_drawings_are_large_enough_to_read(width, open_plan):
    page, _ = open_plan(width)
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('figure svg')].map(svg => {
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
            return scale * Math.min(...[...svg.querySelectorAll('text')].map(
                text => parseFloat(getComputedStyle(text).fontSize)));
        }))"""
    )
    assert smallest > 9
