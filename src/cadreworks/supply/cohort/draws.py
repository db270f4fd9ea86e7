"""What may a year bring? Stock in whole people and drawn intensities -> drawn flows and closing stock, by draw.

The same year as in `central`, with chance: those in a class of area, level, age and service who are out after the
year are binomial, and each of them leaves or goes to a cell with the shares of the competing intensities, so that
outcomes are multinomial. Joiners are Poisson by source, cell and age, returners binomial. Draws go through in blocks
of fixed size, each with streams of its own, so that neither threads nor their order leave a trace.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.randomness import stream
from cadreworks.supply.cohort.account import (
    FLOWS,
    WAYS_IN,
    WAYS_OUT,
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
    AGES,
    GROUP_OF_CLASS,
    LEAVER_GROUPS,
    SERVICE_CLASS,
    SERVICE_CLASSES,
    SERVICES,
    summed_by,
)
from cadreworks.supply.cohort.cohort import Cohort
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.cohort.intensities import split_exits
from cadreworks.supply.cohort.pooled_ratio import gamma_about_one
from cadreworks.supply.cohort.recruitment import DrawnRecruitment

Counts = NDArray[np.int64]

BLOCK = 20
"""Draws that go through together; their stock stays in the processor's cache."""

_PLACES = AGES * SERVICES
_CLASSES = AGE_CLASSES * SERVICE_CLASSES
_CLASS_OF_PLACE = (AGE_CLASS_OF_AGE[:, None] * SERVICE_CLASSES + SERVICE_CLASS).ravel()


@dataclass(frozen=True)
class DrawnYears:
    """headcount, wte: (draw, cell, year), the base year first; flows: by name, (draw, cell, projected year)."""

    headcount: Array
    wte: Array
    flows: dict[str, Array]


@dataclass(frozen=True)
class _Drawn:
    """What differs between draws and holds for all years, flat over draw and cell where it is looked up.

    out, leaving: by draw, cell and class; to: cumulated shares of destinations, row after row, each row one higher
    last: the last destination of each row that has a share
    """

    out: Array
    leaving: Array
    to: Array
    last: Counts
    recruitment: DrawnRecruitment
    returning: Array
    work: YearOfWork


def draw_block(
    cohort: Cohort, years: int, draws: int, *, seed: int, block: int, basis: str, factors: Factors, chance: int = 0
) -> DrawnYears:
    """The years of one block of draws, with their factors. Raises ArithmeticError where opening + in - out is not
    closing.

    chance: which luck the same draws of rates meet; the first is that of a run
    """
    drawn = _draw_parameters(cohort, draws, stream(seed, f"cohort/parameters/{block}"), basis=basis, factors=factors)
    luck = stream(seed, f"cohort/luck/{block}/{chance}" if chance else f"cohort/luck/{block}")
    start = cohort.opening
    stock = Stock(
        np.repeat(start.headcount[None].astype(np.int64), draws, axis=0),
        np.repeat(start.wte[None], draws, axis=0),
        np.repeat(np.rint(start.gone)[None].astype(np.int64), draws, axis=0),
    )
    stocks, flows = [stock], []
    for _ in range(years):
        stock, of_year = _draw_year(cohort, stock, drawn, luck, basis=basis)
        stocks.append(Stock(np.zeros(0), stock.wte, np.zeros(0)))
        flows.append((stock.people, of_year))
    headcount = np.stack([stocks[0].people, *(people for people, _ in flows)], axis=-1)
    by_name = {name: np.stack([of_year[name] for _, of_year in flows], axis=-1) for name in FLOWS}
    return DrawnYears(headcount, np.stack([one.wte for one in stocks], axis=-1), by_name)


