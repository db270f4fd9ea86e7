"""Writes the reference pages in docs/reference from the code that they describe, so that they are true.

    python tools/write_reference_pages.py [--check]

With --check nothing is written: the exit code is 1 where a page is not what the code says.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from cadreworks.demand import RETURNS_TABLE, SCENARIO_SETTINGS
from cadreworks.randomness import MOST_DRAWS
from cadreworks.reports.one_by_one.specs import TABLES_OF_CAREERS
from cadreworks.reports.result_specs import RESULT_TABLES, TABLES_OF_PEOPLE, VACANCIES
from cadreworks.review.reconcile import FIGURES_TABLE
from cadreworks.settings_file import INPUT_SETTINGS, MOST_BYTES, Role
from cadreworks.study import DECLARED_ASSUMPTIONS, INPUT_TABLES
from cadreworks.study.settings import (
    DEMAND_SETTINGS,
    FROM_RECORDS,
    MOST_NUMBERS,
    RECORDS_SETTINGS,
    ROLES,
    STUDY_SETTINGS,
    SUPPLY_SETTINGS,
)
from cadreworks.supply import COHORT, COUNT, RATIO
from cadreworks.supply.rate_specs import KINDS, rate_spec
from cadreworks.supply.track_record import SCORES_TABLE
from cadreworks.tables.read import MOST_COLUMNS
from cadreworks.tables.spec import MOST_ROWS
from cadreworks.tables.values import MOST_LETTERS
from cadreworks.vocabulary import (
    AREAS,
    FEDIP_LEVELS,
    JOB_ROLES,
    LEVELS,
    PAY_BANDS,
    ROLE_FAMILIES,
    SKILLS,
    STATUSES,
    area_of_work,
)
from page_of_commands import commands
from page_of_demand_exercise import demand_exercise
from page_of_levers import levers
from page_of_method import method_in_tables
from page_of_plans import plan_folder
from page_of_sensitivity import sensitivity_folder
from reference_markdown import columns_written, markdown_table, settings_table, table_description

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"
MADE_BY = "<!-- Made by tools/write_reference_pages.py; change what it is made from, then run make fix. -->\n"


def study_folder() -> Iterator[str]:
    yield "# The study folder"
    yield ""
    yield "A study is a folder: `study.toml`, and the files that it names. `cadre demo` makes one to start from."
    yield ""
    yield "## study.toml"
    for heading, settings in (
        ("At the top", STUDY_SETTINGS),
        ("[supply]", SUPPLY_SETTINGS),
        ("[demand]", DEMAND_SETTINGS),
        ("[records], with the method `cohort`", RECORDS_SETTINGS),
        ("[[scenarios]], one section for each", SCENARIO_SETTINGS),
        ("[inputs.NAME], one section for each input", INPUT_SETTINGS),
    ):
        yield ""
        yield f"### {heading}"
        yield ""
        yield from settings_table(settings)
    yield ""
    yield "## Inputs"
    yield ""
    rows = [[f"`{role.name}`", role.means, needed(role)] for role in ROLES]
    yield from markdown_table(["NAME", "what the file holds", "needed"], rows)
    for role in (role for role in ROLES if role.name in INPUT_TABLES):
        yield ""
        yield f"### {role.name}"
        yield ""
        yield from table_description(INPUT_TABLES[role.name])
    yield ""
    yield "## Assumptions that every study declares"
    yield ""
    rows = [
        [f"`{spec.id}`", spec.unit, spec.means, f"{spec.least:g} to {spec.most:g}"] for spec in DECLARED_ASSUMPTIONS
    ]
    yield from markdown_table(["id", "unit", "meaning", "possible values"], rows)
    yield ""
    yield "Methods add assumptions that they work out from data, and these can be overridden too: "
    yield "`net_growth_per_year.AREA` (or `.AREA.LEVEL`), and `typical_organisations.AREA`."
    yield f"With the method `{COHORT}` these stand in the place of net growth, for each area that it was seen in often"
    yield "enough; an override multiplies all rates of its kind in the area by itself over what was observed:"
    yield ""
    specs = dict.fromkeys(rate_spec(kind, AREAS[0].id, basis) for basis in (COUNT, RATIO) for kind in KINDS)
    rows = [[f"`{spec.id.split('.')[0]}.AREA`", spec.unit, spec.means] for spec in specs]
    yield from markdown_table(["id", "unit", "meaning"], rows)
    yield ""
    yield from limits_of_a_study()
    yield ""
    yield "## Where figures come from"
    yield ""
    yield from markdown_table(["status", "meaning"], [[f"`{status.id}`", status.means] for status in STATUSES])


def limits_of_a_study() -> Iterator[str]:
    yield "## Limits"
    yield ""
    rows = [
        ["a file", f"{MOST_BYTES // 2**20} MB"],
        ["a table", f"{MOST_ROWS:,} rows ({RETURNS_TABLE.most_rows:,} of returns) and {MOST_COLUMNS} columns"],
        [
            "a text",
            f"{MOST_LETTERS:,} characters; no control character; no beginning that spreadsheets run as a formula",
        ],
        [
            "draws",
            f"{MOST_DRAWS:,}, and draws x years x cells {MOST_NUMBERS:,}, where cells are (areas + 1) x (levels + 1)",
        ],
    ]
    yield from markdown_table(["of", "at most"], rows)


def needed(role: Role) -> str:
    said = "yes" if role.required else "no"
    return f"{said}; not with `{COHORT}`" if role.name in FROM_RECORDS else said


def results() -> Iterator[str]:
    yield "# The results folder"
    yield ""
    yield "What `cadre run STUDY --out OUT` writes. Same inputs, seed and draws give the same bytes in every file but"
    yield "`run.log`. CSV is UTF-8 with commas; numbers are not rounded; `all` stands for a total."
    yield ""
    files = [
        ["`report.html`", "the publication, one page that needs nothing else"],
        ["`tables.xlsx`", "its tables and the long ones behind them, after the guidance for statistical tables"],
        ["`charts/*.svg`, `charts/*.png`", "every figure, with title and source"],
        ["`tables/*.csv`", "the result tables below"],
        [
            "`inputs/`",
            "a copy of every study file; what organisations answered by name can be read by the owner only, and is not for publication",
        ],
        [
            "`manifest.json`",
            "version, digests of study, inputs and results, seed, draws, methods; whether results are not for publication",
        ],
        ["`run.log`", "times, paths and versions: the only file that may differ between two runs"],
    ]
    yield from markdown_table(["file", "what it holds"], files)
    for spec in (*RESULT_TABLES, *TABLES_OF_PEOPLE, *TABLES_OF_CAREERS, VACANCIES, SCORES_TABLE):
        yield ""
        yield f"## tables/{spec.name}.csv"
        yield ""
        yield spec.means + ("" if spec in RESULT_TABLES else " Not every study has it.")
        yield ""
        yield from columns_written(spec)
    yield ""
    yield "## A list of figures for cadre reconcile --to"
    yield ""
    yield from table_description(FIGURES_TABLE)


def vocabulary() -> Iterator[str]:
    yield "# Vocabulary"
    yield ""
    yield "The closed lists of the field. Sources are named once where a whole list has one."
    sections = (
        ("Areas of work", ["id", "name", "code", "role family", "what it does"],
         [[f"`{area.id}`", area.name, area.code, area.role_family, area.description] for area in AREAS], AREAS),
        ("Role families", ["id", "name", "what it does"],
         [[f"`{family.id}`", family.name, family.description] for family in ROLE_FAMILIES], ROLE_FAMILIES),
        ("Job levels", ["id", "name", "who"],
         [[f"`{level.id}`", level.name, level.description] for level in LEVELS], LEVELS),
        ("Pay bands", ["id", "name", "job level"],
         [[f"`{band.id}`", band.name, band.job_level] for band in PAY_BANDS], PAY_BANDS),
        ("FEDIP levels", ["id", "name", "pay bands"],
         [[f"`{level.id}`", level.name, f"{level.lowest_band} to {level.highest_band}"
           + (" and very senior managers" if level.includes_very_senior_managers else "")] for level in FEDIP_LEVELS],
         FEDIP_LEVELS),
        ("Skills", ["number", "category", "skill"],
         [[skill.id, skill.category.replace("_", " "), skill.name] for skill in SKILLS], SKILLS),
    )  # fmt: skip
    for heading, headings, rows, entries in sections:
        yield ""
        yield f"## {heading}"
        yield ""
        yield f"Source: {entries[0].source}. Edition: {entries[0].edition}."
        yield ""
        yield from markdown_table(headings, rows)
    yield ""
    yield "## Job roles"
    yield ""
    yield f"Edition: {JOB_ROLES[0].edition}."
    yield ""
    rows = [
        [role.id, role.name, area_of_work(role.area).name, ", ".join(role.fedip_levels), role.description, role.source]
        for role in JOB_ROLES
    ]
    yield from markdown_table(["id", "job role", "area of work", "FEDIP levels", "what it does", "source"], rows)


PAGES = {
    "commands.md": commands,
    "study-folder.md": study_folder,
    "demand-exercise.md": demand_exercise,
    "levers.md": levers,
    "plan-folder.md": plan_folder,
    "results-folder.md": results,
    "sensitivity-folder.md": sensitivity_folder,
    "vocabulary.md": vocabulary,
    "method-in-tables.md": method_in_tables,
}


def main() -> None:
    stale = []
    for name, make in PAGES.items():
        text = MADE_BY + "\n" + "\n".join(make()).rstrip() + "\n"
        path = FOLDER / name
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        raise SystemExit(f"docs/reference: {', '.join(stale)} differ from what the code says. Run make fix.")


if __name__ == "__main__":
    main()
