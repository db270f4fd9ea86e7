"""Composition: the shares of the job levels, one stacked bar for each year."""

from __future__ import annotations

from collections.abc import Sequence

from cadreworks.reports.charts.vega import INK, LETTERS, WIDTH, Spec, as_is, finished, layer, nominal, title_of

_LEVEL_COLOURS = ("#dbe7f3", "#8fb8de", "#1f6fbf", "#002f5c")
_LEVEL_INKS = (INK, INK, "#ffffff", "#ffffff")


def composition(panels: Sequence[tuple[str, Sequence[tuple[str, Sequence[float]]]]], levels: Sequence[str]) -> Spec:
    """For each panel (title, bars of (label, share of each level)): one bar for each year, in shares of the whole."""
    letters = [level.split()[-1][0].upper() for level in levels]
    letters = [level[0] if letters.count(letter) > 1 else letter for level, letter in zip(levels, letters, strict=True)]
    legend = [f"{letter}  {level}" for letter, level in zip(letters, levels, strict=True)]
    return finished(
        {"spacing": 18, "vconcat": [_composition_panel(title, bars, letters, legend) for title, bars in panels]}
    )


def _composition_panel(
    title: str, bars: Sequence[tuple[str, Sequence[float]]], letters: Sequence[str], legend: Sequence[str]
) -> Spec:
    rows = []
    for label, shares in bars:
        start = 0.0
        for number, share in enumerate(shares):
            rows.append(
                {
                    "label": label,
                    "level": legend[number],
                    "from": start,
                    "to": start + share,
                    "middle": start + share / 2,
                    "text": f"{letters[number]} {share * 100:.0f}%" if share >= 0.125 else "",
                    "ink": _LEVEL_INKS[number],
                }
            )
            start += share
    y = {"field": "label", "type": "nominal", "sort": [label for label, _ in bars], "axis": {"title": None}}
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, 1], "nice": False},
        "axis": {"title": None, "format": ".0%", "tickCount": 5},
    }
    colour = {
        "field": "level",
        "type": "nominal",
        "scale": {"domain": list(legend), "range": list(_LEVEL_COLOURS)},
        "legend": {"title": None, "orient": "top", "columns": 2, "symbolStrokeColor": INK, "labelLimit": 200},
    }
    segment = {"type": "bar", "height": 26, "stroke": "#ffffff", "strokeWidth": 1.5}
    return {
        "title": title_of(title),
        "width": WIDTH - 50,
        "height": 34 * len(bars),
        "layer": [
            layer(rows, segment, y=y, x={**x, "field": "from"}, x2={"field": "to"}, color=colour),
            layer(
                rows,
                {"type": "text", "fontSize": LETTERS},
                y=y,
                x={**x, "field": "middle"},
                text=nominal("text"),
                color=as_is("ink"),
            ),
        ],
    }
