"""What the figures say, in sentences: a projection in, findings out, in the report's own rounding.

No sentence is written by hand for a study: each is worked out from the figures that it states, so it cannot
say what they do not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array, Uncertain
from cadreworks.demand import Scenario
from cadreworks.reports import wording
from cadreworks.reports.figures import Subject, subjects
from cadreworks.reports.gap_chance import gap_chance_sentence
from cadreworks.reports.notes import band_of, supply_basis
from cadreworks.study import Projection
from cadreworks.vocabulary import LEVELS


@dataclass(frozen=True)
class HeadlineNumber:
    """One of the large numbers at the top of the page."""

    label: str
    number: str
    detail: str


_WHOLE = (-1, -1, -1)


def headline_numbers(projection: Projection) -> list[HeadlineNumber]:
    """Supply at the horizon, then demand and gap of each scenario."""
    last = projection.study.settings.horizon.last
    supply = projection.supply
    numbers = [
        HeadlineNumber(
            f"Supply in {last}",
            wording.wte(float(supply.central[_WHOLE])),
            f"{supply_basis(projection)}; {_said_band(supply)}",
        )
    ]
    for scenario in projection.study.settings.scenarios:
        result = projection.scenarios[scenario.id]
        gap = float(result.gap.central[_WHOLE])
        numbers.append(
            HeadlineNumber(
                f"{scenario.name}: demand in {last}",
                wording.wte(float(result.demand.central[_WHOLE])),
                _said_band(result.demand),
            )
        )
        numbers.append(
            HeadlineNumber(
                f"{scenario.name}: {'shortfall' if gap < 0 else 'excess'} in {last}",
                wording.wte(gap),
                _said_band_of_gap(supply, result.demand, result.gap),
            )
        )
    return numbers


def _said_band(values: Uncertain) -> str:
    band = band_of(values, _WHOLE)
    return f"90% band {_band(*band)}" if band else "no band, since its inputs show no spread"


def _said_band_of_gap(supply: Uncertain, demand: Uncertain, gap: Uncertain) -> str:
    band = band_of(gap, _WHOLE)
    if band is None:
        return _said_band(gap)
    alone = [
        f", of {name} alone"
        for name, other in (("supply", demand), ("demand", supply))
        if band_of(other, _WHOLE) is None
    ]
    if band[0] * band[1] < 0:
        return f"the 90% band reaches from a shortfall to an excess{''.join(alone)}"
    return f"90% band {_band(*sorted(map(abs, band)))}{''.join(alone)}"


def _band(low: float, high: float) -> str:
    return f"{wording.bare_wte(float(low))} to {wording.bare_wte(float(high))}"


def main_findings(projection: Projection, scenario: Scenario) -> list[str]:
    """The findings of one scenario for the whole workforce."""
    whole = subjects(projection)[-1]
    return [
        demand_sentence(projection, scenario, whole),
        supply_sentence(projection, whole),
        gap_sentence(projection, scenario, whole),
        gap_chance_sentence(projection, scenario, whole),
        _where(projection, scenario),
        composition_sentence(projection, scenario, whole),
        cost_sentence(projection, scenario, whole),
    ]


def area_findings(projection: Projection, scenario: Scenario, subject: Subject) -> list[str]:
    """The findings of one scenario for one area of work."""
    supply, demand = projection.supply.central, projection.scenarios[scenario.id].demand.central
    if not supply[subject.index].any() and not demand[subject.index].any():
        return ["Nobody is in post, and nobody is needed."]
    return [
        demand_sentence(projection, scenario, subject),
        levels_sentence(projection, scenario, subject),
        composition_sentence(projection, scenario, subject),
        gap_sentence(projection, scenario, subject),
        gap_chance_sentence(projection, scenario, subject),
        cost_sentence(projection, scenario, subject),
    ]


def demand_sentence(projection: Projection, scenario: Scenario, subject: Subject) -> str:
    horizon = projection.study.settings.horizon
    by_year = projection.scenarios[scenario.id].demand.central[subject.index, -1]
    before, after = float(by_year[0]), float(by_year[-1])
    now, then = wording.bare_wte(before), wording.wte(after)
    if now == wording.bare_wte(after):
        return f"Demand stays at about {then} from {horizon.base} to {horizon.last}."
    if not before:
        return f"Demand, nobody in {horizon.base}, reaches about {then} in {horizon.last}."
    verb = "grow" if after > before else "shrink"
    more = "additional" if after > before else "fewer"
    return (
        f"The workforce would need to {verb} by around {wording.per_cent(after / before - 1)}, from {now} WTEs in "
        f"{horizon.base} to {then} in {horizon.last}: {wording.bare_wte(after - before)} {more} whole-time "
        f"equivalents{_by_way_of(by_year, horizon.base)}."
    )


def _by_way_of(by_year: Array, base: int) -> str:
    """Says where demand turns on its way, if it goes clearly beyond both its ends."""
    turn = wording.turning_point(by_year.tolist())
    if turn is None:
        return ""
    verb = "rising" if turn[0] == "peak" else "falling"
    return f", after first {verb} to about {wording.bare_wte(float(by_year[turn[1]]))} in {base + turn[1]}"


def supply_sentence(projection: Projection, subject: Subject) -> str:
    horizon = projection.study.settings.horizon
    by_year = projection.supply.central[subject.index, -1]
    before, after = float(by_year[0]), float(by_year[-1])
    if not before:
        return f"There is no supply, since nobody was in post in {horizon.base}."
    if wording.bare_wte(before) == wording.bare_wte(after):
        return f"Supply, {supply_basis(projection)}, stays at about {wording.wte(after)}."
    verb = "increase" if after > before else "decrease"
    return (
        f"Supply, {supply_basis(projection)}{'' if projection.plan else ' and nobody acts'}, would {verb} by around "
        f"{wording.per_cent(after / before - 1)} to {wording.wte(after)} in {horizon.last}."
    )


def gap_sentence(projection: Projection, scenario: Scenario, subject: Subject) -> str:
    last = projection.study.settings.horizon.last
    result = projection.scenarios[scenario.id].gap
    at = (subject.index, -1, -1)
    gap, band = float(result.central[at]), band_of(result, at)
    if not wording.rounded_wte(gap):
        return f"Supply and demand would meet in {last}."
    word = "shortfall" if gap < 0 else "oversupply"
    said = ""
    if band and band[0] < 0 < band[1]:
        said = (
            f" (the 90 per cent band reaches from a shortfall of {wording.bare_wte(band[0])} to an oversupply of "
            f"{wording.bare_wte(band[1])})"
        )
    elif band:
        said = f" (90 per cent band {_band(*sorted(map(abs, band)))})"
    size = wording.wte(gap)
    return f"Set against projected supply this leaves {_article(word)} {word} of around {size} in {last}{said}."


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def _where(projection: Projection, scenario: Scenario) -> str:
    """Which areas are short and which in excess, the largest first."""
    gaps = projection.scenarios[scenario.id].gap.central[:-1, -1, -1]
    named = [(float(value), subject.name) for value, subject in zip(gaps, subjects(projection)[:-1], strict=True)]
    short = [
        f"{wording.in_running_text(name)} ({wording.bare_wte(value)})"
        for value, name in sorted(named)
        if wording.rounded_wte(value) < 0
    ]
    excess = [
        f"{wording.in_running_text(name)} ({wording.bare_wte(value)})"
        for value, name in sorted(named, reverse=True)
        if wording.rounded_wte(value) > 0
    ]
    parts = []
    if short:
        parts.append(f"Short would be {wording.listed(short)}")
    if excess:
        parts.append(f"{'in' if short else 'In'} excess {wording.listed(excess)}")
    return f"{'; '.join(parts)}." if parts else "Supply and demand would meet in every area."


def levels_sentence(projection: Projection, scenario: Scenario, subject: Subject) -> str:
    """What happens to each level, most changed first; levels with nobody at either end are passed over."""
    demand = projection.scenarios[scenario.id].demand.central[subject.index]
    changes = []
    for at_level, level in enumerate(LEVELS):
        before, after = float(demand[at_level, 0]), float(demand[at_level, -1])
        if not wording.rounded_wte(before) and not wording.rounded_wte(after):
            continue
        changes.append((abs(after - before), f"{level.in_a_sentence} {_change_of_level(before, after)}"))
    if not changes:
        return "Nobody is needed at any level."
    ordered = [text for _, text in sorted(changes, key=lambda change: -change[0])]
    return f"{wording.sentence_case(wording.listed(ordered))}."


def _change_of_level(before: float, after: float) -> str:
    if not wording.rounded_wte(before):
        return f"are introduced, {wording.wte(after)}"
    if not wording.rounded_wte(after):
        return f"are no longer needed ({wording.bare_wte(before)} now)"
    if wording.bare_wte(before) == wording.bare_wte(after):
        return f"stay at about {wording.wte(after)}"
    verb = "increase" if after > before else "decrease"
    return f"{verb} by around {wording.per_cent(after / before - 1)} to {wording.wte(after)}"


def composition_sentence(projection: Projection, scenario: Scenario, subject: Subject) -> str:
    """The level whose share grows most and the one whose share falls most."""
    shares = projection.scenarios[scenario.id].composition.central[subject.index]
    before, after = shares[:, 0], shares[:, -1]
    if np.isnan(before).any() or np.isnan(after).any():
        return "Shares of the levels cannot be stated, since nobody is in post or needed."
    moved = after - before
    up, down = int(np.argmax(moved)), int(np.argmin(moved))
    said = [
        f"that of {LEVELS[at].in_a_sentence} {verb} from {wording.per_cent(float(before[at]))} to "
        f"{wording.per_cent(float(after[at]))}"
        for at, verb in ((up, "rises"), (down, "falls"))
        if wording.per_cent(float(before[at])) != wording.per_cent(float(after[at])) and abs(moved[at]) >= 0.01
    ]
    if not said:
        return "The shares of the job levels stay broadly as they are."
    return f"The share{wording.listed(said).removeprefix('that')}."


def cost_sentence(projection: Projection, scenario: Scenario, subject: Subject) -> str:
    horizon = projection.study.settings.horizon
    result = projection.scenarios[scenario.id]
    at = subject.index
    now, then = float(result.cost.central[at, 0]), float(result.cost.central[at, -1])
    baseline, by_level = float(result.baseline_cost[at, -1]), float(result.cost_by_level.central[at, -1, -1])
    return (
        f"Pay and on-costs, {wording.pounds(now)} in {horizon.base}, would be around {wording.pounds(then)} in "
        f"{horizon.last}, against {wording.pounds(baseline)} for a workforce unchanged in number. Costed by job "
        f"level rather than by area they would be {wording.pounds(by_level)}."
    )
