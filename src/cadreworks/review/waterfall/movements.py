"""By how much did each group, and each change in it, move every headline figure? Two studies' mixes -> movements.

published change = parts of the groups of this version's method + what another version made of the same
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from cadreworks.bands import Array
from cadreworks.progress import Progress
from cadreworks.review.change import Group, Step
from cadreworks.review.headline import HeadlineFigure, headline_by_area
from cadreworks.review.waterfall.bound import make_steps
from cadreworks.review.waterfall.shares import mixes_needed, owen_of_members, shapley_of_groups
from cadreworks.study import Study

MOST_MIXES, MOST_MIXES_OF_RECORDS = 1024, 256
"""How many mixes may be run so that the changes of one group are told apart: one takes milliseconds on tables, and a
good part of a second on staff records.
"""
OF_ANOTHER_VERSION = "what another version gave"
NOISE = 1e-9
"""Share of the largest figure of a unit below which a difference between runs is rounding."""
_ROUNDING = 1e-12
"""The same of a sum of differences of runs that are alike to the last bit where nothing moves."""


@dataclass(frozen=True)
class Movement:
    """By how much a figure of the first run moved. group: id of the group; change: nothing where the group is told
    alone; area: as of the figure
    """

    scenario: str
    area: str
    figure: str
    unit: str
    group: str
    change: str
    by: float


@dataclass(frozen=True)
class Shared:
    """The change shared out. movements: of whatever moved, in the order of figures, groups and changes; alone: groups
    whose changes are too many to be told apart; unknown: figures that moved for no change that is known here
    """

    movements: tuple[Movement, ...]
    alone: tuple[Group, ...] = ()
    unknown: bool = False


def share_out_change(
    first: Study,
    second: Study,
    steps: Sequence[Step],
    published: tuple[Sequence[HeadlineFigure], Sequence[HeadlineFigure]],
    *,
    progress: Progress,
    most_mixes: int | None = None,
) -> Shared:
    """The change of every figure from the first study to the second, whose mixes can be run.

    published: the figures of both runs, in the order of `headline_by_area`. Raises ArithmeticError where a mix has a
    figure that is no number.
    """
    if most_mixes is None:
        most_mixes = MOST_MIXES_OF_RECORDS if first.records or second.records else MOST_MIXES
    game = _Game.of(first, steps, progress)
    now = headline_by_area(second)
    before, after = (np.array([figure.value for figure in figures]) for figures in published)
    noise = _scale(published) * NOISE
    if np.any(np.abs(game.worth_of_all() - np.array([figure.value for figure in now])) > noise):
        return Shared((), unknown=True)
    parts = list(game.parts(most_mixes))
    whole = np.sum([part.by for part in parts], axis=0) if parts else np.zeros(len(before))
    rest = after - before - whole
    rest[np.abs(rest) <= noise] = 0.0
    parts.append(_Part(Group.VERSION, OF_ANOTHER_VERSION, rest))
    tiny = _scale(published) * _ROUNDING
    movements = (
        Movement(
            figure.scenario, figure.area, figure.figure, figure.unit, part.group.id, part.change, float(part.by[at])
        )
        for at, figure in enumerate(now)
        for part in parts
        if abs(part.by[at]) > tiny[at]
    )
    return Shared(tuple(movements), game.told_alone(most_mixes))


def _scale(published: tuple[Sequence[HeadlineFigure], Sequence[HeadlineFigure]]) -> Array:
    """The size of the largest figure of the same unit, for each figure; 1 at least."""
    largest: dict[str, float] = {}
    for figure in (*published[0], *published[1]):
        largest[figure.unit] = max(largest.get(figure.unit, 1.0), abs(figure.value))
    return np.array([largest[figure.unit] for figure in published[0]])


@dataclass(frozen=True)
class _Part:
    """What a group or a change in it adds to every figure."""

    group: Group
    change: str
    by: Array


@dataclass(frozen=True)
class _Game:
    """The steps as players, those of a group together. groups: places of steps; worth: figures with some of them."""

    steps: Sequence[Step]
    names: tuple[Group, ...]
    groups: tuple[tuple[int, ...], ...]
    first: Study
    progress: Progress

    @classmethod
    def of(cls, first: Study, steps: Sequence[Step], progress: Progress) -> _Game:
        names = tuple(group for group in Group if any(step.group is group for step in steps))
        groups = tuple(tuple(at for at, step in enumerate(steps) if step.group is name) for name in names)
        return cls(steps, names, groups, first, progress)

    def worth_of_all(self) -> Array:
        return self._worth(frozenset(range(len(self.steps))))

    def parts(self, most_mixes: int) -> Iterator[_Part]:
        """The parts of all groups: their changes, where these are few enough, else the group's own."""
        worth = cache(self._worth)
        whole = shapley_of_groups(worth, self.groups)
        for at, (name, members) in enumerate(zip(self.names, self.groups, strict=True)):
            if len(members) == 1:
                yield _Part(name, self.steps[members[0]].name, whole[at])
            elif self._is_told_alone(at, most_mixes):
                yield _Part(name, "", whole[at])
            else:
                for member, by in zip(members, owen_of_members(worth, self.groups, at), strict=True):
                    yield _Part(name, self.steps[member].name, by)

    def told_alone(self, most_mixes: int) -> tuple[Group, ...]:
        return tuple(name for at, name in enumerate(self.names) if self._is_told_alone(at, most_mixes))

    def _is_told_alone(self, at: int, most_mixes: int) -> bool:
        return len(self.groups[at]) > 1 and mixes_needed(self.groups, at) > most_mixes

    def _worth(self, chosen: frozenset[int]) -> Array:
        self.progress("Running mixes of the two studies", 0, 0)
        mixed = make_steps(self.first, [self.steps[at] for at in sorted(chosen)])
        figures = np.array([figure.value for figure in headline_by_area(mixed)])
        if not np.all(np.isfinite(figures)):
            named = ", ".join(self.steps[at].name for at in sorted(chosen))
            raise ArithmeticError(f"with {named} alone a figure is no number")
        return figures
