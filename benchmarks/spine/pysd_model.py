"""The same model in PySD: two Vensim models beside this file, translated and loaded once, run many times.

    pysd_each    one run for each draw, its parameters set through params: what PySD's users do
    pysd_all     one run for all draws, the draw being a subscript: the fastest way that we found

Only the five quantities are returned, and not flattened: a column for each cell takes over four times as long.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from pathlib import Path

import numpy as np
import pandas as pd
import pysd
import xarray as xr
from pysd.py_backend.model import Model

from spine.figures import Figures
from spine.inputs import Array, Inputs
from spine.worker import Way, main

HERE = Path(__file__).parent
RETURNED = {
    "supply": "Supply",
    "demand": "demand",
    "gap": "gap",
    "cost_by_area": "cost by area",
    "cost_by_level": "cost by level",
}
CELLS = ("area", "level")
DRAWS_IN_FILE = "(draw1-draw1000)"
Parameters = dict[str, float | xr.DataArray]

# every array of the models carries the same labels, so xarray need not look for what they share
xr.set_options(arithmetic_join="exact")


def run_each(inputs: Inputs, folder: Path) -> Callable[[], Figures]:
    """One run of the model for each case."""
    text = (HERE / "workforce.mdl").read_text(encoding="utf-8")
    model = _load(folder / "workforce.mdl", text, inputs)

    def run_case(case: int) -> dict[str, Array]:
        return _run(model, _parameters(model, inputs, itemgetter(case)))

    def run() -> Figures:
        results = [run_case(case) for case in range(inputs.cases)]
        return Figures(**{name: np.stack([result[name] for result in results]) for name in RETURNED})

    return run


def run_all(inputs: Inputs, folder: Path) -> Callable[[], Figures]:
    """One run of the model for all cases."""
    text = (HERE / "workforce_draws.mdl").read_text(encoding="utf-8")
    text = text.replace(DRAWS_IN_FILE, f"(draw1-draw{inputs.cases})")
    model = _load(folder / f"workforce_{inputs.cases}_draws.mdl", text, inputs)

    def run() -> Figures:
        result = _run(model, _parameters(model, inputs, _draws_last, "draw"))
        return Figures(**{name: np.moveaxis(values, -2, 0) for name, values in result.items()})

    return run


def _load(path: Path, text: str, inputs: Inputs) -> Model:
    """The model, translated unless it was before, with the study's constants in it."""
    translated = path.with_suffix(".py")
    if translated.exists():
        model = pysd.load(translated)
    else:
        path.write_text(text, encoding="utf-8")
        model = pysd.read_vensim(path)
    model.set_components(
        {
            "stock at base year": _labelled(model, inputs.stock, *CELLS),
            "typical organisations": _labelled(model, inputs.typical_organisations, "area"),
            "top of band by area": _labelled(model, inputs.top_by_area, "area"),
            "top of band by level": _labelled(model, inputs.top_by_level, "level"),
            "first point": float(inputs.points[0]),
        }
    )
    return model


def _draws_last(values: Array) -> Array:
    return np.ascontiguousarray(np.moveaxis(values, 0, -1))


def _parameters(model: Model, inputs: Inputs, take: Callable[[Array], Array], *over: str) -> Parameters:
    """take: what becomes of the leading axis of cases; over: the subscript that stands for it, last, if any."""
    returns = take(inputs.returns)
    return {
        "net growth per year": _labelled(model, take(inputs.growth), *CELLS, *over),
        "mean return at first point": _labelled(model, returns[:, 0], "scenario", *CELLS, *over),
        "mean return at last point": _labelled(model, returns[:, 1], "scenario", *CELLS, *over),
        "on cost": _labelled(model, take(inputs.on_cost), *over),
        "pay growth per year": _labelled(model, take(inputs.pay_growth), *over),
    }


def _labelled(model: Model, values: Array, *subscripts: str) -> float | xr.DataArray:
    if not subscripts:
        return float(values)
    return xr.DataArray(values, {name: model.subscripts[name] for name in subscripts}, subscripts)


def _run(model: Model, parameters: Parameters) -> dict[str, Array]:
    """The returned quantities, each with years as its last axis."""
    table = model.run(parameters, return_columns=list(RETURNED.values()), flatten_output=False)
    return {name: _years_last(table[column]) for name, column in RETURNED.items()}


def _years_last(column: pd.Series) -> Array:
    return np.moveaxis(np.stack([values.to_numpy() for values in column]), 0, -1)


WAYS = {"pysd_each": Way(run_each, whole=False), "pysd_all": Way(run_all, whole=True)}

if __name__ == "__main__":
    main(WAYS, ("pysd", "xarray", "numpy"))
