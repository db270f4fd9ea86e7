"""The same program in linopy: labelled variables, whole arrays of rows at once.

python -m plan.linopy_plan FOLDER SAMPLES    prints the objective and the seconds of building and of solving

What starts do is an array over (draw, effect, year of start, year), summed by the cell of each effect; an array over
(draw, route, cell, year of start, year) would be 27 times as large, and nearly all of it nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import linopy
import numpy as np
import xarray as xr

from plan.clocks import Clocks, tell
from plan.given import Array, Given, by_start_and_year

THOUSAND = 1000.0
OPTIONS = {"solver": "ipm", "threads": 1, "parallel": "off", "random_seed": 0, "output_flag": False}
"""Those with which Cadreworks calls HiGHS."""


def main() -> None:
    """Build, solve and tell. The program is handed over as arrays, not as a file."""
    folder, samples = Path(sys.argv[1]), int(sys.argv[2])
    given, clocks = Given.load(folder, samples), Clocks()
    clocks.change("build")
    highs = build(given).to_highspy()
    for name, value in OPTIONS.items():
        highs.setOptionValue(name, value)
    clocks.change("solve")
    highs.run()
    clocks.stop()
    if highs.modelStatusToString(highs.getModelStatus()) != "Optimal":
        sys.exit(f"HiGHS ended with {highs.modelStatusToString(highs.getModelStatus())}")
    size = {"rows": highs.getNumRow(), "columns": highs.getNumCol(), "entries": highs.getNumNz()}
    tell(clocks, ("linopy", "highspy", "numpy", "xarray"), objective=highs.getInfo().objective_function_value, **size)


def build(given: Given) -> linopy.Model:
    """The program of `Given`."""
    linopy.options["semantics"] = "v1"  # labels that do not match are an error, not filled in
    model = linopy.Model()
    most = _over(np.where(given.possible, np.inf, 0.0), "route", "start")
    starts = model.add_variables(lower=0, upper=most, coords=most.coords)
    before = _over(given.before, "draw", "cell", "year")
    missing = model.add_variables(lower=0, coords=before.coords)
    each = starts.isel(route=_over(given.effect_route, "effect"))
    did = _in_cells(given, each, _over(by_start_and_year(given.effect_gap), "draw", "effect", "start", "year"))
    model.add_constraints(did + missing >= -before)
    add_limits(model, given, starts, each)
    price = (_over(given.price_of_start, "route", "start") * starts).sum()
    model.add_objective(missing.sum() / len(given.before) + price)
    return model


def add_limits(model: linopy.Model, given: Given, starts: linopy.Variable, each: linopy.Variable) -> None:
    """All rows but those of what is missing."""
    on_lever = (1 * starts).groupby(_named("lever", given.lever, "route")).sum()
    model.add_constraints(on_lever <= _over(given.capacity, "lever", "start"))
    for counted, most in zip(given.shared, given.shared_most, strict=True):
        model.add_constraints(starts.isel(route=np.flatnonzero(counted)).sum("route") <= _over(most, "start"))
    of_start = by_start_and_year(given.effect_staff)
    a_year_before = np.concatenate([np.zeros_like(of_start[..., :1]), of_start[..., :-1]], axis=-1)
    staff, before = (
        _in_cells(given, each, _over(values, "effect", "start", "year")) for values in (of_start, a_year_before)
    )
    _add_growth(model, given, staff, before)
    supply, earlier = _over(given.supply[:, 1:], "cell", "year"), _over(given.supply[:, :-1], "cell", "year")
    moved = _come_about(given, starts, "origin")
    losing = moved.coords["cell"].to_numpy()
    share = float(given.moving_share)
    model.add_constraints(moved - share * before.sel(cell=losing) <= share * earlier.sel(cell=losing))
    model.add_constraints(staff.sel(cell=losing) >= -supply.sel(cell=losing))
    relief = _in_cells(given, each, _over(by_start_and_year(given.effect_relief), "effect", "start", "year"))
    relieved = np.unique(given.effect_cell[given.effect_relief.any(axis=-1)])
    demand = _over(given.demand, "cell", "year")
    model.add_constraints(relief.sel(cell=relieved) <= demand.sel(cell=relieved))
    covered = _come_about(given, starts, "target")
    keeping = covered.coords["cell"].to_numpy()
    model.add_constraints(covered - before.sel(cell=keeping) <= earlier.sel(cell=keeping))
    cost = _over(given.cost / THOUSAND, "route", "start", "year")
    model.add_constraints((cost * starts).sum(["route", "start"]) <= float(given.budget) / THOUSAND)


def _in_cells(given: Given, each: linopy.Variable, values: xr.DataArray) -> linopy.LinearExpression:
    """values x starts, summed over starts and by cell."""
    return (values * each).sum("start").groupby(_named("cell", given.effect_cell, "effect")).sum()


def _add_growth(
    model: linopy.Model, given: Given, staff: linopy.LinearExpression, before: linopy.LinearExpression
) -> None:
    area = _named("area", given.area, "cell")
    share = float(given.growth_per_year) * _over(given.supply[:, :-1], "cell", "year").groupby(area).sum()
    by_share = share >= float(given.growth_wte)
    earlier = before.groupby(area).sum()
    grown = staff.groupby(area).sum() - (1 + float(given.growth_per_year) * by_share) * earlier
    model.add_constraints(grown <= share.where(by_share, float(given.growth_wte)))


def _come_about(given: Given, starts: linopy.Variable, end: str) -> linopy.LinearExpression:
    """Who moves out of a cell (`origin`) or is kept in one (`target`), (cell, year)."""
    amount = given.takes if end == "origin" else given.keeps
    routes = np.flatnonzero((amount > 0) & (getattr(given, end) >= 0))
    years = np.arange(given.years)
    arrives = years == years[:, None] + given.lead[routes, None, None]
    amounts = _over(amount[routes, None, None] * arrives, "some", "start", "year")
    found = (amounts * starts.isel(route=_over(routes, "some"))).sum("start")
    return found.groupby(_named("cell", getattr(given, end)[routes], "some")).sum()


def _over(values: Array, *axes: str) -> xr.DataArray:
    """The values with whole numbers as labels."""
    return xr.DataArray(values, {axis: np.arange(size) for axis, size in zip(axes, values.shape, strict=True)}, axes)


def _named(name: str, values: Array, axis: str) -> xr.DataArray:
    return _over(values, axis).rename(name)


if __name__ == "__main__":
    main()
