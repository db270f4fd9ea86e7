"""What may become of everybody? A cohort's rates, as estimated or drawn -> the rules by which people are simulated.

Rates by year are those of the cohort; `law` makes months of them. Everything is by cell (area x levels + level).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.supply.cohort.central import chances_under, spread_joiners
from cadreworks.supply.cohort.classes import (
    AGE_CLASS_OF_AGE,
    AGES,
    LEAVER_GROUPS,
    SERVICE_CLASS,
    SERVICE_CLASSES,
    SERVICES,
)
from cadreworks.supply.cohort.cohort import Cohort
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.cohort.intensities import Rates
from cadreworks.supply.cohort.pooled_ratio import gamma_about_one
from cadreworks.supply.cohort.recruitment import DrawnRecruitment
from cadreworks.supply.microsimulation.law import (
    CLASSES,
    Match,
    MonthlyLaw,
    find_month,
    match_intensities,
    match_joiners,
    matched,
    mean_to_the_close,
    yearly_intensities,
)
from cadreworks.supply.microsimulation.staff import Away, Staff, aged

CLASS_OF_PLACE: NDArray[np.int64] = (AGE_CLASS_OF_AGE[:, None] * SERVICE_CLASSES + SERVICE_CLASS).astype(np.int64)
"""The class of each place, (age, service)."""


@dataclass(frozen=True)
class Hours:
    """How hours differ and change. relative: hours of people of a cell over the cell's mean, (cell, as likely values),
    of mean 1; changing: the intensity with which somebody's hours become another of them, (cell,)
    """

    relative: Array
    changing: Array


@dataclass(frozen=True)
class Rules:
    """The rules of one run, or of one draw.

    joiners: expected a year for each unit of recruitment, (source, cell), scaled to the months of a year
    returning: the chance to come back in a year, (years away, group of age at leaving), scaled too
    participation: closing over opening wte of those who stay, (cell,); joiners_wte: (cell,); movers_change: the same
    of those who change cell; returners_wte: per head; level: the mean hours of a cell at the base day, (cell,)
    recruitment: how years of recruitment differ, or None where they do not
    """

    law: MonthlyLaw
    joiners: Array
    returning: Array
    participation: Array
    joiners_wte: Array
    movers_change: float
    returners_wte: float
    level: Array
    recruitment: DrawnRecruitment | None


@dataclass(frozen=True)
class Model:
    """What all draws of one study share.

    basis: COUNT or RATIO; match: of yearly rates to months; factors: of the central run
    """

    cohort: Cohort
    staff: Staff
    away: Away
    hours: Hours
    basis: str
    factors: Factors
    match: Match

    @property
    def cells(self) -> int:
        return len(self.cohort.areas) * len(self.cohort.levels)


def same_hours(cells: int) -> Hours:
    """Everybody works the hours of the cell, and they change with the cell's alone."""
    return Hours(np.ones((cells, 1)), np.zeros(cells))


def make_model(cohort: Cohort, staff: Staff, away: Away, hours: Hours, *, basis: str, factors: Factors) -> Model:
    """The model, with months matched to years under the rates of the central run."""
    rates = factors.on_rates(cohort.intensities.central(), len(cohort.levels))
    to = chances_under(cohort, rates).to
    people = by_class(cohort.opening.headcount.astype(np.float64))
    law = match_intensities(rates, to, hours.changing, people)
    staying = mean_to_the_close(find_month(law).to)
    yearly = yearly_intensities(rates, to, hours.changing)
    joined = factors.on_joiners(cohort.recruitment[basis].joiners, len(cohort.levels))
    match = Match(
        _ratio(law.leaving, yearly.leaving),
        _ratio(law.moving, yearly.moving),
        match_joiners(joined.sum(axis=0), by_class(spread_joiners(cohort, joined)), staying),
        _match_returners(cohort, away, staying),
    )
    return Model(cohort, staff, away, hours, basis, factors, match)


def by_class(people: Array) -> Array:
    """(cell, age, service) -> (cell, class)."""
    found = np.zeros((len(people), CLASSES))
    for at, of_class in enumerate(CLASS_OF_PLACE.ravel()):
        found[:, of_class] += people.reshape(len(people), -1)[:, at]
    return found


