"""What does the plan achieve, and what does it not? A plan judged -> five sentences that a finance director can use.

Each is worked out from the figures that it states.
"""

from __future__ import annotations

import numpy as np

from cadreworks.plan.evaluate import Outcome
from cadreworks.plan.result import PlanResult
from cadreworks.reports import wording
from cadreworks.reports.plan.choice_tables import no_regret_share, span, years_before_decision
from cadreworks.reports.plan.cost_tables import cost_band, cost_in_all
from cadreworks.reports.plan.notes import BEST_THERE_IS, FUNDERS, area_names
from cadreworks.reports.plan.sums import (
    cost_of_missing,
    lever_sums,
    measures_by_funder,
    missing_by_year,
    short_areas,
    short_cells,
    used_levers,
)
from cadreworks.reports.plan.verdict import goal_checks, is_met, share_below, unsure_areas

NAMED_AREAS = 3
"""How many areas a sentence names before it counts the others."""


def verdict_sentence(result: PlanResult) -> str:
    """Whether the goal is met, in a line of its own."""
    checks = goal_checks(result)
    missed = sum(not check.met for check in checks)
    if not missed:
        said = "The goal is met."
    elif missed == len(checks):
        said = f"The goal is not met: none of the {wording.count(missed, 'thing')} asked of the plan is done in full."
        if missed == 1:
            said = "The goal is not met."
    else:
        missing = wording.count(missed, "is", "are")
        asked = wording.count(len(checks), "thing")
        said = f"The goal is not met: of {asked} asked of the plan {missing} not done in full."
    if result.solved is None:
        return f"{said} The plan was given, not chosen: no better one was looked for."
    return said


def opening_sentences(result: PlanResult) -> list[str]:
    """What doing nothing costs; what the plan costs; how sure it is; what is lacking and why; what to commit now."""
    return [
        _doing_nothing(result),
        _cost(result),
        _confidence(result),
        _lacking(result),
        _commit_now(result),
    ]


def _to_close(result: PlanResult) -> list[tuple[str, Outcome]]:
    goal = result.levers.goal
    return [(result.study.scenarios[each], result.evaluation.outcomes[each]) for each in goal.closes]


def _doing_nothing(result: PlanResult) -> str:
    said = [_nothing_in(result, name, outcome) for name, outcome in _to_close(result)]
    return f"If nothing is done: {'; '.join(said)}."


def _nothing_in(result: PlanResult, name: str, outcome: Outcome) -> str:
    before, last = outcome.gap_before.central, result.basis.horizon.last
    short = short_areas(before)
    if not missing_by_year(before).sum() > 0:
        return f"in {name}, nothing is missing by {last}"
    priced = float(cost_of_missing(result, before).sum())
    entry = result.levers.register[result.levers.shortfall_gbp.id]
    ends = sorted(float(cost_of_missing(result, before, price=price).sum()) for price in entry.range_in_use)
    ranged = f" ({wording.pounds(ends[0])} to {wording.pounds(ends[1])} over the range of that price)"
    count = int((short > 0).sum())
    verb = "lacks" if count == 1 else "together lack"
    lack = f"{_areas(count, result)} {verb} {wording.wte(short.sum())} in {last}, and "
    return (
        f"in {name}, {lack if short.sum() > 0 else ''}{wording.bare_wte(missing_by_year(before).sum())} WTE-years are "
        f"missing from {result.basis.projected[0]} to {last}, which at {wording.pounds(entry.in_use)} for each in "
        f"{result.levers.price_year}, growing as prices do, costs the service {wording.pounds(priced)}"
        f"{ranged if ends[0] < ends[1] else ''}"
    )


def _cost(result: PlanResult) -> str:
    measures, pay, whole = cost_in_all(result)
    if not used_levers(result):
        return "The plan costs nothing, since it starts nothing."
    low, high = cost_band(result)
    band = f" (90% band {_pounds(low)} to {_pounds(high)})" if low < high else ""
    return (
        f"The plan costs {_pounds(whole)} to {result.basis.horizon.last}{band}: {_pounds(measures)} for measures, "
        f"{_who_pays(result, measures)}, and {_pounds(pay)} for the pay of staff whom it adds, borne by their "
        f"employers; {_effect_on_gap(result)}."
    )


def _effect_on_gap(result: PlanResult) -> str:
    """What the money does: shortfalls of areas after and before."""
    said = []
    for name, outcome in _to_close(result):
        before, after = (float(short_areas(gap.central).sum()) for gap in (outcome.gap_before, outcome.gap_after))
        said.append(f"in {name}, areas lack {_or_nothing(after)} instead of {_or_nothing(before)}")
    return f"with it, in {result.basis.horizon.last}, {'; '.join(said)}"


def _or_nothing(wte: float) -> str:
    return wording.wte(wte) if wording.rounded_wte(wte) else "nothing"


