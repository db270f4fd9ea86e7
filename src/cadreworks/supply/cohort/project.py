"""How large will the workforce be, cell by cell and year by year? A cohort -> central projection and draws of it.

The central run carries expected people (`central`); the draws carry whole people under drawn intensities (`draws`), and
so hold both what is not known of the rates and what chance does to people. Bands do not hold what the record cannot
show: that rates may change after the base day.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array, Uncertain
from cadreworks.supply.cohort.account import FLOWS, Stock
from cadreworks.supply.cohort.central import expect_year
from cadreworks.supply.cohort.cohort import Cohort
from cadreworks.supply.cohort.draws import BLOCK, DrawnYears, draw_block
from cadreworks.supply.cohort.recruitment import COUNT

_THREADS = 4


@dataclass(frozen=True)
class CohortProjection:
    """A projection of some years; year 0 is the base day.

    headcount, wte: (area, level, year), with year 0; flows: people by name (`account.FLOWS`), (area, level, projected
    year); headcount_draws, wte_draws: the same with a leading axis of draws
    closing: the stock that the central run ends with, from which it may go on
    """

    areas: tuple[str, ...]
    levels: tuple[str, ...]
    headcount: Uncertain
    wte: Uncertain
    flows: Mapping[str, Uncertain]
    headcount_draws: Array
    wte_draws: Array
    closing: Stock


def project_cohort(cohort: Cohort, years: int, *, draws: int, seed: int, recruitment: str = COUNT) -> CohortProjection:
    """Project the cohort by so many years.

    recruitment: COUNT carries forward the joiners of a year, RATIO joiners per opening stock of their area. Raises
    ArithmeticError where opening + in - out is not closing after a step.
    """
    stocks, flows = _central_years(cohort, years, recruitment)
    grid = (len(cohort.areas), len(cohort.levels))
    drawn = _drawn_years(cohort, years, draws, seed=seed, recruitment=recruitment)
    headcount, wte = (values.reshape(draws, *grid, years + 1) for values in (drawn.headcount, drawn.wte))
    return CohortProjection(
        cohort.areas,
        cohort.levels,
        Uncertain.of(np.stack([stock.people for stock in stocks], axis=-1).reshape(*grid, -1), headcount),
        Uncertain.of(np.stack([stock.wte for stock in stocks], axis=-1).reshape(*grid, -1), wte),
        {
            name: Uncertain.of(
                np.stack([of_year[name] for of_year in flows], axis=-1).reshape(*grid, years),
                drawn.flows[name].reshape(draws, *grid, years),
            )
            for name in FLOWS
        },
        headcount,
        wte,
        stocks[-1],
    )


def _central_years(cohort: Cohort, years: int, basis: str) -> tuple[list[Stock], list[dict[str, Array]]]:
    stocks, flows = [cohort.opening], []
    for _ in range(years):
        expected = expect_year(cohort, stocks[-1], basis=basis)
        stocks.append(expected.closing)
        flows.append(expected.flows)
    return stocks, flows


def _drawn_years(cohort: Cohort, years: int, draws: int, *, seed: int, recruitment: str) -> DrawnYears:
    """All blocks of draws, one after the other, whichever thread made them."""

    def of_block(block: int) -> DrawnYears:
        size = min(BLOCK, draws - block * BLOCK)
        return draw_block(cohort, years, size, seed=seed, block=block, basis=recruitment)

    with ThreadPoolExecutor(_THREADS) as pool:
        blocks = list(pool.map(of_block, range(-(-draws // BLOCK))))
    return DrawnYears(
        np.concatenate([block.headcount for block in blocks]),
        np.concatenate([block.wte for block in blocks]),
        {name: np.concatenate([block.flows[name] for block in blocks]) for name in FLOWS},
    )
