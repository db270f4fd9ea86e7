"""The gap between supply and demand, the chance of it, and the make-up of demand by level."""

from cadreworks.gap.chance import THRESHOLDS, chance_of_shortfall, sooner_than_not
from cadreworks.gap.composition import composition
from cadreworks.gap.difference import gap, shortfall

__all__ = ["THRESHOLDS", "chance_of_shortfall", "composition", "gap", "shortfall", "sooner_than_not"]
