"""What stands under which heading of the action plan: sentences, figures and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cadreworks.plan.levers import Evidence
from cadreworks.plan.result import PlanResult
from cadreworks.reports import wording
from cadreworks.reports.figures import Figure
from cadreworks.reports.plan import figures
from cadreworks.reports.plan.choice_tables import (
    bought_table,
    commit_now,
    decide_later,
    if_decided_later,
    lacking_table,
    regret_sentence,
    regret_table,
    scarce_tables,
    shared_table,
    years_before_decision,
)
from cadreworks.reports.plan.cost_tables import cost_by_lever, cost_by_lever_and_year, cost_by_year
from cadreworks.reports.plan.gap_tables import closed_by_lever, gap_by_area, gap_by_level, goals_table, nothing_done
from cadreworks.reports.plan.notes import STATUS
from cadreworks.reports.plan.starts_tables import (
    effects,
    levers_of_recommendations,
    recommendations_of_levers,
    sources_of_effects,
    starts_by_area,
    starts_by_route,
    starts_by_year,
    what_they_gave,
    who_does_what,
)
from cadreworks.reports.plan.sums import cost_of_missing, lever_sums, scenarios_in_order, used_levers
from cadreworks.reports.plan.watch_tables import telling_areas, watch_by_year, watch_first_years, which_scenario
from cadreworks.reports.published_table import PublishedTable

_MOST_SCARCE = 10
"""Lines of what is scarce or stands in the way that the document shows."""
_TOLD_GAP = 0.0005
"""A gap that is said as 0.0 per cent is not told."""
_TELLING = 3
"""How many areas that tell scenarios apart are named."""


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. id: for addresses"""

    id: str
    title: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    tables: tuple[PublishedTable, ...] = ()


def all_sections(result: PlanResult) -> list[Section]:
    """The sections of the document; what a plan does not have is left out."""
    sections = [_achieves(result), _who(result)]
    if used_levers(result):
        sections.append(_costs(result))
    sections += [*_lacking(result), _now_and_later(result), *_other_plans(result), _watch(result), _rests_on(result)]
    return sections


def long_tables(result: PlanResult) -> list[PublishedTable]:
    """Tables for the workbook alone."""
    tables = gap_by_level(result)
    if used_levers(result):
        tables += [starts_by_area(result), starts_by_route(result)]
        tables += [cost_by_lever_and_year(result), watch_by_year(result)]
    recommendations = levers_of_recommendations(result)
    if result.solved is not None:
        whole = scarce_tables(result, result.solved)
        tables += [replace(table, id=f"{table.id}-all") for table in whole if len(table.rows) > _MOST_SCARCE]
    return [*tables, *([recommendations] if recommendations else []), sources_of_effects(result)]


def _achieves(result: PlanResult) -> Section:
    places = range(len(scenarios_in_order(result)))
    return Section(
        "plan-achieves-section",
        "What the plan achieves",
        tuple(_chosen(result)),
        (
            *(figures.gap_by_year(result, at) for at in places),
            *(figures.gap_after(result, at) for at in places),
        ),
        (
            goals_table(result),
            *gap_by_area(result),
            *([closed_by_lever(result)] if used_levers(result) else []),
            nothing_done(result),
        ),
    )


def _chosen(result: PlanResult) -> Iterator[str]:
    """How the plan came about."""
    solved = result.solved
    if solved is None:
        yield "This plan was given. It was run through the projection and held against the goal."
        return
    gap = f", by up to {wording.per_cent(solved.gap)} of what was to be kept small" if solved.gap >= _TOLD_GAP else ""
    yield (
        f"Asked was: {solved.aim.rstrip('.')}. {wording.sentence_case(STATUS[solved.status])}{gap}. It was chosen with "
        f"{solved.samples:,} draws and then verified with all {result.basis.draws:,}."
    )


def _who(result: PlanResult) -> Section:
    answered = recommendations_of_levers(result)
    tables = [who_does_what(result)]
    if used_levers(result):
        tables += [starts_by_year(result), what_they_gave(result)]
    return Section(
        "plan-who-section",
        "What, who, when and how many",
        tuple(_left_out(result)),
        (figures.starts(result),) if used_levers(result) else (),
        (*tables, *([answered] if answered else [])),
    )


