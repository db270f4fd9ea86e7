"""Demand: what experts answer about the typical organisation -> what the nation will need."""

from cadreworks.demand.forecast import forecast_demand, unchanged_returns
from cadreworks.demand.returns import RETURNS_TABLE, Returns, read_returns
from cadreworks.demand.scenarios import SCENARIO_SETTINGS, Scenario
from cadreworks.demand.typical_organisation import (
    TYPICAL_ORGANISATION_TABLE,
    draw_scale,
    estimate_scale,
    read_typical_organisation,
    scale_in_use,
    scale_specs,
)

__all__ = [
    "RETURNS_TABLE",
    "SCENARIO_SETTINGS",
    "TYPICAL_ORGANISATION_TABLE",
    "Returns",
    "Scenario",
    "draw_scale",
    "estimate_scale",
    "forecast_demand",
    "read_returns",
    "read_typical_organisation",
    "scale_in_use",
    "scale_specs",
    "unchanged_returns",
]
