"""What all charts share: colours, sizes and the small parts of a Vega-Lite specification.

Charts are drawn narrow with large letters, so that they can be read on a phone, and lean on colour alone for nothing:
lines differ in dash and are labelled at their end, bars carry their numbers, and the parts of a stacked bar stand in
the order of its legend. A part too narrow for its number has it in the table beneath. The specifications are plain
Vega-Lite 6; the tests hold them against its schema (docs/adr/0006).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Spec = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]

WIDTH = 380
LETTERS = 14
LINE = 16
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
INK = "#212b32"
PALE = "#d8dde0"
GREY = "#768692"
COLOURS = ("#005eb8", "#a33900", "#006747", "#7c2855", "#5b4b00", "#330072")


def layer(rows: Rows, mark: Spec, **encoding: Spec) -> Spec:
    """One layer of a chart: its own rows, how they are drawn, and what each channel shows."""
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def nominal(field: str) -> Spec:
    """A channel that tells names apart."""
    return {"field": field, "type": "nominal"}


def as_is(field: str) -> Spec:
    """A colour that the rows themselves name."""
    return {"field": field, "type": "nominal", "scale": None}


def labels(names: Sequence[str], *, limit: int) -> Spec:
    """The axis of names down the side of a bar chart, in the order given."""
    return {
        "field": "label",
        "type": "nominal",
        "sort": list(names),
        "axis": {"title": None, "labelLimit": limit},
    }


def text_after(distance: int) -> Spec:
    """The mark that writes a label so many pixels to the right of its point."""
    return {"type": "text", "align": "left", "dx": distance, "fontSize": LETTERS, "color": INK}


def title_of(text: str) -> Spec:
    """The title above a panel, at its left."""
    return {"text": text, "anchor": "start", "fontSize": 15, "color": INK}


def plain_title(text: str) -> Spec:
    """What an axis or the marks mean, said above the drawing, where it takes no width."""
    return {**title_of(text), "fontSize": 13, "fontWeight": "normal"}


def title_with_key(text: str, key: str) -> Spec:
    """A title with, under it, what the marks mean."""
    return {**title_of(text), "subtitle": key, "subtitleFontSize": 13, "subtitleColor": INK}


def whiskers(rows: Rows, x: Spec, y: Spec) -> list[Spec]:
    """A line from `low` to `high` of each row, with caps, along x."""
    low, high = {**x, "field": "low"}, {**x, "field": "high"}
    rule = {"type": "rule", "color": INK, "strokeWidth": 1.5}
    cap = {"type": "tick", "orient": "vertical", "color": INK, "size": 9, "thickness": 1.5}
    return [
        layer(rows, rule, y=y, x=low, x2={"field": "high"}),
        layer(rows, cap, y=y, x=low),
        layer(rows, cap, y=y, x=high),
    ]


def finished(view: Spec) -> Spec:
    """The whole specification of one chart: a view with the house's letters, colours and axes."""
    axis = {
        "labelFontSize": LETTERS,
        "titleFontSize": LETTERS,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": INK,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        **view,
        "background": "#ffffff",
        "padding": 6,
        "config": {
            "font": FONT,
            "aria": False,
            "view": {"stroke": None},
            "axis": axis,
            "axisY": {"domain": False, "ticks": False, "gridColor": PALE},
            "legend": {"labelFontSize": LETTERS, "symbolSize": 140, "labelColor": INK},
        },
    }
