"""What is expected of a year? Stock and intensities -> expected flows and closing stock, without chance.

Everybody in post at opening leaves, moves or stays, by chances that compete; those who stay or move are a year older;
returners and joiners come at the close of the year. All is linear in people, so fractions of people stand for means.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.supply.cohort.account import (
    Stock,
    YearOfWork,
    carry_wte,
    check_year,
    count_flows_of_year,
    pass_a_year,
)
from cadreworks.supply.cohort.classes import (
    AGE_CLASS_OF_AGE,
    AGE_CLASSES,
    GROUP_OF_CLASS,
    LEAVER_GROUPS,
    SERVICE_CLASS,
    summed_by,
)
from cadreworks.supply.cohort.cohort import Cohort
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.cohort.intensities import split_exits


@dataclass(frozen=True)
class ExpectedYear:
    """The stock at the close of a year, and its flows (cell,)."""

    closing: Stock
    flows: dict[str, Array]


def expect_year(cohort: Cohort, stock: Stock, *, basis: str, factors: Factors) -> ExpectedYear:
    """One year on. Raises ArithmeticError where opening + in - out is not closing."""
    levels = len(cohort.levels)
    rates = factors.on_rates(cohort.intensities.central(), levels)
    out, leaving = (_spread(chance) for chance in split_exits(rates))
    exits = stock.headcount * out
    left = exits * leaving
    moving = exits - left
    total = rates.moving.sum(axis=0)
    share = np.divide(rates.moving, total, out=np.zeros_like(rates.moving), where=total > 0)
    to = np.einsum("kc,kcd->cd", share, cohort.destinations.central())
    moves = moving.sum(axis=(1, 2))[:, None] * to
    came = np.einsum("cas,cd->das", moving, to)
    recruitment = cohort.recruitment[basis]
    joined = factors.on_joiners(recruitment.base, levels) * recruitment.units(stock.people)
    back = stock.gone * cohort.returns.per_year[..., None]
    returned = back.sum(axis=0)
    headcount = pass_a_year(stock.headcount - exits + came) + _joiners(cohort, joined) + _returners(cohort, returned)
    of_class = summed_by(left.sum(axis=-1), AGE_CLASS_OF_AGE, AGE_CLASSES)
    flows = count_flows_of_year(
        joined,
        returned.sum(axis=0),
        left.sum(axis=(1, 2)),
        retired=of_class @ cohort.retiring,
        moves=moves,
        levels=levels,
    )
    closing = headcount.sum(axis=(1, 2))
    check_year(stock.people, flows, closing)
    wte = carry_wte(stock, flows, moves, work=work_of(cohort), luck=0.0, closing=closing)
    of_group = summed_by(of_class, GROUP_OF_CLASS, len(LEAVER_GROUPS)).T
    gone = np.concatenate([of_group[None], (stock.gone - back)[:-1]])
    return ExpectedYear(Stock(headcount, wte, gone), flows)


def work_of(cohort: Cohort) -> YearOfWork:
    """Working time as it is expected."""
    work = cohort.working_time
    return YearOfWork(
        work.participation.mean,
        work.joiners.mean,
        work.leavers,
        work.movers,
        work.movers_change,
        work.returners,
        work.most,
    )


def _spread(of_classes: Array) -> Array:
    """(..., class of age, class of service) -> (..., age, service)."""
    return of_classes[..., AGE_CLASS_OF_AGE[:, None], SERVICE_CLASS]


def _joiners(cohort: Cohort, joined: Array) -> Array:
    """By cell, age and service, from (source, cell)."""
    sources, cells = joined.shape
    levels = len(cohort.levels)
    by_level = joined.reshape(sources, cells // levels, levels)
    found: Array = np.einsum("xbl,xla,xs->blas", by_level, cohort.joining_ages, cohort.joining_services, optimize=True)
    return found.reshape(cells, *found.shape[2:])


def _returners(cohort: Cohort, returned: Array) -> Array:
    """By cell, age and service, from (group, cell)."""
    found: Array = np.einsum("gc,ga,gs->cas", returned, cohort.returns.ages, cohort.returns.services, optimize=True)
    return found
