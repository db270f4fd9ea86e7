"""An age pyramid: two populations by band of age, back to back on one scale, the youngest at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cadreworks.reports.charts.vega import (
    COLOURS,
    GREY,
    INK,
    LETTERS,
    WIDTH,
    Spec,
    finished,
    layer,
    nominal,
    plain_title,
    whiskers,
)
from cadreworks.reports.published_table import Shown, show

_ROW, _BAR = 36, 24
"""The height of a row and of its bar in pixels."""
_MIDDLE = 96
"""The space between the sides in pixels, where ages stand."""
_HEAD = 26
_ROOM = 58
"""At the outer end of the longest bar, for its number."""


@dataclass(frozen=True)
class Tier:
    """One band of age: how many on either side; band: of the right side, None where it has none."""

    name: str
    left: float
    right: float
    band: tuple[float, float] | None = None


def pyramid(tiers: Sequence[Tier], sides: tuple[str, str], unit: str) -> Spec:
    """Bars of both sides from the middle outwards, with their numbers; tiers: the youngest first; sides: their names.

    Places are in pixels from the middle, so that both sides have one scale.
    """
    most = max(max((tier.left, tier.right, *(tier.band or ()))) for tier in tiers) or 1.0
    half = WIDTH / 2
    scale = (half - _MIDDLE / 2 - _ROOM) / most
    placed = [_placed(tier, scale, top=_HEAD + _ROW * (len(tiers) - 1 - at)) for at, tier in enumerate(tiers)]
    height = _HEAD + _ROW * len(tiers)
    x = {"type": "quantitative", "scale": {"domain": [-half, half], "nice": False}, "axis": None}
    y = {"type": "quantitative", "scale": {"domain": [0, height], "nice": False, "reverse": True}, "axis": None}
    upper, middle = ({**y, "field": field} for field in ("upper", "middle"))
    hollow = {"type": "rect", "fill": "#ffffff", "stroke": GREY, "strokeWidth": 1.5}
    solid = {"type": "rect", "fill": COLOURS[0], "stroke": INK, "strokeWidth": 0.6}
    text = {"type": "text", "fontSize": LETTERS, "color": INK, "baseline": "middle"}
    heads = [
        {"at": -_MIDDLE / 2, "text": sides[0], "middle": _HEAD / 2, "align": "right"},
        {"at": _MIDDLE / 2, "text": sides[1], "middle": _HEAD / 2, "align": "left"},
        {"at": 0.0, "text": "Age", "middle": _HEAD / 2, "align": "center"},
    ]
    layers = [
        layer(placed, hollow, x={**x, "field": "left"}, x2={"field": "left_from"}, y=upper, y2={"field": "lower"}),
        layer(placed, solid, x={**x, "field": "right_from"}, x2={"field": "right"}, y=upper, y2={"field": "lower"}),
        *whiskers([row for row in placed if "low" in row], x, middle),
        layer(placed, {**text, "align": "center"}, x={**x, "field": "zero"}, y=middle, text=nominal("name")),
        layer(placed, {**text, "align": "right", "dx": -4}, x={**x, "field": "left"}, y=middle, text=nominal("lefts")),
        layer(placed, {**text, "align": "left", "dx": 5}, x={**x, "field": "end"}, y=middle, text=nominal("rights")),
    ]
    layers += [
        layer(
            [head], {**text, "align": head["align"], "fontWeight": "bold"}, x={**x, "field": "at"}, y=middle,
            text=nominal("text"),
        )
        for head in heads
    ]  # fmt: skip
    return finished({"title": plain_title(unit), "width": WIDTH, "height": height, "layer": layers})


def _placed(tier: Tier, scale: float, *, top: float) -> dict[str, Any]:
    """What a tier shows, and where."""
    upper = top + (_ROW - _BAR) / 2
    row: dict[str, Any] = {
        "name": tier.name,
        "zero": 0.0,
        "left_from": -_MIDDLE / 2,
        "left": -_MIDDLE / 2 - tier.left * scale,
        "right_from": _MIDDLE / 2,
        "right": _MIDDLE / 2 + tier.right * scale,
        "end": _MIDDLE / 2 + max((tier.right, *(tier.band or ()))) * scale,
        "lefts": show(tier.left, Shown.WTE),
        "rights": show(tier.right, Shown.WTE),
        "upper": upper,
        "lower": upper + _BAR,
        "middle": top + _ROW / 2,
    }
    if tier.band is not None:
        row |= {"low": _MIDDLE / 2 + tier.band[0] * scale, "high": _MIDDLE / 2 + tier.band[1] * scale}
    return row
