"""The rows of the tables of a sensitivity analysis, and its summary; what each table holds stands in table_specs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cadreworks.review.sensitivity.effects import IN_USE
from cadreworks.review.sensitivity.fans import GAP
from cadreworks.review.sensitivity.information import GROUP
from cadreworks.review.sensitivity.result import Sensitivity
from cadreworks.sensitivity.table_specs import COVERAGE, EFFECTS, FANS, THRESHOLDS, TORNADO, WORTH
from cadreworks.tables import Cell, TableSpec, number_or_empty
from cadreworks.vocabulary import ALL

Rows = Iterator[dict[str, Cell]]


def tables_of(found: Sensitivity) -> list[tuple[TableSpec, Rows]]:
    """Every table of an analysis."""
    return [
        (EFFECTS, _effects(found)),
        (FANS, _fans(found)),
        (COVERAGE, _coverage(found)),
        (TORNADO, _tornado(found)),
        (THRESHOLDS, _thresholds(found)),
        (WORTH, _worth(found)),
    ]


def _effects(found: Sensitivity) -> Rows:
    subjects = (*found.study.settings.areas, ALL)
    for of_scope in found.effects:
        effects = of_scope.effects
        shares = [effects.shares(part) for part in (effects.shapley, effects.alone, effects.in_all)]
        for at_area, area in enumerate(subjects):
            for at_year, year in enumerate(found.grids.years[1:], start=1):  # nothing varies in the base year
                at = (at_area, at_year)
                varies = effects.variance[at] > 0
                for group in of_scope.groups:
                    share, alone, in_all = (float(part[group][at]) if varies else None for part in shares)
                    yield {
                        "methods": of_scope.methods,
                        "scenario": of_scope.scenario or ALL,
                        "area": area,
                        "year": year,
                        "group": group,
                        "variance": float(effects.shapley[group][at]),
                        "share": share,
                        "alone_share": alone,
                        "in_all_share": in_all,
                        "noise_share": float(of_scope.noise[group][at]) if varies else None,
                    }


def _fans(found: Sensitivity) -> Rows:
    for fan in found.fans:
        for at, year in enumerate(found.grids.years):
            for layer, shares in fan.layers.items():
                p05, p25, p50, p75, p95 = (float(share) for share in shares[:, at])
                yield {
                    "quantity": fan.quantity,
                    "scenario": fan.scenario or ALL,
                    "year": year,
                    "layer": layer,
                    "central": None if fan.central is None else float(fan.central[at]),
                    "p05": p05,
                    "p25": p25,
                    "p50": p50,
                    "p75": p75,
                    "p95": p95,
                }


def _coverage(found: Sensitivity) -> Rows:
    for score in found.scores:
        yield {
            "method": score.method.name,
            "base_years": score.method.base_years,
            "over": score.over,
            "horizon": score.horizon,
            "origins": score.origins,
            "with_interval": score.with_interval,
            "coverage_80": score.coverage_80,
            "coverage_95": score.coverage_95,
        }


def _tornado(found: Sensitivity) -> Rows:
    for scenario in found.grids.scenarios:
        for swing in found.swings_by_gap(scenario):
            yield {
                "scenario": scenario,
                "kind": swing.kind,
                "id": swing.id,
                "title": swing.title,
                "unit": swing.unit,
                "value": swing.value,
                "low": swing.low,
                "high": swing.high,
                "gap_at_low": swing.gap[scenario][0],
                "gap_at_high": swing.gap[scenario][1],
                "gap_swing": swing.swing(scenario),
                "cost_at_low_gbp": swing.cost[scenario][0],
                "cost_at_high_gbp": swing.cost[scenario][1],
                "cost_swing_gbp": swing.cost_swing(scenario),
            }


def _thresholds(found: Sensitivity) -> Rows:
    for threshold in found.thresholds:
        knob = threshold.knob
        low, high = knob.ranges.get(threshold.scenario, (None, None))
        yield {
            "scenario": threshold.scenario,
            "target": threshold.target,
            "kind": knob.kind,
            "id": knob.id,
            "title": knob.title,
            "unit": knob.unit,
            "gap": threshold.gap,
            "value": knob.value,
            "low": low,
            "high": high,
            "least": knob.least,
            "most": knob.most,
            "needed": threshold.needed,
            "within_range": {None: None, True: "yes", False: "no"}[threshold.within_range],
        }


def _worth(found: Sensitivity) -> Rows:
    for worth in found.worth:
        yield {
            "scenario": worth.scenario or ALL,
            "methods": worth.methods,
            "kind": worth.kind,
            "id": worth.id,
            "title": worth.title,
            "how": worth.how,
            "band": worth.band,
            "band_known": worth.band_known,
            "band_share": worth.band_share,
            "variance_share": worth.variance_share,
            "telling_share": worth.telling_share,
            "can_be_known": "yes" if worth.can_be_known else "no",
        }


def summary_of(found: Sensitivity) -> dict[str, Any]:
    """What an analysis comes to, for the whole workforce at the horizon."""
    return {
        "title": found.study.settings.title,
        "horizon": found.study.settings.horizon.last,
        "supply_methods": [choice.id for choice in found.grids.supply_choices],
        "pooling_methods": [choice.id for choice in found.grids.pooling_choices],
        "gap": {scenario: _gap_of(found, scenario) for scenario in found.grids.scenarios},
        "shares": [
            {
                "methods": of_scope.methods,
                "scenario": of_scope.scenario or ALL,
                "sd_wte": float(of_scope.effects.variance[-1, -1]) ** 0.5,
                "share": {
                    group: number_or_empty(float(share[-1, -1]))
                    for group, share in of_scope.effects.shares(of_scope.effects.shapley).items()
                },
            }
            for of_scope in found.effects
        ],
        "find_out_first": {scenario: _first(found, scenario) for scenario in found.grids.scenarios},
    }


def _gap_of(found: Sensitivity, scenario: str) -> dict[str, Any]:
    (fan,) = (fan for fan in found.fans if (fan.quantity, fan.scenario) == (GAP, scenario))
    central = 0.0 if fan.central is None else float(fan.central[-1])
    bands = {layer: [float(shares[0, -1]), float(shares[-1, -1])] for layer, shares in fan.layers.items()}
    return {"central_wte": central, "band_90_wte": bands}


def _first(found: Sensitivity, scenario: str) -> dict[str, Any]:
    """The group and the single assumption that would narrow the band most; null where there is none."""
    first: dict[str, Any] = {}
    for kind, name in ((GROUP, "group"), ("assumption", "assumption")):
        best = next((one for one in found.worth_of(scenario, IN_USE) if one.kind == kind and one.can_be_known), None)
        first[name] = best and {"id": best.id, "band_share": best.band_share, "variance_share": best.variance_share}
    return first
