"""The tables of a comparison: figures by group, gaps by area, single changes, and all that differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cadreworks.reports.comparison.sums import Moved, moved, shared_scenarios
from cadreworks.reports.notes import TOTAL_AREA
from cadreworks.reports.published_table import Heading, PublishedTable, Shown
from cadreworks.review.change import Group
from cadreworks.review.compare import Comparison
from cadreworks.vocabulary import ALL, area_of_work

ADDS_UP = "The groups add up to the change from before to after; none of them depends on an order."
WHOLE_GROUP = "all changes of the group"
_WTE = ("supply", "demand", "gap")


def source_of(comparison: Comparison) -> str:
    """What the tables rest on, as their source line says it."""
    runs = (f"{run.title}, {run.edition}" for run in (comparison.first, comparison.second))
    told = list(dict.fromkeys(runs))
    one = "Two runs of " if len(told) == 1 else ""
    return f"{one}{', and '.join(told)}. Calculated with Cadreworks."


def headline_tables(comparison: Comparison) -> list[PublishedTable]:
    """Supply, demand and gap of each scenario, and its cost, by group."""
    scenarios, year = shared_scenarios(comparison), comparison.second.year
    asked: tuple[tuple[str, str, tuple[str, ...], Shown], ...] = (
        ("moved-wte", f"What moved supply, demand and gap in {year}, WTE", _WTE, Shown.WTE),
        ("moved-cost", f"What moved cost in {year}, £ million", ("cost",), Shown.MILLIONS),
    )
    return [
        _by_group(
            PublishedTable(
                id=name,
                title=title,
                headings=(Heading("Scenario"), Heading("Figure")),
                rows=tuple((said, figure.capitalize()) for _, said in scenarios for figure in figures),
                source=source_of(comparison),
                row_headings=2,
                held=1,
            ),
            [moved(comparison, scenario, figure) for scenario, _ in scenarios for figure in figures],
            shown,
        )
        for name, title, figures, shown in asked
    ]


def gap_by_area(comparison: Comparison, scenario: str, name: str) -> PublishedTable:
    """The gap of each area of work by group, and of the whole workforce."""
    places = (*comparison.second.areas, ALL)
    table = PublishedTable(
        id=f"moved-gap-by-area--{scenario}",
        title=f"What moved the gap in {comparison.second.year} by area of work, {name}, WTE",
        headings=(Heading("Area of work"),),
        rows=tuple((TOTAL_AREA if area == ALL else area_of_work(area).name,) for area in places),
        source=source_of(comparison),
        totals=True,
    )
    return _by_group(table, [moved(comparison, scenario, "gap", area) for area in places], Shown.WTE)


def _by_group(table: PublishedTable, figures: Sequence[Moved], shown: Shown) -> PublishedTable:
    """The table whose rows are named, with each figure before, by every group that moved any of them, and after."""
    groups = [group for group in Group if any(group in figure.by_group for figure in figures)]
    change = Shown.WTE_CHANGE if shown is Shown.WTE else shown
    numbers = (
        (figure.before.value, *(figure.by_group.get(group, 0.0) for group in groups), figure.after.value)
        for figure in figures
    )
    return replace(
        table,
        headings=(
            *table.headings,
            Heading("Before", shown),
            *(Heading(group.title, change) for group in groups),
            Heading("After", shown),
        ),
        rows=tuple((*named, *values) for named, values in zip(table.rows, numbers, strict=True)),
        notes=(ADDS_UP,) if groups else (),
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