def _who_pays(result: PlanResult, measures: float) -> str:
    parts = {FUNDERS[funder]: float(by_year.sum()) for funder, by_year in measures_by_funder(result).items()}
    paying = [(name, gbp) for name, gbp in sorted(parts.items(), key=lambda part: -part[1]) if gbp > 0]
    if not paying:
        return "to nobody"
    if len(paying) == 1:
        return f"all from {wording.in_running_text(paying[0][0])}"
    return "of which " + wording.listed(
        [f"{wording.per_cent(gbp / measures)} from {wording.in_running_text(name)}" for name, gbp in paying]
    )


def _confidence(result: PlanResult) -> str:
    asked, areas = result.levers.goal.confidence, len(result.basis.areas)
    said = []
    for name, outcome in _to_close(result):
        below = unsure_areas(result, outcome)
        whole = wording.per_cent(float(outcome.confident_after[-1]))
        if below:
            least = f"{wording.in_running_text(below[0][0])} at {share_below(below[0][1], asked)}"
            held = f"{_of_areas(areas - len(below), areas)} it, and the least sure is {least}"
        else:
            least_share = wording.per_cent(float(outcome.confident_after[:-1].min()))
            held = f"every area reaches it, the least sure with {least_share}"
        said.append(f"in {name}, {held}, while the whole workforce is sure at {whole}")
    return (
        f"Asked was a confidence of {wording.per_cent(asked)} that each area has enough staff in "
        f"{result.basis.horizon.last}; verified on all {result.basis.draws:,} draws, {'; '.join(said)}."
    )


def _lacking(result: PlanResult) -> str:
    said = []
    for name, outcome in _to_close(result):
        cells = short_cells(outcome.gap_after.central)
        by_area = cells.sum(axis=1)
        if not wording.rounded_wte(float(by_area.sum())):
            continue
        lack = f"single job levels lack {wording.wte(by_area.sum())} of what they need"
        said.append(f"in {name}, {lack}, {_most_in(result, by_area)}")
    if not said:
        nothing = f"Nothing is lacking in {result.basis.horizon.last} in the central run"
        if is_met(result):
            return f"{nothing}."
        return f"{nothing}; what is missed is something else that was asked.{_why(result)}"
    return f"Still lacking in {result.basis.horizon.last}: {'; '.join(said)}.{_why(result)}"


def _most_in(result: PlanResult, by_area: np.ndarray) -> str:
    names = area_names(result)
    order = [at for at in np.argsort(-by_area, kind="stable").tolist() if wording.rounded_wte(float(by_area[at]))]
    named = [
        f"{wording.bare_wte(float(by_area[at]))} in {wording.in_running_text(names[at])}" for at in order[:NAMED_AREAS]
    ]
    more = wording.count(len(order) - len(named), "other area")
    return f"most of them {', '.join(named)}, the rest in {more}" if len(order) > len(named) else wording.listed(named)


def _why(result: PlanResult) -> str:
    if is_met(result):
        return " What was asked allows for that much."
    if result.solved is None:
        return ""
    if result.solved.clashes:
        return " The limits of the levers allow for no more; which of them stand in the way is said below."
    if result.solved.status != BEST_THERE_IS:
        return " The goal was not what the plan was chosen for."
    return ""


def _commit_now(result: PlanResult) -> str:
    now, goal = years_before_decision(result), result.levers.goal
    early = result.evaluation.sizes[:, :now]
    if not early.sum() > 0:
        return f"Nothing needs to be committed for the years before {goal.decide_in}, when later steps are decided."
    costs = result.evaluation.cost
    measures = float(costs.measures[:, :now].sum() + costs.set_up[:, :now].sum())
    pay = float(costs.pay[:, :now].sum())
    count = sum(bool(sums.started[:now].sum() > 0) for sums in lever_sums(result))
    held = no_regret_share(result)
    if held is None:
        regret = "whether other scenarios would call for the same was not looked at"
    else:
        regret = f"{wording.per_cent(held)} of that would be well spent even if another scenario were certain"
    return (
        f"Commit now, for {span(result, early=True)}, the starts of {wording.count(count, 'lever')}, which cost "
        f"{_pounds(measures)} in measures and {_pounds(pay)} in pay to {result.basis.horizon.last}; {regret}, and what "
        f"follows can wait until {goal.decide_in}."
    )


def _of_areas(reaching: int, areas: int) -> str:
    if not reaching:
        return "no area reaches"
    verb = "reaches" if reaching == 1 else "reach"
    return f"{wording.count(reaching, 'of', 'of')} {wording.count(areas, 'area')} {verb}"


def _areas(count: int, result: PlanResult) -> str:
    if count == len(result.basis.areas):
        return f"all {wording.count(count, 'area')}" if count > 1 else "the one area"
    return wording.count(count, "area")


def _pounds(gbp: float) -> str:
    return f"{'minus ' if gbp < 0 else ''}{wording.pounds(gbp)}"
