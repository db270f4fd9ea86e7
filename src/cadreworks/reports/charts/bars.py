"""Named bars with their numbers behind them, in panels: some drawn dark, the others pale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cadreworks.reports.charts.vega import GREY, INK, Spec, finished, labels, layer, nominal, text_after, title_of

_WIDTH = 150
"""Room for the longest bar alone: its number stands behind it, outside of the axis."""


@dataclass(frozen=True)
class Bar:
    """One number, 0 or more, with its name and what is written of it."""

    name: str
    value: float
    text: str
    dark: bool = False


def bars(panels: Sequence[tuple[str, Sequence[Bar]]], *, axis: Spec) -> Spec:
    """For each panel (title, bars): its bars on an axis that all panels share."""
    most = max((bar.value for _, of_panel in panels for bar in of_panel), default=0.0)
    x = {"type": "quantitative", "scale": {"domain": [0, most or 1.0]}, "axis": axis}
    return finished({"spacing": 14, "vconcat": [_panel(title, of_panel, x) for title, of_panel in panels]})


def _panel(title: str, of_panel: Sequence[Bar], x: Spec) -> Spec:
    rows = [{"label": bar.name, "value": bar.value, "text": bar.text} for bar in of_panel]
    dark = [row for row, bar in zip(rows, of_panel, strict=True) if bar.dark]
    pale = [row for row, bar in zip(rows, of_panel, strict=True) if not bar.dark]
    y, value = labels([bar.name for bar in of_panel], limit=190), {**x, "field": "value"}
    return {
        "title": title_of(title),
        "width": _WIDTH,
        "height": 22 * len(of_panel),
        "layer": [
            layer(dark, {"type": "bar", "color": INK, "height": 14}, y=y, x=value),
            layer(pale, {"type": "bar", "color": GREY, "height": 14}, y=y, x=value),
            layer(rows, text_after(5), y=y, x=value, text=nominal("text")),
        ],
    }
