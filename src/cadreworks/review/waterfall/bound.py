"""Which changes cannot be made alone? Steps -> steps of which every mix can be run, bound together as little as can be.

`cooke` cannot weigh returns without seed answers, and a mean of five years needs five years. Of all ways to part the
steps that lean on one another, the one with the most parts is taken in which any parts may be made and any left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from cadreworks.problems import InputProblems, UsageFault
from cadreworks.review.change import Group, Step, Strand
from cadreworks.review.changed_supply import has_its_years
from cadreworks.study import Study

Block = frozenset[int]


def bind_steps(first: Study, steps: Sequence[Step]) -> list[Step]:
    """The steps, those made as one that cannot be made alone to the first study."""
    blocks: list[Block] = [frozenset({at}) for at in range(len(steps))]
    for strand, fits in FITS.items():
        leaning = [at for at, step in enumerate(steps) if strand in step.strands]
        blocks = _joined(blocks, _finest(leaning, _tried(first, steps, fits)))
    return [_as_one([steps[at] for at in sorted(block)]) for block in sorted(blocks, key=min)]


def make_steps(study: Study, steps: Sequence[Step]) -> Study:
    """The study with these steps; their order is no matter."""
    for step in steps:
        study = step.make(study)
    return study


def _can_be_pooled(study: Study) -> bool:
    try:
        _ = study.weighed
    except (InputProblems, UsageFault):
        return False
    return True


def _can_act(study: Study) -> bool:
    return study.plan is None or study.establishment is None


FITS: Mapping[Strand, Callable[[Study], bool]] = {
    Strand.DEMAND: _can_be_pooled,
    Strand.SUPPLY: has_its_years,
    Strand.POSTS: _can_act,
}


def _tried(first: Study, steps: Sequence[Step], fits: Callable[[Study], bool]) -> Callable[[Block], bool]:
    return cache(lambda chosen: fits(make_steps(first, [steps[at] for at in sorted(chosen)])))


def _finest(items: Sequence[int], fits: Callable[[Block], bool]) -> list[Block]:
    """The partition with the most blocks of which all unions fit; one block, since both studies could be run."""
    by_blocks = sorted(_partitions(list(items)), key=len, reverse=True)  # stable, so that ties go by the order of steps
    return next((blocks for blocks in by_blocks if all(fits(union) for union in _unions(blocks))), [frozenset(items)])


def _partitions(items: list[int]) -> Iterator[list[Block]]:
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for blocks in _partitions(rest):
        yield [frozenset({first}), *blocks]
        for at, block in enumerate(blocks):
            yield [*blocks[:at], block | {first}, *blocks[at + 1 :]]


def _unions(blocks: Sequence[Block]) -> Iterator[Block]:
    for size in range(len(blocks) + 1):
        for chosen in combinations(blocks, size):
            yield frozenset[int]().union(*chosen)


def _joined(blocks: Sequence[Block], more: Sequence[Block]) -> list[Block]:
    """The finest partition of which both are parts: blocks that share a step become one."""
    joined = list(blocks)
    for block in more:
        touched = [known for known in joined if known & block]
        if touched:
            joined = [known for known in joined if not known & block] + [block.union(*touched)]
    return joined


def _as_one(steps: Sequence[Step]) -> Step:
    if len(steps) == 1:
        return steps[0]
    found = {step.group for step in steps}
    group = Group.METHOD if Group.METHOD in found else next(group for group in Group if group in found)
    changes = tuple(change for step in steps for change in step.changes)
    strands = frozenset[Strand]().union(*(step.strands for step in steps))
    return Step(changes, group, lambda study: make_steps(study, steps), strands)
