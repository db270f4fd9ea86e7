"""Rows that are written carry the columns that are described, all of them and no other: a misnamed cell would be left
empty, and nobody told.
"""

from __future__ import annotations

import numpy as np
import pytest

from cadreworks.demand.desirable import band_rows, estimate_desirable
from cadreworks.demand.desirable.comparison import compare_with_others, comparison_rows
from cadreworks.demand.desirable.table_specs import BANDS_TABLE, COMPARISON_TABLE
from cadreworks.demand.exercise import Invited
from cadreworks.demand.pooling import Choices, count_response, pool_scenario, tables, weigh_returns
from cadreworks.demand.pooling import table_specs as pool
from cadreworks.demand.second_round.movement import MOVEMENT_TABLE, movement
from cadreworks.demand.themes import (
    agreement_rows,
    count_rows,
    count_themes,
    difference_rows,
    estimate_agreement,
    list_differences,
    worksheet_rows,
)
from cadreworks.demand.themes.table_specs import AGREEMENT_TABLE, COUNTS_TABLE, DIFFERENCES_TABLE, WORKSHEET_TABLE
from cadreworks.vocabulary import AREA_IDS
from pooling_tables import judgements_of, seeds_table
from small_coding import CODINGS, coded_of, codings_of, comments_of, returns_of
from small_organisations import random_ranked
from toolkit_returns import a_return, an_exercise

AREAS, POINTS = ("ict",), (2022,)


def pool_rows():
    judgements = judgements_of("""
        organisation | support | low | high | confidence
        Anytown      | 10      | 8   | 14   | 0.8
        Otherton     | 14      | 9   | 20   | 0.8
    """)
    seeds = seeds_table(
        """
        organisation | question | low | best | high
        Anytown      | one      | 1   | 2    | 3
        Otherton     | one      | 2   | 4    | 8
        """,
        {"one": 2.5},
    )
    invited = (Invited("Anytown", "acute", "North", 900.0),)
    said = {"areas": AREAS, "invited": invited, "seeds": seeds}
    weighed = weigh_returns(judgements.returns, judgements.typical, Choices("linear"), **said)
    pooled = {"future": pool_scenario("linear", weighed.judgements, "future", seed=1, draws=10)}
    yield pool.CHANGE_TABLE, tables.change_rows(pooled, POINTS, AREAS)
    yield pool.INFLUENCE_TABLE, tables.influence_rows(weighed, pooled, POINTS, AREAS)
    yield pool.CONGRUENCE_TABLE, tables.congruence_rows(weighed, POINTS, AREAS)
    yield pool.EXPERTS_TABLE, tables.expert_rows(weighed, invited)
    yield pool.RESPONSE_TABLE, tables.response_rows(count_response(weighed.judgements, invited))


def movement_rows():
    returns = [a_return(an_exercise())]
    yield MOVEMENT_TABLE, (cell.row() for cell in movement(returns, returns))


def desirable_rows():
    ranked = random_ranked(np.random.default_rng(1), 3, 4)
    found = estimate_desirable(ranked.highest, areas=AREA_IDS, all_staff_wte=1000, seed=1, draws=100)
    yield BANDS_TABLE, band_rows(found)
    compared = compare_with_others(ranked, areas=AREA_IDS, seed=1, draws=100)
    yield COMPARISON_TABLE, comparison_rows(compared)


def coding_rows():
    comments = comments_of(
        returns_of(("Anytown", "driven", "ict", "Pay is low"), ("Otherton", "driven", "ict", "We hire"))
    )[0]
    first = comments[0].id
    coded, _ = coded_of(codings_of(f"{CODINGS}{first},A,Pay,,,\n{first},B,Hiring,,,\n", comments)[0])
    yield WORKSHEET_TABLE, worksheet_rows(comments)
    yield COUNTS_TABLE, count_rows(count_themes(coded, comments), coded)
    yield AGREEMENT_TABLE, agreement_rows(estimate_agreement(coded))
    yield DIFFERENCES_TABLE, difference_rows(list_differences(coded))


@pytest.mark.parametrize("written", [pool_rows, movement_rows, desirable_rows, coding_rows])
def test_rows_have_the_columns_that_are_described(written):
    for spec, rows in written():
        every = list(rows)
        assert every, spec.name
        assert {tuple(sorted(row)) for row in every} == {tuple(sorted(spec.names))}, spec.name
        keys = [tuple(row[name] for name in spec.key) for row in every]
        assert len(set(keys)) == len(keys), spec.name
