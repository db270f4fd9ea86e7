"""The gap between supply and demand, and the make-up of demand by level."""

from cadreworks.gap.composition import composition
from cadreworks.gap.difference import gap, shortfall

__all__ = ["composition", "gap", "shortfall"]
