"""Cost: a bar for each year and workforce, by area, with the cost by job level as a diamond."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from cadreworks.reports.charts.vega import (
    COLOURS,
    GREY,
    INK,
    LETTERS,
    LINE,
    PALE,
    WIDTH,
    Spec,
    as_is,
    finished,
    layer,
    nominal,
    plain_title,
    whiskers,
)

_NAME_LETTERS = 30
_ABOVE, _BAR, _BELOW = 10, 18, 6
"""The parts of a row in pixels: space, then the lines of its name, the bar, space."""


@dataclass(frozen=True)
class CostBar:
    """One cost in pounds: with areas at their own band, with its band of draws, and with job levels at theirs.

    A baseline has no band of draws and is drawn pale; a band without width has no whisker.
    """

    label: str
    gbp: float
    by_level_gbp: float
    band: tuple[float, float] | None = None
    baseline: bool = False


def cost(bars: Sequence[CostBar]) -> Spec:
    """For each cost, in £ million: its name and numbers in a line, and beneath it the bar, its band as a whisker, and
    the cost by level as a diamond.
    """
    rows, height = _rows(bars)
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, max(max(bar.gbp, bar.by_level_gbp, *(bar.band or ())) for bar in bars) / 1e6 or 1.0]},
        "axis": {"title": "£ million", "format": ",~r", "tickCount": 4, "grid": False},
    }
    scale = {"domain": [0, height], "nice": False, "reverse": True}
    top, upper, middle = (
        {"field": field, "type": "quantitative", "scale": scale, "axis": None} for field in ("top", "upper", "middle")
    )
    bar = {"type": "rect", "stroke": INK, "strokeWidth": 0.6}
    point = {"type": "point", "shape": "diamond", "size": 90, "opacity": 1, "fill": "#ffffff", "stroke": INK}
    text = {"type": "text", "fontSize": LETTERS, "lineHeight": LINE, "color": INK, "baseline": "top"}
    layers = [
        layer(
            rows,
            bar,
            x={**x, "field": "from"},
            x2={"field": "cost"},
            y=upper,
            y2={"field": "lower"},
            color=as_is("fill"),
        ),
        *whiskers([row for row in rows if "low" in row], x, middle),
        layer(rows, point, y=middle, x={**x, "field": "by_level"}),
        layer(rows, {**text, "align": "left"}, y=top, x={"value": 0}, text=nominal("name")),
        layer(rows, {**text, "align": "right"}, y=top, x={"value": WIDTH}, text=nominal("text")),
    ]
    title = plain_title("by area (bar) / by job level (diamond)")
    return finished({"title": title, "width": WIDTH, "height": height, "layer": layers})


def _rows(bars: Sequence[CostBar]) -> tuple[list[dict[str, Any]], int]:
    """What each row shows and its places in pixels from the top, and the height of all rows."""
    rows: list[dict[str, Any]] = []
    height = 0
    for bar in bars:
        name = wrap(bar.label, _NAME_LETTERS)
        upper = height + _ABOVE + LINE * len(name)
        row = {
            "name": name,
            "text": _cost_text(bar),
            "from": 0,
            "cost": bar.gbp / 1e6,
            "by_level": bar.by_level_gbp / 1e6,
            "fill": PALE if bar.baseline else COLOURS[0] if rows else GREY,
            "top": height + _ABOVE,
            "upper": upper,
            "middle": upper + _BAR / 2,
            "lower": upper + _BAR,
        }
        if bar.band is not None and bar.band[0] < bar.band[1]:
            row |= {"low": bar.band[0] / 1e6, "high": bar.band[1] / 1e6}
        rows.append(row)
        height = upper + _BAR + _BELOW
    return rows, height


def _cost_text(bar: CostBar) -> str:
    by_area, by_level = (
        f"£{gbp / 1e6:,.0f}m" if gbp >= 10e6 else f"£{gbp / 1e6:,.2f}m" for gbp in (bar.gbp, bar.by_level_gbp)
    )
    return f"{by_area} / {by_level}"
