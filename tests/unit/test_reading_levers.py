"""What levers.toml and plan.csv say, once they are read: routes, estimates, capacities, limits and sizes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cadreworks.assumptions import Override
from cadreworks.periods import Horizon
from cadreworks.plan.check_sizes import check_sizes
from cadreworks.plan.kinds import KINDS, Act
from cadreworks.plan.levers import Evidence, Funder, LeverSet
from cadreworks.plan.levers_file import load_levers, read_levers
from cadreworks.plan.sizes import read_plan, sizes_in_file
from cadreworks.problems import InputProblems, ProblemList
from cadreworks.settings_file import LoadedFile
from cadreworks.study.plan import lever_specs
from cadreworks.vocabulary import AREA_IDS
from small_levers import AREAS, HORIZON, LEVERS_TOML, SCENARIOS, small_levers, write_small_levers

HEADING = "lever,from_area,from_level,to_area,to_level,year,amount_wte\n"
GRADUATE = "graduate_scheme,outside,outside,ict,professional,2021,12.5\n"


@pytest.fixture(scope="module")
def levers() -> LeverSet:
    return small_levers()


def routes_of(levers: LeverSet, lever_id: str) -> list[str]:
    return [
        f"{route.origin.area} {route.origin.level} > {route.target.area} {route.target.level}"
        for route in levers.lever(lever_id).routes
    ]


@pytest.mark.parametrize(
    ("lever", "routes"),
    [
        (
            "graduate_scheme",
            ["outside outside > clinical_coding professional", "outside outside > ict professional"],
        ),
        ("hiring", ["outside outside > ict manager", "outside outside > ict senior_leader"]),
        (
            "reskilling",
            ["clinical_coding support > ict support", "clinical_coding professional > ict professional"],
        ),
        ("upskilling", ["ict support > ict professional", "ict professional > ict manager"]),
        (
            "working_life",
            ["clinical_coding support > clinical_coding support", "ict support > ict support"],
        ),
        ("contractors", ["outside outside > ict professional"]),
        ("automation", ["none none > clinical_coding support"]),
    ],
)
def test_routes_follow_from_the_kind_in_the_order_of_the_study(levers, lever, routes):
    assert routes_of(levers, lever) == routes


def test_routes_of_all_levers_stand_in_the_order_of_the_file(levers):
    owners = [route.lever for route in levers.routes]
    assert list(dict.fromkeys(owners)) == [lever.id for lever in levers.levers]
    assert owners == sorted(owners, key=list(dict.fromkeys(owners)).index)


def test_reskilling_runs_between_every_pair_of_different_areas():
    text = LEVERS_TOML.replace(
        'from_areas = ["clinical_coding", "health_records"]\nto_areas = ["ict"]\nto_levels = ["support", "professional"]',
        'from_areas = ["ict", "clinical_coding", "health_records"]\n'
        'to_areas = ["ict", "clinical_coding"]\nto_levels = ["manager"]',
    ).replace(
        '\n[[levers.plan]]\nfrom_area = "clinical_coding"\nto_area = "ict"\nto_level = "support"\nyear = 2022\namount_wte = 2\n',
        "",
    )
    assert routes_of(small_levers(text, areas=("clinical_coding", "health_records", "ict")), "reskilling") == [
        "clinical_coding manager > ict manager",
        "health_records manager > clinical_coding manager",
        "health_records manager > ict manager",
        "ict manager > clinical_coding manager",
    ]


def test_upskilling_from_stated_levels_may_pass_over_one():
    text = LEVERS_TOML.replace(
        'to_levels = ["professional", "manager"]', 'from_levels = ["support"]\nto_levels = ["manager"]'
    )
    assert routes_of(small_levers(text), "upskilling") == ["ict support > ict manager"]


def test_what_the_file_says_of_a_lever_is_kept(levers):
    lever = levers.lever("graduate_scheme")
    assert (lever.name, lever.kind.id, lever.owner) == ("Graduate scheme", "graduate_scheme", "Anyshire academy")
    assert (lever.funder, lever.evidence) == (Funder.CENTRAL, Evidence.BEFORE_AND_AFTER)
    assert (lever.source, lever.note) == ("Anyshire academy, report of 2019", "two intakes so far")
    assert (lever.lead_years, lever.lasts_years, lever.minimum) == (1, None, 5.0)
    assert lever.recommendations == ("001-10", "002-08")
    assert lever.costs.price_year == 2019
    assert levers.lever("hiring").costs.price_year == 2020
    assert levers.lever("contractors").lasts_years == 1


def test_capacity_is_that_last_stated_and_nothing_before(levers):
    assert levers.lever("graduate_scheme").capacity == {2021: 20.0, 2022: 30.0}
    assert levers.lever("hiring").capacity == {2021: 10.0, 2022: 10.0}
    assert levers.lever("working_life").capacity == {2021: 0.0, 2022: 60.0}


def test_capacity_begins_with_the_first_year_of_the_goal():
    text = LEVERS_TOML.replace("first_year = 2021", "first_year = 2022").replace("year = 2021\n", "year = 2022\n")
    text = text.replace("[[goal.milestones]]\nyear = 2022\ncloses = 0.2\n", "")
    levers = small_levers(text, horizon=Horizon(2020, 2024))
    assert levers.lever("graduate_scheme").capacity == {2022: 30.0, 2023: 30.0, 2024: 30.0}
    assert levers.lever("hiring").capacity == {2022: 10.0, 2023: 10.0, 2024: 10.0}


def test_estimates_become_assumptions_with_source_and_owner(levers):
    entry = levers.register["lever.graduate_scheme.deadweight"]
    assert entry is levers.lever("graduate_scheme").deadweight
    assert (entry.value, entry.low, entry.high) == (0.1, 0.0, 0.3)
    assert (entry.source, entry.note, entry.owner) == ("Anyshire academy, survey", "few answers", "Anyshire academy")
    assert levers.register["lever.graduate_scheme.completion"].source == "Anyshire academy, report of 2019"
    assert levers.register["lever.graduate_scheme.set_up_gbp"].unit == "pounds of 2019"
    assert levers.register["lever.automation.per_year_gbp"].unit == "pounds of 2020 per wte and year"
    assert levers.register["levers.price_growth_per_year"].owner == "Anyshire workforce team"


@pytest.mark.parametrize(
    ("assumption", "value"),
    [
        ("lever.hiring.drop_out", 0.0),
        ("lever.hiring.deadweight", 0.0),
        ("lever.hiring.effect", 1.0),
        ("lever.hiring.set_up_gbp", 0.0),
        ("lever.hiring.per_year_gbp", 0.0),
        ("lever.hiring.completion", 1.0),
    ],
)
def test_what_is_left_out_or_plain_has_no_range(levers, assumption, value):
    entry = levers.register[assumption]
    assert (entry.low, entry.value, entry.high) == (value, value, value)


def test_every_estimate_stands_in_the_register(levers):
    assert len(levers.register.entries) == 2 + 2 + 7 * len(levers.levers)
    assert levers.price_growth is levers.register["levers.price_growth_per_year"]
    assert levers.shortfall_gbp is levers.register["levers.shortfall_gbp_per_wte_year"]


def test_areas_without_a_line_of_their_own_share_one_assumption_of_leaving():
    levers = small_levers(areas=("clinical_coding", "health_records", "ict"))
    assert levers.leaving["clinical_coding"] is levers.leaving["health_records"]
    assert levers.leaving["ict"].id == "levers.leaving_per_year.ict"
    assert levers.leaving["ict"].value == 0.14


def test_all_areas_may_have_a_line_of_their_own():
    text = LEVERS_TOML.replace("\nall = { value", "\nclinical_coding = { value")
    assert {area: entry.id for area, entry in small_levers(text).leaving.items()} == {
        "clinical_coding": "levers.leaving_per_year.clinical_coding",
        "ict": "levers.leaving_per_year.ict",
    }


def test_an_override_takes_the_place_of_an_estimate(levers):
    override = Override("lever.hiring.completion", 0.5, 0.4, 0.6, "board", "2021-05-01", "few came")
    overridden = replace(levers, register=levers.register.overriding([override]))
    assert overridden.register["lever.hiring.completion"].in_use == 0.5


def test_weights_sum_to_one():
    assert small_levers().goal.weights == {"future": 1.0}
    text = LEVERS_TOML.replace("weights = { future = 2 }", "weights = { future = 3, gloom = 1 }")
    assert small_levers(text, scenarios=("future", "gloom")).goal.weights == {"future": 0.75, "gloom": 0.25}
    text = LEVERS_TOML.replace("weights = { future = 2 }\n", "")
    assert small_levers(text, scenarios=("future", "gloom")).goal.weights == {"future": 0.5, "gloom": 0.5}


def test_a_limit_that_speaks_of_no_area_of_the_study_is_left_out():
    text = LEVERS_TOML.replace('areas = ["ict"]\nmost', 'areas = ["ict", "health_records"]\nmost')
    assert small_levers(text).limits[0].areas == ("ict",)
    text = LEVERS_TOML.replace('areas = ["ict"]\nmost', 'areas = ["health_records"]\nmost')
    assert small_levers(text).limits == ()
    text = LEVERS_TOML.replace('areas = ["ict"]\nmost', "most")
    assert small_levers(text).limits[0].areas == ()


def test_sizes_for_areas_that_the_study_does_not_cover_are_left_out():
    more = '\n[[levers.plan]]\nto_area = "health_records"\nto_level = "professional"\nyear = 2021\namount_wte = 3\n'
    text = LEVERS_TOML.replace('to_areas = ["ict", "clinical_coding"]', 'to_areas = ["ict", "health_records"]')
    levers = small_levers(text.replace("amount_wte = 12\n", f"amount_wte = 12\n{more}"))
    assert [route.target.area for route, _ in levers.lever("graduate_scheme").sizes] == ["ict"]


def test_the_file_may_begin_with_the_mark_of_its_encoding(tmp_path):
    path = tmp_path / "levers.toml"
    path.write_bytes(b"\xef\xbb\xbf" + LEVERS_TOML.encode())
    assert read_levers(path, areas=AREAS, scenarios=SCENARIOS, horizon=HORIZON) == small_levers()


def test_levers_are_found_in_their_folder(tmp_path):
    write_small_levers(tmp_path / "levers.toml")
    assert read_levers(tmp_path, areas=AREAS, scenarios=SCENARIOS, horizon=HORIZON) == small_levers()


def test_problems_elsewhere_do_not_spoil_good_levers():
    problems = ProblemList()
    problems.add("stock.csv", "it is wrong", "Mend it.")
    loaded = LoadedFile("levers.toml", LEVERS_TOML.encode())
    assert load_levers(loaded, areas=AREAS, scenarios=SCENARIOS, horizon=HORIZON, problems=problems)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_every_kind_can_be_written(kind):
    lasts = "lasts_years = 1\n" if kind.act is Act.STAND_IN else ""
    takes = 'from_areas = ["clinical_coding"]\n' if kind.id == "reskilling" else ""
    section = f"""
