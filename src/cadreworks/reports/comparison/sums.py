"""What do the parts of a comparison come to? Movements -> before, groups and after of each figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cadreworks.review.change import Group
from cadreworks.review.compare import Comparison
from cadreworks.review.headline import HeadlineFigure
from cadreworks.review.waterfall import Movement
from cadreworks.vocabulary import ALL


@dataclass(frozen=True)
class Moved:
    """One figure that both runs have. by_group: what each group that moved it adds"""

    before: HeadlineFigure
    after: HeadlineFigure
    by_group: dict[Group, float]


def shared_scenarios(comparison: Comparison) -> list[tuple[str, str]]:
    """Ids and names of the scenarios of both runs, in the first one's order and by the second one's names."""
    theirs = comparison.second.scenarios
    return [(scenario, theirs[scenario]) for scenario in comparison.first.scenarios if scenario in theirs]


def groups_that_moved(comparison: Comparison) -> list[Group]:
    """The groups that have a part in any figure, in their order."""
    found = {movement.group for movement in comparison.movements}
    return [group for group in Group if group.id in found]


def moved(comparison: Comparison, scenario: str, figure: str, area: str = ALL) -> Moved:
    """One figure of a scenario that both runs have. Raises StopIteration where they have not."""
    key = (scenario, figure, area)
    before, after = (
        next(item for item in figures if (item.scenario, item.figure, item.area) == key)
        for figures in (comparison.before, comparison.after)
    )
    by_group = {group: sum(item.by for item in _of(comparison, key, group)) for group in Group}
    return Moved(before, after, {group: by for group, by in by_group.items() if by})


def _of(comparison: Comparison, key: tuple[str, str, str], group: Group) -> Iterator[Movement]:
    for item in comparison.movements:
        if (item.scenario, item.figure, item.area) == key and item.group == group.id:
            yield item
