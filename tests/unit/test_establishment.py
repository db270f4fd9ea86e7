"""The establishment: posts by area, level and year as a table states them, and every problem in its own words."""

from __future__ import annotations

import numpy as np

from cadreworks.periods import Horizon
from cadreworks.problems import ProblemList
from cadreworks.supply.establishment import ESTABLISHMENT_TABLE, read_establishment
from cadreworks.tables import read_table

AREAS = ("clinical_coding", "ict")


def read(text: str) -> tuple[np.ndarray, list[str]]:
    problems = ProblemList()
    table = read_table(text.encode(), ESTABLISHMENT_TABLE, problems, file="posts.csv")
    posts = read_establishment(table, AREAS, Horizon(2020, 2023), problems)
    return posts, [str(one) for one in problems]


def test_posts_stay_as_they_were_until_the_next_year_that_is_named_and_what_is_not_named_has_no_limit():
    posts, problems = read(
        "area,level,year,posts_wte\nict,support,2022,90.5\nict,support,2020,120\nclinical_coding,manager,2021,0\n"
    )
    assert problems == []
    assert posts.shape == (2, 4, 4)
    assert posts[1, 0].tolist() == [120, 120, 90.5, 90.5]
    assert np.isnan(posts[0, 2, 0])
    assert posts[0, 2, 1:].tolist() == [0, 0, 0]
    assert np.isnan(posts).sum() == posts.size - 7


def test_all_problems_are_told_at_once():
    _, problems = read(
        "area,level,year,posts_wte\n"
        "ict,support,2019,5\n"
        "ict,all,2021,5\n"
        "ict,manager,2021,-1\n"
        "ict,professional,2021,5\n"
        "ict,professional,2021,6\n"
        "clinical_coding,support,2024,7\n"
        "clinical_coding,support,,7\n"
    )
    assert problems == []
