"""What changed between two runs, and which change moved the results? Two results folders in, a comparison out.

Both runs carry their inputs, so the method can be run on any mixture of them. Each change (one assumption, one
input, one setting) is made alone to the first study, and the movement it causes is read off the central run.
Movements of single changes need not add up to the whole; what is left over is printed as their interplay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np

from cadreworks.review.headline import HeadlineFigure, headline
from cadreworks.study import Study


@dataclass(frozen=True)
class Change:
    """One thing that differs. kind: assumption, override, input or setting; before and after as they are shown"""

    kind: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Movement:
    """By how much one change alone moves a headline figure of the first run."""

    cause: str
    scenario: str
    figure: str
    unit: str
    by: float


@dataclass(frozen=True)
class Comparison:
    """Two runs compared. movements is empty where the two cannot be mixed, and `cannot_mix` then says why."""

    changes: tuple[Change, ...]
    before: tuple[HeadlineFigure, ...]
    after: tuple[HeadlineFigure, ...]
    movements: tuple[Movement, ...]
    cannot_mix: str = ""


INTERPLAY = "interplay of the changes"
_INPUTS = {
    "stock": "stock",
    "growth": "growth",
    "typical_organisation": "typical organisation",
    "returns": "returns",
    "pay": "pay points, bands and awards",
}


def compare_studies(first: Study, second: Study) -> Comparison:
    """What changed from the first study to the second, and what each change alone would move."""
    steps = [*_changed_assumptions(first, second), *_changed_overrides(first, second), *_changed_inputs(first, second)]
    changes = tuple(change for change, _ in steps) + tuple(_changed_settings(first, second))
    before, after = tuple(headline(first)), tuple(headline(second))
    obstacle = _obstacle(first, second)
    if obstacle:
        return Comparison(changes, before, after, (), obstacle)
    movements = [
        movement for change, mixed in steps for movement in _movements(change.name, before, tuple(headline(mixed)))
    ]
    return Comparison(changes, before, after, tuple(movements + _interplay(movements, before, after)))


def _obstacle(first: Study, second: Study) -> str:
    """Why the inputs of one study cannot stand in for those of the other, or nothing."""
    pairs = (
        ("years", first.settings.horizon, second.settings.horizon),
        ("years asked about", first.settings.points, second.settings.points),
        ("areas of work", first.settings.areas, second.settings.areas),
        (
            "scenarios",
            [scenario.id for scenario in first.settings.scenarios],
            [scenario.id for scenario in second.settings.scenarios],
        ),
    )
    differing = [name for name, one, other in pairs if one != other]
    return f"the two runs differ in their {' and '.join(differing)}" if differing else ""


def _changed_assumptions(first: Study, second: Study) -> Iterator[tuple[Change, Study]]:
    theirs = {entry.id: entry for entry in second.declared}
    for entry in first.declared:
        other = theirs.get(entry.id, entry)
        one, two = (entry.value, entry.low, entry.high), (other.value, other.low, other.high)
        if one != two:
            mixed = tuple(other if item.id == entry.id else item for item in first.declared)
            yield Change("assumption", entry.id, _triple(*one), _triple(*two)), replace(first, declared=mixed)


def _changed_overrides(first: Study, second: Study) -> Iterator[tuple[Change, Study]]:
    ours = {override.assumption: override for override in first.overrides}
    theirs = {override.assumption: override for override in second.overrides}
    for name in sorted(ours.keys() | theirs.keys()):
        one, two = ours.get(name), theirs.get(name)
        if one == two:
            continue
        others = tuple(override for override in first.overrides if override.assumption != name)
        mixed = others if two is None else (*others, two)
        shown = [
            "none" if entry is None else f"{_triple(entry.value, entry.low, entry.high)}, {entry}"
            for entry in (one, two)
        ]
        yield Change("override", name, *shown), replace(first, overrides=mixed)


def _changed_inputs(first: Study, second: Study) -> Iterator[tuple[Change, Study]]:
    for field, name in _INPUTS.items():
        one, two = getattr(first, field), getattr(second, field)
        if not _same(one, two):
            before, after = (_digests(study, field) for study in (first, second))
            yield Change("input", name, before, after), replace(first, **{field: two})


def _digests(study: Study, field: str) -> str:
    """The files behind an input, by name and the beginning of their digest."""
    roles = ("pay_points", "pay_bands", "pay_awards") if field == "pay" else (field,)
    named = {item.file for item in study.settings.inputs if item.role in roles}
    return ", ".join(f"{file.name} {file.sha256[:8]}" for file in study.files if file.name in named)


def _changed_settings(first: Study, second: Study) -> Iterator[Change]:
    for field in fields(first.settings):
        one, two = getattr(first.settings, field.name), getattr(second.settings, field.name)
        if field.name not in ("inputs", "scenarios", "limitations") and one != two:
            yield Change("setting", field.name, _shown(one), _shown(two))
    names = [tuple(scenario.id for scenario in study.settings.scenarios) for study in (first, second)]
    if names[0] != names[1]:
        yield Change("setting", "scenarios", _shown(names[0]), _shown(names[1]))


def _same(one: object, two: object) -> bool:
    """Whether two inputs hold the same, whatever containers and arrays they are made of."""
    if isinstance(one, np.ndarray) and isinstance(two, np.ndarray):
        return np.array_equal(one, two)
    if hasattr(one, "__dataclass_fields__") and type(one) is type(two):
        return all(_same(getattr(one, name), getattr(two, name)) for name in one.__dataclass_fields__)
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(_same(one[key], two[key]) for key in one)
    return bool(one == two)


def _movements(cause: str, before: tuple[HeadlineFigure, ...], after: tuple[HeadlineFigure, ...]) -> Iterator[Movement]:
    for one, two in zip(before, after, strict=True):
        yield Movement(cause, one.scenario, one.figure, one.unit, two.value - one.value)


def _interplay(
    movements: list[Movement], before: tuple[HeadlineFigure, ...], after: tuple[HeadlineFigure, ...]
) -> list[Movement]:
    """What the movements of single changes leave unexplained; nothing where it is no more than rounding."""
    rest = []
    for whole in _movements(INTERPLAY, before, after):
        single = sum(
            movement.by
            for movement in movements
            if (movement.scenario, movement.figure) == (whole.scenario, whole.figure)
        )
        scale = max(abs(figure.value) for figure in before if figure.unit == whole.unit)
        if abs(whole.by - single) > 1e-9 * max(scale, 1.0):
            rest.append(replace(whole, by=whole.by - single))
    return rest


def _triple(value: float, low: float, high: float) -> str:
    return f"{value:g} ({low:g} to {high:g})"


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
