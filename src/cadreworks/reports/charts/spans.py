"""Named spans on one axis: for each name one bar or two beneath it, and a line where everything stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from cadreworks.reports.charts.vega import (
    COLOURS,
    INK,
    LETTERS,
    LINE,
    WIDTH,
    Spec,
    finished,
    layer,
    nominal,
    plain_title,
)

_NAME_LETTERS = 34
_ABOVE, _BAR, _BELOW = 8, 13, 3
"""The parts of a row in pixels: space, then the lines of its name, the bar, space."""


@dataclass(frozen=True)
class Span:
    """One name with what is written of it, and where its bars end; they begin at the line. hollow: of a second bar,
    None where there is none
    """

    name: str
    text: str
    solid: float
    hollow: float | None = None


def spans(rows: Sequence[Span], key: str, *, line: float, unit: str | None, number: str = ",~r") -> Spec:
    """For each row its name and text in a line, and beneath them a solid bar from the line, and a hollow one.

    line: where bars begin; number: the format of the axis
    """
    placed, height = _placed(rows, line)
    ends = [line, *(end for row in rows for end in (row.solid, row.hollow) if end is not None)]
    low, high = min(ends), max(ends)
    x = {
        "type": "quantitative",
        "scale": {"domain": [low, high if high > low else low + 1.0]},
        "axis": {"title": unit, "format": number, "tickCount": 4, "grid": False},
    }
    scale = {"domain": [0, height], "nice": False, "reverse": True}

    def y(field: str) -> Spec:
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    hollow = {"type": "rect", "fill": "#ffffff", "stroke": INK, "strokeWidth": 1, "strokeDash": [3, 2]}
    solid = {"type": "rect", "fill": COLOURS[0], "stroke": INK, "strokeWidth": 0.6}
    rule = {"type": "rule", "color": INK, "strokeWidth": 1.5}
    text = {"type": "text", "fontSize": LETTERS, "lineHeight": LINE, "color": INK, "baseline": "top"}
    begin, end = {**x, "field": "line"}, {"field": "end"}
    layers = [
        layer([row for row in placed if "hollow" in row], hollow, x=begin, x2={"field": "hollow"}, y=y("bar"), y2=end),
        layer(placed, solid, x=begin, x2={"field": "solid"}, y=y("bar"), y2=end),
        layer(placed, rule, x=begin, y=y("bar"), y2=end),
        layer(placed, {**text, "align": "left"}, y=y("top"), x={"value": 0}, text=nominal("name")),
        layer(placed, {**text, "align": "right"}, y=y("top"), x={"value": WIDTH}, text=nominal("text")),
    ]
    return finished({"title": plain_title(key), "width": WIDTH, "height": height, "layer": layers})


def _placed(rows: Sequence[Span], line: float) -> tuple[list[dict[str, Any]], int]:
    placed: list[dict[str, Any]] = []
    height = 0
    for row in rows:
        name = wrap(row.name, _NAME_LETTERS)
        bar = height + _ABOVE + LINE * len(name)
        found = {
            "name": name,
            "text": row.text,
            "line": line,
            "solid": row.solid,
            "top": height + _ABOVE,
            "bar": bar,
            "end": bar + _BAR,
        }
        placed.append(found if row.hollow is None else found | {"hollow": row.hollow})
        height = bar + _BAR + _BELOW
    return placed, height
