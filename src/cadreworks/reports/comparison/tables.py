"""The tables of a comparison: figures by group, gaps by area, single changes, and all that differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cadreworks.reports.comparison.sums import groups_that_moved, moved, shared_scenarios
from cadreworks.reports.notes import TOTAL_AREA
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value
from cadreworks.review.change import Group
from cadreworks.review.compare import Comparison
from cadreworks.vocabulary import ALL, area_of_work

ADDS_UP = "The groups add up to the change from before to after; none of them depends on an order."
WHOLE_GROUP = "all changes of the group"
_WTE = ("supply", "demand", "gap")


def source_of(comparison: Comparison) -> str:
    """What the tables rest on, as their source line says it."""
    first, second = comparison.first, comparison.second
    return f"{first.title}, {first.edition}, and {second.title}, {second.edition}. Calculated with Cadreworks."


def headline_tables(comparison: Comparison) -> list[PublishedTable]:
    """Supply, demand and gap of each scenario, and its cost, by group."""
    wte = [
        (name, figure.capitalize(), *_cells(comparison, scenario, figure))
        for scenario, name in shared_scenarios(comparison)
        for figure in _WTE
    ]
    cost = [(name, "Cost", *_cells(comparison, scenario, "cost")) for scenario, name in shared_scenarios(comparison)]
    year = comparison.second.year
    return [
        _by_group(comparison, "moved-wte", f"What moved supply, demand and gap in {year}, WTE", wte, Shown.WTE_CHANGE),
        _by_group(comparison, "moved-cost", f"What moved cost in {year}, £ million", cost, Shown.MILLIONS),
    ]


def _cells(comparison: Comparison, scenario: str, figure: str, area: str = ALL) -> Iterator[Value]:
    found = moved(comparison, scenario, figure, area)
    yield found.before.value
    yield from (found.by_group.get(group, 0.0) for group in groups_that_moved(comparison))
    yield found.after.value


def _by_group(
    comparison: Comparison, name: str, title: str, rows: Sequence[tuple[Value, ...]], shown: Shown
) -> PublishedTable:
    level = Shown.WTE if shown is Shown.WTE_CHANGE else shown
    return PublishedTable(
        id=name,
        title=title,
        headings=(
            Heading("Scenario"),
            Heading("Figure"),
            Heading("Before", level),
            *(Heading(group.title, shown) for group in groups_that_moved(comparison)),
            Heading("After", level),
        ),
        rows=tuple(rows),
        source=source_of(comparison),
        notes=(ADDS_UP,),
        row_headings=2,
        held=1,
    )


def gap_by_area(comparison: Comparison, scenario: str, name: str) -> PublishedTable:
    """The gap of each area of work by group, and of the whole workforce."""
    areas = [(area_of_work(area).name, area) for area in comparison.second.areas]
    return PublishedTable(
        id=f"moved-gap-by-area--{scenario}",
        title=f"What moved the gap in {comparison.second.year} by area of work, {name}, WTE",
        headings=(
            Heading("Area of work"),
            Heading("Before", Shown.WTE),
            *(Heading(group.title, Shown.WTE_CHANGE) for group in groups_that_moved(comparison)),
            Heading("After", Shown.WTE),
        ),
        rows=tuple((said, *_cells(comparison, scenario, "gap", area)) for said, area in (*areas, (TOTAL_AREA, ALL))),
        source=source_of(comparison),
        notes=(ADDS_UP,),
        totals=True,
    )


def single_changes(comparison: Comparison) -> PublishedTable:
    """Each change, and by how much it moved the figures of the whole workforce."""
    by = {
        (item.group, item.change, item.scenario, item.figure): item.by
        for item in comparison.movements
        if item.area == ALL
    }
    order = [group.id for group in Group]
    parts = sorted(
        dict.fromkeys((item.group, item.change) for item in comparison.movements), key=lambda part: order.index(part[0])
    )
    titles = {group.id: group.title for group in Group}
    columns = [
        (
            scenario,
            figure,
            Heading(f"{figure.capitalize()}, {name}, {'£ million' if figure == 'cost' else 'WTE'}", shown),
        )
        for scenario, name in shared_scenarios(comparison)
        for figure, shown in (*((figure, Shown.WTE_CHANGE) for figure in _WTE), ("cost", Shown.MILLIONS))
    ]
    return PublishedTable(
        id="moved-by-change",
        title="What each change moved",
        headings=(Heading("Group"), Heading("Change", wide=True), *(heading for *_, heading in columns)),
        rows=tuple(
            (
                titles[group],
                change or WHOLE_GROUP,
                *(by.get((group, change, scenario, figure), 0.0) for scenario, figure, _ in columns),
            )
            for group, change in parts
        ),
        source=source_of(comparison),
        notes=("Changes of a group add up to the group.",),
        row_headings=2,
        held=1,
    )


def all_changes(comparison: Comparison) -> PublishedTable:
    """Everything that differs between the two runs."""
    return PublishedTable(
        id="all-changes",
        title="What differs between the two runs",
        headings=(
            Heading("Kind"),
            Heading("Name", wide=True),
            Heading("Group"),
            Heading("Before", wide=True),
            Heading("After", wide=True),
        ),
        rows=tuple(
            (item.kind, item.name, item.group or "none", item.before, item.after)
            for item in (*comparison.runs, *comparison.changes)
        ),
        source=source_of(comparison),
        row_headings=2,
        held=1,
    )
