"""A waterfall: what there was before, a floating bar for each thing that moved it, and what there is after.

Bars that add are filled and bars that take away are hollow, and each has its number with its sign, so nothing leans on
colour. Names stand at the left of the bars and numbers at the right, where no bar reaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from cadreworks.reports.charts.vega import COLOURS, GREY, INK, LETTERS, WIDTH, Spec, finished, layer, nominal, title_of

KEY = "grey: before and after; filled: adds; hollow: takes away"
_ROW, _BAR = 30, 16
_NAMES, _NUMBERS = 74, 76
"""Pixels that names take at the left, and numbers at the right."""
_SMALL = 0.2
"""Where everything happens within this share of the largest level, an axis from zero would show nothing of it."""
_AIR = 0.08


@dataclass(frozen=True)
class Fall:
    """One bar. by: what it adds, below 0 what it takes away; text: its number as written"""

    name: str
    by: float
    text: str


def from_zero(before: float, falls: Sequence[Fall]) -> bool:
    """Whether the axis holds zero, so that the first and the last bar can be drawn whole."""
    levels = _levels(before, falls)
    return max(levels) - min(levels) >= _SMALL * max(abs(level) for level in levels)


def waterfall(before: tuple[float, str], falls: Sequence[Fall], after: tuple[float, str], *, unit: str) -> Spec:
    """What was before, in its number and text, each fall from where the last one ended, and what is after."""
    placed = _placed(before, falls, after)
    height = _ROW * len(placed)
    x = _axis(before[0], falls, unit)
    y = {"type": "quantitative", "scale": {"domain": [0, height], "nice": False, "reverse": True}, "axis": None}
    ends = {"x": {**x, "field": "start"}, "x2": {"field": "end"}}
    bar = {**ends, "y": {**y, "field": "top"}, "y2": {"field": "bottom"}}
    filled = {"type": "rect", "fill": COLOURS[0], "stroke": INK, "strokeWidth": 1}
    hollow = {"type": "rect", "fill": "#ffffff", "stroke": INK, "strokeWidth": 1.5}
    whole = {"type": "rect", "fill": GREY, "stroke": INK, "strokeWidth": 1}
    text = {"type": "text", "fontSize": LETTERS, "color": INK, "baseline": "middle"}
    line = {"type": "rule", "color": INK, "strokeWidth": 1}
    link = {"x": {**x, "field": "end"}, "y": {**y, "field": "bottom"}, "y2": {"field": "next"}}
    middle = {**y, "field": "middle"}
    layers = [
        *(
            [layer([{"at": 0.0}], {**line, "color": GREY}, x={**x, "field": "at"})]
            if from_zero(before[0], falls)
            else []
        ),
        layer([row for row in placed if "next" in row], {**line, "strokeDash": [2, 2]}, **link),
        *(
            layer([row for row in placed if row["kind"] == kind], mark, **bar)
            for kind, mark in (("whole", whole), ("up", filled), ("down", hollow))
        ),
        layer(
            [row for row in placed if row["kind"] == "point"],
            {"type": "point", "shape": "diamond", "filled": True, "color": INK, "opacity": 1, "size": 130},
            x={**x, "field": "end"},
            y=middle,
        ),
        layer(placed, {**text, "align": "left"}, x={"value": 0}, y=middle, text=nominal("name")),
        layer(placed, {**text, "align": "right"}, x={"value": WIDTH}, y=middle, text=nominal("text")),
    ]
    key = KEY if from_zero(before[0], falls) else KEY.replace("grey:", "diamonds:")
    title = {**title_of(key), "fontSize": 13, "fontWeight": "normal"}
    return finished({"title": title, "width": WIDTH, "height": height, "layer": layers})


def _levels(before: float, falls: Sequence[Fall]) -> list[float]:
    return list(accumulate((fall.by for fall in falls), initial=before))


def _axis(before: float, falls: Sequence[Fall], unit: str) -> Spec:
    levels = _levels(before, falls)
    if from_zero(before, falls):
        levels = [*levels, 0.0]
    low, high = min(levels), max(levels)
    air = _AIR * (high - low) or 1.0
    low, high = (low if low == 0 else low - air), (high if high == 0 else high + air)
    return {
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False, "range": [_NAMES, WIDTH - _NUMBERS]},
        "axis": {"title": unit, "format": ",~r", "tickCount": 3, "grid": False, "labelFlush": False},
    }


def _placed(before: tuple[float, str], falls: Sequence[Fall], after: tuple[float, str]) -> list[dict[str, Any]]:
    """What each row shows and its places in pixels from the top."""
    levels = _levels(before[0], falls)
    ends = "whole" if from_zero(before[0], falls) else "point"
    start = 0.0 if ends == "whole" else before[0]
    rows: list[dict[str, Any]] = [{"name": "Before", "text": before[1], "start": start, "end": before[0], "kind": ends}]
    for fall, level in zip(falls, levels, strict=False):
        kind = "up" if fall.by > 0 else "down"
        rows.append({"name": fall.name, "text": fall.text, "start": level, "end": level + fall.by, "kind": kind})
    last = 0.0 if ends == "whole" else after[0]
    rows.append({"name": "After", "text": after[1], "start": last, "end": after[0], "kind": ends})
    for at, row in enumerate(rows):
        top = at * _ROW + (_ROW - _BAR) // 2
        row |= {"top": top, "bottom": top + _BAR, "middle": top + _BAR / 2}
        if at + 1 < len(rows):
            row["next"] = top + _ROW
    return rows