[[levers]]
id = "another"
name = "Another"
kind = "{kind.id}"
owner = "x"
funder = "local"
evidence = "A"
source = "x"
{takes}to_areas = ["ict"]
to_levels = ["manager"]
lead_years = 0
{lasts}completion = 1
effect = 0.5
capacity = {{ 2021 = 5 }}
"""
    lever = small_levers(LEVERS_TOML + section).lever("another")
    assert lever.kind is kind
    assert len(lever.routes) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("per_start_gbp = 6000", "per_start_gbp = 0"),  # free, but nobody comes back by it
        ("per_start_gbp = 12000", "per_start_gbp = -38000"),  # a grant that pays all of it
        ("drop_out = 0.1", "drop_out = 1"),  # nobody stays: of no use, but nobody comes out of nothing
        ("completion = { value = 0.85, low = 0.7, high = 0.95 }", "completion = { value = 1, low = 0, high = 1 }"),
        ("capacity = { 2021 = 10 }", "capacity = { 2021 = 0, 2022 = 30 }"),
        ("capacity = { 2021 = 20, 2022 = 30 }", "capacity = { 2022 = 30.5, 2021 = 20 }"),
        ("lead_years = 0\nlasts_years = 1", "lead_years = 1\nlasts_years = 20"),
        ("decide_in = 2022", "decide_in = 2021"),
        ("closes = 0.6", "closes = 0.2"),
    ],
)
def test_what_is_only_unusual_is_no_problem(old, new):
    assert old in LEVERS_TOML
    assert small_levers(LEVERS_TOML.replace(old, new, 1))


def reskilled(drop_out: float, per_start: float) -> str:
    """Levers by which coders and others may go round."""
    text = LEVERS_TOML.replace(
        'from_areas = ["clinical_coding", "health_records"]\nto_areas = ["ict"]',
        'from_areas = ["clinical_coding", "ict"]\nto_areas = ["clinical_coding", "ict"]',
    )
    return text.replace("drop_out = 0.1\nper_start_gbp = 5000", f"drop_out = {drop_out}\nper_start_gbp = {per_start}")


@pytest.mark.parametrize(
    ("drop_out", "per_start", "profits"),
    [(0.0, 0, True), (0.0, -1, True), (0.0, 1, False), (0.01, 0, False), (0.01, -1, False)],
)
def test_going_round_must_cost_people_or_money(drop_out, per_start, profits):
    text = reskilled(drop_out, per_start)
    if profits:
        with pytest.raises(InputProblems, match="staff could go round"):
            small_levers(text)
    else:
        assert small_levers(text)


def plan_of(text: str, levers: LeverSet, horizon: Horizon = HORIZON) -> tuple[np.ndarray, list[str]]:
    problems = ProblemList()
    sizes = read_plan(LoadedFile("plan.csv", text.encode()), levers, horizon, problems)
    return sizes, [str(problem) for problem in problems]


def test_a_plan_is_read_by_route_and_year(levers):
    rows = (
        "reskilling,clinical_coding,support,ict,support,2022,2\nautomation,none,none,clinical_coding,support,2021,1\n"
    )
    sizes, problems = plan_of(HEADING + GRADUATE + rows, levers)
    assert problems == []
    assert sizes.shape == (12, 2)
    assert {(place, year): sizes[place, year] for place, year in np.argwhere(sizes)} == {
        (1, 0): 12.5,
        (4, 1): 2.0,
        (11, 0): 1.0,
    }


def test_columns_of_cost_are_passed_over(levers):
    text = f"{HEADING.strip()},cost_gbp,pay_gbp\n{GRADUATE.strip()},17,\n"
    assert plan_of(text, levers)[1] == []
    assert np.array_equal(plan_of(text, levers)[0], plan_of(HEADING + GRADUATE, levers)[0])


def test_a_plan_of_nothing_is_a_plan(levers):
    sizes, problems = plan_of(HEADING, levers)
    assert problems == []
    assert not sizes.any()


def test_the_file_proposes_sizes(levers):
    sizes = sizes_in_file(levers, HORIZON)
    assert {(place, year): sizes[place, year] for place, year in np.argwhere(sizes)} == {(1, 0): 12.0, (4, 1): 2.0}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            GRADUATE.replace("graduate_scheme", "graduates"),
            'plan.csv, line 2, column lever: "graduates" is no lever of the file of levers. Did you mean graduate_scheme? '
            "Use one of: graduate_scheme, hiring, reskilling, upskilling, working_life, contractors, automation.",
        ),
        (
            GRADUATE.replace("professional", "manager"),
            "plan.csv, line 2: no route of graduate_scheme leads from outside to ict, manager. Name areas and levels "
            "between which it gives.",
        ),
        (
            GRADUATE.replace("outside,outside", "ict,support"),
            "plan.csv, line 2: no route of graduate_scheme leads from ict, support to ict, professional. Name areas and "
            "levels between which it gives.",
        ),
        (
            GRADUATE.replace("2021", "2020"),
            "plan.csv, line 2, column year: 2020 is no year in which a lever may start. Enter 2021 to 2022.",
        ),
        (
            GRADUATE.replace("2021", "2023"),
            "plan.csv, line 2, column year: 2023 is no year in which a lever may start. Enter 2021 to 2022.",
        ),
        (
            GRADUATE.replace("12.5", "-1"),
            "plan.csv, line 2, column amount_wte: -1 is below 0. Enter whole-time equivalents, 0 or more.",
        ),
        (
            GRADUATE.replace("12.5", "nan"),
            'plan.csv, line 2, column amount_wte: "nan" is not a number. Enter whole-time equivalents, 0 or more.',
        ),
        (
            GRADUATE.replace("12.5", "1e400"),
            "plan.csv, line 2, column amount_wte: 1e400 is above 1,000,000. Enter whole-time equivalents, 0 or more.",
        ),
        (
            GRADUATE + GRADUATE,
            "plan.csv, line 3: this row repeats line 2 (lever graduate_scheme, from_area outside, from_level outside, "
            "to_area ict, to_level professional, year 2021). Keep one of the two.",
        ),
        (
            GRADUATE.replace("ict", "catering"),
            'plan.csv, line 2, column to_area: "catering" is not a known to area. Use one of: clinical_coding, '
            "health_records, information_management, ict, clinical_informatics, knowledge_management, "
            "it_programmes_projects, it_strategy_development, it_education_training.",
        ),
    ],
)
def test_a_broken_plan_is_answered_in_these_words(levers, rows, said):
    assert plan_of(HEADING + rows, levers)[1] == [said]


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ({(0, 0): 20.0}, []),
        ({(0, 0): 20.0000005}, []),
        ({(0, 0): 4.9999995}, []),
        (
            {(0, 0): 12.0, (1, 0): 8.5},
            [
                "plan.csv, graduate_scheme in 2021: 20.5 wte would start, more than its capacity of 20. Start fewer, or "
                "raise its capacity."
            ],
        ),
        (
            {(0, 1): 4.99},
            [
                "plan.csv, graduate_scheme in 2022: 4.99 wte would start, fewer than its minimum of 5. Start as many as "
                "that, or none."
            ],
        ),
        (
            {(8, 0): 1.0},
            [
                "plan.csv, working_life in 2021: 1 wte would start, more than its capacity of 0. Start fewer, or raise its "
                "capacity."
            ],
        ),
        ({(0, 1): 30.0, (2, 1): 10.0}, []),  # those for coding do not count towards the limit
        (
            {(1, 1): 30.0, (2, 1): 6.0, (3, 1): 4.25},
            [
                "plan.csv, graduate_scheme and hiring in 2022: 40.25 wte would start, more than the limit "
                "graduate_market of 40. Start fewer, or raise the limit.",
                "plan.csv, hiring in 2022: 10.25 wte would start, more than its capacity of 10. Start fewer, or raise its "
                "capacity.",
            ],
        ),
    ],
)
def test_a_plan_keeps_within_capacity_minimum_and_limits(levers, amounts, said):
    sizes, problems = np.zeros((12, 2)), ProblemList()
    for at, amount in amounts.items():
        sizes[at] = amount
    check_sizes(sizes, levers, problems, horizon=HORIZON, where="plan.csv")
    assert sorted(str(problem) for problem in problems) == said


def test_all_nine_areas_are_read_in_the_study_s_order():
    levers = small_levers(areas=AREA_IDS)
    assert [route.origin.area for route in levers.lever("reskilling").routes] == ["clinical_coding"] * 2 + [
        "health_records"
    ] * 2


def test_an_override_may_be_whatever_the_file_may_say():
    """Each estimate of the register by its own setting: pounds as pounds, shares as shares."""
    specs = {spec.id: (spec.least, spec.most) for spec in lever_specs(small_levers())}
    assert set(specs) == set(small_levers().register.assumptions)
    assert specs["lever.graduate_scheme.completion"] == (0, 1)
    assert specs["lever.graduate_scheme.per_start_gbp"] == (-100_000, 1_000_000)
    assert specs["lever.graduate_scheme.set_up_gbp"] == (0, 10_000_000_000)
    assert specs["levers.price_growth_per_year"] == (-0.1, 0.25)
    assert specs["levers.leaving_per_year.ict"] == (0, 1)
    for entry in small_levers().register.entries:
        least, most = specs[entry.id]
        assert least <= entry.low <= entry.high <= most
