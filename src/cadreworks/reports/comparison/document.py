"""What is published of a comparison: sentences, figures and tables in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator

from cadreworks.reports import wording
from cadreworks.reports.comparison.figures import gap_waterfall
from cadreworks.reports.comparison.sums import groups_that_moved, moved, shared_scenarios
from cadreworks.reports.comparison.tables import all_changes, gap_by_area, headline_tables, single_changes
from cadreworks.reports.notes import rounding_note
from cadreworks.reports.plan.document import ActionPlan
from cadreworks.reports.plan.sections import Section
from cadreworks.reports.published_table import Shown, show
from cadreworks.review.compare import Compared, Comparison

HOW = (
    "The method is run on every mix of the two runs: some groups of changes made, the others not. What a group adds "
    "depends on which others were made before it, so its part is the mean of what it adds over all orders in which "
    "groups could be made (Shapley 1953), and that of a change within its group likewise (Owen 1977). So the parts add "
    "up, and no order is chosen. A part is not what a change would do alone: of what two changes do only together, "
    "each has half.",
    "Data are stock, demand baseline and typical organisation; rates are growth, or leaving, moving and joining; "
    "returns are what experts answered and what weighs them; pay is bands, points, awards and assumptions of cost; "
    "plan is levers and how much of each; method is how supply is projected and returns are pooled, with what "
    "only that method reads; version is what another version of Cadreworks gave.",
)
_NOT_FOR_PUBLICATION = (
    "One of the two runs holds cells that may point to people. Share this only with those who may see its results."
)


def comparison_document(comparison: Comparison) -> ActionPlan:
    """The comparison in the form in which pages are made."""
    first, second = comparison.first, comparison.second
    marked = first.not_for_publication or second.not_for_publication
    return ActionPlan(
        title=f"What changed: {second.title}",
        about=(
            f"From {first.title}, {first.edition}, to {second.title}, {second.edition}: the whole workforce in "
            f"{second.year}, central run.",
        ),
        not_for_publication=_NOT_FOR_PUBLICATION if marked else "",
        goal_met=not comparison.cannot_mix,
        verdict=_verdict(comparison),
        opening=tuple(_opening(comparison)),
        sections=tuple(_sections(comparison)),
        long_tables=(),
        made=f"Made with Cadreworks. {rounding_note()}",
        digest=f"Before: {_said_of(first)}. After: {_said_of(second)}.",
    )


def _said_of(run: Compared) -> str:
    return f"study {run.study_digest}, seed {run.seed}, {run.draws:,} draws, version {run.version}"


def _verdict(comparison: Comparison) -> str:
    if comparison.cannot_mix:
        return f"What moved the results cannot be told apart, since {comparison.cannot_mix}."
    if not comparison.movements:
        return "No central figure moved."
    named = wording.listed([group.title.lower() for group in groups_that_moved(comparison)])
    return f"What moved the results: {named}."


def _opening(comparison: Comparison) -> Iterator[str]:
    """The gap of each scenario, and what moved it most."""
    if comparison.first.year != comparison.second.year:
        years = f"{comparison.first.year} before and {comparison.second.year} after"
        yield f"The horizons differ ({years}), so figures of different years stand side by side."
    for scenario, name in shared_scenarios(comparison):
        found = moved(comparison, scenario, "gap")
        before, after = (show(figure.value, Shown.WTE) for figure in (found.before, found.after))
        if not found.by_group and before == after:
            yield f"{name}: the gap is {after} WTE, as before."
            continue
        parts = sorted(found.by_group.items(), key=lambda part: -abs(part[1]))
        said = [f"{group.title.lower()} {show(by, Shown.WTE_CHANGE)}" for group, by in parts]
        yield f"{name}: the gap goes from {before} to {after} WTE{': ' * bool(said)}{wording.listed(said)}."
    yield from comparison.notes


def _sections(comparison: Comparison) -> Iterator[Section]:
    scenarios = shared_scenarios(comparison)
    shared_out = bool(comparison.movements)
    if shared_out:
        yield Section(
            "moved-gap-section",
            "What moved the gap",
            (),
            tuple(gap_waterfall(comparison, *scenario) for scenario in scenarios),
            tuple(gap_by_area(comparison, *scenario) for scenario in scenarios),
        )
    if scenarios:
        tables = (*headline_tables(comparison), *([single_changes(comparison)] if shared_out else []))
        yield Section("moved-figures-section", "What moved supply, demand and cost", (), (), tables)
    changes = all_changes(comparison)
    said = () if changes.rows else ("The two runs have the same inputs, settings, seed and draws.",)
    yield Section("changes-section", "What differs", said, (), (changes,) if changes.rows else ())
    if shared_out:
        yield Section("how-section", "How the change is shared out", HOW)
