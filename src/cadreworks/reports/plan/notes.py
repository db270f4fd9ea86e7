"""What stands beside the figures of a plan: its source, what its bands mean, and what its costs are."""

from __future__ import annotations

from cadreworks.plan.kinds import Act
from cadreworks.plan.levers import Evidence, Funder, Lever
from cadreworks.plan.result import PlanResult
from cadreworks.reports.notes import TOTAL_AREA
from cadreworks.vocabulary import area_of_work

FUNDERS = {
    Funder.LEVY: "The apprenticeship levy",
    Funder.CENTRAL: "Central funds",
    Funder.LOCAL: "Employers",
}
EVIDENCE = {
    Evidence.TRIAL: "a trial",
    Evidence.COMPARISON: "a comparison with others",
    Evidence.BEFORE_AND_AFTER: "before and after",
    Evidence.OPINION: "opinion of those who know",
    Evidence.ASSUMED: "assumed",
}
BEST_THERE_IS = "best_there_is"
STATUS = {
    "optimal": "no plan does better under these limits, which is proven",
    "optimal_within_gap": "another plan may do better, but hardly",
    BEST_THERE_IS: "no plan meets the goal under these limits; this one comes nearest",
}
STRAIGHT_LINE_WTE = 0.5
"""A difference between the engine and the straight lines below half a person is not told."""
PAY_NOTE = (
    "Pay is that of staff whom the plan adds, at the top of the band of their job level with on-costs, in the pounds "
    "of each year; it falls to their employers. Those who stand in have a price and no pay. Work that is taken off "
    "saves no pay here. Costs after the last year, such as the pay of those who stay on, are left out."
)
WASTED_NOTE = (
    "Wasted are starts that came to nothing: they did not complete, never took up a post, or would have come anyway."
)
COVERED_NOTE = (
    "Of retention a start is one WTE covered for one year, and what it gave are those who would have left in that year "
    "and stay; it wastes nobody, but most of those covered would have stayed anyway. Of contractors and placements a "
    "start is one WTE bought, of automation and shared services one WTE of work."
)
YEAR_NOTE = "A year Y is the twelve months up to 31 March Y; those who start in it count in that year."


def source_of(result: PlanResult) -> str:
    """What the tables rest on."""
    study = result.study
    return f"{study.title}, {study.edition}, and {result.levers.title}. Calculated with Cadreworks."


def area_names(result: PlanResult) -> list[str]:
    """The names of the plan's areas and of their total, in the order of arrays."""
    return [*(area_of_work(area).name for area in result.basis.areas), TOTAL_AREA]


def band_note(result: PlanResult) -> str:
    """What the bands of a plan mean, and what they leave out."""
    return (
        f"Bands run from the 5th to the 95th percentile of {result.basis.draws:,} draws of supply, demand, pay, and "
        "the effects and prices of levers. They leave out chance in what becomes of each person whom a lever brings, "
        "and that a scenario may be wrong."
    )


def confidence_note(result: PlanResult) -> str:
    """What confidence means here."""
    return (
        f"Confidence is the share of the {result.basis.draws:,} draws in which an area as a whole has enough staff in "
        f"{result.basis.horizon.last}."
    )


def straight_line_note(result: PlanResult) -> str:
    """How far the engine differs from the sum over levers; empty where it does not."""
    error = result.evaluation.straight_line_error
    if error < STRAIGHT_LINE_WTE:
        return ""
    return (
        "What levers do one by one are straight lines; where leaving is made rarer the whole plan, run through the "
        f"projection, differs from their sum by up to {error:,.0f} WTE in a cell and year."
    )


def what_starts(lever: Lever) -> str:
    """What one start of the lever is, in words."""
    return lever.kind.starts


def gives_to(result: PlanResult, lever: Lever) -> list[str]:
    """The names of the areas to which the lever may give, in the study's order."""
    targets = {route.target.area for route in lever.routes}
    return [area_of_work(area).name for area in result.basis.areas if area in targets]


def evidence_of(lever: Lever) -> str:
    """The grade with what it means."""
    return f"{lever.evidence.value}: {EVIDENCE[lever.evidence]}"


def does(lever: Lever) -> str:
    """What the act of a lever is, in a word or two."""
    return {
        Act.JOIN: "brings people",
        Act.MOVE: "moves staff",
        Act.KEEP: "keeps staff",
        Act.STAND_IN: "stands in",
        Act.RELIEVE: "takes work off",
    }[lever.act]
