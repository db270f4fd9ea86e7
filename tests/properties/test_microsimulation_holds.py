"""What holds of people one by one, whoever they are: they add up, they come to what is expected, and chance is theirs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadreworks.bands import Array
from cadreworks.supply.cohort import COUNT, RATIO, Tallies, estimate_cohort
from cadreworks.supply.cohort.account import FLOWS
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.cohort.project import project_cohort
from cadreworks.supply.microsimulation.expectation import Expected, expect_months
from cadreworks.supply.microsimulation.rules import Hours, Model, central_rules, make_model
from cadreworks.supply.microsimulation.simulate import (
    OfDraw,
    Request,
    cross_people,
    draw_people,
    read_counts,
    simulate_people,
)
from cadreworks.supply.microsimulation.staff import Staff, away_of_tallies, staff_of_tallies
from made_up_cohorts import AREAS, CELLS, LEVELS, busy_tallies, factors, few_people

YEARS = 3
SOME_HOURS = np.array([0.4, 0.8, 1.0, 1.0, 1.8])
BASES = st.sampled_from([COUNT, RATIO])


def model_of(tallies: Tallies, basis: str, of_areas: Factors | None = None) -> Model:
    """A model in which people's hours differ and change."""
    cohort = estimate_cohort(tallies)
    staff = staff_of_tallies(tallies)
    relative = np.tile(SOME_HOURS / SOME_HOURS.mean(), (len(CELLS), 1))
    wte = staff.wte * relative[0, np.arange(len(staff)) % len(SOME_HOURS)]
    return make_model(
        cohort,
        replace(staff, wte=wte),
        away_of_tallies(tallies, cohort),
        Hours(relative, np.full(len(CELLS), 0.15)),
        basis=basis,
        factors=of_areas or Factors.none(len(AREAS)),
    )


def lived(model: Model, chance_of: int, expected: Expected | None = None) -> OfDraw:
    rules = central_rules(model)
    expected = expected or expect_months(model, rules, YEARS)
    simulated = simulate_people(model, rules, expected, YEARS, seed=3, chance_of=chance_of)
    return read_counts(simulated, len(LEVELS), reasons=True)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(few_people(), BASES, factors())
def test_everybody_is_accounted_for_in_every_cell_and_year(tallies: Tallies, basis: str, of_areas: Factors) -> None:
    """The identity is held inside; here: totals are whole, nobody is negative, and moves are the nation's own affair."""
    found = lived(model_of(tallies, basis, of_areas), 0)
    assert (found.headcount >= 0).all()
    assert np.array_equal(found.headcount, np.rint(found.headcount))
    assert found.flows["moves_in_area"].sum() == found.flows["moves_out_area"].sum()
    assert found.flows["promotions"].sum() + found.flows["demotions"].sum() == found.flows["moves_out_level"].sum()
    assert (found.flows["retirements"] <= found.flows["leavers"]).all()
    assert (found.wte[found.headcount == 0] == 0).all()


@pytest.mark.slow
@pytest.mark.parametrize("basis", [COUNT, RATIO])
def test_a_year_of_months_is_the_year_of_the_records(basis: str) -> None:
    """In the first year the yearly and the monthly engine see the same leave, cell by cell, and as many join; and the
    stock differs by no more than by moves that no scaling of months can match.
    """
    model = model_of(busy_tallies(), basis)
    monthly = expect_months(model, central_rules(model), 1)
    yearly = project_cohort(model.cohort, 1, draws=1, seed=1, recruitment=basis)
    for name in ("leavers", "promotions"):
        assert monthly.flows[name] == pytest.approx(yearly.flows[name].central.reshape(len(CELLS), 1), rel=1e-6), name
    joined = [name for name in FLOWS if name.startswith("joiners")]
    of_months = sum(monthly.flows[name] for name in joined)
    of_years = sum(yearly.flows[name].central.reshape(len(CELLS), 1) for name in joined)
    assert of_months == pytest.approx(of_years, rel=1e-6)
    stock = yearly.headcount.central.reshape(len(CELLS), -1)
    assert monthly.headcount == pytest.approx(stock, rel=2e-3)
    assert (monthly.leavers > monthly.flows["leavers"]).all()


@pytest.mark.slow
@pytest.mark.parametrize("basis", [COUNT, RATIO])
def test_the_mean_of_people_one_by_one_is_what_is_expected(basis: str) -> None:
    """In every cell and year, of stock, wte and every flow, within 4 standard errors."""
    model, replicates = model_of(busy_tallies(), basis), 150
    expected = expect_months(model, central_rules(model), YEARS)
    found = [lived(model, chance_of, expected) for chance_of in range(replicates)]
    assert _errors([one.headcount for one in found], expected.headcount) < 4
    assert _errors([one.wte for one in found], expected.wte) < 4
    for name in FLOWS:
        assert _errors([one.flows[name] for one in found], expected.flows[name]) < 4, name