def _draw_parameters(cohort: Cohort, draws: int, rng: np.random.Generator, *, basis: str, factors: Factors) -> _Drawn:
    levels = len(cohort.levels)
    rates = factors.on_rates(cohort.intensities.drawn(rng, draws), levels)
    out, leaving = split_exits(rates)
    shares = cohort.destinations.drawn(rng, draws)
    total = rates.moving.sum(axis=1, keepdims=True)
    of_kind = np.divide(rates.moving, total, out=np.zeros_like(rates.moving), where=total > 0)
    to = np.einsum("nkc,nkcd->ncd", of_kind, shares)
    cells = to.shape[-1]
    rows = to.reshape(-1, cells)
    cumulated = np.minimum(np.cumsum(rows, axis=-1), 1.0) + np.arange(len(rows))[:, None]
    work = cohort.working_time
    returns, recruitment = cohort.returns, cohort.recruitment[basis].drawn(rng, draws)
    certain = np.where(returns.events > 0, 1.0 / np.maximum(returns.events, 1.0), 0.0)
    return _Drawn(
        out.ravel(),
        leaving.ravel(),
        cumulated.ravel(),
        cells - 1 - np.argmax(rows[:, ::-1] > 0, axis=-1),
        replace(recruitment, base=factors.on_joiners(recruitment.base, levels)),
        np.minimum(returns.per_year * gamma_about_one(rng, certain, draws)[:, None], 1.0),
        YearOfWork(
            work.participation.drawn(rng, draws),
            work.joiners.drawn(rng, draws),
            work.leavers,
            work.movers,
            work.movers_change,
            work.returners,
            work.most,
        ),
    )


def _draw_year(
    cohort: Cohort, stock: Stock, drawn: _Drawn, rng: np.random.Generator, *, basis: str
) -> tuple[Stock, dict[str, Array]]:
    opening = stock.people
    cells = opening.shape[-1]
    stayed = stock.headcount.astype(np.int64)
    left, moves = _draw_exits(stayed.reshape(-1), cells, drawn, rng)
    headcount = pass_a_year(stayed)
    recruitment = cohort.recruitment[basis]
    expected = drawn.recruitment.base * (recruitment.units(opening) * recruitment.year(rng, drawn.recruitment))[:, None]
    joined = _draw_joiners(cohort, expected, headcount, rng)
    back = rng.binomial(stock.gone.astype(np.int64), drawn.returning[..., None])
    returned = back.sum(axis=1)
    _place(headcount, rng, returned, ages=cohort.returns.ages, services=cohort.returns.services)
    flows = count_flows_of_year(
        joined.astype(np.float64),
        returned.sum(axis=1).astype(np.float64),
        left.sum(axis=-1).astype(np.float64),
        retired=_draw_retired(left, cohort.retiring, rng),
        moves=moves.astype(np.float64),
        levels=len(cohort.levels),
    )
    closing = headcount.sum(axis=(-2, -1)).astype(np.float64)
    check_year(opening, flows, closing)
    luck = _luck_of_wte(cohort, stock, flows, rng)
    wte = carry_wte(stock, flows, moves.astype(np.float64), work=drawn.work, luck=luck, closing=closing)
    of_group = np.swapaxes(summed_by(left, GROUP_OF_CLASS, len(LEAVER_GROUPS)), -1, -2).astype(np.int64)
    gone = np.concatenate([of_group[:, None], (stock.gone - back)[:, :-1]], axis=1)
    return Stock(headcount, wte, gone), flows


