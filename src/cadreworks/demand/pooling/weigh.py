"""Who is heard, and how much, by each method? Returns, choices and seed answers -> judgements, and what to say of them.

What the reader of a pool must know of it is said in sentences, `notices`, which the command prints and a report may.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.demand.exercise import Invited
from cadreworks.demand.pooling.beliefs import LEAST_SURE, RangesUsed, count_ranges
from cadreworks.demand.pooling.cooke import Scores, score_experts
from cadreworks.demand.pooling.judgements import Judgements, count_answers
from cadreworks.demand.pooling.methods import COOKE, MEAN_SD, QUANTILE
from cadreworks.demand.pooling.response import not_invited
from cadreworks.demand.pooling.seeds import Seeds
from cadreworks.demand.pooling.weights import BY_SIZE, NO_WEIGHTS, estimate_weights
from cadreworks.demand.returns import Returns
from cadreworks.problems import InputProblems, Problem, ProblemList, UsageFault, counted, in_one_line

_MOST_NAMED = 10


@dataclass(frozen=True)
class Choices:
    """method: one of METHODS; weights: one of WEIGHTINGS; post_stratify: let types count as among the invited;
    best_cut_off: with `cooke`, let only those weigh whose mixture scores best itself
    """

    method: str
    weights: str = NO_WEIGHTS
    post_stratify: bool = False
    best_cut_off: bool = False

    def check(self, *, seeds: bool) -> None:
        """Raises UsageFault where they cannot mean anything together; seeds: whether there are any."""
        weighted = self.weights != NO_WEIGHTS or self.post_stratify
        if weighted and self.method == MEAN_SD:
            raise UsageFault("mean_sd is the report's own mean, in which every return weighs the same. Use linear.")
        if weighted and self.method == COOKE:
            raise UsageFault("cooke weighs experts by their seed answers alone. Leave out the other weights.")
        if self.method == COOKE and not seeds:
            raise UsageFault("cooke needs seed answers. Name them with --seeds.")
        if self.best_cut_off and self.method != COOKE:
            raise UsageFault("a cut-off is for cooke. Leave it out, or pool by cooke.")


@dataclass(frozen=True)
class Weighed:
    """judgements: with the weights in use; scores: where there are seed answers; notices: sentences for whoever runs
    the exercise; published: the same, with nobody named.
    """

    choices: Choices
    judgements: Judgements
    scores: Scores | None
    notices: tuple[str, ...]
    published: tuple[str, ...]


def weigh_returns(
    returns: Returns,
    typical: Array,
    choices: Choices,
    *,
    areas: Sequence[str],
    invited: Sequence[Invited] = (),
    seeds: Seeds | None = None,
) -> Weighed:
    """The judgements that a method pools.

    Raises UsageFault where the choices do not fit, and InputProblems where weights are asked for and somebody who
    answered was not invited, or where nobody has a seed answer that counts.
    """
    choices.check(seeds=seeds is not None)
    scores = None
    if seeds is not None:
        scores = score_experts(seeds.of(returns.organisations), best_cut_off=choices.best_cut_off)
    judgements = Judgements.equal(returns, typical)
    said: list[str] = []
    published: list[str] = []
    silent: list[str] = []
    if choices.method == COOKE and scores is not None:
        judgements = judgements.weighing(_weights_earned(scores))
        said, published = list(_of_scores(scores)), list(_of_scores(scores, naming=False))
    elif choices.weights == BY_SIZE or choices.post_stratify:
        _check_invited(judgements, invited)
        weighting = estimate_weights(
            returns.organisations,
            invited,
            by_size=choices.weights == BY_SIZE,
            post_stratify=choices.post_stratify,
        )
        judgements = judgements.weighing(weighting.weights)
        silent = [_silent_types_sentence(weighting.silent_types)] if weighting.silent_types else []
    more = [*silent, *_notices(choices, judgements, areas)]
    return Weighed(choices, judgements, scores, (*said, *more), (*published, *more))


def _weights_earned(scores: Scores) -> Array:
    if not scores.weights.any():
        what = "nobody who answered has seed answers that earn any weight"
        raise InputProblems([Problem("seeds", what, "Check the answers, or pool by another method.", "no weights")])
    return scores.weights


def _check_invited(judgements: Judgements, invited: Sequence[Invited]) -> None:
    problems = ProblemList()
    for name in not_invited(judgements, invited):
        what = f"{in_one_line(name, 80)} answered and is not among the invited, so it has no type and size"
        remedy = "Add it to those invited in the exercise, or leave weights and post-stratification out."
        problems.add("exercise", what, remedy, kind="not invited")
    problems.stop_if_any()


def _silent_types_sentence(types: Sequence[str]) -> str:
    return f"Nobody answered of the types {', '.join(types)}; their share went to the other types in proportion."


def _of_scores(scores: Scores, *, naming: bool = True) -> Iterator[str]:
    if scores.unscored:
        who = _named(scores.unscored) if naming else counted(len(scores.unscored), "organisation")
        yield f"Without seed answers enough to be scored, and so without weight: {who}."
    calibration, information = scores.mixture
    yield f"The mixture itself scores {calibration:.2g} on calibration and {information:.2g} on information."


def _notices(choices: Choices, judgements: Judgements, areas: Sequence[str]) -> Iterator[str]:
    for scenario in judgements.returns.wte:
        silent = [area for area, n in zip(areas, count_answers(judgements, scenario), strict=False) if n == 0]
        yield from _of_partial(judgements, scenario, areas)
        if silent:
            yield f"In scenario {scenario} no return that weighs anything answers {', '.join(silent)} in full."
    if choices.method != MEAN_SD:
        found = [count_ranges(judgements, scenario) for scenario in judgements.returns.wte]
        yield from _of_ranges(choices, RangesUsed(*map(int, np.sum([astuple(counts) for counts in found], axis=0))))


def _of_partial(judgements: Judgements, scenario: str, areas: Sequence[str]) -> Iterator[str]:
    """Which areas rest on fewer returns than there are. What somebody answered of an area in part does not count."""
    whole = len(judgements.returns.organisations)
    few = [
        f"{area} ({n})"
        for area, n in zip(areas, judgements.answered(scenario).sum(axis=0), strict=True)
        if 0 < n < whole
    ]
    if few:
        yield (
            f"In scenario {scenario} these areas rest on fewer than the {counted(whole, 'return')}, since others do "
            f"not answer all their levels and years: {', '.join(few)}."
        )


def _of_ranges(choices: Choices, ranges: RangesUsed) -> Iterator[str]:
    if ranges.set_aside:
        why = f"for want of a part, for a best answer of nobody, or for a confidence below {LEAST_SURE:g}"
        yield f"{counted(ranges.set_aside, 'range')} set aside, {why}."
    if ranges.narrowed:
        what = "one chance in twenty would lie beyond ten times the best or below a tenth of it"
        yield f"{counted(ranges.narrowed, 'range')} so wide that {what}; no range counts as wider than that."
    if ranges.none:
        yield f"{counted(ranges.none, 'answer')} without a range, of {ranges.used + ranges.set_aside + ranges.none:,}."
    if choices.method == QUANTILE and not ranges.used:
        yield "Nobody gave a range that can be used, so the average of quantiles has no spread at all."


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(in_one_line(name, 80) for name in names[:_MOST_NAMED])
    return shown if len(names) <= _MOST_NAMED else f"{shown} and {len(names) - _MOST_NAMED:,} more"


def check_every_area_is_answered(judgements: Judgements, areas: Sequence[str]) -> None:
    """Raises InputProblems for each area of a scenario that no return that weighs anything answers in full."""
    problems = ProblemList()
    for scenario in judgements.returns.wte:
        for area, n in zip(areas, count_answers(judgements, scenario), strict=False):
            if n == 0:
                what = f"no return that weighs anything answers {area} in full in scenario {scenario}"
                remedy = "Ask for an answer, or leave the area or the scenario out of the study."
                problems.add("returns", what, remedy, kind="no answers")
    problems.stop_if_any()
