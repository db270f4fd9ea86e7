"""Bars that add up to a whole, each beneath its name: parts lettered in the order of their legend."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase
from textwrap import wrap
from typing import Any

from cadreworks.reports.charts.vega import INK, LETTERS, LINE, WIDTH, Spec, as_is, finished, layer, nominal

_COLOURS = ("#0b3c6f", "#3f7fbf", "#a9c8e6", "#e6eef6", "#6b4e00", "#c9a94e", "#f1e6c8")
_INKS = ("#ffffff", "#ffffff", INK, INK, "#ffffff", INK, INK)
_NAME_LETTERS = 52
_ABOVE, _BAR, _BELOW = 8, 20, 2
"""The parts of a row in pixels: space, then the lines of its name, the bar, space."""
_LEAST_SHARE = 0.05
"""A narrower part has no room for its letter."""


def shares(bars: Sequence[tuple[str, Sequence[float]]], parts: Sequence[str]) -> Spec:
    """A bar for each (name, share of each part); up to seven parts. The shares of a bar add up to 1, or are all 0.

    A part that no bar has keeps its letter and colour, and is left out of the legend.
    """
    legend = [f"{letter}  {part}" for letter, part in zip(ascii_uppercase, parts, strict=False)]
    there = [at for at in range(len(legend)) if any(amounts[at] for _, amounts in bars)]
    rows, names, height = _placed(bars, legend)
    lettered = [row for row in rows if row["to"] - row["from"] >= _LEAST_SHARE]
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, 1], "nice": False},
        "axis": {"title": None, "format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1], "grid": False},
    }
    scale = {"domain": [0, height], "nice": False, "reverse": True}

    def y(field: str) -> Spec:
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    colour = {
        "field": "part",
        "type": "nominal",
        "scale": {"domain": [legend[at] for at in there], "range": [_COLOURS[at] for at in there]},
        "legend": {"title": None, "orient": "top", "columns": 1, "symbolStrokeColor": INK, "labelLimit": 340},
    }
    bar = {"type": "rect", "stroke": INK, "strokeWidth": 0.6}
    text = {"type": "text", "fontSize": LETTERS, "lineHeight": LINE}
    name = {**text, "align": "left", "baseline": "top", "color": INK}
    return finished(
        {
            "width": WIDTH,
            "height": height,
            "layer": [
                layer(
                    rows,
                    bar,
                    x={**x, "field": "from"},
                    x2={"field": "to"},
                    y=y("top"),
                    y2={"field": "end"},
                    color=colour,
                ),
                layer(
                    lettered,
                    {**text, "baseline": "middle"},
                    x={**x, "field": "middle"},
                    y=y("centre"),
                    text=nominal("text"),
                    color=as_is("ink"),
                ),
                layer(names, name, x={"value": 0}, y=y("top"), text=nominal("name")),
            ],
        }
    )


def _placed(
    bars: Sequence[tuple[str, Sequence[float]]], legend: Sequence[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Parts and names with their places in pixels from the top, and the height of all."""
    rows: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    height = 0
    for name, amounts in bars:
        lines = wrap(name, _NAME_LETTERS)
        names.append({"name": lines, "top": height + _ABOVE})
        top = height + _ABOVE + LINE * len(lines)
        done = 0.0
        for part, amount, ink in zip(legend, amounts, _INKS, strict=False):
            place = {"from": done, "to": done + amount, "middle": done + amount / 2}
            high = {"top": top, "end": top + _BAR, "centre": top + _BAR / 2}
            rows.append({"part": part, "text": part[0], "ink": ink, **place, **high})
            done += amount
        height = top + _BAR + _BELOW
    return rows, names, height