def _draw_exits(people: Counts, cells: int, drawn: _Drawn, rng: np.random.Generator) -> tuple[Counts, Counts]:
    """Take leavers out of `people` (flat, in place) and put movers where they go.

    Gives leavers (draw, cell, class of age) and moves (draw, cell, cell).
    """
    at = np.flatnonzero(people)
    row, place = np.divmod(at, _PLACES)
    entry = row * _CLASSES + _CLASS_OF_PLACE[place]
    out = rng.binomial(people[at], drawn.out[entry])
    people[at] -= out
    gone = np.flatnonzero(out)
    who = np.repeat(gone, out[gone])
    leaves = rng.random(len(who)) < drawn.leaving[entry[who]]
    rows = len(people) // _PLACES
    leavers, movers = who[leaves], who[~leaves]
    left = np.bincount(entry[leavers] // SERVICE_CLASSES, minlength=rows * AGE_CLASSES)
    origin = row[movers]
    to = np.searchsorted(drawn.to, origin + rng.random(len(movers)), side="right") - origin * cells
    to = np.minimum(to, drawn.last[origin])
    np.add.at(people, (origin - origin % cells + to) * _PLACES + place[movers], 1)
    moves = np.bincount(origin * cells + to, minlength=rows * cells)
    return left.reshape(-1, cells, AGE_CLASSES), moves.reshape(-1, cells, cells)


def _draw_joiners(cohort: Cohort, expected: Array, headcount: Counts, rng: np.random.Generator) -> Counts:
    """Add joiners to `headcount`; gives them as (draw, source, cell). expected: of the same shape.

    The commonest length of service of a source is drawn age by age at once; the few others person by person.
    """
    draws, sources, cells = expected.shape
    levels = len(cohort.levels)
    commonest = cohort.joining_services.argmax(axis=-1)
    share = cohort.joining_services.max(axis=-1)
    ages = cohort.joining_ages[:, np.arange(cells) % levels]
    joined = np.zeros(expected.shape, dtype=np.int64)
    for source in range(sources):
        usual = rng.poisson((expected[:, source] * share[source])[..., None] * ages[source])
        headcount[..., commonest[source]] += usual
        joined[:, source] = usual.sum(axis=-1)
    rest = np.maximum(cohort.joining_services, 0.0)
    rest[np.arange(sources), commonest] = 0.0
    others = rng.poisson(expected * (1.0 - share)[:, None])
    joined += others
    for source in np.flatnonzero(others.sum(axis=(0, 2))).tolist():
        services = np.repeat(rest[source][None] / rest[source].sum(), levels, axis=0)
        by_level = others[:, source].reshape(draws, -1, levels)
        counts = np.moveaxis(by_level, -1, 1)
        view = np.moveaxis(headcount.reshape(draws, -1, levels, AGES, SERVICES), 2, 1)
        _place_in(view, rng, counts, ages=cohort.joining_ages[source], services=services)
    return joined


def _place(headcount: Counts, rng: np.random.Generator, counts: Counts, *, ages: Array, services: Array) -> None:
    """Add people to `headcount` (draw, cell, age, service) from counts (draw, group, cell)."""
    for group in range(counts.shape[1]):
        of_group = counts[:, group : group + 1]
        _place_in(headcount[:, None], rng, of_group, ages=ages[group : group + 1], services=services[group : group + 1])


def _place_in(headcount: Counts, rng: np.random.Generator, counts: Counts, *, ages: Array, services: Array) -> None:
    """Add people to `headcount` (draw, row, cell, age, service) from counts (draw, row, cell), each with an age and a
    service from the shares of its row.
    """
    draw, row, cell = np.nonzero(counts)
    many = counts[draw, row, cell]
    draw, row, cell = (np.repeat(places, many) for places in (draw, row, cell))
    age, service = (_pick(rng, shares, row) for shares in (ages, services))
    np.add.at(headcount, (draw, row, cell, age, service), 1)


def _pick(rng: np.random.Generator, shares: Array, row: Counts) -> Counts:
    """A place in the shares of each row asked for."""
    parts = shares.shape[-1]
    cumulated = np.minimum(np.cumsum(shares, axis=-1), 1.0) + np.arange(len(shares))[:, None]
    last = parts - 1 - np.argmax(shares[:, ::-1] > 0, axis=-1)
    found = np.searchsorted(cumulated.ravel(), row + rng.random(len(row)), side="right") - row * parts
    picked: Counts = np.minimum(found, last[row])
    return picked


def _draw_retired(left: Counts, retiring: Array, rng: np.random.Generator) -> Array:
    """Of leavers (draw, cell, class of age), those who retire; not numbers where the record gives no reasons."""
    if np.isnan(retiring).any():
        return np.full(left.shape[:-1], np.nan)
    retired: Array = rng.binomial(left, retiring).sum(axis=-1).astype(np.float64)
    return retired


def _luck_of_wte(cohort: Cohort, stock: Stock, flows: dict[str, Array], rng: np.random.Generator) -> Array:
    """How the wte of those who come, go and stay differs by chance from that of their cell."""
    work = cohort.working_time
    turned = sum((flows[name] for name in (*WAYS_IN, *WAYS_OUT)), np.zeros_like(stock.wte))
    stayed = np.maximum(stock.people - flows["leavers"], 0.0)
    spread = np.sqrt(work.spread**2 * turned + work.change_spread**2 * stayed)
    luck: Array = spread * rng.standard_normal(stock.wte.shape)
    return luck
