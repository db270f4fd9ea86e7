"""Where does the spread of the gap come from? Effects by group -> sentences, a chart, and tables."""

from __future__ import annotations

from cadreworks.reports import charts, wording
from cadreworks.reports.figures import Figure
from cadreworks.reports.plan.sections import Section
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value
from cadreworks.reports.sensitivity.words import (
    EQUAL_NOTE,
    METHODS_NOTE,
    area_names,
    group_name,
    last_year,
    left_out_note,
    methods_name,
    samples_note,
    scenario_name,
    source_of,
)
from cadreworks.review.sensitivity.effects import IN_USE, GroupEffects
from cadreworks.review.sensitivity.grid import POOLING_METHOD, SUPPLY_METHOD
from cadreworks.review.sensitivity.result import Sensitivity

SHARE_NOTE = (
    "Spread is measured by the variance, whose parts add up. The share of a group is what it adds by itself, and its "
    "equal part of what it adds together with others (its Shapley effect), so that shares add up to the whole. Alone: "
    "what it adds by itself. With all it takes part in: that and the whole of what it adds together with others."
)
DRAWS_NOTE = (
    "What experts or growth are drawn to be under one method has nothing to do with another method, so that what a "
    "method and its draws do together counts as the draws'. How supply is projected, or returns are pooled, is only "
    "how far the middles of the methods lie apart."
)
NOISE_NOTE = (
    "Give or take: the standard error of the share from so few draws, found by leaving out a tenth of them at a time."
)


def effects_section(found: Sensitivity) -> Section:
    """The section."""
    return Section(
        "effects-section",
        "Where the spread comes from",
        tuple(_sentences(found)),
        (_by_scope(found), *(_by_area_figure(found, effects) for effects in _in_use(found))),
        (_whole_table(found),),
    )


def long_effects_tables(found: Sensitivity) -> list[PublishedTable]:
    """Every area and year, for the workbook."""
    return [
        _by_year_table(found),
        *(_by_area_table(found, effects, effects.scenario or "all") for effects in found.effects),
    ]


def share_at_horizon(effects: GroupEffects, group: str, area: int = -1) -> float:
    """The Shapley share of a group at the horizon."""
    return float(effects.effects.shares(effects.effects.shapley)[group][area, -1])


def main_groups(found: Sensitivity, effects: GroupEffects) -> str:
    """`Growth carried forward 50 per cent, experts' answers 50 per cent`, the largest first."""
    ranked = sorted(effects.groups, key=lambda group: -share_at_horizon(effects, group))
    return wording.listed(
        [
            f"{wording.in_running_text(group_name(found, group))} {wording.per_cent(share_at_horizon(effects, group))}"
            for group in ranked
        ]
    )


def _in_use(found: Sensitivity) -> list[GroupEffects]:
    return [effects for effects in found.effects if effects.methods == IN_USE and effects.scenario is not None]


def _sentences(found: Sensitivity) -> list[str]:
    last, said = last_year(found), []
    for effects in found.effects:
        name = scenario_name(found, effects.scenario)
        with_methods = methods_name(effects.methods)
        if not float(effects.effects.variance[-1, -1]):
            said.append(f"{name}, {with_methods}: nothing that is drawn moves the gap.")
            continue
        said.append(
            f"{name}, {with_methods}: the spread of the gap of the whole workforce in {last} comes from "
            f"{main_groups(found, effects)}."
        )
    if any({SUPPLY_METHOD, POOLING_METHOD} & set(effects.groups) for effects in found.effects):
        said.append(
            "With any method the answers of experts may weigh more than with the methods in use, since some ways of "
            "pooling hold that any one expert may be right, and others only ask how sure their mean is."
        )
    return said if len(found.grids.scenarios) == 1 else [*said, EQUAL_NOTE]


def _by_scope(found: Sensitivity) -> Figure:
    last, table = last_year(found), _whole_table(found)
    groups = found.grids.groups
    bars, said = [], []
    for effects in found.effects:
        shares = [share_at_horizon(effects, group) if group in effects.groups else 0.0 for group in groups]
        name = f"{scenario_name(found, effects.scenario)}; {methods_name(effects.methods)}"
        bars.append((name, shares))
        said.append(f"{name}: {main_groups(found, effects)}")
    return Figure(
        id="effects",
        title=f"Where the spread of the gap of the whole workforce in {last} comes from",
        spec=charts.shares(bars, [group_name(found, group) for group in groups]),
        in_words=f"Bars of shares that add up to the whole. {'; '.join(said)}.",
        table=_data(table),
        notes=(SHARE_NOTE, METHODS_NOTE),
    )


def _data(table: PublishedTable) -> PublishedTable:
    return PublishedTable(
        f"{table.id}-data", f"{table.title} (data of the figure)", table.headings, table.rows, table.source,
        row_headings=table.row_headings,
    )  # fmt: skip


