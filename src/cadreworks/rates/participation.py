"""How does the working time of those who stay change in a year? Checked flows -> closing over opening wte per stayer.

A stayer is in the same cell at both dates. The rate is 1 + change / (wte x years), with the change of stayers' wte and
their opening wte summed over intervals: of yearly flows it is closing wte over opening wte. Its interval comes from
the variation between intervals (a ratio estimator, Cochran 1977, Sampling Techniques, section 6.4): with interval
k's share p_k of wte-years and its own ratio r_k,

    variance = n / (n - 1) x sum of p_k^2 x (r_k - r)^2,   interval = r +/- t(0.975, n - 1) x sqrt(variance).

It takes three intervals with stayers, and some variation between them: where all are alike, nothing is known of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scipy import stats

from cadreworks.rates.exposure import NOTHING, Cell, Observed, years_of
from cadreworks.rates.flows import Flows
from cadreworks.tables import Measure

FEWEST_INTERVALS = 3
"""Below this many intervals with stayers there is no interval, and so no estimate."""


@dataclass(frozen=True)
class Participation:
    """What was seen of stayers in one cell.

    stayers: people, and their headcount-years; own: the ratio seen, or None without stayers; low, high: or None where
    the interval cannot be worked out, and missing then says why
    """

    stayers: Observed
    own: float | None = None
    low: float | None = None
    high: float | None = None
    missing: str = ""


def estimate_participation(flows: Flows) -> Mapping[Cell, Participation]:
    """The participation of stayers in every cell of the file."""
    stayers = dict.fromkeys(flows.cells, NOTHING)
    for row in flows.of(Measure.HEADCOUNT):
        people = int(row.counts["stayers"])
        stayers[row.cell] += Observed(people, people * years_of(row.interval))
    seen: dict[Cell, list[tuple[Fraction, Fraction]]] = {cell: [] for cell in flows.cells}
    for row in flows.of(Measure.WTE):
        if row.counts["stayers"] > 0:
            wte_years = Fraction(row.counts["stayers"]) * years_of(row.interval)
            seen[row.cell].append((wte_years, Fraction(row.counts["stayers_change"])))
    return {cell: _ratio(stayers[cell], intervals) for cell, intervals in seen.items()}


def _ratio(stayers: Observed, intervals: list[tuple[Fraction, Fraction]]) -> Participation:
    """The ratio of one cell from each interval's wte-years and change; exact until the last root."""
    if not intervals:
        return Participation(stayers, missing="no stayers' wte in the file")
    count = len(intervals)
    total = sum(wte_years for wte_years, _ in intervals)
    growth = sum(change for _, change in intervals) / total
    own = float(1 + growth)
    if count < FEWEST_INTERVALS:
        return Participation(stayers, own, missing=f"fewer than {FEWEST_INTERVALS} intervals with stayers")
    # p_k (r_k - r) = (change - growth x wte_years) / total
    variance = sum((change - growth * wte_years) ** 2 for wte_years, change in intervals) / total**2
    if variance == 0:
        return Participation(stayers, own, missing="no variation between intervals to make an interval from")
    error = float(variance * count / (count - 1)) ** 0.5
    width = float(stats.t.ppf(0.975, count - 1)) * error
    return Participation(stayers, own, max(own - width, 0.0), own + width)
