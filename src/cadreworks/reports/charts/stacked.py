"""Stacked bars of amounts, one for each year: parts lettered in the order of their legend, the sum behind the bar."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase
from typing import Any

from cadreworks.reports.charts.vega import (
    INK,
    LETTERS,
    WIDTH,
    Spec,
    as_is,
    finished,
    layer,
    nominal,
    plain_title,
    text_after,
)
from cadreworks.reports.published_table import Shown, show

_COLOURS = ("#002f5c", "#1f6fbf", "#8fb8de", "#dbe7f3")
_INKS = ("#ffffff", "#ffffff", INK, INK)
_WIDTH = WIDTH - 110
_LEAST_SHARE = 0.07
"""A part narrower than this share of the longest bar has no room for its letter."""


def stacked(bars: Sequence[tuple[str, Sequence[float]]], parts: Sequence[str], unit: str) -> Spec:
    """A bar for each (label, amount of each part); up to four parts. Amounts below 0 stand left of 0."""
    legend = [f"{letter}  {part}" for letter, part in zip(ascii_uppercase, parts, strict=False)]
    rows, sums = _placed(bars, legend)
    most, least = max((row["end"] for row in sums), default=0.0), min((row["low"] for row in sums), default=0.0)
    lettered = [row for row in rows if abs(row["to"] - row["from"]) >= _LEAST_SHARE * ((most - least) or 1.0)]
    y = {"field": "label", "type": "nominal", "sort": [label for label, _ in bars], "axis": {"title": None}}
    x = {
        "type": "quantitative",
        "scale": {"domain": [least, most or least + 1.0]},
        "axis": {"title": unit, "format": ",~r", "tickCount": 4, "grid": False},
    }
    colour = {
        "field": "part",
        "type": "nominal",
        "scale": {"domain": legend, "range": list(_COLOURS[: len(legend)])},
        "legend": {"title": None, "orient": "top", "columns": 1, "symbolStrokeColor": INK, "labelLimit": 330},
    }
    return finished(
        {
            "title": plain_title("the number behind a bar is its sum"),
            "width": _WIDTH,
            "height": 28 * len(bars),
            "layer": [
                layer(
                    rows,
                    {"type": "bar", "height": 20, "stroke": INK, "strokeWidth": 0.6},
                    y=y,
                    x={**x, "field": "from"},
                    x2={"field": "to"},
                    color=colour,
                ),
                layer(
                    lettered,
                    {"type": "text", "fontSize": LETTERS},
                    y=y,
                    x={**x, "field": "middle"},
                    text=nominal("text"),
                    color=as_is("ink"),
                ),
                layer(sums, text_after(5), y=y, x={**x, "field": "end"}, text=nominal("text")),
            ],
        }
    )


def _placed(
    bars: Sequence[tuple[str, Sequence[float]]], legend: Sequence[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Where each part of each bar stands, and what its sum is."""
    rows: list[dict[str, Any]] = []
    sums: list[dict[str, Any]] = []
    for label, amounts in bars:
        up = down = 0.0
        for part, amount, ink in zip(legend, amounts, _INKS, strict=False):
            start = up if amount >= 0 else down
            up, down = (up + amount, down) if amount >= 0 else (up, down + amount)
            place = {"from": start, "to": start + amount, "middle": start + amount / 2}
            rows.append({"label": label, "part": part, **place, "text": part[0], "ink": ink})
        sums.append({"label": label, "low": down, "end": up, "text": show(sum(amounts), Shown.SHORT)})
    return rows, sums
