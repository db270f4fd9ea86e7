"""What to commit now and what to decide later, what other plans would lose, what money buys, and what is scarce."""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.result import PlanResult, Regret, Solved
from cadreworks.reports import wording
from cadreworks.reports.plan.notes import area_names, source_of, what_starts
from cadreworks.reports.published_table import NONE_HELD, Heading, PublishedTable, Shown, Value
from cadreworks.vocabulary import LEVELS, area_of_work


def years_before_decision(result: PlanResult) -> int:
    """How many of the projected years lie before decisions may differ."""
    return sum(year < result.levers.goal.decide_in for year in result.basis.projected)


def span(result: PlanResult, *, early: bool) -> str:
    """The years before decisions may differ, or those from then on, as they stand in a heading."""
    goal = result.levers.goal
    can_start = [year for year in result.basis.projected if year >= goal.first_year]
    years = [str(year) for year in can_start if (year < goal.decide_in) is early]
    return years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}" if years else "no year"


def commit_now(result: PlanResult) -> PublishedTable:
    """Starts before decisions may differ, their cost, and what of them would start in other scenarios too."""
    now = years_before_decision(result)
    early = result.evaluation.sizes[:, :now]
    costs = result.evaluation.cost
    rows: list[tuple[Value, ...]] = []
    for place, lever, routes in result.levers.with_routes():
        if not early[routes].sum() > 0:
            continue
        measures = costs.measures[routes, :now].sum() + costs.set_up[place, :now].sum()
        rows.append(
            (
                lever.name,
                what_starts(lever),
                *(float(value) for value in early[routes].sum(axis=0)),
                float(early[routes].sum()),
                None if result.no_regret is None else float(result.no_regret[routes, :now].sum()),
                float(measures),
                float(costs.pay[routes, :now].sum()),
            )
        )
    return PublishedTable(
        id="plan-commit-now",
        title=f"What to commit now: starts of {span(result, early=True)}, WTE, and what they cost to the last year",
        headings=(
            Heading("Lever"),
            Heading("What starts are", under=True),
            *(Heading(str(year), Shown.WTE) for year in result.basis.projected[:now]),
            Heading("All of these years", Shown.WTE),
            Heading("No regret: also if another scenario were certain", Shown.WTE),
            Heading("Measures, £ million", Shown.MILLIONS),
            Heading("Pay, £ million", Shown.MILLIONS),
        ),
        rows=tuple(rows),
        source=source_of(result),
        notes=(f"Cost is that of all years to {result.basis.horizon.last}, not only of those in which they start.",),
    )


def decide_later(result: PlanResult) -> PublishedTable | None:
    """Starts from the year of decision on: of this plan, and of the plan made for each scenario."""
    now, goal = years_before_decision(result), result.levers.goal
    if not result.adapted or now == len(result.basis.projected):
        return None
    plans = {"This plan": result.evaluation} | {
        f"If {result.study.scenarios[scenario]} comes": adapted for scenario, adapted in result.adapted.items()
    }
    rows: list[tuple[Value, ...]] = []
    for _, lever, routes in result.levers.with_routes():
        starts = [float(plan.sizes[routes, now:].sum()) for plan in plans.values()]
        if any(starts):
            rows.append((lever.name, what_starts(lever), *starts))
    return PublishedTable(
        id="plan-decide-later",
        title=f"What to decide in {goal.decide_in}: starts of {span(result, early=False)} by scenario, WTE",
        headings=(
            Heading("Lever"),
            Heading("What starts are", under=True),
            *(Heading(name, Shown.WTE) for name in plans),
        ),
        rows=tuple(rows),
        source=source_of(result),
        notes=(
            f"Starts before {goal.decide_in} are the same in all of these. This plan holds if nothing is decided anew.",
        ),
    )


