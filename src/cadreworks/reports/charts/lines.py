"""Supply and demand by year: lines with their bands, labelled at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cadreworks.reports.charts.vega import COLOURS, INK, WIDTH, Spec, as_is, finished, layer, nominal

LABEL_ROOM = 128
LINES_HEIGHT = 300
_DASHES = ([7, 3], [2, 3], [10, 3, 2, 3], [4, 4], [1, 2], [12, 4])


@dataclass(frozen=True)
class Line:
    """One line by year with its band, and the spread of returns (mean - sd, mean + sd) at some years."""

    name: str
    central: Sequence[float]
    p05: Sequence[float]
    p95: Sequence[float]
    spread: Sequence[tuple[int, float, float]] = ()


def lines(years: Sequence[int], ticks: Sequence[int], series: Sequence[Line], unit: str) -> Spec:
    """Lines with bands: the first is drawn solid and dark, the others dashed and coloured."""
    top = max(max(*line.p95, *line.central, *(high for _, _, high in line.spread)) for line in series) or 1.0
    x = {
        "field": "year",
        "type": "quantitative",
        "scale": {"domain": [years[0], years[-1]], "nice": False},
        "axis": {"values": list(ticks), "format": "d", "title": "As at 31 March", "grid": False},
    }
    y = {
        "type": "quantitative",
        "scale": {"domain": [0, top * 1.02]},
        "axis": {"title": unit, "format": ",d", "tickCount": 6},
    }
    layers: list[Spec] = []
    for number, line in enumerate(series):
        layers += _banded_line(years, line, number, x, y) + _whiskers(line, number, x, y)
    layers.append(_end_labels(years[-1], series, top, x, y))
    return finished({"width": WIDTH - LABEL_ROOM, "height": LINES_HEIGHT, "layer": layers})


def _style(number: int) -> tuple[str, list[int]]:
    if number == 0:
        return INK, [1, 0]
    return COLOURS[(number - 1) % len(COLOURS)], _DASHES[(number - 1) % len(_DASHES)]


def _banded_line(years: Sequence[int], line: Line, number: int, x: Spec, y: Spec) -> list[Spec]:
    colour, dash = _style(number)
    rows = [
        {"year": year, "wte": central, "low": low, "high": high}
        for year, central, low, high in zip(years, line.central, line.p05, line.p95, strict=True)
    ]
    low, high = {**y, "field": "low"}, {**y, "field": "high"}
    edge = {"type": "line", "color": colour, "strokeWidth": 0.8, "strokeDash": dash, "opacity": 0.7}
    return [
        layer(rows, {"type": "area", "color": colour, "opacity": 0.16}, x=x, y=low, y2={"field": "high"}),
        layer(rows, edge, x=x, y=low),
        layer(rows, edge, x=x, y=high),
        layer(
            rows,
            {"type": "line", "color": colour, "strokeWidth": 2.5, "strokeDash": dash},
            x=x,
            y={**y, "field": "wte"},
        ),
    ]


def _whiskers(line: Line, number: int, x: Spec, y: Spec) -> list[Spec]:
    """The spread of the returns, a little to the left of its year, so that two do not cover each other."""
    rows = [{"year": year, "low": low, "high": high} for year, low, high in line.spread]
    if not rows:
        return []
    shared = {"color": _style(number)[0], "xOffset": -6 * number}
    rule = {"type": "rule", "strokeWidth": 1.5, **shared}
    cap = {"type": "tick", "orient": "horizontal", "size": 8, "thickness": 1.5, **shared}
    low, high = {**y, "field": "low"}, {**y, "field": "high"}
    return [
        layer(rows, rule, x=x, y=low, y2={"field": "high"}),
        layer(rows, cap, x=x, y=low),
        layer(rows, cap, x=x, y=high),
    ]


def _end_labels(last: int, series: Sequence[Line], top: float, x: Spec, y: Spec) -> Spec:
    """Name and value at the end of each line, moved apart where they would touch."""
    per_pixel = top / LINES_HEIGHT
    heights = spread_apart([line.central[-1] for line in series], least=44 * per_pixel, bottom=12 * per_pixel)
    rows = [
        {
            "year": last,
            "wte": height,
            "text": [*_two_lines(line.name), f"{line.central[-1]:,.0f}"],
            "colour": _style(number)[0],
        }
        for number, (line, height) in enumerate(zip(series, heights, strict=True))
    ]
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": 8, "fontSize": 13, "lineHeight": 14}
    return layer(rows, mark, x=x, y={**y, "field": "wte"}, text=nominal("text"), color=as_is("colour"))


def _two_lines(name: str) -> list[str]:
    """The name, broken once near its middle where it is too long for the label's room."""
    if len(name) <= 18:
        return [name]
    words = name.split()
    cut = min(range(1, len(words)), key=lambda at: abs(len(" ".join(words[:at])) - len(name) / 2), default=0)
    return [" ".join(words[:cut]), " ".join(words[cut:])] if cut else [name]


def spread_apart(values: Sequence[float], *, least: float, bottom: float) -> list[float]:
    """The values, moved as little as an upward pass does so that any two lie `least` apart, none below `bottom`."""
    order = sorted(range(len(values)), key=lambda index: values[index])
    placed = list(values)
    floor = bottom
    for index in order:
        placed[index] = max(placed[index], floor)
        floor = placed[index] + least
    return placed
