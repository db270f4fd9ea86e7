"""The reference page of a plan's folder: its files, its tables, the summary, and what progress is told by."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

from cadreworks.plan.actuals import ACTUALS_TABLE
from cadreworks.plan.progress_table import PROGRESS_TABLE
from cadreworks.plan.sizes import PLAN_TABLE
from cadreworks.planning.footing import FOOTING_FILE
from cadreworks.planning.table_specs import ADAPTED, BOUGHT, COST, OUTCOME, PEOPLE, REGRET, SHARED
from cadreworks.planning.tables import summary_of
from reference_markdown import columns_written, markdown_table, table_description

FILES = (
    ("plan.csv", "the plan: how much of each lever, and when"),
    ("outcome.csv", "the gap before and after, by scenario, year, area and level"),
    ("cost.csv", "cost by lever and year"),
    ("people.csv", "whom it reaches, by lever and year"),
    (
        "adapted.csv",
        "what would start in each scenario that the plan is not made for, if later decisions were made for it",
    ),
    ("regret.csv", "what this plan and others lose in each scenario"),
    ("no_regret.csv", "what the best plans of all scenarios start before later steps are decided"),
    ("bought.csv", "what the budgets of the goal buy; not where a budget was asked for"),
    ("summary.json", "what the plan comes to, below"),
    ("action-plan.html", "the action plan, one page that needs nothing else"),
    ("action-plan.docx", "the same as a document of Word"),
    ("action-plan.xlsx", "its tables, and the long ones that the page leaves out"),
    ("charts/*.svg`, `charts/*.png", "every figure, with title and source"),
    (
        FOOTING_FILE,
        "what the plan was weighed on, so that it can be followed: years, areas, pay, and what becomes of people",
    ),
    ("inputs/", "a copy of the levers file, and of the plan that was given"),
    ("manifest.json", "version, digests of study, inputs and results, seed, draws, what was asked for"),
    ("run.log", "times, paths and versions: the only file that may differ between two runs"),
)
ONLY_CHOSEN = (ADAPTED, BOUGHT)
SUMMARY = {
    "title": "of the study",
    "aim": "what was asked for, as a sentence",
    "cost_gbp": "what the plan costs to the horizon",
    "cost_p05_gbp": "5th percentile of the draws of cost_gbp",
    "cost_p95_gbp": "95th percentile",
    "measures_gbp": "of cost_gbp, the measures, set-up apart",
    "set_up_gbp": "of cost_gbp, set-up",
    "pay_gbp": "of cost_gbp, pay and on-costs of staff whom the plan adds, less those whom it takes",
    "cost_by_year_gbp": "cost_gbp by year",
    "cost_by_funder_gbp": "cost_gbp by who pays; pay falls to employers, `local`",
    "shortfall_years_before": "wte missing without the plan, summed over cells and years, by scenario",
    "shortfall_years_after": "the same with the plan",
    "shortfall_years_after_p05": "5th percentile of the draws of shortfall_years_after",
    "shortfall_years_after_p95": "95th percentile",
    "overshoot_years": "wte beyond demand that the plan itself added, summed over cells and years, by scenario",
    "gap_at_horizon": "gap of the whole workforce at the horizon, before and after, by scenario",
    "confidence": "share of all draws in which each area, and `all`, has enough staff at the horizon, by scenario",
    "regret_gbp": "regret of this plan, by scenario",
    "solver_status": "`optimal`, `optimal_within_gap`, `best_there_is`; `not asked` of a plan that was given",
    "solver": "how the plan was chosen, below; null of a plan that was given",
    "straight_line_error_wte": "the largest difference between the engine and the straight lines, wte",
}
SOLVER = {
    "status": "as solver_status",
    "objective": "pounds, or shortfall-years under a budget, as the program reckons",
    "gap": "share of the objective by which a better plan might do better; 0 where it is proven that none does",
    "samples": "draws in the program",
    "confidence_asked": "confidence of the goal, or of `--confidence`",
    "confidence_promised": "confidence by area as the program's check has it",
    "confidence_verified": "confidence by area on all draws, after the plan went through the projection",
    "prices": "what one more of each scarce thing is worth, dearest first, as sentences",
    "clashes": "what is lacking and which limits stand in the way, as sentences",
    "lacking": "wte still missing at the horizon of the central run, by area and level",
}
MADE_FROM = {
    "version": "version of Cadreworks",
    "study_digest": "digest of the study's files",
    "plan_digest": "digest of the levers file and of the plan that was given",
    "seed": "that of the run",
    "draws": "those of the run",
}
FILES_OF_PROGRESS = (
    ("progress.html", "how far the plan has come and who should act, one page that needs nothing else"),
    ("progress.csv", "by lever and year, below"),
    ("summary.json", "sums up to the last year that is told of"),
    ("charts/*.svg`, `charts/*.png", "every figure, with title and source"),
    ("inputs/", "a copy of the actual figures"),
    ("manifest.json", "version, digests of the plan, of the actual figures and of what is written"),
    ("run.log", "times and versions: the only file that may differ between two runs"),
)


def plan_folder() -> Iterator[str]:
    yield "# The plan folder"
    yield ""
    yield "What `cadre plan evaluate` and `cadre plan optimise` write with `--out P`. Same results, levers and options give"
    yield "the same bytes in every file but `run.log`. CSV is UTF-8 with commas; numbers are not rounded; `all` stands for"
    yield "a total; pounds are those of the year in which they fall. [Levers and plans](levers.md) says what goes in."
    yield ""
    yield from markdown_table(["file", "what it holds"], [[f"`{name}`", means] for name, means in FILES])
    yield ""
    yield "`adapted.csv` and `bought.csv` are only there where the plan was chosen, and there is something to tell."
    yield ""
    yield "## plan.csv"
    yield ""
    yield from table_description(PLAN_TABLE)
    for spec in (OUTCOME, COST, PEOPLE, ADAPTED, REGRET, SHARED, BOUGHT):
        yield ""
        yield f"## {spec.name}.csv"
        yield ""
        yield spec.means
        yield ""
        yield from columns_written(spec)
    yield ""
    yield from summary()
    yield ""
    yield from progress()


def summary() -> Iterator[str]:
    told = {*SUMMARY} - {"measures_gbp", "set_up_gbp", "pay_gbp"}
    if told != _keys_of_summary():
        raise SystemExit(f"summary.json: {sorted(told ^ _keys_of_summary())} stands on one side only")
    yield "## summary.json"
    yield ""
    yield "Cost and shortfall-years are of the central run; percentiles are of the draws."
    yield ""
    yield from _keys(SUMMARY | MADE_FROM)
    yield ""
    yield "### solver"
    yield ""
    yield from _keys(SOLVER)


def _keys_of_summary() -> set[str]:
    """The keys that the code writes, those that it makes from names of parts apart."""
    (returned,) = (
        node.value for node in ast.walk(ast.parse(inspect.getsource(summary_of))) if isinstance(node, ast.Return)
    )
    if not isinstance(returned, ast.Dict):
        raise TypeError("summary_of returns no dict that can be read")
    return {str(key.value) for key in returned.keys if isinstance(key, ast.Constant)}


def _keys(meanings: dict[str, str]) -> Iterator[str]:
    yield from markdown_table(["key", "meaning"], [[f"`{key}`", means] for key, means in meanings.items()])


def progress() -> Iterator[str]:
    yield "## Progress"
    yield ""
    yield "`cadre plan track P --actuals A.csv --out T` holds what really happened against the plan in `P`, whose files must be"
    yield "as they were written."
    yield ""
    yield "### The actual figures"
    yield ""
    yield from table_description(ACTUALS_TABLE)
    yield ""
    yield "Of a lever and year that have a row, routes without one did not start. Starts told for several routes together are"
    yield "shared among them as the plan shares them."
    yield ""
    yield "### What is written"
    yield ""
    yield from markdown_table(["file", "what it holds"], [[f"`{name}`", means] for name, means in FILES_OF_PROGRESS])
    yield ""
    yield "### progress.csv"
    yield ""
    yield PROGRESS_TABLE.means
    yield ""
    yield from columns_written(PROGRESS_TABLE)