def if_decided_later(result: PlanResult) -> PublishedTable | None:
    """What the plan costs and leaves in each scenario, as it stands and as decided anew for that scenario."""
    if not result.adapted:
        return None
    rows: list[tuple[Value, ...]] = []
    for scenario, adapted in result.adapted.items():
        for plan, judged in (("This plan as it stands", result.evaluation), ("Decided anew", adapted)):
            outcome = judged.outcomes[scenario]
            rows.append(
                (
                    result.study.scenarios[scenario],
                    plan,
                    float(judged.cost.total),
                    outcome.shortfall_years_after,
                    outcome.overshoot_years,
                    float(outcome.gap_after.central[-1, -1, -1]),
                    float(outcome.confident_after[:-1].min()),
                )
            )
    return PublishedTable(
        id="plan-if-decided-later",
        title=f"What deciding anew in {result.levers.goal.decide_in} is worth, by the scenario that comes",
        headings=(
            Heading("If this scenario comes"),
            Heading("Plan"),
            Heading("Cost, £ million", Shown.MILLIONS),
            Heading("WTE-years missing", Shown.WTE),
            Heading("WTE-years beyond demand that the plan added", Shown.WTE),
            Heading(f"Shortfall (\u2212) or excess (+) in {result.basis.horizon.last}, WTE", Shown.WTE_CHANGE),
            Heading("Confidence of the least sure area", Shown.PER_CENT),
        ),
        rows=tuple(rows),
        source=source_of(result),
        row_headings=2,
        held=1,
    )


def regret_table(result: PlanResult, regret: Regret) -> PublishedTable:
    """What each plan loses in each scenario, and by how much that is more than the least."""
    names = [result.study.scenarios[scenario] for scenario in regret.scenarios]
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            wording.sentence_case(plan),
            *(float(loss) for loss in regret.losses[at]),
            *(float(more) for more in regret.regrets[at]),
            float(regret.regrets[at].max()),
        )
        for at, plan in enumerate(regret.plans)
    )
    return PublishedTable(
        id="plan-regret",
        title="What each plan would lose in each scenario: its cost and the price of missing staff, £ million",
        headings=(
            Heading("Plan"),
            *(Heading(f"Loses if {name} comes", Shown.MILLIONS) for name in names),
            *(Heading(f"Regret if {name} comes", Shown.MILLIONS) for name in names),
            Heading("Largest regret", Shown.MILLIONS),
        ),
        rows=rows,
        source=source_of(result),
        notes=(
            "Regret is what a plan loses beyond the plan that loses least in that scenario. The price of a missing "
            "WTE-year is the stated one; a higher price favours plans that do more. Cost is that of the central "
            "run; what is missing is the mean over draws, so it differs from what is said of the central run.",
        ),
    )


def shared_table(result: PlanResult, regret: Regret) -> PublishedTable:
    """Moves that the best plans of all scenarios have in common, by lever and area."""
    now = result.basis.projected[: years_before_decision(result)]
    amounts: dict[tuple[str, str], dict[int, float]] = {}
    for move in regret.shared:
        of_years = amounts.setdefault((move.lever, move.target.area), dict.fromkeys(now, 0.0))
        of_years[move.year] += move.amount_wte
    return PublishedTable(
        id="plan-no-regret",
        title=f"Moves of {span(result, early=True)} that nobody would regret, WTE that start",
        headings=(
            Heading("Lever"),
            Heading("Area of work"),
            *(Heading(str(year), Shown.WTE) for year in now),
        ),
        rows=tuple(
            (result.levers.lever(lever).name, area_of_work(area).name, *of_years.values())
            for (lever, area), of_years in amounts.items()
        ),
        source=source_of(result),
        notes=(
            "What the plans that lose least in each scenario, by the stated price of missing staff, all start; they "
            "may take people from elsewhere than this plan does.",
        ),
        row_headings=2,
    )


def regret_sentence(result: PlanResult, regret: Regret) -> str:
    worst = regret.regrets.max(axis=1)
    best, most = int(worst.argmin()), int(worst.argmax())
    names = [result.study.scenarios[scenario] for scenario in regret.scenarios]
    plans = [wording.sentence_case(plan) for plan in regret.plans]

    def case(plan: int) -> str:
        return (
            f"if {names[int(regret.regrets[plan].argmax())]} comes, it loses {wording.pounds(float(worst[plan]))} more"
        )

    if worst[best] == worst[most]:
        return "The plans compared here lose the same at their worst, so none is safer than another."
    least = (
        f"“{plans[best]}” has nothing to regret in any scenario"
        if worst[best] == 0
        else f"The least bad whichever scenario comes is “{plans[best]}”: at its worst, {case(best)} "
        "than the plan that is best for that scenario"
    )
    return f"{least}. Of “{plans[most]}” the worst is that, {case(most)}."


