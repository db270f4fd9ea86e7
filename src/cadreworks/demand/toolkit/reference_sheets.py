"""What an author looks things up in: the typical organisation, and what the areas of work and job levels are."""

from __future__ import annotations

from cadreworks.bands import Array
from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.toolkit import layout
from cadreworks.demand.toolkit.layout import area_heading, level_label, levels_in_order
from cadreworks.demand.toolkit.look import TITLE_HEIGHT, Book, Sheet
from cadreworks.vocabulary import LEVEL_IDS, area_of_work, job_level, job_roles_of, role_family

_ROLES_NAMED = 4
_ORDER = [LEVEL_IDS.index(level) for level in levels_in_order()]


def write_typical(book: Book, exercise: Exercise, organisation: str) -> None:
    """The staff of the typical organisation now; below it the author's own organisation's, where it is known."""
    page = book.sheet(layout.TYPICAL_SHEET, (36, 12, 12, 17, 12, 10))
    page.height(0, TITLE_HEIGHT)
    page.text(0, 0, "The typical organisation", "title")
    page.across(
        1,
        (0, 5),
        f"Everybody is asked about the same organisation, so that answers can be compared. These are its digital, data "
        f"and technology staff in {exercise.base_year}, in whole-time equivalents (wte). It is not your own: answer "
        "for it, with what you know of yours in mind.",
    )
    row = _staff_table(page, 3, f"Typical organisation in {exercise.base_year}", exercise, exercise.typical)
    baseline = exercise.baselines.get(organisation)
    if baseline is not None:
        page.across(
            row + 1,
            (0, 5),
            "To compare: what is known of your own organisation. Nothing is asked about it here.",
        )
        _staff_table(page, row + 2, f"Your organisation in {exercise.base_year}", exercise, baseline)
    page.raw.freeze_panes(1, 0)
    page.finish(1)


def _staff_table(page: Sheet, top: int, title: str, exercise: Exercise, staff: Array) -> int:
    """The table from row `top` on -> the row after it."""
    page.height(top, 26)
    page.text(top, 0, title, "section")
    page.height(top + 1, 36)
    page.text(top + 1, 0, "Area of work", "head")
    for column, level in enumerate(levels_in_order(), start=1):
        page.text(top + 1, column, level_label(level), "number_head")
    page.text(top + 1, 5, layout.TOTAL_LABEL, "number_head")
    first = top + 2
    for row, (area, levels) in enumerate(zip(exercise.areas, staff, strict=True), start=first):
        page.text(row, 0, area_heading(area), "row_head")
        page.high(row, area_heading(area), 34, least=22)
        for column, index in enumerate(_ORDER, start=1):
            page.number(row, column, levels[index])
        page.formula(row, 5, (f"SUM(B{row + 1}:E{row + 1})", float(levels.sum())), "total")
    end = first + len(exercise.areas)
    page.height(end, 22)
    page.text(end, 0, layout.TOTAL_LABEL, "head")
    sums = [*(staff.sum(axis=0)[_ORDER]), staff.sum()]
    for column, (letter, value) in enumerate(zip("BCDEF", sums, strict=True), start=1):
        page.formula(end, column, (f"SUM({letter}{first + 1}:{letter}{end})", float(value)), "total")
    return end + 1


def write_areas(book: Book, exercise: Exercise) -> None:
    """What each area of work does, with roles that belong to it, and what each job level is."""
    page = book.sheet(layout.AREAS_SHEET, (29, 24, 40, 52), landscape=True)
    page.height(0, TITLE_HEIGHT)
    page.text(0, 0, "Areas of work and job levels", "title")
    page.across(
        1,
        (0, 3),
        "Job titles differ between organisations. Count a role where its work belongs, whatever its title, and each "
        "person once. The roles named here are examples.",
    )
    heads = ("Area of work", "Role family", "What it does", "Roles such as")
    for column, head in enumerate(heads):
        page.text(3, column, head, "head")
    page.height(3, 22)
    for row, area in enumerate(exercise.areas, start=4):
        entry = area_of_work(area)
        roles = ", ".join(role.name for role in job_roles_of(area)[:_ROLES_NAMED])
        page.text(row, 0, area_heading(area), "row_head")
        page.text(row, 1, role_family(area).name, "row_head")
        page.text(row, 2, entry.description, "row_head")
        page.text(row, 3, roles, "row_head")
        page.high(row, max(roles, entry.description, key=len), 46, least=32)
    _write_level_meanings(page, 5 + len(exercise.areas))
    page.raw.freeze_panes(1, 0)
    page.finish(1, on_one_page=True)


def _write_level_meanings(page: Sheet, top: int) -> None:
    page.height(top, 22)
    page.text(top, 0, "Level", "head")
    page.raw.merge_range(top, 1, top, 3, "", page.book.style("head"))
    page.text(top, 1, "Who belongs to it", "head")
    for row, level in enumerate(levels_in_order(), start=top + 1):
        page.text(row, 0, level_label(level), "row_head")
        page.across(row, (1, 3), job_level(level).description, "row_head")