def _left_out(result: PlanResult) -> Iterator[str]:
    used = {sums.lever.id for sums in used_levers(result)}
    count, left = len(used), [lever.name for lever in result.levers.levers if lever.id not in used]
    if not used:
        yield "The plan starts nothing."
        return
    rest = f" It leaves out {wording.listed([wording.in_running_text(name) for name in left])}." if left else ""
    yield f"The plan uses {wording.count(count, 'lever')} of {len(result.levers.levers)}.{rest}"
    yield "Starts by area of work, and from where to where, stand in the workbook."


def _costs(result: PlanResult) -> Section:
    return Section(
        "plan-costs-section",
        "What the plan costs",
        (*_pays(result), *_dearest(result)),
        (figures.cost(result),),
        (cost_by_lever(result), cost_by_year(result)),
    )


def _pays(result: PlanResult) -> Iterator[str]:
    """Whether the plan is worth its cost by the stated price of missing staff."""
    cost, last = float(result.evaluation.cost.total), result.basis.horizon.last
    for scenario in result.levers.goal.closes:
        outcome = result.evaluation.outcomes[scenario]
        nothing, left = (
            float(cost_of_missing(result, gap.central).sum()) for gap in (outcome.gap_before, outcome.gap_after)
        )
        saves, name = nothing - cost - left, result.study.scenarios[scenario]
        worth = "it saves {}" if saves > 0 else "it costs {} more than it saves"
        yield (
            "In the central run, and with the price of staff who are still missing, the plan comes to "
            f"{wording.pounds(cost + left)} up to "
            f"{last} in {name}, against {wording.pounds(nothing)} if nothing is done: by that price "
            f"{worth.format(wording.pounds(saves))}. Staff whom it adds and who work on after {last} are not counted."
        )


def _dearest(result: PlanResult) -> Iterator[str]:
    used = used_levers(result)
    dear = sorted(used, key=lambda sums: -float(sums.cost.sum()))
    whole = sum(float(sums.cost.sum()) for sums in used)
    first = dear[0]
    if whole > 0 and len(dear) > 1:
        yield (
            f"The dearest lever is {wording.in_running_text(first.lever.name)}, with "
            f"{wording.pounds(float(first.cost.sum()))} of measures and pay, "
            f"{wording.per_cent(float(first.cost.sum()) / whole)} of the whole."
        )
    rates = [
        (float(sums.measures.sum() / sums.people.gave.sum()), sums.lever.name)
        for sums in used
        if sums.people.gave.sum() > 0
    ]
    if len(rates) > 1:
        (low, cheap), (high, costly) = min(rates), max(rates)
        yield (
            f"Measures for each WTE that came about run from {wording.pounds(low)} "
            f"({wording.in_running_text(cheap)}) to {wording.pounds(high)} ({wording.in_running_text(costly)}); a WTE "
            "of one lever stays for longer than that of another, so these are not prices of the same thing."
        )


def _lacking(result: PlanResult) -> list[Section]:
    solved = result.solved
    if solved is None:
        return []
    tables = [lacking_table(result, solved.lacking)] if solved.lacking.sum() > 0 else []
    tables += scarce_tables(result, solved, most=_MOST_SCARCE)
    if not tables:
        return []
    said = (
        "Where no plan meets the goal, what is below stands in its way; limits can be loosened by those who set them."
        if solved.clashes
        else "What is scarce makes the plan dearer than it need be; the dearest stands first."
    )
    more = max(len(solved.clashes), len(solved.prices)) > _MOST_SCARCE
    rest = (f"The first {_MOST_SCARCE} are shown; the workbook has them all.",) if more else ()
    return [Section("plan-lacking-section", "What is lacking, and what is scarce", (said, *rest), (), tuple(tables))]


def _now_and_later(result: PlanResult) -> Section:
    now, goal = years_before_decision(result), result.levers.goal
    starts_early = bool(result.evaluation.sizes[:, :now].sum() > 0)
    later = [table for table in (decide_later(result), if_decided_later(result)) if table is not None]
    said = [
        f"What starts before {goal.decide_in} is the same whichever scenario comes; what starts from then on can be "
        "decided anew when it is known which one is coming."
    ]
    if not starts_early:
        said.append(f"Nothing starts before {goal.decide_in}.")
    return Section(
        "plan-now-and-later-section",
        "What to commit now, and what to decide later",
        tuple(said),
        (),
        (*([commit_now(result)] if starts_early else []), *_shared(result), *later),
    )