def _match_returners(cohort: Cohort, away: Away, staying: Array) -> Array:
    """One over the chance to be still there at the close of the year in which somebody returned, by group."""
    stays = staying.sum(axis=2)[CLASS_OF_PLACE[aged(away.age, 1), away.service], away.cell]
    due = away.still_away * cohort.returns.per_year[away.years_away, away.group]
    found = np.ones(len(LEAVER_GROUPS))
    for group in range(len(LEAVER_GROUPS)):
        weight = np.where(away.group == group, due, 0.0)
        if weight.any():
            found[group] = weight.sum() / (weight * stays).sum()
    return found


def _ratio(value: Array, by: Array) -> Array:
    ratio: Array = np.divide(value, by, out=np.ones_like(value), where=by > 0)
    return ratio


def central_rules(model: Model) -> Rules:
    """The rules with every rate at its estimate."""
    cohort, work = model.cohort, model.cohort.working_time
    rates = model.factors.on_rates(cohort.intensities.central(), len(cohort.levels))
    return _rules(
        model,
        rates,
        chances_under(cohort, rates).to,
        joiners=model.factors.on_joiners(cohort.recruitment[model.basis].base, len(cohort.levels)),
        returning=cohort.returns.per_year,
        participation=work.participation.mean,
        joiners_wte=work.joiners.mean,
        recruitment=None,
    )


def drawn_rules(model: Model, rng: np.random.Generator, draws: int, factors: Factors) -> Iterator[Rules]:
    """Rules of so many draws, one after the other. factors: those of these draws"""
    cohort, work, levels = model.cohort, model.cohort.working_time, len(model.cohort.levels)
    rates = factors.on_rates(cohort.intensities.drawn(rng, draws), levels)
    shares = cohort.destinations.drawn(rng, draws)
    total = rates.moving.sum(axis=1, keepdims=True)
    of_kind = np.divide(rates.moving, total, out=np.zeros_like(rates.moving), where=total > 0)
    to = np.einsum("nkc,nkcd->ncd", of_kind, shares)
    recruitment = cohort.recruitment[model.basis].drawn(rng, draws)
    base = factors.on_joiners(recruitment.base, levels)
    returns = cohort.returns
    certain = np.where(returns.events > 0, 1.0 / np.maximum(returns.events, 1.0), 0.0)
    returning = np.minimum(returns.per_year * gamma_about_one(rng, certain, draws)[:, None], 1.0)
    participation, joiners_wte = work.participation.drawn(rng, draws), work.joiners.drawn(rng, draws)
    for draw in range(draws):
        yield _rules(
            model,
            Rates(rates.leaving[draw], rates.moving[draw]),
            to[draw],
            joiners=base[draw],
            returning=returning[draw],
            participation=participation[draw],
            joiners_wte=joiners_wte[draw],
            recruitment=DrawnRecruitment(
                base[draw : draw + 1], recruitment.spread[draw : draw + 1], recruitment.weight[draw : draw + 1]
            ),
        )


def _rules(
    model: Model,
    rates: Rates,
    to: Array,
    *,
    joiners: Array,
    returning: Array,
    participation: Array,
    joiners_wte: Array,
    recruitment: DrawnRecruitment | None,
) -> Rules:
    cohort, work, match = model.cohort, model.cohort.working_time, model.match
    people = cohort.opening.people
    per_head = np.divide(cohort.opening.wte, people, out=joiners_wte.copy(), where=people > 0)
    return Rules(
        law=matched(yearly_intensities(rates, to, model.hours.changing), match),
        joiners=joiners * match.joiners,
        returning=np.minimum(returning * match.returners, 1.0),
        participation=participation,
        joiners_wte=joiners_wte,
        movers_change=work.movers_change,
        returners_wte=work.returners,
        level=per_head,
        recruitment=recruitment,
    )


def without_change_of_hours(rules: Rules) -> Rules:
    """The same rules where nobody's hours change."""
    return replace(rules, law=replace(rules.law, hours=np.zeros_like(rules.law.hours)))


def spread_away(away: Away, cells: int) -> Array:
    """Expected leavers who are still away, (years away, group, cell, age, service)."""
    found = np.zeros((5, len(LEAVER_GROUPS), cells, AGES, SERVICES))
    np.add.at(found, (away.years_away, away.group, away.cell, away.age, away.service), away.still_away)
    return found