def bought_table(result: PlanResult) -> PublishedTable:
    """What yearly budgets buy, beside doing nothing."""
    outcome = result.evaluation.outcomes[result.levers.goal.closes[0]]
    nothing = float(outcome.shortfall_years_before_drawn.mean())
    whole = float(outcome.gap_before.central[-1, -1, -1])
    rows: list[tuple[Value, ...]] = [(0.0, 0.0, nothing, 0.0, None, whole)]
    for bought in result.bought:
        fewer = nothing - bought.shortfall_years
        rows.append(
            (
                bought.budget_gbp,
                bought.cost_gbp,
                bought.shortfall_years,
                fewer,
                bought.cost_gbp / fewer if fewer > 0 else None,
                bought.gap_wte,
            )
        )
    name = result.study.scenarios[result.levers.goal.closes[0]]
    return PublishedTable(
        id="plan-bought",
        title=f"What a yearly budget buys, {name}",
        headings=(
            Heading("Budget a year, £ million", Shown.MILLIONS),
            Heading("Spent in all, £ million", Shown.MILLIONS),
            Heading("WTE-years missing, expected", Shown.WTE),
            Heading("Fewer than with nothing done", Shown.WTE),
            Heading("£ for each WTE-year fewer", Shown.WTE),
            Heading(f"Shortfall (\u2212) or excess (+) in {result.basis.horizon.last}, WTE", Shown.WTE_CHANGE),
        ),
        rows=tuple(rows),
        source=source_of(result),
        notes=(
            "Each budget is spent as well as the levers allow; the first row is doing nothing. A budget holds for "
            "prices as stated; where they turn out higher the plan costs more. These plans were chosen on few draws: "
            "one that is asked for by itself does a little better.",
        ),
    )


def lacking_table(result: PlanResult, lacking: Array) -> PublishedTable:
    """WTE still missing at the horizon by area and level, for areas that lack any."""
    names = area_names(result)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (names[at], *(float(value) for value in of_area), float(of_area.sum()))
        for at, of_area in enumerate(lacking)
        if of_area.sum() > 0
    )
    return PublishedTable(
        id="plan-lacking",
        title=f"What the plan still lacks in {result.basis.horizon.last} of what was asked, WTE",
        headings=(
            Heading("Area of work"),
            *(Heading(level.name, Shown.SHORT) for level in LEVELS),
            Heading("All levels", Shown.SHORT),
        ),
        rows=rows,
        source=source_of(result),
    )


def scarce_tables(result: PlanResult, solved: Solved, *, most: int | None = None) -> list[PublishedTable]:
    """What stands in the way of the goal, and what is scarce, where anything is; at most so many lines of each."""
    tables = []
    if solved.clashes:
        title, said = "What stands in the way of the goal", "What is missed, or clashes"
        tables.append(_scarce_table(result, solved.clashes[:most], table_id="plan-clashes", title=title, said=said))
    if solved.prices:
        title, said = "What one more of each scarce thing would be worth", "What is scarce"
        tables.append(_scarce_table(result, solved.prices[:most], table_id="plan-prices", title=title, said=said))
    return tables


def _scarce_table(
    result: PlanResult, lines: tuple[str, ...], *, table_id: str, title: str, said: str
) -> PublishedTable:
    """Sentences of the solver as a table, in their order. said: what they are, for the heading"""
    rows = tuple((at, line) for at, line in enumerate(lines, start=1))
    return PublishedTable(
        id=table_id,
        title=title,
        headings=(Heading("Number", Shown.YEAR), Heading(said, wide=True)),
        rows=rows,
        source=source_of(result),
        held=NONE_HELD,
    )


def no_regret_share(result: PlanResult) -> float | None:
    """Of what the starts before the year of decision cost, the share of those that would be made if another scenario
    were certain; None where that was not looked at, or they cost nothing.
    """
    now, costs = years_before_decision(result), result.evaluation.cost
    early = result.evaluation.sizes[:, :now]
    of_starts = (costs.measures + costs.pay).sum(axis=-1)[:, :now]
    if result.no_regret is None or of_starts.sum() <= 0:
        return None
    kept = np.divide(result.no_regret[:, :now], early, out=np.zeros_like(early), where=early > 0)
    return float((np.minimum(kept, 1.0) * of_starts).sum() / of_starts.sum())
