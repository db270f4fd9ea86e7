"""A fan: bands by year, each drawn upon a wider one, lettered at the end, with the central line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from cadreworks.reports.charts.lines import spread_apart
from cadreworks.reports.charts.vega import INK, LETTERS, LINE, Spec, as_is, finished, layer, nominal, title_with_key
from cadreworks.reports.published_table import Shown, show

FAN_WIDTH = 290
_HEIGHT = 300
_COLOURS = ("#0b3c6f", "#3f7fbf", "#8fb8de", "#c4d9ec", "#e6eef6")
"""From the narrowest band, which is drawn last, to the widest."""


@dataclass(frozen=True)
class Band:
    """One layer by year: what it adds, its 5th and 95th percentile."""

    name: str
    low: Sequence[float]
    high: Sequence[float]


def fan(
    years: Sequence[int],
    ticks: Sequence[int],
    bands: Sequence[Band],
    central: Sequence[float],
    middle: Band,
    *,
    unit: str,
) -> Spec:
    """Bands, the narrowest first; middle: the middle half of the widest, whose edges are drawn dashed."""
    top = max(0.0, *(value for band in bands for value in band.high), *central)
    bottom = min(0.0, *(value for band in bands for value in band.low), *central)
    top = top if top > bottom else bottom + 1.0
    x = {
        "field": "year",
        "type": "quantitative",
        "scale": {"domain": [years[0], years[-1]], "nice": False},
        "axis": {"values": list(ticks), "format": "d", "title": "As at 31 March", "grid": False},
    }
    y = {
        "type": "quantitative",
        "scale": {"domain": [bottom * 1.02, top * 1.02]},
        "axis": {"title": None, "format": ",d", "tickCount": 6},
    }
    layers: list[Spec] = []
    for number, band in reversed(list(enumerate(bands))):
        layers += _band(years, band, _colour(number, len(bands)), x, y)
    layers += _lines(years, central, middle, x, y)
    if bottom < 0 < top:
        layers.append(layer([{"zero": 0}], {"type": "rule", "color": INK, "strokeWidth": 1}, y={**y, "field": "zero"}))
    layers += _letters(years[-1], bands, central, (bottom, top), x, y)
    key = [f"{letter}  {band.name}" for letter, band in zip(ascii_uppercase, bands, strict=False)]
    return finished(
        {
            "title": {**title_with_key(unit, ""), "fontSize": 13, "fontWeight": "normal", "subtitle": key},
            "width": FAN_WIDTH,
            "height": _HEIGHT,
            "layer": layers,
        }
    )


def _colour(number: int, bands: int) -> str:
    return _COLOURS[min(number + max(len(_COLOURS) - 1 - bands, 0), len(_COLOURS) - 1)]


def _band(years: Sequence[int], band: Band, colour: str, x: Spec, y: Spec) -> list[Spec]:
    rows = [
        {"year": year, "low": low, "high": high} for year, low, high in zip(years, band.low, band.high, strict=True)
    ]
    low, high = {**y, "field": "low"}, {**y, "field": "high"}
    edge = {"type": "line", "color": INK, "strokeWidth": 0.7}
    return [
        layer(rows, {"type": "area", "color": colour}, x=x, y=low, y2={"field": "high"}),
        layer(rows, edge, x=x, y=low),
        layer(rows, edge, x=x, y=high),
    ]


def _lines(years: Sequence[int], central: Sequence[float], middle: Band, x: Spec, y: Spec) -> list[Spec]:
    """The central line, white beneath dark so that it shows on every band, and the edges of the middle half."""
    layers = []
    for values in (middle.low, middle.high):
        rows = [{"year": year, "wte": value} for year, value in zip(years, values, strict=True)]
        beneath = {"type": "line", "color": "#ffffff", "strokeWidth": 2.5, "opacity": 0.7}
        dashed = {"type": "line", "color": INK, "strokeWidth": 1, "strokeDash": [3, 3]}
        layers += [layer(rows, mark, x=x, y={**y, "field": "wte"}) for mark in (beneath, dashed)]
    rows = [{"year": year, "wte": value} for year, value in zip(years, central, strict=True)]
    for colour, width in (("#ffffff", 5), (INK, 2.5)):
        mark = {"type": "line", "color": colour, "strokeWidth": width}
        layers.append(layer(rows, mark, x=x, y={**y, "field": "wte"}))
    return layers


def _letters(
    last: int, bands: Sequence[Band], central: Sequence[float], ends: tuple[float, float], x: Spec, y: Spec
) -> list[Spec]:
    """A letter at both ends of each band, and the central number, moved apart where they would touch."""
    bottom, top = ends
    per_pixel = (top - bottom) / _HEIGHT
    labels = [(central[-1], show(central[-1], Shown.WTE_CHANGE if bottom < 0 else Shown.WTE))]
    for letter, band in zip(ascii_uppercase, bands, strict=False):
        labels += [(band.low[-1], letter), (band.high[-1], letter)]
    placed = spread_apart([value - bottom for value, _ in labels], [LINE * per_pixel for _ in labels], top=top - bottom)
    rows = [
        {"year": last, "end": value, "wte": bottom + middle, "text": text, "ink": INK}
        for (value, text), middle in zip(labels, placed, strict=True)
    ]
    tie = {"type": "rule", "strokeWidth": 1, "color": INK, "xOffset": 1, "x2Offset": 10}
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": 13, "fontSize": LETTERS}
    at_end, at_label = {**y, "field": "end"}, {**y, "field": "wte"}
    return [
        layer(rows, tie, x=x, x2={"field": "year"}, y=at_end, y2={"field": "wte"}),
        layer(rows, mark, x=x, y=at_label, text=nominal("text"), color=as_is("ink")),
    ]
