"""Changes in staffing: who of each job level stays, is gained and is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cadreworks.reports.charts.vega import (
    COLOURS,
    GREY,
    INK,
    Spec,
    finished,
    labels,
    layer,
    nominal,
    text_after,
    title_with_key,
)
from cadreworks.reports.published_table import Shown, show

BARS_WIDTH = 135
"""Room for the longest bar alone: its number stands behind it, outside of the axis."""


@dataclass(frozen=True)
class StaffBar:
    """One level at one later year: staff at the base year and staff then, in wte."""

    label: str
    base: float
    then: float


def staffing(panels: Sequence[tuple[str, Sequence[StaffBar]]]) -> Spec:
    """For each panel (title, bars): who stays, who is gained and who is lost, level by level."""
    most = max(max(bar.base, bar.then) for _, bars in panels for bar in bars)
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, most or 1.0]},
        "axis": {"title": "WTE", "format": ",~r", "tickCount": 2, "grid": False},
    }
    return finished({"spacing": 18, "vconcat": [_staffing_panel(title, bars, x) for title, bars in panels]})


def _change_text(bar: StaffBar) -> str:
    return f"{bar.then:,.0f} ({show(bar.then - bar.base, Shown.WTE_CHANGE)})"


def _staffing_panel(title: str, bars: Sequence[StaffBar], x: Spec) -> Spec:
    rows = [
        {
            "label": bar.label,
            "kept": min(bar.base, bar.then),
            "most": max(bar.base, bar.then),
            "text": _change_text(bar),
        }
        for bar in bars
    ]
    gained = [row for row, bar in zip(rows, bars, strict=True) if bar.then > bar.base]
    lost = [row for row, bar in zip(rows, bars, strict=True) if bar.then < bar.base]
    y = labels([bar.label for bar in bars], limit=180)
    kept, most, change = {**x, "field": "kept"}, {**x, "field": "most"}, {"field": "most"}
    hollow = {"type": "bar", "color": "#ffffff", "stroke": INK, "strokeDash": [3, 2], "height": 13}
    return {
        "title": title_with_key(title, "solid grey stays, solid dark is gained, dashed is lost"),
        "width": BARS_WIDTH,
        "height": 22 * len(bars),
        "layer": [
            layer(rows, {"type": "bar", "color": GREY, "height": 14}, y=y, x=kept),
            layer(gained, {"type": "bar", "color": COLOURS[0], "height": 14}, y=y, x=kept, x2=change),
            layer(lost, hollow, y=y, x=kept, x2=change),
            layer(rows, text_after(5), y=y, x=most, text=nominal("text")),
        ],
    }
