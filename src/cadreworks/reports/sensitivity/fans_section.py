"""How wide is the range of what may come? Fans -> sentences, charts, and tables."""

from __future__ import annotations

from cadreworks.reports import charts, wording
from cadreworks.reports.charts import Band, Line
from cadreworks.reports.figures import Figure
from cadreworks.reports.plan.sections import Section
from cadreworks.reports.published_table import NONE_HELD, Heading, PublishedTable, Shown, Value
from cadreworks.reports.sensitivity.words import (
    EQUAL_NOTE,
    METHODS_NOTE,
    group_name,
    last_year,
    left_out_note,
    pooling_name,
    samples_note,
    scenario_name,
    short_or_over,
    source_of,
    supply_name,
)
from cadreworks.review.sensitivity.fans import GAP, SUPPLY, Fan
from cadreworks.review.sensitivity.result import Sensitivity

LAYER_NOTE = (
    "Each band holds 90 draws of 100, from the 5th to the 95th percentile, of all sources of doubt up to its letter; "
    "what it lacks stands at the central run, which is the thick line. Dashed: the middle half of the widest band. "
    "Where a further source moves the middle, "
    "a band may lie partly outside the next."
)


def fans_section(found: Sensitivity) -> Section:
    """The section."""
    fans = [fan for fan in found.fans if fan.quantity == GAP and fan.scenario is not None]
    figures = [_fan_figure(found, fan) for fan in fans]
    if len(fans) > 1:
        figures.append(_all_scenarios(found, fans))
    sentences = [f"{scenario_name(found, fan.scenario)}: {layers_sentence(found, fan)}" for fan in fans]
    if len(fans) > 1:
        (over_all,) = (fan for fan in found.fans if fan.quantity == GAP and fan.scenario is None)
        sentences.append(_over_all_sentence(over_all))
    return Section("fans-section", "How wide the range is", tuple(sentences), tuple(figures), (_layers_table(found),))


def layers_sentence(found: Sensitivity, fan: Fan) -> str:
    """What each layer adds to the band at the horizon."""
    widths = [
        f"{wording.bare_wte(fan.width(layer))} with {wording.in_running_text(group_name(found, layer))}"
        for layer in fan.layers
    ]
    first = widths[0].replace(" with ", " WTEs wide with ", 1)
    further = f"; {wording.listed([f'{width} too' for width in widths[1:]])}" if widths[1:] else ""
    return f"the 90 per cent band of the gap in {last_year(found)} is {first} alone{further}."


def _over_all_sentence(fan: Fan) -> str:
    (shares,) = fan.layers.values()
    return (
        f"Over all scenarios and methods it runs from {short_or_over(float(shares[0, -1]))} to "
        f"{short_or_over(float(shares[-1, -1]))}. {EQUAL_NOTE}"
    )


def _layer_names(found: Sensitivity, fan: Fan) -> list[str]:
    """`Growth carried forward`, `and experts' answers`."""
    names = [group_name(found, layer) for layer in fan.layers]
    return [names[0], *(f"and {wording.in_running_text(name)}" for name in names[1:])]


def _fan_figure(found: Sensitivity, fan: Fan) -> Figure:
    years, name = found.grids.years, scenario_name(found, fan.scenario)
    bands = [
        Band(said, shares[0].tolist(), shares[-1].tolist())
        for said, shares in zip(_layer_names(found, fan), fan.layers.values(), strict=True)
    ]
    widest = list(fan.layers.values())[-1]
    central = [] if fan.central is None else fan.central.tolist()
    ticks = (years[0], *found.study.settings.points)
    low, high = float(widest[0, -1]), float(widest[-1, -1])
    return Figure(
        id=f"fan--{fan.scenario}",
        title=f"The gap of the whole workforce by year and what makes it unsure, {name}",
        spec=charts.fan(years, ticks, bands, central, Band("", widest[1].tolist(), widest[3].tolist()), unit="WTE"),
        in_words=f"Fan chart of supply minus demand. In {years[-1]} the central run has "
        f"{short_or_over(central[-1])}; the widest band runs from {short_or_over(low)} to {short_or_over(high)}. "
        f"{wording.sentence_case(layers_sentence(found, fan))}",
        table=_fan_table(found, fan),
        notes=(LAYER_NOTE, left_out_note(found)),
    )


