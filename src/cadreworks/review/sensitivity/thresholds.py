"""What would have to be true for there to be no gap, or half of it? The central run -> the value that does it.

Looked for between the least and the most that an assumption may be; where no value there does it, that is said. Gaps
rise or fall all the way with each of these, so there is one such value at most (found by Brent's method).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from cadreworks.assumptions import Assumption
from cadreworks.review.sensitivity.centre import Centre, Outcome
from cadreworks.review.sensitivity.grid import EXPERTS, RATES, Grids
from cadreworks.review.sensitivity.tornado import SINGLE, TOGETHER, has_range
from cadreworks.supply import BASE_YEARS, GROWTH_PREFIX

CLOSED, HALVED = "closed", "halved"
TARGETS: Mapping[str, float] = {CLOSED: 0.0, HALVED: 0.5}
"""What is left of the gap."""
_WITHIN_WTE = 0.01
_MOST_FACTOR = 20.0
"""All returns, or all rates of a kind, times this is beyond what anybody would think of."""


@dataclass(frozen=True)
class Knob:
    """Something that can be turned. kind: SINGLE or TOGETHER; value: where it stands; ranges: its range in each
    scenario, empty where it has none; least, most: what it may be; outcome: of the central run with it elsewhere
    """

    kind: str
    id: str
    title: str
    unit: str
    value: float
    ranges: Mapping[str, tuple[float, float]]
    least: float
    most: float
    outcome: Callable[[float], Outcome]


@dataclass(frozen=True)
class Threshold:
    """Where a knob would have to stand. target: CLOSED or HALVED; gap: of the central run; needed: None where no value
    does it; within_range: whether it lies in the knob's range, None where there is none or no value does it
    """

    scenario: str
    target: str
    knob: Knob
    gap: float
    needed: float | None

    @property
    def within_range(self) -> bool | None:
        if self.needed is None or self.scenario not in self.knob.ranges:
            return None
        low, high = self.knob.ranges[self.scenario]
        return low <= self.needed <= high


def find_thresholds(centre: Centre, grids: Grids) -> list[Threshold]:
    """For each knob that moves the gap, and each scenario with one: where it closes the gap, and where it halves it."""
    now = centre.outcome()
    found = []
    for knob in _knobs(centre, grids):
        ends = {at: knob.outcome(at) for at in (knob.least, knob.most)}
        for scenario in grids.scenarios:
            gap = now.gap(scenario)
            if abs(gap) < _WITHIN_WTE:
                continue
            for target, left in TARGETS.items():
                needed = _needed(knob, scenario, wanted=left * gap, now=gap, ends=ends)
                found.append(Threshold(scenario, target, knob, gap, needed))
    return found


def _needed(knob: Knob, scenario: str, *, wanted: float, now: float, ends: Mapping[float, Outcome]) -> float | None:
    """The value at which the gap is as wanted, None where none is."""
    for end, outcome in ends.items():
        if (outcome.gap(scenario) - wanted) * (now - wanted) <= 0:
            low, high = sorted((end, knob.value))
            if low == high:
                return None

            def missing(at: float) -> float:
                return knob.outcome(at).gap(scenario) - wanted

            return float(brentq(missing, low, high, xtol=1e-9, rtol=1e-6))
    return None


def _knobs(centre: Centre, grids: Grids) -> Iterator[Knob]:
    yield from _groups(centre, grids)
    specs, fixed = centre.specs, centre.outcome()
    for entry in centre.study.register.entries:
        spec = specs.get(entry.id)
        if spec is None or entry.id == BASE_YEARS.id:
            continue
        if _moves_gap(centre, entry, spec.most, fixed):
            yield _single(centre, entry, (spec.least, spec.most))


def _moves_gap(centre: Centre, entry: Assumption, most: float, now: Outcome) -> bool:
    moved = centre.outcome({entry.id: most})
    return any(moved.gap(scenario) != now.gap(scenario) for scenario in now.demand)


def _single(centre: Centre, entry: Assumption, limits: tuple[float, float]) -> Knob:
    ranges = _everywhere(centre, entry.range_in_use) if has_range(entry) else {}
    return Knob(
        SINGLE,
        entry.id,
        entry.title,
        entry.unit,
        entry.in_use,
        ranges,
        *limits,
        outcome=lambda at: centre.outcome({entry.id: at}),
    )


def _everywhere(centre: Centre, ends: tuple[float, float]) -> dict[str, tuple[float, float]]:
    """The same range in every scenario."""
    return {scenario.id: ends for scenario in centre.study.settings.scenarios}


def _groups(centre: Centre, grids: Grids) -> Iterator[Knob]:
    """All of a kind together: growth by as much more each year in every area, rates and returns by a factor."""
    yield _of_returns(centre, grids)
    for kind, entries in centre.families.items():
        if f"{kind}." == GROWTH_PREFIX:
            yield _shifted(centre, entries)
        else:
            yield _multiplied(centre, kind, entries)


def _of_returns(centre: Centre, grids: Grids) -> Knob:
    """The range is from the 5th to the 95th percentile of the experts' draws."""
    centres = grids.demand_centre[:, -1, -1]
    drawn = grids.demand[0, :, 0, :, -1, -1] / np.where(centres > 0, centres, 1.0)
    low, high = np.quantile(drawn, (0.05, 0.95), axis=0)
    return Knob(
        TOGETHER,
        EXPERTS,
        "All returns",
        "times what was answered",
        1.0,
        {scenario: (float(low[at]), float(high[at])) for at, scenario in enumerate(grids.scenarios)},
        0.0,
        _MOST_FACTOR,
        outcome=lambda at: centre.outcome(returns_factor=at),
    )


def _shifted(centre: Centre, entries: list[Assumption]) -> Knob:
    """The range is as far as every area can go within its own."""
    low = max(entry.range_in_use[0] - entry.in_use for entry in entries)
    high = min(entry.range_in_use[1] - entry.in_use for entry in entries)
    specs = [centre.specs[entry.id] for entry in entries]
    return Knob(
        TOGETHER,
        RATES,
        "Net growth, all areas together",
        "added to the share of stock per year",
        0.0,
        _everywhere(centre, (low, high)),
        max(spec.least - entry.in_use for spec, entry in zip(specs, entries, strict=True)),
        min(spec.most - entry.in_use for spec, entry in zip(specs, entries, strict=True)),
        outcome=lambda at: centre.outcome({entry.id: entry.in_use + at for entry in entries}),
    )


def _multiplied(centre: Centre, kind: str, entries: list[Assumption]) -> Knob:
    positive = [entry for entry in entries if entry.in_use > 0]
    ends = [[entry.range_in_use[end] / entry.in_use for entry in positive] for end in (0, 1)]
    title = f"{entries[0].title.rsplit(', ', 1)[0]}, all areas together"
    return Knob(
        TOGETHER,
        kind,
        title,
        "times what was observed",
        1.0,
        _everywhere(centre, (max(ends[0]), min(ends[1]))),
        0.0,
        _MOST_FACTOR,
        outcome=lambda at: centre.outcome({entry.id: entry.in_use * at for entry in entries}),
    )
