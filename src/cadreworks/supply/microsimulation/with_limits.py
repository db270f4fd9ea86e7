"""What is told of a workforce under limits on posts? Draws with limits -> the central run, vacancies, who found none.

Where totals react there is no expectation to work out. The central run is the mean of replicates under the rules of the
central run, whose luck is the same in every study and hangs on no seed, so that two studies differ by what they say.
Source: docs/adr/0019.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array, Uncertain, mean_over_first, with_totals
from cadreworks.supply.establishment import REPLICATES
from cadreworks.supply.method import Vacancies
from cadreworks.supply.microsimulation.expectation import Expected
from cadreworks.supply.microsimulation.limits import Limits, SimulatedWithLimits, simulate_with_limits
from cadreworks.supply.microsimulation.rules import Model, Rules, central_rules
from cadreworks.supply.microsimulation.simulate import Request, Simulated, cross_each, read_counts

_CENTRAL_SEED = 0


@dataclass(frozen=True)
class Centre:
    """A central run. headcount, wte: (cell, year); flows: by name, (cell, projected year); turned_away: people who
    found no room, (cell, projected year), where there are limits
    """

    headcount: Array
    wte: Array
    flows: Mapping[str, Array]
    turned_away: Array | None = None


def centre_with_limits(model: Model, expected: Expected, limits: Limits, *, years: int, threads: int) -> Centre:
    """The mean of REPLICATES runs under the central rules. expected: of the central run without limits"""
    rules, levels = central_rules(model), len(model.cohort.levels)
    reasons = not np.isnan(model.cohort.retiring).any()

    def one(replicate: int) -> Centre:
        lived = simulate_with_limits(
            model, rules, expected, years, limits=limits, seed=_CENTRAL_SEED, chance_of=-1 - replicate
        )
        found = read_counts(lived, levels, reasons=reasons)
        return Centre(found.headcount, found.wte, found.flows, lived.turned_away.astype(np.float64))

    with ThreadPoolExecutor(threads) as pool:
        every = list(pool.map(one, range(REPLICATES)))
    return Centre(
        mean_over_first(np.stack([run.headcount for run in every])),
        mean_over_first(np.stack([run.wte for run in every])),
        {name: mean_over_first(np.stack([run.flows[name] for run in every])) for name in every[0].flows},
        mean_over_first(np.stack([run.turned_away for run in every if run.turned_away is not None])),
    )


def cross_with_limits(model: Model, expected: Expected, asked: Request, chances: int, *, limits: Limits) -> Array:
    """Every draw of rates with so many draws of chance of its own: wte, (rates, chance, cell, year)."""

    def one(rules: Rules, chance_of: int) -> Simulated:
        found: SimulatedWithLimits = simulate_with_limits(
            model, rules, expected, asked.years, limits=limits, seed=asked.seed, chance_of=chance_of
        )
        return found

    return cross_each(model, asked, chances, one)


def tell_vacancies(
    posts_wte: Array, wte: tuple[Array, Array], turned_away: tuple[Array, Array], *, hidden: list[int]
) -> Vacancies:
    """Vacancies of a study. posts_wte: (area, level, year), the base year first, not a number without a limit; wte,
    turned_away: of the central run, and of draws behind an axis of draws; hidden: areas that few joined, of which
    neither they nor a total that holds but one of them is told
    """
    limited = ~np.isnan(posts_wte)
    any_limit = with_totals(limited.astype(np.float64)) > 0
    posts = with_totals(np.where(limited, posts_wte, 0.0))
    central, drawn = (with_totals(np.where(limited, part, 0.0)) for part in wte)
    people = Uncertain.of(*(with_totals(part) for part in turned_away))
    for part in (people.central, people.p05, people.p50, people.p95):
        part[hidden] = np.nan
        part[:, : posts_wte.shape[1]] = np.nan
        part[~any_limit[:, :, 1:]] = np.nan
        part[-1, :, any_limit[hidden, -1, 1:].sum(axis=0) == 1] = np.nan
    blank = np.where(any_limit, 0.0, np.nan)
    vacancy = Uncertain.of(posts - central, posts - drawn)
    parts = (part + blank for part in (vacancy.central, vacancy.p05, vacancy.p50, vacancy.p95))
    return Vacancies(posts + blank, central + blank, Uncertain(*parts), people)
