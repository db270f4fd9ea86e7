"""What does a workbook of the second round show beside one's own answers? The pool, and the reasons of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cadreworks.demand.answers import AnswerKey

SECOND_ROUND = 2


@dataclass(frozen=True)
class Feedback:
    """What all returns say together, in words ready to be shown; nobody is named in it.

    returns: how many were pooled; pool: by scenario, year, area and level (`all` too); reasons: of
    the other organisations, by scenario and area; left_out: reasons of others that named somebody
    """

    returns: int
    pool: Mapping[AnswerKey, str] = field(default_factory=dict)
    reasons: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    left_out: int = 0
