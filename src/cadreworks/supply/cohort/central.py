"""What is expected of a year? Stock and intensities -> expected flows and closing stock, without chance.

Everybody in post at opening leaves, moves or stays, by chances that compete; those who stay or move are a year older;
returners and joiners come at the close of the year. All is linear in people, so fractions of people stand for means.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

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
from cadreworks.supply.cohort.intensities import Rates, split_exits


@dataclass(frozen=True)
class ExpectedYear:
    """The stock at the close of a year, and its flows (cell,)."""

    closing: Stock
    flows: dict[str, Array]


@dataclass(frozen=True)
class Chances:
    """What may become in a year of somebody in post at opening.

    out: the chance to be out of the cell, and leaving: the share of it that leaves the NHS, both (cell, age, service);
    to: where those who move go, (cell, cell)
    """

    out: Array
    leaving: Array
    to: Array


def find_chances(cohort: Cohort, factors: Factors, leaving_less: Array | None = None) -> Chances:
    """The chances of the central run. leaving_less: the share by which leaving is made rarer, (cell,); 1 or more
    lets nobody leave.
    """
    rates = factors.on_rates(cohort.intensities.central(), len(cohort.levels))
    if leaving_less is not None:
        rates = replace(rates, leaving=rates.leaving * np.maximum(1.0 - leaving_less, 0.0)[:, None, None])
    return chances_under(cohort, rates)


def chances_under(cohort: Cohort, rates: Rates) -> Chances:
    """What these intensities make of a year."""
    out, leaving = (_spread(chance) for chance in split_exits(rates))
    total = rates.moving.sum(axis=0)
    share = np.divide(rates.moving, total, out=np.zeros_like(rates.moving), where=total > 0)
    return Chances(out, leaving, np.einsum("kc,kcd->cd", share, cohort.destinations.central()))


def expect_joiners(cohort: Cohort, people: Array, *, basis: str, factors: Factors) -> Array:
    """Those who join in a year, (source, cell), where so many people, (cell,), are in post at opening."""
    recruitment = cohort.recruitment[basis]
    joined: Array = factors.on_joiners(recruitment.base, len(cohort.levels)) * recruitment.units(people)
    return joined


def expect_year(cohort: Cohort, stock: Stock, *, basis: str, factors: Factors) -> ExpectedYear:
    """One year on. Raises ArithmeticError where opening + in - out is not closing."""
    joined = expect_joiners(cohort, stock.people, basis=basis, factors=factors)
    return expect_change(cohort, stock, find_chances(cohort, factors), joined)


def expect_change(cohort: Cohort, stock: Stock, chances: Chances, joined: Array) -> ExpectedYear:
    """One year on, where so many join, (source, cell). Raises ArithmeticError where opening + in - out is not closing.

    Twice the stock and twice the joiners make twice the closing stock.
    """
    exits = stock.headcount * chances.out
    left = exits * chances.leaving
    moving = exits - left
    moves = moving.sum(axis=(1, 2))[:, None] * chances.to
    came = np.einsum("cas,cd->das", moving, chances.to)
    back = stock.gone * cohort.returns.per_year[..., None]
    returned = back.sum(axis=0)
    headcount = pass_a_year(stock.headcount - exits + came)
    if joined.any():
        headcount = headcount + spread_joiners(cohort, joined)
    if returned.any():
        headcount = headcount + _returners(cohort, returned)
    of_class = summed_by(left.sum(axis=-1), AGE_CLASS_OF_AGE, AGE_CLASSES)
    flows = count_flows_of_year(
        joined,
        returned.sum(axis=0),
        left.sum(axis=(1, 2)),
        retired=of_class @ cohort.retiring,
        moves=moves,
        levels=len(cohort.levels),
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


def spread_joiners(cohort: Cohort, joined: Array) -> Array:
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