def _shared(result: PlanResult) -> list[PublishedTable]:
    """What nobody would regret, where other plans were looked at and have anything in common."""
    return [shared_table(result, result.regret)] if result.regret is not None and result.regret.shared else []


def _other_plans(result: PlanResult) -> list[Section]:
    regret, elsewhere = result.regret, tuple(_elsewhere(result))
    if regret is None and not result.bought and not elsewhere:
        return []
    return [
        Section(
            "plan-others-section",
            "If another scenario comes, or other money",
            (*elsewhere, *([regret_sentence(result, regret)] if regret is not None else []), *_buys(result)),
            (figures.regret(result, regret),) if regret is not None else (),
            (
                *([regret_table(result, regret)] if regret is not None else []),
                *([bought_table(result)] if result.bought else []),
            ),
        )
    ]


def _elsewhere(result: PlanResult) -> Iterator[str]:
    """What the plan does in scenarios that it was not to close."""
    for scenario, name, outcome in scenarios_in_order(result):
        if scenario in result.levers.goal.closes or not used_levers(result):
            continue
        before, after = (float(gap.central[-1, -1, -1]) for gap in (outcome.gap_before, outcome.gap_after))
        yield (
            f"If {name} comes and nothing is decided anew, the plan costs the same and leaves "
            f"{figures.short_or_over(after)} in {result.basis.horizon.last}, where without it there would be "
            f"{figures.short_or_over(before)}; {wording.bare_wte(outcome.overshoot_years)} WTE-years of what it adds "
            "are beyond what is needed."
        )


def _buys(result: PlanResult) -> Iterator[str]:
    outcome = result.evaluation.outcomes[result.levers.goal.closes[0]]
    nothing = float(outcome.shortfall_years_before_drawn.mean())
    if result.bought and nothing > 0:
        said = [
            f"{wording.pounds(bought.budget_gbp)} a year {wording.per_cent(1 - bought.shortfall_years / nothing)}"
            for bought in result.bought
        ]
        missing = f"Of the {wording.bare_wte(nothing)} WTE-years that are missing if nothing is done"
        yield f"{missing}, money takes off: {'; '.join(said)}."


def _watch(result: PlanResult) -> Section:
    scenario = which_scenario(result)
    said = [
        f"{wording.in_running_text(area)} ({wording.wte(apart)})" for area, apart in telling_areas(result)[:_TELLING]
    ]
    sentences = []
    if used_levers(result):
        sentences.append(
            "Each lever has a number below which somebody should act; the workbook has it for every year, and "
            "`cadre plan track` holds what happened against it."
        )
    if scenario is not None:
        sentences.append(
            f"Which scenario is coming shows best where their demand for {result.levers.goal.decide_in} lies furthest "
            f"apart: {wording.listed(said)}."
        )
    tables = [watch_first_years(result)] if used_levers(result) else []
    return Section(
        "plan-watch-section",
        "What to watch, and when to act",
        tuple(sentences),
        (),
        (*tables, *([scenario] if scenario is not None else [])),
    )


def _rests_on(result: PlanResult) -> Section:
    sums = lever_sums(result)
    assumed = [each for each in sums if each.lever.evidence in (Evidence.OPINION, Evidence.ASSUMED)]
    whole = sum(float(each.cost.sum()) for each in sums)
    said = []
    if assumed:
        carry = sum(float(each.cost.sum()) for each in assumed)
        share = f"; they carry {wording.per_cent(carry / whole)} of what the plan costs" if whole > 0 else ""
        said.append(
            f"Of {wording.count(len(sums), 'lever')}, {wording.count(len(assumed), 'rests', 'rest')} on opinion or on "
            f"an assumption (grades D and E){share}."
        )
    said.append("Where each estimate comes from stands in the workbook.")
    return Section("plan-rests-on-section", "What the plan rests on", tuple(said), (), (effects(result),))