def _whole_table(found: Sensitivity) -> PublishedTable:
    rows: list[tuple[Value, ...]] = []
    for effects in found.effects:
        parts = effects.effects
        shares = [parts.shares(part) for part in (parts.shapley, parts.alone, parts.in_all)]
        for group in effects.groups:
            numbers = [float(share[group][-1, -1]) for share in shares]
            noise = float(effects.noise[group][-1, -1])
            names = (scenario_name(found, effects.scenario), wording.sentence_case(methods_name(effects.methods)))
            rows.append((*names, group_name(found, group), numbers[0], noise, *numbers[1:]))
    return PublishedTable(
        id="effects-whole",
        title=f"Shares of the spread of the gap of the whole workforce in {last_year(found)}",
        headings=(
            Heading("Scenario"),
            Heading("Methods", under=True),
            Heading("Group of assumptions"),
            Heading("Share of the spread", Shown.PER_CENT),
            Heading("Give or take", Shown.PER_CENT),
            Heading("Alone", Shown.PER_CENT),
            Heading("With all it takes part in", Shown.PER_CENT),
        ),
        rows=tuple(rows),
        source=source_of(found),
        notes=(SHARE_NOTE, DRAWS_NOTE, NOISE_NOTE, samples_note(found), left_out_note(found)),
        row_headings=2,
        held=1,
    )


def _by_area_figure(found: Sensitivity, effects: GroupEffects) -> Figure:
    name, last = scenario_name(found, effects.scenario), last_year(found)
    bars, said = [], []
    for at, area in enumerate(area_names(found)):
        shares = {group: share_at_horizon(effects, group, at) for group in effects.groups}
        bars.append((area, [shares.get(group, 0.0) for group in found.grids.groups]))
        most = max(shares, key=shares.__getitem__)
        said.append(
            f"{area}: mostly {wording.in_running_text(group_name(found, most))}, {wording.per_cent(shares[most])}"
        )
    return Figure(
        id=f"effects-by-area--{effects.scenario}",
        title=f"Where the spread of each area's gap in {last} comes from, {name}, methods in use",
        spec=charts.shares(bars, [group_name(found, group) for group in found.grids.groups]),
        in_words=f"Bars of shares that add up to the whole. {'; '.join(said)}.",
        table=_by_area_table(found, effects, f"{effects.scenario}-data"),
        notes=("Spreads of areas do not add up to that of the whole workforce, which lies below their sum.",),
    )


def _by_area_table(found: Sensitivity, effects: GroupEffects, name: str) -> PublishedTable:
    shares = effects.effects.shares(effects.effects.shapley)
    rows: list[tuple[Value, ...]] = []
    for at, area in enumerate(area_names(found)):
        numbers = [float(shares[group][at, -1]) for group in effects.groups]
        rows.append((area, float(effects.effects.variance[at, -1]) ** 0.5, *numbers))
    scope = f"{scenario_name(found, effects.scenario)}, {methods_name(effects.methods)}"
    return PublishedTable(
        id=f"effects-by-area-{effects.methods}-{name}",
        title=f"Shares of the spread of the gap in {last_year(found)} by area of work, {scope}",
        headings=(
            Heading("Area of work"),
            Heading("Spread of the gap (standard deviation), WTE", Shown.WTE),
            *(Heading(group_name(found, group), Shown.PER_CENT) for group in effects.groups),
        ),
        rows=tuple(rows),
        source=source_of(found),
        notes=(SHARE_NOTE, EQUAL_NOTE) if effects.scenario is None else (SHARE_NOTE,),
        totals=True,
    )


def _by_year_table(found: Sensitivity) -> PublishedTable:
    rows: list[tuple[Value, ...]] = []
    for effects in found.effects:
        shares = effects.effects.shares(effects.effects.shapley)
        names = (scenario_name(found, effects.scenario), wording.sentence_case(methods_name(effects.methods)))
        for at, year in enumerate(found.grids.years[1:], start=1):
            numbers = [float(shares[group][-1, at]) if group in shares else None for group in found.grids.groups]
            rows.append((*names, year, float(effects.effects.variance[-1, at]) ** 0.5, *numbers))
    return PublishedTable(
        id="effects-by-year",
        title="Shares of the spread of the gap of the whole workforce by year",
        headings=(
            Heading("Scenario"),
            Heading("Methods"),
            Heading("Year, as at 31 March", Shown.YEAR),
            Heading("Spread of the gap (standard deviation), WTE", Shown.WTE),
            *(Heading(group_name(found, group), Shown.PER_CENT) for group in found.grids.groups),
        ),
        rows=tuple(rows),
        source=source_of(found),
        notes=(SHARE_NOTE, METHODS_NOTE, EQUAL_NOTE),
        row_headings=3,
    )
