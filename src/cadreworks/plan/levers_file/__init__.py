"""levers.toml: what it may say, read and checked, every problem at once."""

from cadreworks.plan.levers_file.read import load_levers, read_levers
from cadreworks.plan.levers_file.settings import possible_values

__all__ = ["load_levers", "possible_values", "read_levers"]
