"""What differs in how demand is pooled? Two studies -> the returns, and what weighs them, each changed alone.

Returns, seed answers, who was invited and the method lean on one another: no return can be weighed by answers that
nobody gave. A change that cannot be made alone is made with all of these, and says so by the names of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from cadreworks.demand.pooling import COOKE, NO_WEIGHTS, Choices
from cadreworks.problems import InputProblems, UsageFault
from cadreworks.review.change import Change, Step, digests_of
from cadreworks.review.same import same
from cadreworks.study import Study

POOLING_SETTINGS = ("demand_method", "weights", "post_stratify")
"""The settings that are compared here, as one: by themselves they may not fit together."""


@dataclass(frozen=True)
class _Part:
    """One part that differs: the change, and the fields of the first study that it replaces."""

    change: Change
    fields: dict[str, Any]


def changed_demand(first: Study, second: Study) -> Iterator[Step]:
    """The changes, each with the first study so changed, as far as it can be pooled."""
    parts = list(_parts(first, second))
    everything = {name: value for part in parts for name, value in part.fields.items()}
    bound = []
    alike = _asked_alike(first, second)
    for part in parts:
        mixed = replace(first, **part.fields)
        if not alike or _can_be_pooled(mixed):  # studies of other cells are only listed, never mixed
            yield part.change, mixed
        else:
            bound.append(part.change)
    if bound:
        yield _together(bound), replace(first, **everything)


def _asked_alike(first: Study, second: Study) -> bool:
    """Whether both are about the same areas, years and scenarios, so that the returns of one could be those of the
    other.
    """
    ours, theirs = (
        (study.settings.areas, study.settings.points, [scenario.id for scenario in study.settings.scenarios])
        for study in (first, second)
    )
    return ours == theirs


def _parts(first: Study, second: Study) -> Iterator[_Part]:
    if not same(first.returns, second.returns):
        change = _of_files(first, second, "returns", "returns")
        if change.before != change.after:  # the same files, read for other areas or scenarios, are listed as settings
            yield _Part(change, {"returns": second.returns})
    ours, theirs = first.settings.pooling, second.settings.pooling
    if COOKE in (ours.method, theirs.method) and not same(first.seeds, second.seeds):
        yield _Part(_of_seeds(first, second), {"seeds": second.seeds})
    if any(_weighs_by_type_or_size(one) for one in (ours, theirs)) and _invited(first) != _invited(second):
        change = _of_files(first, second, "who was invited", "exercise", "invited")
        yield _Part(change, {"exercise": second.exercise})
    if ours != theirs:
        pooling = {name: getattr(second.settings, name) for name in POOLING_SETTINGS}
        change = Change("setting", "how returns are pooled", _in_words(ours), _in_words(theirs))
        yield _Part(change, {"settings": replace(first.settings, **pooling)})


def _can_be_pooled(study: Study) -> bool:
    try:
        _ = study.weighed
    except (InputProblems, UsageFault):
        return False
    return True


def _together(changes: list[Change]) -> Change:
    names, before, after = (
        " and ".join(getattr(change, name) for change in changes) for name in ("name", "before", "after")
    )
    return Change(changes[0].kind, names, before, after)


def _of_files(first: Study, second: Study, name: str, *roles: str) -> Change:
    return Change("input", name, digests_of(first, *roles), digests_of(second, *roles))


def _of_seeds(first: Study, second: Study) -> Change:
    """Seed answers stand in a file of their own, or in the workbooks."""
    return Change("input", "seed answers", *(_seeds_in(study) for study in (first, second)))


def _seeds_in(study: Study) -> str:
    own = any(item.role == "seeds" for item in study.settings.inputs)
    return digests_of(study, "seeds" if own or study.seeds is None else "returns")


def _weighs_by_type_or_size(choices: Choices) -> bool:
    return choices.weights != NO_WEIGHTS or choices.post_stratify


def _invited(study: Study) -> object:
    return study.exercise.invited if study.exercise else ()


def _in_words(choices: Choices) -> str:
    words = [choices.method]
    if choices.weights != NO_WEIGHTS:
        words.append(f"weighed by {choices.weights}")
    if choices.post_stratify:
        words.append("post-stratified")
    return ", ".join(words)
