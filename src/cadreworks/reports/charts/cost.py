"""Cost: a bar for each year and workforce, by area, with the cost by job level as a diamond."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cadreworks.reports.charts.vega import (
    COLOURS,
    GREY,
    INK,
    PALE,
    WIDTH,
    Spec,
    as_is,
    domain_with_room,
    finished,
    labels,
    layer,
    nominal,
    text_after,
    title_of,
)


@dataclass(frozen=True)
class CostBar:
    """One cost in pounds: with areas at their own band, with its band of draws, and with job levels at theirs.

    A baseline, which nobody forecasts, has no band of draws and is drawn pale.
    """

    label: str
    gbp: float
    by_level_gbp: float
    band: tuple[float, float] | None = None
    baseline: bool = False


def cost(bars: Sequence[CostBar]) -> Spec:
    """One bar for each cost, in £ million: its number at its end, its band as a whisker, by level as a diamond."""
    ends = [(max(bar.gbp, bar.by_level_gbp, *(bar.band or ())) / 1e6, _cost_text(bar)) for bar in bars]
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, domain_with_room(ends, WIDTH - 180)]},
        "axis": {"title": "£ million", "format": ",~r", "tickCount": 4},
    }
    rows = [
        {
            "label": bar.label,
            "cost": bar.gbp / 1e6,
            "by_level": bar.by_level_gbp / 1e6,
            "end": end,
            "text": text,
            "fill": PALE if bar.baseline else COLOURS[0] if number else GREY,
        }
        for number, (bar, (end, text)) in enumerate(zip(bars, ends, strict=True))
    ]
    bands = [
        {"label": bar.label, "low": bar.band[0] / 1e6, "high": bar.band[1] / 1e6}
        for bar in bars
        if bar.band is not None
    ]
    y = labels([bar.label for bar in bars], limit=240)
    low, high = {**x, "field": "low"}, {**x, "field": "high"}
    cap = {"type": "tick", "color": INK, "size": 9, "thickness": 1.5}
    layers = [
        layer(
            rows,
            {"type": "bar", "height": 18, "stroke": INK, "strokeWidth": 0.6},
            y=y,
            x={**x, "field": "cost"},
            color=as_is("fill"),
        ),
        layer(bands, {"type": "rule", "color": INK, "strokeWidth": 1.5}, y=y, x=low, x2={"field": "high"}),
        layer(bands, cap, y=y, x=low),
        layer(bands, cap, y=y, x=high),
        layer(
            rows,
            {"type": "point", "shape": "diamond", "size": 90, "opacity": 1, "fill": "#ffffff", "stroke": INK},
            y=y,
            x={**x, "field": "by_level"},
        ),
        layer(rows, text_after(11), y=y, x={**x, "field": "end"}, text=nominal("text")),
    ]
    title = {**title_of("by area (bar) / by job level (diamond)"), "fontSize": 12, "fontWeight": "normal"}
    return finished({"title": title, "width": WIDTH - 180, "height": 32 * len(bars), "layer": layers})


def _cost_text(bar: CostBar) -> str:
    by_area, by_level = (
        f"£{gbp / 1e6:,.0f}m" if gbp >= 10e6 else f"£{gbp / 1e6:,.2f}m" for gbp in (bar.gbp, bar.by_level_gbp)
    )
    return f"{by_area} / {by_level}"
