"""Lines by year, with their bands where they have some, labelled at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from textwrap import wrap

from cadreworks.reports.charts.vega import (
    COLOURS,
    INK,
    LETTERS,
    LINE,
    Spec,
    as_is,
    finished,
    layer,
    nominal,
    plain_title,
)
from cadreworks.reports.published_table import Shown, show

LINES_WIDTH = 235
LINES_HEIGHT = 300
_LABEL_LETTERS = 13
_TIE = 14
"""From the end of a line to its label, in pixels."""
_OF_EQUALS = 1e-6
"""By how many pixels a line that ends where an earlier one does stands lower, so that their labels keep their order."""
_FORMATS = {Shown.WTE: ",d", Shown.WHOLE_PER_CENT: ".0%", Shown.CHANCE: ".0%"}
"""How the axis writes what labels show."""
_DASHES = ([7, 3], [2, 3], [10, 3, 2, 3], [4, 4], [1, 2], [12, 4])


@dataclass(frozen=True)
class Line:
    """One line by year, its band where it has one, and the spread of returns (mean - sd, mean + sd) at some years."""

    name: str
    central: Sequence[float]
    p05: Sequence[float] = ()
    p95: Sequence[float] = ()
    spread: Sequence[tuple[int, float, float]] = ()


@dataclass(frozen=True)
class _Scale:
    """The axes, the values at the bottom and the top, and how much of it a pixel is."""

    x: Spec
    y: Spec
    bottom: float
    top: float
    per_pixel: float


def lines(
    years: Sequence[int],
    ticks: Sequence[int],
    series: Sequence[Line],
    unit: str,
    *,
    across: str = "As at 31 March",
    shown: Shown = Shown.WTE,
    highest: float | None = None,
) -> Spec:
    """Lines with bands: the first is drawn solid and dark, the others dashed and coloured.

    The axis begins at nobody; where values are negative it begins below, and a line stands at 0. across: what the years
    are; shown: how values are written; highest: where the axis ends, else where the highest line or band does
    """
    top = highest or max(
        0.0, *(max(*line.p95, *line.central, *(high for _, _, high in line.spread)) for line in series)
    )
    bottom = min(0.0, *(min(*line.p05, *line.central) for line in series))
    top = top or float(bottom == 0)
    x = {
        "field": "year",
        "type": "quantitative",
        "scale": {"domain": [years[0], years[-1]], "nice": False},
        "axis": {"values": list(ticks), "format": "d", "title": across, "grid": False},
    }
    y = {
        "type": "quantitative",
        "scale": {"domain": [bottom * 1.02, top * 1.02]},
        "axis": {"title": None, "format": _FORMATS[shown], "tickCount": 6},
    }
    labels = [
        [*wrap(line.name, _LABEL_LETTERS, break_long_words=False), show(line.central[-1], shown)] for line in series
    ]
    height = max(LINES_HEIGHT, sum(map(_height, labels)))
    layers: list[Spec] = [_zero(y)] if bottom < 0 else []
    for number, line in enumerate(series):
        aside = -number * min(6.0, 20 / len(series))
        layers += _banded_line(years, line, number, x, y) + _whiskers(line, number, aside, x, y)
    layers += _end_labels(years[-1], series, labels, _Scale(x, y, bottom, top, (top - bottom) / height))
    return finished({"title": plain_title(unit), "width": LINES_WIDTH, "height": height, "layer": layers})


def _zero(y: Spec) -> Spec:
    return layer([{"zero": 0}], {"type": "rule", "color": INK, "strokeWidth": 1}, y={**y, "field": "zero"})


def _style(number: int) -> tuple[str, list[int]]:
    if number == 0:
        return INK, [1, 0]
    return COLOURS[(number - 1) % len(COLOURS)], _DASHES[(number - 1) % len(_DASHES)]


def _banded_line(years: Sequence[int], line: Line, number: int, x: Spec, y: Spec) -> list[Spec]:
    colour, dash = _style(number)
    mark = {"type": "line", "color": colour, "strokeWidth": 2.5, "strokeDash": dash}
    if not line.p05:
        rows = [{"year": year, "wte": central} for year, central in zip(years, line.central, strict=True)]
        return [layer(rows, mark, x=x, y={**y, "field": "wte"})]
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
        layer(rows, mark, x=x, y={**y, "field": "wte"}),
    ]


def _whiskers(line: Line, number: int, aside: float, x: Spec, y: Spec) -> list[Spec]:
    """The spread of the returns, a little to the left of its year, so that two do not cover each other."""
    rows = [{"year": year, "low": low, "high": high} for year, low, high in line.spread]
    if not rows:
        return []
    shared = {"color": _style(number)[0], "xOffset": aside}
    rule = {"type": "rule", "strokeWidth": 1.5, **shared}
    cap = {"type": "tick", "orient": "horizontal", "size": 8, "thickness": 1.5, **shared}
    low, high = {**y, "field": "low"}, {**y, "field": "high"}
    return [
        layer(rows, rule, x=x, y=low, y2={"field": "high"}),
        layer(rows, cap, x=x, y=low),
        layer(rows, cap, x=x, y=high),
    ]


def _end_labels(last: int, series: Sequence[Line], labels: Sequence[list[str]], scale: _Scale) -> list[Spec]:
    """Name and value at the end of each line, moved apart where they would touch and then tied to its end."""
    ends = [line.central[-1] for line in series]
    above = [
        end - scale.bottom - (_OF_EQUALS * number * scale.per_pixel if end in ends[:number] else 0.0)
        for number, end in enumerate(ends)
    ]
    sizes = [_height(label) * scale.per_pixel for label in labels]
    rows = [
        {
            "year": last,
            "end": end,
            "wte": scale.bottom + middle,
            "first": scale.bottom + middle + (len(label) - 1) / 2 * LINE * scale.per_pixel,
            "text": label,
            "colour": _style(number)[0],
        }
        for number, (end, middle, label) in enumerate(
            zip(ends, spread_apart(above, sizes, top=scale.top - scale.bottom), labels, strict=True)
        )
    ]
    tie = {"type": "rule", "strokeWidth": 1, "xOffset": 1, "x2Offset": _TIE - 2}
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": _TIE, "fontSize": LETTERS, "lineHeight": LINE}
    x, of_end, of_first = scale.x, {**scale.y, "field": "end"}, {**scale.y, "field": "first"}
    return [
        layer(rows, tie, x=x, x2={"field": "year"}, y=of_end, y2={"field": "wte"}, color=as_is("colour")),
        layer(rows, mark, x=x, y=of_first, text=nominal("text"), color=as_is("colour")),
    ]


def _height(label: Sequence[str]) -> int:
    """The height of a label in pixels, with the space to the next."""
    return LINE * len(label) + 6


def spread_apart(values: Sequence[float], sizes: Sequence[float], *, top: float) -> list[float]:
    """The middles of labels of these sizes, as near to their values as may be without touching, from 0 to `top`.

    Labels that push each other share the move (pooling of adjacent violators); where there are too many for the
    space, the uppermost go beyond `top`.
    """
    order = sorted(range(len(values)), key=lambda index: values[index])
    below = [0.0]  # how far each middle lies above the lowest one when all of them touch
    for one, other in pairwise(order):
        below.append(below[-1] + (sizes[one] + sizes[other]) / 2)
    pools: list[list[float]] = []
    for index, distance in zip(order, below, strict=True):
        pools.append([values[index] - distance])
        while len(pools) > 1 and fmean(pools[-2]) > fmean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    level = [fmean(pool) for pool in pools for _ in pool]
    lowest, highest = sizes[order[0]] / 2, top - sizes[order[-1]] / 2 - below[-1]
    placed = {
        index: max(min(height, highest), lowest) + distance
        for index, height, distance in zip(order, level, below, strict=True)
    }
    return [placed[index] for index in range(len(values))]
