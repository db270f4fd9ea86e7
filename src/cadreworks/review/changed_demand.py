"""What differs in how demand is pooled? Two studies -> a step each for the returns, what weighs them, and the method.

Returns, seed answers, who was invited and the method lean on one another: no return can be weighed by answers that
nobody gave. Steps that cannot be made alone are bound together later (`waterfall.bound`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from cadreworks.demand.pooling import COOKE, NO_WEIGHTS, Choices
from cadreworks.review.change import Change, Group, Step, Strand, digests_of
from cadreworks.review.same import same
from cadreworks.study import Study

POOLING_SETTINGS = ("demand_method", "weights", "post_stratify")
"""The settings that are compared here."""
_WEIGHING = ("weights", "post_stratify")


def changed_demand(first: Study, second: Study) -> Iterator[Step]:
    """The steps from the first study's pooling to the second's."""
    yield from _changed_returns(first, second)
    ours, theirs = first.settings.pooling, second.settings.pooling
    if COOKE in (ours.method, theirs.method) and not same(first.seeds, second.seeds):
        change = Change("input", "seed answers", _seeds_in(first), _seeds_in(second), Group.RETURNS.id)
        yield _step(change, lambda study: replace(study, seeds=second.seeds))
    if any(_weighs_by_type_or_size(one) for one in (ours, theirs)) and _invited(first) != _invited(second):
        change = _of_files(first, second, "who was invited", "exercise", "invited")
        yield _step(change, lambda study: replace(study, exercise=second.exercise))
    if _weighing_in_words(ours) != _weighing_in_words(theirs):
        before, after = _weighing_in_words(ours), _weighing_in_words(theirs)
        change = Change("setting", "how returns are weighed", before, after, Group.RETURNS.id)
        yield _step(change, lambda study: _with_settings(study, second, *_WEIGHING))
    if ours.method != theirs.method:
        change = Change("setting", "how returns are pooled", ours.method, theirs.method, Group.METHOD.id)
        yield _step(change, lambda study: _with_settings(study, second, "demand_method"), Group.METHOD)


def _changed_returns(first: Study, second: Study) -> Iterator[Step]:
    """Years asked about go with the returns that answer them."""
    ours, theirs = first.settings.points, second.settings.points
    if same(first.returns, second.returns) and ours == theirs:
        return
    name = "returns" if ours == theirs else "returns and the years asked about"
    change = _of_files(first, second, name, "returns")
    if ours != theirs:
        before, after = f"{change.before} ({_years(ours)})", f"{change.after} ({_years(theirs)})"
        change = replace(change, before=before, after=after)
    if change.before != change.after:  # the same files, read for other areas or scenarios, are listed as settings
        yield _step(change, lambda study: replace(_with_settings(study, second, "points"), returns=second.returns))


def _years(points: tuple[int, ...]) -> str:
    return ", ".join(map(str, points))


def _step(change: Change, make: Callable[[Study], Study], group: Group = Group.RETURNS) -> Step:
    return Step((change,), group, make, frozenset({Strand.DEMAND}))


def _with_settings(study: Study, other: Study, *names: str) -> Study:
    taken = {name: getattr(other.settings, name) for name in names}
    return replace(study, settings=replace(study.settings, **taken))


def _of_files(first: Study, second: Study, name: str, *roles: str) -> Change:
    return Change("input", name, digests_of(first, *roles), digests_of(second, *roles), Group.RETURNS.id)


def _seeds_in(study: Study) -> str:
    """Seed answers stand in a file of their own, or in the workbooks."""
    own = any(item.role == "seeds" for item in study.settings.inputs)
    return digests_of(study, "seeds" if own or study.seeds is None else "returns")


def _weighs_by_type_or_size(choices: Choices) -> bool:
    return choices.weights != NO_WEIGHTS or choices.post_stratify


def _invited(study: Study) -> object:
    return study.exercise.invited if study.exercise else ()


def _weighing_in_words(choices: Choices) -> str:
    words = [f"by {choices.weights}"] if choices.weights != NO_WEIGHTS else []
    if choices.post_stratify:
        words.append("post-stratified")
    return ", ".join(words) or "all alike"
