"""The publication in a real browser: at desktop and phone width, by keyboard, printed, and without colour."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

DESKTOP, PHONE, NARROWEST = 1280, 375, 320


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_no_accessibility_rule_is_broken(width, open_report):
    page, _ = open_report(width)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_no_rule_is_broken_with_every_table_open(width, open_report):
    page, _ = open_report(width)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_the_page_asks_nobody_for_anything_and_says_nothing_to_the_console(open_report):
    page, asked = open_report(DESKTOP)
    assert asked == [page.url]
    assert page.locator("script").count() == 0


@pytest.mark.parametrize("width", [DESKTOP, PHONE, NARROWEST])
def test_the_page_does_not_scroll_sideways(width, open_report):
    page, _ = open_report(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_every_drawing_is_visible_and_large_enough_to_read(width, open_report):
    page, _ = open_report(width)
    drawings = page.locator("figure svg")
    assert drawings.count() == 52
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('figure svg')].map(svg => {
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
            const letters = [...svg.querySelectorAll('text')].map(text => parseFloat(getComputedStyle(text).fontSize));
            return Math.min(...letters) * scale;
        })"""
    )
    assert min(sizes) > 9, "letters of a drawing are smaller than nine pixels"


def test_every_figure_is_described_in_words_and_has_its_table(open_report):
    page, _ = open_report(DESKTOP)
    figures = page.locator("figure")
    for index in range(figures.count()):
        figure = figures.nth(index)
        assert figure.get_by_text("In words: ").count() == 1
        assert figure.locator("details table").count() == 1
        assert figure.locator("[role=img][aria-label]").count() == 1


def test_each_area_has_its_chapter_with_five_figures(open_report):
    page, _ = open_report(DESKTOP)
    chapters = page.locator("section.chapter")
    assert chapters.count() == 9
    for index in range(9):
        chapter = chapters.nth(index)
        assert chapter.locator("figure").count() == 5
        assert chapter.get_by_role("heading", name="Priorities").count() == 1
        assert chapter.get_by_role("heading", name="Job roles and skills").count() == 1
        assert chapter.get_by_role("heading", name="What the experts said").count() == 1
        assert chapter.get_by_role("heading", name="Viewpoints", level=4).count() == 1
        assert chapter.get_by_role("heading", level=3).all_inner_texts()[:2] == [
            "Data Driven Future",
            "Data Desert Future",
        ]


def test_headings_follow_each_other_without_a_gap(open_report):
    page, _ = open_report(DESKTOP)
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(each => Number(each.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_ids_are_unique_and_every_link_leads_somewhere(open_report):
    page, _ = open_report(DESKTOP)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
    links = page.evaluate("[...document.querySelectorAll('a')].map(each => each.getAttribute('href'))")
    assert links
    assert {link.removeprefix("#") for link in links} <= set(ids)


def test_the_page_can_be_read_with_the_keyboard_alone(open_report):
    """The skip link comes first; every table that scrolls can be reached; a closed table opens with Enter."""
    page, _ = open_report(PHONE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the main content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    scrolling = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(each => each.scrollWidth > each.clientWidth).length"
    )
    reachable = page.locator(".scroll[tabindex='0'][role=region][aria-labelledby]").count()
    assert 0 < scrolling <= reachable
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1


def test_the_area_stays_in_sight_where_a_table_scrolls(open_report):
    page, _ = open_report(PHONE)
    places = page.evaluate(
        """() => {
            const scroll = document.getElementById('gap--driven').parentElement;
            const cell = scroll.querySelector('tbody .held');
            scroll.scrollLeft = 10000;
            return [cell.textContent, scroll.scrollLeft, cell.getBoundingClientRect().left,
                scroll.getBoundingClientRect().left];
        }"""
    )
    name, scrolled, left, edge = places
    assert name == "Clinical coding"
    assert scrolled > 100
    assert left == edge


def test_focus_can_be_seen(open_report):
    page, _ = open_report(DESKTOP)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_page_prints_with_every_table_open(open_report):
    page, _ = open_report(DESKTOP)
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in printed.pages)
    assert 20 < len(printed.pages) < 130
    assert "Data of figure 6A.1" in text
    assert "Year, as at 31 March" in text  # a heading that stands only inside the closed tables
    assert text.count("Data of figure") == 52


def test_lines_and_labels_remain_without_colour(open_report):
    """Every line of a chart has its own dash and its name at its end; every bar its number."""
    page, _ = open_report(DESKTOP)
    figure = page.locator("#figure-clinical_informatics-supply-and-demand")
    dashes = figure.locator("path[stroke-width='2.5']").evaluate_all(
        "paths => paths.map(path => path.getAttribute('stroke-dasharray'))"
    )
    assert len(set(dashes)) == 3
    words = " ".join(figure.locator("svg text:not(:has(tspan)), svg tspan").all_text_contents())
    for name in ("Supply", "Data Driven Future", "Data Desert Future", "3,088", "13,731"):
        assert name in words


def test_contrast_holds_in_forced_colours(open_report):
    """As Windows' high contrast has it: the page stays whole."""
    page, _ = open_report(DESKTOP, forced_colors="active")
    assert page.locator("h1").is_visible()
    assert page.locator("figure svg").first.is_visible()


def test_a_study_of_one_return_and_one_area_is_shown_whole(browser, tmp_path):
    """The plainest study that there is: no band, no deviation, nothing to reconcile, no recommendations."""
    from cadreworks.run import RunOptions, run_study
    from text_tables import study_of

    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 3       | 0            | 0       | 0
        """
    )
    folder = tmp_path / "study"
    folder.mkdir()
    for file in study.files:
        (folder / file.name).write_bytes(file.raw)
    run_study(folder, tmp_path / "out", RunOptions(jobs=1))
    page = browser.new_page(viewport={"width": PHONE, "height": 800})
    page.goto((tmp_path / "out" / "report.html").as_uri())
    assert page.get_by_role("heading", name="Not for publication").count() == 1
    assert page.get_by_text("From one return no spread can be learnt, so bands leave it out.").count() > 0
    assert page.get_by_text("there is nothing to reconcile").count() == 1
    assert page.get_by_role("heading", name="Recommendations").count() == 0
    assert Axe().run(page).violations_count == 0
    page.close()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_report_that_rests_on_staff_records_breaks_no_rule_either(width, open_report, cohort_results):
    page, _ = open_report(width, cohort_results)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    track_record = page.locator("#figure-track-record")
    assert track_record.locator("svg").count() == 1
    assert track_record.locator("details table").count() == 1
    assert page.get_by_role("link", name="Track record").get_attribute("href") == "#track-record-section"
