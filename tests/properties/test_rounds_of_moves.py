"""Levers by which staff could go round for nothing are found, all of them and no others: held against brute force."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from cadreworks.problems import InputProblems
from small_levers import LEVERS_TOML, small_levers

AREAS = ("clinical_coding", "health_records", "ict", "knowledge_management")
PAIRS = tuple(permutations(range(len(AREAS)), 2))
MOVES = st.lists(
    st.tuples(st.sampled_from(PAIRS), st.integers(-3, 4), st.sampled_from((0.0, 0.0, 0.1))),
    max_size=8,
    unique_by=lambda move: move[0],
)


def reskilling(number: int, pair: tuple[int, int], hundreds: int, drop_out: float) -> str:
    return f"""
[[levers]]
id = "move_{number}"
name = "Move {number}"
kind = "reskilling"
owner = "x"
funder = "levy"
evidence = "E"
source = "x"
from_areas = ["{AREAS[pair[0]]}"]
to_areas = ["{AREAS[pair[1]]}"]
to_levels = ["manager"]
lead_years = 1
completion = 1
drop_out = {drop_out}
per_start_gbp = {100 * hundreds}
capacity = {{ 2021 = 5 }}
"""


def free_round_by_hand(moves: list[tuple[tuple[int, int], int, float]]) -> bool:
    """Every way to go round through two to four areas."""
    cost = {pair: hundreds for pair, hundreds, drop_out in moves if drop_out == 0}
    for length in range(2, len(AREAS) + 1):
        for areas in permutations(range(len(AREAS)), length):
            steps = list(zip(areas, (*areas[1:], areas[0]), strict=True))
            if all(step in cost for step in steps) and sum(cost[step] for step in steps) <= 0:
                return True
    return False


@settings(max_examples=60)
@given(MOVES)
def test_free_rounds_are_those_that_trying_every_way_finds(moves):
    text = LEVERS_TOML + "".join(reskilling(number, *move) for number, move in enumerate(moves))
    try:
        small_levers(text, areas=AREAS)
        answered = []
    except InputProblems as error:
        answered = [problem.kind for problem in error.problems]
    assert set(answered) == ({"profits"} if free_round_by_hand(moves) else set())