def _errors(found: list[Array], expected: Array) -> float:
    """The largest difference in standard errors; a count so rare that its spread is not seen has that of a Poisson."""
    many = np.stack(found)
    variance = np.maximum(many.var(axis=0, ddof=1), np.where(expected < 5, expected, 0.0))
    error = np.sqrt(variance / len(many))
    off = np.abs(many.mean(axis=0) - expected)
    return float((off / np.maximum(error, 1e-6)).max())


@pytest.mark.slow
@pytest.mark.parametrize("basis", [COUNT, RATIO])
def test_threads_leave_no_trace(basis: str) -> None:
    model = model_of(busy_tallies(), basis)
    expected = expect_months(model, central_rules(model), YEARS)
    asked = Request(YEARS, 23, 5, 1, Factors.none(len(AREAS)))
    alone, together = (
        [
            (one.headcount, one.wte, *one.flows.values())
            for one in draw_people(model, expected, replace(asked, threads=n))
        ]
        for n in (1, 2)
    )
    for one, other in zip(alone, together, strict=True):
        assert all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))


@pytest.mark.slow
def test_the_order_of_the_record_leaves_no_trace_but_chance() -> None:
    """Who stands first in the record has other luck, and the mean stays where it was."""
    model = model_of(busy_tallies(), COUNT)
    staff = model.staff
    turned = replace(
        model, staff=Staff(staff.cell[::-1], staff.age[::-1], staff.service[::-1], staff.wte[::-1], staff.place[::-1])
    )
    expected = expect_months(model, central_rules(model), YEARS)
    again = expect_months(turned, central_rules(turned), YEARS)
    assert again.headcount == pytest.approx(expected.headcount)
    found = [lived(turned, chance_of, expected) for chance_of in range(60)]
    assert _errors([one.headcount for one in found], expected.headcount) < 4


@pytest.mark.slow
def test_more_joiners_change_nobody_elses_fate() -> None:
    """The same people have the same luck in another scenario: with more joiners as many leave of those in post."""
    few = model_of(busy_tallies(), COUNT)
    none = np.ones(len(AREAS))
    many = model_of(busy_tallies(), COUNT, Factors(none, none, 1.5 * none))
    few, many = (replace(model, match=few.match) for model in (few, many))
    expected = expect_months(few, central_rules(few), YEARS)
    one, other = (
        simulate_people(model, central_rules(model), expected, YEARS, seed=3, chance_of=0) for model in (few, many)
    )
    staff_of_one, staff_of_other = one.lives[0], other.lives[0]
    assert all(np.array_equal(a, b) for a, b in zip(staff_of_one, staff_of_other, strict=True))
    assert len(other.lives[1].cell) > len(one.lives[1].cell)
    shared = np.isin(other.lives[1].key, one.lives[1].key)
    assert np.array_equal(
        other.lives[1].status[shared], one.lives[1].status[np.isin(one.lives[1].key, other.lives[1].key)]
    )


@pytest.mark.slow
def test_crossed_draws_are_the_draws_themselves() -> None:
    """Each draw of rates with the first of its draws of chance is that of the projection, and others differ from it."""
    model = model_of(busy_tallies(), COUNT)
    expected = expect_months(model, central_rules(model), YEARS)
    asked = Request(YEARS, 3, 5, 2, Factors.none(len(AREAS)))
    crossed = cross_people(model, expected, asked, 3)
    for at, one in enumerate(draw_people(model, expected, asked)):
        assert np.array_equal(crossed[at, 0], one.wte)
        assert not np.array_equal(crossed[at, 1], one.wte)


@pytest.mark.slow
def test_where_nothing_can_happen_nothing_does() -> None:
    """No rates: everybody stays, with the hours that they have, and grows older."""
    model = model_of(busy_tallies(), COUNT, Factors(*(np.zeros(len(AREAS)) for _ in range(3))))
    rules = central_rules(model)
    still = replace(
        rules,
        law=replace(rules.law, moving=np.zeros_like(rules.law.moving), hours=np.zeros(len(CELLS))),
        returning=np.zeros_like(rules.returning),
        participation=np.ones(len(CELLS)),
    )
    expected = expect_months(model, still, YEARS)
    simulated = simulate_people(model, still, expected, YEARS, seed=3, chance_of=0)
    found = read_counts(simulated, len(LEVELS), reasons=True)
    assert np.array_equal(found.headcount, np.repeat(found.headcount[:, :1], YEARS + 1, axis=1))
    assert found.wte == pytest.approx(np.repeat(found.wte[:, :1], YEARS + 1, axis=1))
    assert found.headcount == pytest.approx(expected.headcount)
