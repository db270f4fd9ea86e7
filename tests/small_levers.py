"""Levers for the small study: one of each kind of act, small enough to change in a test."""

from __future__ import annotations

from pathlib import Path

from cadreworks.periods import Horizon
from cadreworks.plan.levers import LeverSet
from cadreworks.plan.levers_file import load_levers
from cadreworks.problems import ProblemList
from cadreworks.settings_file import LoadedFile

AREAS = ("clinical_coding", "ict")
SCENARIOS = ("future",)
HORIZON = Horizon(2020, 2022)

LEVERS_TOML = """\
title = "Levers for Anyshire"
owner = "Anyshire workforce team"
price_year = 2020
price_growth_per_year = { value = 0.02, low = 0.01, high = 0.03, source = "Anyshire finance", note = "assumed" }
shortfall_gbp_per_wte_year = { value = 90000, low = 60000, high = 120000, source = "Anyshire finance" }

[leaving_per_year]
all = { value = 0.1, low = 0.08, high = 0.12, source = "Anyshire staff records" }
ict = { value = 0.14, low = 0.1, high = 0.2, source = "Anyshire staff records" }

[goal]
closes = ["future"]
confidence = 0.8
level_share = 0.9
first_year = 2021
decide_in = 2022
growth_per_year = 0.3
growth_wte = 50
moving_share = 0.05
weights = { future = 2 }

[[goal.milestones]]
year = 2021
closes = 0.2

[[goal.milestones]]
year = 2022
closes = 0.6

[[limits]]
id = "graduate_market"
name = "Graduates whom Anyshire can win in a year"
levers = ["graduate_scheme", "hiring"]
areas = ["ict"]
most = { 2021 = 40 }
source = "Anyshire workforce team"

[[levers]]
id = "graduate_scheme"
name = "Graduate scheme"
kind = "graduate_scheme"
owner = "Anyshire academy"
funder = "central"
evidence = "C"
source = "Anyshire academy, report of 2019"
note = "two intakes so far"
to_areas = ["ict", "clinical_coding"]
to_levels = ["professional"]
lead_years = 1
minimum_per_year = 5
completion = { value = 0.85, low = 0.7, high = 0.95 }
drop_out = 0.1
deadweight = { value = 0.1, low = 0.0, high = 0.3, source = "Anyshire academy, survey", note = "few answers" }
set_up_gbp = { value = 50000, low = 30000, high = 80000 }
per_start_gbp = 12000
per_year_gbp = { value = 38000, low = 34000, high = 42000 }
price_year = 2019
capacity = { 2021 = 20, 2022 = 30 }
recommendations = ["001-10", "002-08"]

[[levers.plan]]
to_area = "ict"
to_level = "professional"
year = 2021
amount_wte = 12

[[levers]]
id = "hiring"
name = "External recruitment"
kind = "external_recruitment"
owner = "Anyshire trusts"
funder = "local"
evidence = "E"
source = "assumed"
to_areas = ["ict"]
to_levels = ["manager", "senior_leader"]
lead_years = 0
completion = 1
per_start_gbp = 6000
capacity = { 2021 = 10 }

[[levers]]
id = "reskilling"
name = "Reskilling of coders"
kind = "reskilling"
owner = "Anyshire academy"
funder = "levy"
evidence = "D"
source = "assumed"
from_areas = ["clinical_coding", "health_records"]
to_areas = ["ict"]
to_levels = ["support", "professional"]
lead_years = 1
completion = 0.8
drop_out = 0.1
per_start_gbp = 5000
capacity = { 2021 = 8 }

[[levers.plan]]
from_area = "clinical_coding"
to_area = "ict"
to_level = "support"
year = 2022
amount_wte = 2

[[levers]]
id = "upskilling"
name = "From professional to manager"
kind = "upskilling"
owner = "Anyshire academy"
funder = "levy"
evidence = "D"
source = "assumed"
to_areas = ["ict"]
to_levels = ["professional", "manager"]
lead_years = 1
completion = 0.8
per_start_gbp = 5000
capacity = { 2021 = 8 }

[[levers]]
id = "working_life"
name = "Flexible working"
kind = "retention_working_life"
owner = "Anyshire trusts"
funder = "local"
evidence = "B"
source = "assumed"
to_areas = ["clinical_coding", "ict"]
to_levels = ["support"]
lead_years = 0
completion = 1
effect = { value = 0.1, low = 0.0, high = 0.2 }
per_year_gbp = 500
capacity = { 2022 = 60 }

[[levers]]
id = "contractors"
name = "Contractors"
kind = "contractors"
owner = "Anyshire trusts"
funder = "local"
evidence = "C"
source = "assumed"
to_areas = ["ict"]
to_levels = ["professional"]
lead_years = 0
lasts_years = 1
completion = 1
per_year_gbp = 120000
capacity = { 2021 = 15 }

[[levers]]
id = "automation"
name = "Coding by machine"
kind = "automation"
owner = "Anyshire trusts"
funder = "central"
evidence = "D"
source = "assumed"
to_areas = ["clinical_coding"]
to_levels = ["support"]
lead_years = 1
completion = 0.9
effect = { value = 0.6, low = 0.2, high = 1.0 }
set_up_gbp = 200000
per_year_gbp = 4000
capacity = { 2021 = 10 }
"""


def write_small_levers(path: Path) -> Path:
    """Write the levers to the file `path`; they fit the small study."""
    path.write_text(LEVERS_TOML, encoding="utf-8")
    return path


def small_levers(
    text: str = LEVERS_TOML,
    *,
    areas: tuple[str, ...] = AREAS,
    scenarios: tuple[str, ...] = SCENARIOS,
    horizon: Horizon = HORIZON,
) -> LeverSet:
    """The levers of a text, read. Raises InputProblems."""
    problems = ProblemList()
    file = LoadedFile("levers.toml", text.encode())
    levers = load_levers(file, areas=areas, scenarios=scenarios, horizon=horizon, problems=problems)
    problems.stop_if_any()
    assert levers is not None
    return levers
