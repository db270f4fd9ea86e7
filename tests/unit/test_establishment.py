"""The establishment: posts by area, level and year as a table states them, and every problem in its own words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cadreworks.periods import Horizon
from cadreworks.problems import InputProblems, ProblemList
from cadreworks.study import read_study
from cadreworks.study.plan import check_levers_can_act
from cadreworks.study.read_settings import read_settings
from cadreworks.study.settings import StudySettings
from cadreworks.supply.cohort.method import CohortMethod
from cadreworks.supply.establishment import ESTABLISHMENT_TABLE, PULL, PUSH, read_establishment
from cadreworks.supply.method import COUNT, MICROSIMULATION
from cadreworks.tables import read_table
from made_up_cohorts import busy_tallies
from small_study import STUDY_TOML, write_small_study

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
    outside = "lies outside 2020 to 2023, the years of the study. Enter the first of these years in which there are so"
    assert problems == [
        'posts.csv, line 3, column level: "all" is not a known level. Use one of: support, professional, manager, '
        "senior_leader.",
        "posts.csv, line 4, column posts_wte: -1 is below 0. Enter whole-time equivalents, 0 or more.",
        "posts.csv, line 6: this row repeats line 5 (area ict, level professional, year 2021). Keep one of the two.",
        "posts.csv, line 8, column year: the cell is empty. Enter a year from the base year to the horizon.",
        f"posts.csv, line 2, column year: 2019 {outside} many posts, or leave the row out.",
        f"posts.csv, line 7, column year: 2024 {outside} many posts, or leave the row out.",
    ]


def settings_of(method: str, supply: str = "", inputs: str = "") -> tuple[StudySettings, list[str]]:
    problems = ProblemList()
    text = STUDY_TOML.replace('method = "net_growth"', f'method = "{method}"\n{supply}') + inputs
    settings = read_settings(text, problems)
    return settings, [str(one) for one in problems if "promotion" in one.where or "establishment" in one.where]


ESTABLISHMENT = """
[inputs.establishment]
file = "posts.csv"
status = ["collected"]
source = "Anyshire finance"
"""


def test_people_one_by_one_rise_by_rates_unless_the_study_says_into_vacancies():
    for supply, inputs, promotion in (
        ("", "", PUSH),
        ("", ESTABLISHMENT, PUSH),
        ('promotion = "push"', "", PUSH),
        ('promotion = "pull"', ESTABLISHMENT, PULL),
    ):
        settings, problems = settings_of(MICROSIMULATION, supply, inputs)
        assert (settings.promotion, problems) == (promotion, [])
        assert ("establishment" in [item.role for item in settings.inputs]) == bool(inputs)
    assert settings_of("net_growth")[0].promotion == ""


def test_limits_on_posts_that_a_method_cannot_hold_are_refused():
    assert settings_of(MICROSIMULATION, 'promotion = "pull"')[1] == [
        "study.toml, [supply] promotion: with pull people rise into vacancies, and nothing says how many posts there are. "
        "Name the establishment, as [inputs.establishment], or choose push.",
    ]
    assert settings_of(MICROSIMULATION, 'promotion = "both"')[1] == [
        'study.toml, [supply] promotion: "both" is not known. Use one of: push, pull.',
    ]
    assert settings_of("net_growth", 'promotion = "pull"', ESTABLISHMENT)[1] == [
        "study.toml, [supply] promotion: the method net_growth knows no single people who could rise. "
        "Leave it out, or choose the method microsimulation.",
        "study.toml, [inputs.establishment]: the method net_growth knows no limits on posts. "
        "Leave the input out, or choose the method microsimulation.",
    ]


def test_a_study_without_an_establishment_has_no_limits(tmp_path):
    assert read_study(write_small_study(tmp_path / "study")).establishment is None


def test_levers_are_refused_beside_posts():
    problems = ProblemList()
    levers = '\n[inputs.levers]\nfile = "levers.toml"\nstatus = ["assumed"]\nsource = "us"\n'
    text = STUDY_TOML.replace('method = "net_growth"', f'method = "{MICROSIMULATION}"') + ESTABLISHMENT + levers
    read_settings(text, problems)
    assert [str(one) for one in problems if "levers" in one.where] == [
        "study.toml, [inputs.levers]: levers cannot act yet where posts limit who may come. "
        "Leave out the levers and their plan, or the establishment."
    ]


def test_plans_are_refused_for_a_run_whose_posts_limit_who_may_come(tmp_path):
    study = replace(read_study(write_small_study(tmp_path / "study")), establishment=np.ones((2, 4, 3)))
    with pytest.raises(InputProblems) as refused:
        check_levers_can_act(study)
    assert [str(one) for one in refused.value.problems] == [
        "study.toml, [inputs.establishment]: levers cannot act yet where posts limit who may come. "
        "Leave out the levers and their plan, or the establishment."
    ]


def test_a_cohort_has_nobody_to_turn_away_and_stays_as_it_is():
    method = CohortMethod(busy_tallies(), ("ict",), COUNT)
    assert method.with_posts(np.ones((1, 4, 3)), PULL) is method
