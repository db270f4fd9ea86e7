"""A study of two areas of work, one scenario and three returns: small enough to change in a test and to run in
a moment, with every kind of input that a study can have.
"""

from __future__ import annotations

import re
from pathlib import Path

LEVELS = ("support", "professional", "manager", "senior_leader")

STUDY_TOML = """\
title = "A small study"
coverage = "Anyshire"
owner = "Anyshire workforce team"
edition = "first"
base_year = 2020
horizon = 2022
seed = 7
draws = 40
areas = ["clinical_coding", "ict"]

[supply]
method = "net_growth"

[demand]
method = "mean_sd"
points = [2021, 2022]

[[scenarios]]
id = "future"
name = "Bright Future"

[inputs.stock]
file = "stock.csv"
status = ["collected"]
source = "Anyshire staff records"

[inputs.growth]
file = "growth.csv"
status = ["collected"]
source = "Anyshire staff records"

[inputs.typical_organisation]
file = "typical_organisation.csv"
status = ["assumed"]
source = "Anyshire workforce team"

[inputs.returns]
file = "returns.csv"
status = ["collected"]
source = "Anyshire demand exercise"

[inputs.pay_points]
file = "pay_points.csv"
status = ["published"]
source = "Agenda for Change pay scales 2020/21"

[inputs.pay_bands]
file = "pay_bands.csv"
status = ["assumed"]
source = "Anyshire workforce team"

[inputs.assumptions]
file = "assumptions.csv"
status = ["assumed"]
source = "Anyshire workforce team"

[inputs.overrides]
file = "overrides.csv"
status = ["assumed"]
source = "Anyshire workforce board"
"""

FILES = {
    "study.toml": STUDY_TOML,
    "stock.csv": """\
area,level,wte,status,source
clinical_coding,all,100,collected,records
clinical_coding,support,60,collected,records
clinical_coding,professional,40,collected,records
clinical_coding,manager,0,collected,records
clinical_coding,senior_leader,0,collected,records
ict,support,80,collected,records
ict,professional,90,collected,records
ict,manager,20,collected,records
ict,senior_leader,10,collected,records
""",
    "growth.csv": """\
area,level,year,net_growth,status,source
clinical_coding,all,2016-17,0.00,collected,records
clinical_coding,all,2017-18,0.10,collected,records
clinical_coding,all,2018-19,0.20,collected,records
ict,all,2016-17,-0.05,collected,records
ict,all,2017-18,0.00,collected,records
ict,all,2018-19,0.05,collected,records
""",
    "typical_organisation.csv": """\
area,level,wte,status,source
clinical_coding,support,6,assumed,team
clinical_coding,professional,4,assumed,team
clinical_coding,manager,0,assumed,team
clinical_coding,senior_leader,0,assumed,team
ict,support,8,assumed,team
ict,professional,9,assumed,team
ict,manager,2,assumed,team
ict,senior_leader,1,assumed,team
""",
    "pay_points.csv": """\
band,top_of_band_gbp,status,source
4,24157,published,scales
6,37890,published,scales
8a,51668,published,scales
8c,73664,published,scales
""",
    "pay_bands.csv": """\
costed,id,band,status,source
area,clinical_coding,4,assumed,team
area,ict,6,assumed,team
level,support,4,assumed,team
level,professional,6,assumed,team
level,manager,8a,assumed,team
level,senior_leader,8c,assumed,team
""",
    "assumptions.csv": """\
id,value,unit,low,high,source,owner,date,note
supply_base_years,3,years,3,3,team,planners,2021-04-01,
pay_growth_per_year,0.02,share per year,0.01,0.03,team,finance,2021-04-01,
on_cost_pension,0.2,share of pay,0.2,0.24,team,finance,2021-04-01,
on_cost_national_insurance,0.1,share of pay,0.1,0.1,team,finance,2021-04-01,
discount_rate_per_year,0.05,share per year,0.05,0.05,team,finance,2021-04-01,
""",
    "overrides.csv": """\
assumption,value,low,high,who,when,why
net_growth_per_year.clinical_coding,0.05,,,workforce board,2021-05-01,a recruitment freeze is planned
""",
}

ANSWERS = {
    # organisation: factor on the typical organisation in 2021 and in 2022
    "North trust": (1.0, 0.9),
    "South trust": (1.2, 1.5),
    "West trust": (1.1, 1.2),
}


def returns_csv() -> str:
    """Each organisation scales the typical one; managers in coding are new, so that a level starts at nobody."""
    typical = [line.split(",") for line in FILES["typical_organisation.csv"].splitlines()[1:]]
    lines = ["organisation,scenario,year,area,level,wte,low,high,confidence,comment,signed_off_by"]
    for organisation, factors in ANSWERS.items():
        for year, factor in zip((2021, 2022), factors, strict=True):
            for area, level, wte, *_ in typical:
                new = 1.0 if (area, level, year) == ("clinical_coding", "manager", 2022) else 0.0
                answer = round(float(wte) * factor + new, 2)
                lines.append(f"{organisation},future,{year},{area},{level},{answer},,,,,director")
    return "\n".join(lines) + "\n"


def write_small_study(folder: Path) -> Path:
    """Write the study into `folder`, which is made."""
    folder.mkdir(parents=True)
    for name, text in {**FILES, "returns.csv": returns_csv()}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


IN_PLACE_OF = {
    'method = "net_growth"': 'method = "cohort"\n\n[records]\nstatus = ["made_up"]\nsource = "Anyshire staff records"',
    "horizon = 2022": "horizon = 2023",
    "points = [2021, 2022]": "points = [2021, 2023]",
}


def write_cohort_study(folder: Path) -> Path:
    """The small study, with its supply from staff records."""
    write_small_study(folder)
    for old, new in IN_PLACE_OF.items():
        edit(folder, "study.toml", old, new)
    edit(folder, "returns.csv", ",2022,", ",2023,")
    text = (folder / "study.toml").read_text(encoding="utf-8")
    text = re.sub(r"\[inputs\.(stock|growth|overrides)\]\n(.+\n)+\n?", "", text)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    for name in ("stock.csv", "growth.csv", "overrides.csv"):
        (folder / name).unlink()
    return folder
