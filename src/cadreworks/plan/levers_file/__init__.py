"""levers.toml: what it may say, read and checked, every problem at once."""

from cadreworks.plan.levers_file.read import load_levers, read_levers

__all__ = ["load_levers", "read_levers"]
