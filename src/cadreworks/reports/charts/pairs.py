"""Pairs of bars: for each name what is without and what is with, or what was planned and what came, around zero."""

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
    whiskers,
)

_NAME_LETTERS = 30
_ABOVE, _BAR, _BETWEEN, _BELOW = 10, 10, 2, 4
"""The parts of a row in pixels: space, then the lines of its name, two bars with a space between, space."""


@dataclass(frozen=True)
class Pair:
    """Two numbers of one thing and what is written of them; band: of the second, None where it has none."""

    label: str
    one: float
    other: float
    text: str
    band: tuple[float, float] | None = None


def pairs(rows: Sequence[Pair], key: str, unit: str) -> Spec:
    """For each pair its name and numbers in a line, and beneath them a hollow bar for the one and a dark for the other,
    the latter's band as a whisker. key: what hollow and dark mean
    """
    placed, height = _placed(rows)
    ends = [0.0, *(end for row in rows for end in (row.one, row.other, *(row.band or ())))]
    low, high = min(ends), max(ends)
    x = {
        "type": "quantitative",
        "scale": {"domain": [low, high if high > low else 1.0]},
        "axis": {"title": unit, "format": ",~r", "tickCount": 4, "grid": False},
    }
    scale = {"domain": [0, height], "nice": False, "reverse": True}

    def y(field: str) -> Spec:
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    hollow = {"type": "rect", "fill": "#ffffff", "stroke": INK, "strokeWidth": 1, "strokeDash": [3, 2]}
    solid = {"type": "rect", "fill": COLOURS[0], "stroke": INK, "strokeWidth": 0.6}
    text = {"type": "text", "fontSize": LETTERS, "lineHeight": LINE, "color": INK, "baseline": "top"}
    zero = {**x, "field": "zero"}
    layers = [
        layer(placed, hollow, x=zero, x2={"field": "one"}, y=y("upper"), y2={"field": "upper_end"}),
        layer(placed, solid, x=zero, x2={"field": "other"}, y=y("lower"), y2={"field": "lower_end"}),
        *whiskers([row for row in placed if "low" in row], x, y("middle")),
        layer(
            placed, {"type": "rule", "color": INK, "strokeWidth": 1}, x=zero, y=y("upper"), y2={"field": "lower_end"}
        ),
        layer(placed, {**text, "align": "left"}, y=y("top"), x={"value": 0}, text=nominal("name")),
        layer(placed, {**text, "align": "right"}, y=y("top"), x={"value": WIDTH}, text=nominal("text")),
    ]
    return finished({"title": plain_title(key), "width": WIDTH, "height": height, "layer": layers})


def _placed(rows: Sequence[Pair]) -> tuple[list[dict[str, Any]], int]:
    """What each row shows and its places in pixels from the top, and the height of all rows."""
    placed: list[dict[str, Any]] = []
    height = 0
    for row in rows:
        name = wrap(row.label, _NAME_LETTERS)
        upper = height + _ABOVE + LINE * len(name)
        lower = upper + _BAR + _BETWEEN
        found = {
            "name": name,
            "text": row.text,
            "zero": 0,
            "one": row.one,
            "other": row.other,
            "top": height + _ABOVE,
            "upper": upper,
            "upper_end": upper + _BAR,
            "lower": lower,
            "lower_end": lower + _BAR,
            "middle": lower + _BAR / 2,
        }
        if row.band is not None:
            found |= {"low": row.band[0], "high": row.band[1]}
        placed.append(found)
        height = lower + _BAR + _BELOW
    return placed, height
