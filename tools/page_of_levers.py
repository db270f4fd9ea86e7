"""The reference page of levers: what levers.toml says, what kinds there are, and the table of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cadreworks.plan.kinds import KINDS, Act
from cadreworks.plan.levers import LEVERS_FILE, Evidence, Funder
from cadreworks.plan.levers_file.settings import (
    FILE_SETTINGS,
    GOAL_SETTINGS,
    LEAVING_OF_ALL,
    LEAVING_SETTINGS,
    LEVER_SETTINGS,
    LIMIT_SETTINGS,
    LONGEST,
    MILESTONE_SETTINGS,
    SIZE_SETTINGS,
    WEIGHT,
)
from cadreworks.plan.sizes import PLAN_FILE, PLAN_TABLE
from cadreworks.settings_file import ESTIMATE_SETTINGS, Setting
from reference_markdown import markdown_table, setting_row, settings_table, table_description

ACTS = {
    Act.JOIN: "people from outside come to an area and level, and stay until they leave as others do",
    Act.MOVE: "staff go from one area or level to another",
    Act.KEEP: "fewer of those in an area and level leave; a start covers one wte for one year",
    Act.STAND_IN: "people from outside fill a place for a time, and are then gone",
    Act.RELIEVE: "there is less work: demand falls",
}
FUNDERS = {
    Funder.LEVY: "the apprenticeship levy",
    Funder.CENTRAL: "a national body",
    Funder.LOCAL: "the organisations that employ",
}
GRADES = {
    Evidence.TRIAL: "a trial",
    Evidence.COMPARISON: "a comparison with others who did not have it",
    Evidence.BEFORE_AND_AFTER: "figures from before and after, or of earlier intakes",
    Evidence.OPINION: "the opinion of those who run it",
    Evidence.ASSUMED: "assumed",
}
LEAVING_OF_AREA = replace(LEAVING_SETTINGS[1], name="AREA")
WEIGHT_OF_SCENARIO = replace(WEIGHT, name="weights.SCENARIO")


def levers() -> Iterator[str]:
    yield "# Levers and plans"
    yield ""
    yield f"`{LEVERS_FILE}` says what could be done about a gap, what it would cost and what a plan is for. `{PLAN_FILE}` says"
    yield "how much of it is done, and when. Years are those up to 31 March; a whole-time equivalent (wte) that starts in a"
    yield "year on a route through a lever makes, `lead_years` later,"
    yield ""
    yield "```text"
    yield "effect x completion x (1 - drop_out) x (1 - deadweight)"
    yield "```"
    yield ""
    yield "of one where the lever gives. Where it takes staff from, effect x completion x (1 - deadweight) of one is missing."
    yield "What keeps staff makes that times the share of them who leave in a year."
    yield ""
    yield f"## {LEVERS_FILE}"
    for heading, settings in (
        ("At the top", FILE_SETTINGS),
        ("[leaving_per_year]", (LEAVING_OF_ALL, LEAVING_OF_AREA)),
        ("[goal]", (*GOAL_SETTINGS, WEIGHT_OF_SCENARIO)),
        ("[[goal.milestones]], which may be left out", MILESTONE_SETTINGS),
        ("[[limits]], which may be left out", LIMIT_SETTINGS),
        ("[[levers]], one section for each lever", LEVER_SETTINGS),
        ("[[levers.plan]], below the lever that it is about, for a plan that the file itself proposes", SIZE_SETTINGS),
    ):
        yield ""
        yield f"### {heading}"
        yield ""
        yield from settings_table(settings)
        yield from REMARKS.get(settings, ())
    yield ""
    yield from values()
    yield ""
    yield from kinds()
    yield ""
    yield from plans()


REMARKS: dict[tuple[Setting, ...], tuple[str, ...]] = {
    (LEAVING_OF_ALL, LEAVING_OF_AREA): (
        "",
        "They are used where the method of supply cannot tell who leaves. Areas that share the line `all` leave alike in",
        "every draw.",
    ),
    (*GOAL_SETTINGS, WEIGHT_OF_SCENARIO): (
        "",
        "All scenarios weigh the same where `weights` is left out; otherwise one that it does not name counts nothing.",
        "Only their proportions matter.",
    ),
    LEVER_SETTINGS: (
        "",
        "Areas that a study does not cover are left out, with what `[[levers.plan]]` proposes for them, so that one file",
        "serves studies of the same years; a lever none of whose areas is covered, and years in which nothing can start,",
        "have to be taken out.",
    ),
}


def values() -> Iterator[str]:
    yield "### A number or range"
    yield ""
    yield "A plain number does not vary. Where it is uncertain, write `{ value = 0.85, low = 0.7, high = 0.95 }`; draws are"
    yield "then taken from low to high, most of them near the value. At the top of the file and in `[leaving_per_year]` it"
    yield "needs its source; in a lever, the lever's own stands for it. Each is an entry of the assumption register."
    yield ""
    rows = [[*setting_row(replace(setting, least=None, most=None))] for setting in ESTIMATE_SETTINGS]
    yield from markdown_table(["part", "kind", "meaning"], rows)
    yield ""
    yield "### A table of years"
    yield ""
    yield "`{ 2022 = 150, 2025 = 800 }` is 150 in 2022, 2023 and 2024, and 800 from 2025 on. Before the first year it is 0."


def kinds() -> Iterator[str]:
    yield "## Kinds of levers"
    yield ""
    rows = [[f"`{kind.id}`", kind.name, act_of(kind.act), kind.starts, kind.means] for kind in KINDS]
    yield from markdown_table(["kind", "name", "act", "what starts", "meaning"], rows)
    yield ""
    yield from markdown_table(["act", "what it does"], [[act_of(act), ACTS[act]] for act in Act])
    yield ""
    yield "Reskilling runs between every two different areas of `from_areas` and `to_areas`, at the same level. Upskilling"
    yield "runs within each area of `to_areas`, from one level below, or from those of `from_levels`."
    yield ""
    rows = [[f"`{grade.value}`", GRADES[grade]] for grade in Evidence]
    yield from markdown_table(["evidence", "what the effect rests on"], rows)
    yield ""
    yield from markdown_table(["funder", "who pays"], [[f"`{funder.value}`", FUNDERS[funder]] for funder in Funder])
    yield ""
    yield "What is refused: a lever that makes people out of nothing (a share above one), takes from nowhere or gives where it"
    yield f"takes; a lead time below 0, above {LONGEST} years or beyond the horizon; a cost without a price year; capacity below"
    yield "the minimum; a start that earns money; and moves by which staff could go round with nobody lost and at no cost."


def act_of(act: Act) -> str:
    return act.value.replace("_", " ")


def plans() -> Iterator[str]:
    yield f"## {PLAN_FILE}"
    yield ""
    yield from table_description(PLAN_TABLE)
    yield ""
    yield "A plan that starts more than a capacity or limit allows, or fewer than a minimum, is refused. Columns of cost are"
    yield "written for readers; when a plan is read they are worked out again."
