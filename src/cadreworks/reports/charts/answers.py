"""What experts answered: for each scenario and year a strip with every answer as a tick, and the pool with its band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cadreworks.reports.charts.vega import (
    COLOURS,
    GREY,
    INK,
    Spec,
    finished,
    labels,
    layer,
    title_with_key,
)

STRIP_WIDTH = 300


@dataclass(frozen=True)
class Strip:
    """The answers about one scenario and year, in wte of the typical organisation; a band without width is None.

    answers: those that may be shown one by one; n: how many there are
    """

    label: str
    answers: Sequence[float]
    pooled: float
    band: tuple[float, float] | None = None
    n: int = 0


def answers(panels: Sequence[tuple[str, Sequence[Strip]]], now: float) -> Spec:
    """For each panel (title, strips): every answer, the pool and its band; now: the typical organisation as it is."""
    numbers = [now, *(number for _, strips in panels for strip in strips for number in _numbers(strip))]
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, max(numbers) or 1.0]},
        "axis": {"title": "WTE of the typical organisation", "format": ",~r", "tickCount": 4, "grid": False},
    }
    return finished({"spacing": 18, "vconcat": [_panel(title, strips, x, now) for title, strips in panels]})


def _numbers(strip: Strip) -> list[float]:
    return [*strip.answers, strip.pooled, *(strip.band or ())]


def _panel(title: str, strips: Sequence[Strip], x: Spec, now: float) -> Spec:
    y = labels([strip.label for strip in strips], limit=90)
    ticks = [{"label": strip.label, "answer": number} for strip in strips for number in strip.answers]
    pools = [{"label": strip.label, "pooled": strip.pooled} for strip in strips]
    bands = [{"label": strip.label, "low": strip.band[0], "high": strip.band[1]} for strip in strips if strip.band]
    tick = {"type": "tick", "orient": "vertical", "color": GREY, "size": 20, "thickness": 2}
    bar = {"type": "bar", "color": COLOURS[0], "opacity": 0.25, "height": 20}
    point = {"type": "point", "shape": "diamond", "size": 110, "opacity": 1, "fill": COLOURS[0], "stroke": INK}
    rule = {"type": "rule", "color": INK, "strokeDash": [3, 3]}
    return {
        "title": title_with_key(title, "each tick an answer; diamond and bar the pool; dashed line now"),
        "width": STRIP_WIDTH,
        "height": 30 * len(strips),
        "layer": [
            layer(bands, bar, y=y, x={**x, "field": "low"}, x2={"field": "high"}),
            layer(ticks, tick, y=y, x={**x, "field": "answer"}),
            layer([{"now": now}], rule, x={**x, "field": "now"}),
            layer(pools, point, y=y, x={**x, "field": "pooled"}),
        ],
    }
