"""Small columns by year, a row for each name on a scale of its own, with the number above the tallest."""

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
from cadreworks.reports.published_table import Shown, show

_NAME_LETTERS = 38
_ABOVE, _NUMBER, _TALLEST, _BELOW = 4, 18, 34, 8
"""The parts of a row in pixels: space, then the lines of its name, room for a number, the tallest column, space."""
_COLUMN_SHARE = 0.7
_MOST_TICKS = 8
"""From so many years on only every other one is written."""


@dataclass(frozen=True)
class Row:
    """Amounts by year, 0 or more; text: what is written at the right of the name."""

    name: str
    amounts: Sequence[float]
    text: str


def columns(years: Sequence[int], rows: Sequence[Row], note: str) -> Spec:
    """Small columns by year; all rows share the years, none shares its scale."""
    drawn, said, names, height = _placed(years, rows)
    x = _axis(years)
    y = {"type": "quantitative", "scale": {"domain": [0, height], "nice": False, "reverse": True}, "axis": None}
    high, floor, top = ({**y, "field": field} for field in ("high", "floor", "top"))
    text = {"type": "text", "fontSize": LETTERS, "lineHeight": LINE, "color": INK}
    solid = {"type": "rect", "fill": COLOURS[0], "stroke": INK, "strokeWidth": 0.6}
    left, right = ({**text, "align": side, "baseline": "top"} for side in ("left", "right"))
    floors = [{"from": years[0] - 0.5, "to": years[-1] + 0.5, "floor": name["floor"]} for name in names]
    layers = [
        layer(drawn, solid, x={**x, "field": "left"}, x2={"field": "right"}, y=high, y2={"field": "floor"}),
        layer(
            floors,
            {"type": "rule", "color": INK, "strokeWidth": 1},
            x={**x, "field": "from"},
            x2={"field": "to"},
            y=floor,
        ),
        layer(said, {**text, "baseline": "bottom", "dy": -2}, x={**x, "field": "middle"}, y=high, text=nominal("text")),
        layer(names, left, x={"value": 0}, y=top, text=nominal("name")),
        layer(names, right, x={"value": WIDTH}, y=top, text=nominal("text")),
    ]
    return finished({"title": plain_title(note), "width": WIDTH, "height": height, "layer": layers})


def _axis(years: Sequence[int]) -> Spec:
    return {
        "type": "quantitative",
        "scale": {"domain": [years[0] - 0.5, years[-1] + 0.5], "nice": False},
        "axis": {
            "values": list(years[:: 1 if len(years) < _MOST_TICKS else 2]),
            "format": "d",
            "title": "Year to 31 March",
            "grid": False,
            "domain": False,
        },
    }


def _placed(
    years: Sequence[int], rows: Sequence[Row]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]], int]:
    """Columns, the number of each row's tallest, and the names, with their places; and the height of all."""
    drawn, said, names, top = [], [], [], 0
    for row in rows:
        lines = wrap(row.name, _NAME_LETTERS)
        floor = top + _ABOVE + LINE * len(lines) + _NUMBER + _TALLEST
        names.append({"name": lines, "text": row.text, "top": top + _ABOVE, "floor": floor})
        top = floor + _BELOW
        most = max(row.amounts, default=0.0) or 1.0
        for year, amount in zip(years, row.amounts, strict=True):
            if amount > 0:
                left, right = year - _COLUMN_SHARE / 2, year + _COLUMN_SHARE / 2
                drawn.append({"left": left, "right": right, "high": floor - _TALLEST * amount / most, "floor": floor})
        if max(row.amounts, default=0.0) > 0:
            tallest = max(range(len(row.amounts)), key=lambda at: row.amounts[at])
            said.append({"middle": years[tallest], "high": floor - _TALLEST, "text": show(most, Shown.WTE)})
    return drawn, said, names, top
