"""Assumptions: the register, its ranges, and overrides with the result without them."""

from cadreworks.assumptions.read import OVERRIDES_TABLE, REGISTER_TABLE, read_overrides, read_register
from cadreworks.assumptions.register import Assumption, AssumptionSpec, Origin, Override, Register

__all__ = [
    "OVERRIDES_TABLE",
    "REGISTER_TABLE",
    "Assumption",
    "AssumptionSpec",
    "Origin",
    "Override",
    "Register",
    "read_overrides",
    "read_register",
]
