"""The track record: a bar for the error of each method, a panel for each horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cadreworks.reports.charts.bars import Bar, bars
from cadreworks.reports.charts.vega import Spec


@dataclass(frozen=True)
class Tried:
    """One method and its error, a share of one. ours: whether it is the study's own"""

    name: str
    error: float
    ours: bool


def track_record(panels: Sequence[tuple[str, Sequence[Tried]]]) -> Spec:
    """For each panel (title, bars): the error of each method, the study's own drawn dark."""
    return bars(
        [
            (title, [Bar(bar.name, bar.error, f"{bar.error:.1%}", dark=bar.ours) for bar in of_panel])
            for title, of_panel in panels
        ],
        axis={"title": None, "format": ".0%", "tickCount": 3, "grid": False},
    )
