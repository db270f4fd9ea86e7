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
from cadreworks.progress import Progress, no_progress
from cadreworks.supply.cohort.account import FLOWS, Stock
from cadreworks.supply.cohort.central import expect_year
from cadreworks.supply.cohort.cohort import Cohort
from cadreworks.supply.cohort.draws import BLOCK, DrawnYears, draw_block
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.method import COUNT

_THREADS = 4


@dataclass(frozen=True)
class CohortProjection:
    """A projection of some years; year 0 is the base day.

    headcount, wte: (area, level, year), with year 0; flows: people by name (`account.FLOWS`), (area, level, projected
    year); headcount_draws, wte_draws, flow_draws: the same with a leading axis of draws
    closing: the stock that the central run ends with, from which it may go on
    """

    areas: tuple[str, ...]
    levels: tuple[str, ...]
    headcount: Uncertain
    wte: Uncertain
    flows: Mapping[str, Uncertain]
    headcount_draws: Array
    wte_draws: Array
    flow_draws: Mapping[str, Array]
    closing: Stock


def project_cohort(
    cohort: Cohort,
    years: int,
    *,
    draws: int,
    seed: int,
    recruitment: str = COUNT,
    factors: tuple[Factors, Factors] | None = None,
    progress: Progress = no_progress,
) -> CohortProjection:
    """Project the cohort by so many years.

    recruitment: COUNT carries forward the joiners of a year, RATIO joiners per opening stock of their area; factors:
    those of the central run and of the draws, which may have an axis of draws. Raises ArithmeticError where opening +
    in - out is not closing after a step.
    """
    grid = (len(cohort.areas), len(cohort.levels))
    central, of_draws = factors or (Factors.none(grid[0]), Factors.none(grid[0]))
    stocks, flows = _central_years(cohort, years, recruitment, central)
    blocks = _Blocks(cohort, years, draws, seed, recruitment, of_draws)
    drawn = blocks.drawn(progress)
    headcount, wte = (values.reshape(draws, *grid, years + 1) for values in (drawn.headcount, drawn.wte))
    flow_draws = {name: drawn.flows[name].reshape(draws, *grid, years) for name in FLOWS}
    return CohortProjection(
        cohort.areas,
        cohort.levels,
        Uncertain.of(np.stack([stock.people for stock in stocks], axis=-1).reshape(*grid, -1), headcount),
        Uncertain.of(np.stack([stock.wte for stock in stocks], axis=-1).reshape(*grid, -1), wte),
        {
            name: Uncertain.of(
                np.stack([of_year[name] for of_year in flows], axis=-1).reshape(*grid, years),
                flow_draws[name],
            )
            for name in FLOWS
        },
        headcount,
        wte,
        flow_draws,
        stocks[-1],
    )


def cross_cohort(
    cohort: Cohort,
    years: int,
    *,
    rates: int,
    chances: int,
    seed: int,
    recruitment: str,
    factors: Factors,
) -> Array:
    """wte of draws of rates, each of which meets so many draws of chance: (rates, chance, area, level, year), with year
    0. The first of chance are the draws of `project_cohort`.
    """
    blocks = _Blocks(cohort, years, rates, seed, recruitment, factors)
    shape = (rates, chances, len(cohort.areas), len(cohort.levels), years + 1)
    return blocks.crossed(chances).reshape(shape)


def expect_years(cohort: Cohort, years: int, recruitment: str, factors: Factors) -> Array:
    """The wte of the central run alone, (area, level, year), with year 0."""
    stocks, _ = _central_years(cohort, years, recruitment, factors)
    wte: Array = np.stack([stock.wte for stock in stocks], axis=-1)
    return wte.reshape(len(cohort.areas), len(cohort.levels), -1)


def _central_years(
    cohort: Cohort, years: int, basis: str, factors: Factors
) -> tuple[list[Stock], list[dict[str, Array]]]:
    stocks, flows = [cohort.opening], []
    for _ in range(years):
        expected = expect_year(cohort, stocks[-1], basis=basis, factors=factors)
        stocks.append(expected.closing)
        flows.append(expected.flows)
    return stocks, flows


@dataclass(frozen=True)
class _Blocks:
    """The draws in blocks of a fixed size, each the same whichever thread makes it."""

    cohort: Cohort
    years: int
    draws: int
    seed: int
    basis: str
    factors: Factors

    def _of_block(self, block: int, chance: int = 0) -> DrawnYears:
        places = slice(block * BLOCK, min((block + 1) * BLOCK, self.draws))
        size = places.stop - places.start
        return draw_block(
            *(self.cohort, self.years, size),
            seed=self.seed,
            block=block,
            basis=self.basis,
            factors=self.factors.part(places),
            chance=chance,
        )

    def crossed(self, chances: int) -> Array:
        """wte of all blocks, each with so many draws of chance, (draw, chance, cell, year)."""
        numbers = range(-(-self.draws // BLOCK))
        asked = [(block, chance) for block in numbers for chance in range(chances)]
        with ThreadPoolExecutor(_THREADS) as pool:
            wte = list(pool.map(lambda one: self._of_block(*one).wte, asked))
        by_block = [np.stack(wte[block * chances : (block + 1) * chances], axis=1) for block in numbers]
        return np.concatenate(by_block)

    def drawn(self, progress: Progress) -> DrawnYears:
        """All blocks, one after the other."""
        numbers, blocks = range(-(-self.draws // BLOCK)), []
        with ThreadPoolExecutor(_THREADS) as pool:
            for block in pool.map(self._of_block, numbers):
                blocks.append(block)
                progress("Drawing the staff of years to come", min(len(blocks) * BLOCK, self.draws), self.draws)
        return DrawnYears(
            np.concatenate([block.headcount for block in blocks]),
            np.concatenate([block.wte for block in blocks]),
            {name: np.concatenate([block.flows[name] for block in blocks]) for name in FLOWS},
        )
