"""What do the answers say together? Totals by scenario and area, a chart of each scenario, and what is left to do.

All of it is formulas over the author's answers, so that it changes as they are typed.
"""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name

from cadreworks.demand.answers import Return
from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.toolkit import layout
from cadreworks.demand.toolkit.layout import ScenarioSheet, area_heading, scenario_sheets
from cadreworks.demand.toolkit.look import BARS, BLUE, FONT, LINE, ROW_HEIGHT, TEXT, TITLE_HEIGHT, Book, Sheet
from cadreworks.demand.toolkit.places import NOW_COLUMN, AreaTable, area_tables
from cadreworks.demand.toolkit.states import filled_total, state_of, total_of

_AREA_WIDTH, _NUMBER_WIDTH, _STATE_WIDTH = 46.0, 11.0, 34.0
_CHART_ROWS, _CHART_HEIGHT = 14, 14 * 13.5
_PIXELS_PER_LETTER = 7.0
_PLACES = 2


def write_totals(book: Book, exercise: Exercise, answers: Return) -> None:
    """Write the sheet of totals."""
    numbers = len(exercise.points) + 2
    page = book.sheet(layout.TOTALS_SHEET, (_AREA_WIDTH, *[_NUMBER_WIDTH] * numbers, _STATE_WIDTH), landscape=True)
    page.height(0, TITLE_HEIGHT)
    page.text(0, 0, "Your totals", "title")
    page.across(
        1,
        (0, numbers + 1),
        "What your answers come to, in whole-time equivalents of the typical organisation. Nothing is filled in here: "
        "it follows what you type. Look whether it says what you mean.",
    )
    top, blocks = 3, []
    for sheet in scenario_sheets(exercise):
        end = _write_scenario(page, exercise, sheet, top=top, answers=answers)
        blocks.append((top, end))
        top = end + 2
    page.raw.freeze_panes(1, 1)
    page.finish(1, blocks=blocks)


def _write_scenario(page: Sheet, exercise: Exercise, sheet: ScenarioSheet, *, top: int, answers: Return) -> int:
    """A scenario's totals and its chart from row `top` on -> the last row of the chart."""
    tables = area_tables(exercise, sheet)
    name = sheet.heading.split(": ", 1)[1]
    page.height(top, 26)
    page.text(top, 0, f"{sheet.tab}, {name}: totals", "section")
    heads = [str(exercise.base_year), *map(str, exercise.points), f"Change to {exercise.points[-1]}"]
    page.text(top + 1, 0, "Area of work", "head")
    for column, head in enumerate(heads, start=1):
        page.text(top + 1, column, head, "number_head")
    page.text(top + 1, len(heads) + 1, "What is left to do", "head")
    page.height(top + 1, 33)
    first = top + 2
    for row, table in enumerate(tables, start=first):
        page.height(row, ROW_HEIGHT)
        page.text(row, 0, area_heading(table.area), "row_head")
        _write_numbers(page, exercise, table, row=row, answers=answers)
        page.formula(row, len(heads) + 1, state_of(table, exercise, answers), "words")
    end = first + len(tables)
    _write_sums(page, exercise, tables, row=end, answers=answers)
    _insert_chart(page, exercise, sheet, rows=(first, end - 1))
    for row in range(end + 1, end + 1 + _CHART_ROWS):
        page.height(row, _CHART_HEIGHT / _CHART_ROWS)
    return end + _CHART_ROWS


def _values(exercise: Exercise, table: AreaTable, answers: Return) -> list[float | str]:
    """The total now, and at each year asked about."""
    now = float(exercise.typical[exercise.areas.index(table.area)].sum())
    scenario = table.sheet.scenario
    return [now, *(filled_total(answers, (scenario, year, table.area)) for year in exercise.points)]


def _change(now: float | str, then: float | str) -> float | str:
    """Rounded, since a difference of decimals is binary dust that fits no column."""
    return "" if isinstance(now, str) or isinstance(then, str) else round(then - now, _PLACES)


def _write_numbers(page: Sheet, exercise: Exercise, table: AreaTable, *, row: int, answers: Return) -> None:
    values = _values(exercise, table, answers)
    for column, value in enumerate(values, start=NOW_COLUMN):
        page.formula(row, column, total_of(table, column, value))
    page.formula(row, len(values) + 1, (_change_formula(row, len(values)), _change(values[0], values[-1])), "change")


def _change_formula(row: int, last: int) -> str:
    now, then = f"B{row + 1}", f"{xl_col_to_name(last)}{row + 1}"
    return f'IF(ISNUMBER({then}),ROUND({then}-{now},{_PLACES}),"")'


def _write_sums(page: Sheet, exercise: Exercise, tables: tuple[AreaTable, ...], *, row: int, answers: Return) -> None:
    page.height(row, ROW_HEIGHT)
    page.text(row, 0, layout.TOTAL_LABEL, "head")
    by_table = [_values(exercise, table, answers) for table in tables]
    sums: list[float | str] = []
    for column, parts in enumerate(zip(*by_table, strict=True), start=NOW_COLUMN):
        filled = [part for part in parts if not isinstance(part, str)]
        sums.append(sum(filled) if filled else "")
        cells = f"{xl_col_to_name(column)}{row + 1 - len(tables)}:{xl_col_to_name(column)}{row}"
        page.formula(row, column, (f'IF(COUNT({cells})=0,"",SUM({cells}))', sums[-1]), "total")
    page.formula(row, len(sums) + 1, (_change_formula(row, len(sums)), _change(sums[0], sums[-1])), "total_change")
    page.blank(row, len(sums) + 2, "nothing")


def _insert_chart(page: Sheet, exercise: Exercise, sheet: ScenarioSheet, *, rows: tuple[int, int]) -> None:
    first, last = rows
    years = (exercise.base_year, *exercise.points)
    chart = page.book.workbook.add_chart({"type": "column"})
    font = {"name": FONT, "size": 9, "color": TEXT}
    for column, year in enumerate(years, start=NOW_COLUMN):
        colours = (LINE, *BARS[: len(years) - 2], BLUE)
        chart.add_series(
            {
                "name": str(year),
                "categories": [page.name, first, 0, last, 0],
                "values": [page.name, first, column, last, column],
                "fill": {"color": colours[column - 1]},
                "border": {"color": LINE if column == NOW_COLUMN else BLUE},
                "gap": 60,
                "overlap": 0,
            }
        )
    chart.set_title({"name": f"{sheet.tab}: staff of the typical organisation, wte", "name_font": {**font, "size": 11}})
    chart.set_x_axis({"num_font": font})
    chart.set_y_axis({"num_font": font, "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D8DDE0"}}})
    chart.set_legend({"position": "top", "font": {**font, "size": 10}})
    width = int(sum(page.widths) * _PIXELS_PER_LETTER)
    chart.set_size({"width": width, "height": int(_CHART_HEIGHT / 0.75) - 12})
    said = f"Columns of the staff of the typical organisation by area of work in {', '.join(map(str, years))}, in the "
    page.raw.insert_chart(
        last + 2,
        0,
        chart,
        {
            "x_offset": 2,
            "y_offset": 10,
            "description": f"{sheet.heading}. {said}order of the table above, which has the figures.",
        },
    )
