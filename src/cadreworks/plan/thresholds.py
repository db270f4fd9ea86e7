"""When does a lever work worse than was said to be possible? Its estimates' ranges -> the least that it may give."""

from __future__ import annotations

from cadreworks.assumptions import Register
from cadreworks.plan.levers import Lever


def gives_of(lever: Lever, register: Register) -> tuple[float, float, float]:
    """Of one start, what comes about where the lever gives: at the stated values, and at the ends of their ranges.

    The low end takes every estimate at its worse end at once, the high end at its better one; a lever that keeps has
    the share of leaving that it prevents here.
    """
    low, value, high = 1.0, 1.0, 1.0
    for entry in (register[lever.effect.id], register[lever.completion.id]):
        low, value, high = low * entry.range_in_use[0], value * entry.in_use, high * entry.range_in_use[1]
    for entry in (register[lever.drop_out.id], register[lever.deadweight.id]):
        worse, better = 1 - entry.range_in_use[1], 1 - entry.range_in_use[0]
        low, value, high = low * worse, value * (1 - entry.in_use), high * better
    return low, value, high


def least_share(lever: Lever, register: Register) -> float:
    """The low end of what a start makes, over what it is expected to make: below so much of a plan, somebody acts."""
    low, value, _ = gives_of(lever, register)
    return low / value if value else 0.0