def _fan_table(found: Sensitivity, fan: Fan) -> PublishedTable:
    central = fan.central
    rows: list[tuple[Value, ...]] = [
        (
            year,
            None if central is None else float(central[at]),
            *(float(shares[end, at]) for shares in fan.layers.values() for end in (0, -1)),
        )
        for at, year in enumerate(found.grids.years)
    ]
    return PublishedTable(
        id=f"fan-data--{fan.scenario}",
        title=f"The gap of the whole workforce by year, {scenario_name(found, fan.scenario)}",
        headings=(
            Heading("Year, as at 31 March", Shown.YEAR),
            Heading("Central run, WTE", Shown.WTE_CHANGE),
            *(
                Heading(f"{wording.sentence_case(name)}, {end} percentile", Shown.WTE_CHANGE)
                for name in _layer_names(found, fan)
                for end in ("5th", "95th")
            ),
        ),
        rows=tuple(rows),
        source=source_of(found),
    )


def _all_scenarios(found: Sensitivity, fans: list[Fan]) -> Figure:
    """Every scenario with its widest band, one beside the other."""
    years = found.grids.years
    lines, rows = [], []
    for fan in fans:
        widest, central = list(fan.layers.values())[-1], [] if fan.central is None else fan.central.tolist()
        lines.append(Line(scenario_name(found, fan.scenario), central, widest[0].tolist(), widest[-1].tolist()))
    for at, year in enumerate(years):
        row: list[Value] = [year]
        for line in lines:
            row += [line.central[at], line.p05[at], line.p95[at]]
        rows.append(tuple(row))
    said = "; ".join(f"{line.name} ends with {short_or_over(line.central[-1])}" for line in lines)
    return Figure(
        id="fan-all-scenarios",
        title="The gap of the whole workforce by year in every scenario, with all sources of doubt",
        spec=charts.lines(years, (years[0], *found.study.settings.points), lines, "WTE"),
        in_words=f"Line chart with bands. {wording.sentence_case(said)}. The bands of scenarios hold all but which of "
        "them comes.",
        table=PublishedTable(
            id="fan-all-scenarios-data",
            title="The gap of the whole workforce by year in every scenario",
            headings=(
                Heading("Year, as at 31 March", Shown.YEAR),
                *(
                    Heading(f"{line.name}{part}", Shown.WTE_CHANGE)
                    for line in lines
                    for part in (", WTE", ", 5th percentile", ", 95th percentile")
                ),
            ),
            rows=tuple(rows),
            source=source_of(found),
        ),
        notes=("Below 0 staff are missing. Bands hold every method, growth or rates, and experts.",),
    )


def _layers_table(found: Sensitivity) -> PublishedTable:
    rows: list[tuple[Value, ...]] = []
    for fan in found.fans:
        before = 0.0
        for layer, shares in fan.layers.items():
            scope = "every scenario" if fan.quantity == SUPPLY else scenario_name(found, fan.scenario)
            width = fan.width(layer)
            quantiles = [float(share) for share in shares[:, -1]]
            said = group_name(found, layer)
            rows.append((said, f"{wording.sentence_case(fan.quantity)}, {scope}", *quantiles, width, width - before))
            before = width
    choices = (
        f"Supply: {'; '.join(supply_name(choice) for choice in found.grids.supply_choices)}.",
        f"Pooling: {'; '.join(pooling_name(choice.id) for choice in found.grids.pooling_choices)}.",
    )
    return PublishedTable(
        id="fan-layers",
        title=f"What each source of doubt adds to the range of the whole workforce in {last_year(found)}",
        headings=(
            Heading("Source of doubt, with those above"),
            Heading("Of", under=True),
            *(Heading(f"{end} percentile, WTE", Shown.WTE) for end in ("5th", "25th", "50th", "75th", "95th")),
            Heading("Width of the 90% band, WTE", Shown.WTE),
            Heading("Wider by, WTE", Shown.WTE_CHANGE),
        ),
        rows=tuple(rows),
        source=source_of(found),
        held=NONE_HELD,
        notes=(METHODS_NOTE, *choices, *_untried(found), samples_note(found), EQUAL_NOTE),
    )


def _untried(found: Sensitivity) -> list[str]:
    return [f"Not tried: {pooling_name(method)}, since {why}." for method, why in found.grids.untried.items()]
