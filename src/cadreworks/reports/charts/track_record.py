"""The track record: a bar for the error of each method, a panel for each horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cadreworks.reports.charts.vega import GREY, INK, Spec, finished, labels, layer, nominal, text_after, title_of

_WIDTH = 150
"""Room for the longest bar alone: its number stands behind it, outside of the axis."""


@dataclass(frozen=True)
class Tried:
    """One method and its error, a share of one. ours: whether it is the study's own"""

    name: str
    error: float
    ours: bool


def track_record(panels: Sequence[tuple[str, Sequence[Tried]]]) -> Spec:
    """For each panel (title, bars): the error of each method, the study's own drawn dark."""
    most = max((bar.error for _, bars in panels for bar in bars), default=0.0)
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, most or 1.0]},
        "axis": {"title": None, "format": ".0%", "tickCount": 3, "grid": False},
    }
    return finished({"spacing": 14, "vconcat": [_panel(title, bars, x) for title, bars in panels]})


def _panel(title: str, bars: Sequence[Tried], x: Spec) -> Spec:
    rows = [{"label": bar.name, "error": bar.error, "text": f"{bar.error:.1%}"} for bar in bars]
    ours = [row for row, bar in zip(rows, bars, strict=True) if bar.ours]
    others = [row for row, bar in zip(rows, bars, strict=True) if not bar.ours]
    y, error = labels([bar.name for bar in bars], limit=190), {**x, "field": "error"}
    return {
        "title": title_of(title),
        "width": _WIDTH,
        "height": 22 * len(bars),
        "layer": [
            layer(ours, {"type": "bar", "color": INK, "height": 14}, y=y, x=error),
            layer(others, {"type": "bar", "color": GREY, "height": 14}, y=y, x=error),
            layer(rows, text_after(5), y=y, x=error, text=nominal("text")),
        ],
    }
