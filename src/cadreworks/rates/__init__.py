"""Rates: what flows say of leaving, joining, moving and working time, each with its interval."""

from cadreworks.rates.estimate import Rate, RateStatus, estimate_rates
from cadreworks.rates.exposure import RateName
from cadreworks.rates.flows import FlowRow, Flows, Interval
from cadreworks.rates.read_flows import read_flows
from cadreworks.rates.write import write_rates

__all__ = [
    "FlowRow",
    "Flows",
    "Interval",
    "Rate",
    "RateName",
    "RateStatus",
    "estimate_rates",
    "read_flows",
    "write_rates",
]
