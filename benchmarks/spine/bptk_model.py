"""The same model in BPTK-Py's own language for system dynamics, with named arrays, built once and run many times.

    bptk_engine    the compiled engine, loaded once; constants set and years stepped through it directly: the
                   fastest way that we found, though the engine's module is not part of the public interface
    bptk_rust      Model.simulate on the compiled engine: the public way, which hands the model over each time
    bptk_python    Model.simulate on the Python engine, which is the default

Scenarios registered with the toolkit and run by run_scenarios took five times as long as Model.simulate.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product
from operator import itemgetter
from pathlib import Path

import numpy as np
from BPTK_Py import Model
from BPTK_Py import sd_functions as sd
from BPTK_Py._rust_engine import RustSdEngine
from BPTK_Py.sddsl.element import Element

from spine.figures import Figures
from spine.inputs import Array, Inputs
from spine.worker import Way, main


def build(inputs: Inputs) -> Model:
    """The model with the parameters of the first case."""
    first, last = float(inputs.years[0]), float(inputs.years[-1])
    model = Model(starttime=first, stoptime=last, dt=1.0, name="workforce")
    multiplier = _pay_multiplier(model)
    stock = _matrix(model.constant("stock"), inputs, inputs.stock)
    supply = _supply(model, inputs, stock)
    for scenario in inputs.scenarios:
        demand = _demand(model, inputs, stock, scenario)
        model.converter(f"gap_{scenario}").equation = supply - demand
        _cost(model, inputs, demand, multiplier, scenario)
    return model


def _matrix(element: Element, inputs: Inputs, values: Array) -> Element:
    """The element with a cell for each area and level, holding the values."""
    rows = zip(inputs.areas, values.tolist(), strict=True)
    element.setup_named_matrix({area: dict(zip(inputs.levels, row, strict=True)) for area, row in rows})
    return element


def _pay_multiplier(model: Model) -> Element:
    on_cost, growth = model.constant("on_cost"), model.constant("pay_growth_per_year")
    index, multiplier = model.stock("pay_index"), model.converter("pay_multiplier")
    index.initial_value = 1.0
    index.equation = index * growth
    multiplier.equation = (1.0 + on_cost) * index
    return multiplier


def _supply(model: Model, inputs: Inputs, stock: Element) -> Element:
    supply, net_growth = model.stock("supply"), model.biflow("net_growth")  # a flow could not shrink an area
    growth = _matrix(model.constant("growth"), inputs, inputs.growth[0])
    _matrix(supply, inputs, inputs.stock)
    net_growth.equation = supply * growth
    supply.equation = net_growth
    for area, level in product(inputs.areas, inputs.levels):
        supply[area][level].initial_value = stock[area][level]
    return supply


def _demand(model: Model, inputs: Inputs, stock: Element, scenario: str) -> Element:
    """Straight lines through the base year, the first point and the last."""
    base, middle, end = float(inputs.years[0]), float(inputs.points[0]), float(inputs.points[1])
    scale = np.repeat(inputs.typical_organisations[:, np.newaxis], len(inputs.levels), axis=1)
    typical = _matrix(model.constant(f"typical_organisations_{scenario}"), inputs, scale)
    at_points = []
    for point, returns in zip(inputs.points, inputs.returns[0, inputs.scenarios.index(scenario)], strict=True):
        mean_return = _matrix(model.constant(f"return_{scenario}_{point}"), inputs, returns)
        at_point = model.converter(f"demand_{scenario}_{point}")
        at_point.equation = mean_return * typical
        at_points.append(at_point)
    before = (at_points[0] - stock) / (middle - base)
    after = (at_points[1] - at_points[0]) / (end - middle)
    demand = model.converter(f"demand_{scenario}")
    demand.equation = at_points[0] + (sd.time() - middle) * sd.If(sd.time() <= middle, before, after)
    return demand


def _cost(model: Model, inputs: Inputs, demand: Element, multiplier: Element, scenario: str) -> None:
    tops = np.repeat(inputs.top_by_level[np.newaxis], len(inputs.areas), axis=0)
    top_by_level = _matrix(model.constant(f"top_by_level_{scenario}"), inputs, tops)
    model.converter(f"cost_by_level_{scenario}").equation = demand * top_by_level * multiplier
    by_area = model.converter(f"cost_by_area_{scenario}")
    by_area.setup_named_vector(dict.fromkeys(inputs.areas, 0.0))
    for area, top in zip(inputs.areas, inputs.top_by_area.tolist(), strict=True):
        first, *others = (demand[area][level] for level in inputs.levels)
        by_area[area].equation = sum(others, first) * top * multiplier


def _cells(inputs: Inputs, name: str) -> list[str]:
    return [f"{name}[{area}][{level}]" for area, level in product(inputs.areas, inputs.levels)]


def _wanted(inputs: Inputs) -> list[str]:
    """The names of all results, quantity by quantity, in the order of the figures' axes."""
    of_scenarios = [
        _cells(inputs, f"{quantity}_{scenario}")
        for quantity in ("demand", "gap", "cost_by_level")
        for scenario in inputs.scenarios
    ]
    by_area = [f"cost_by_area_{scenario}[{area}]" for scenario in inputs.scenarios for area in inputs.areas]
    return [*_cells(inputs, "supply"), *(name for names in of_scenarios for name in names), *by_area]


def _figures(inputs: Inputs, results: Array) -> Figures:
    """results: (case, year, name), the names as wanted."""
    by_year = np.moveaxis(results, 1, -1)
    cells = (len(inputs.areas), len(inputs.levels))
    count, scenarios, years = cells[0] * cells[1], len(inputs.scenarios), len(inputs.years)
    ends = np.cumsum([count, *([count * scenarios] * 3)])
    supply, demand, gap, by_level, by_area = np.split(by_year, ends, axis=1)
    shape = (inputs.cases, scenarios, *cells, years)
    return Figures(
        supply=supply.reshape(inputs.cases, *cells, years),
        demand=demand.reshape(shape),
        gap=gap.reshape(shape),
        cost_by_area=by_area.reshape(inputs.cases, scenarios, cells[0], years),
        cost_by_level=by_level.reshape(shape),
    )


def _names_of_parameters(inputs: Inputs) -> list[str]:
    of_returns = [
        name
        for scenario in inputs.scenarios
        for point in inputs.points
        for name in _cells(inputs, f"return_{scenario}_{point}")
    ]
    return ["on_cost", "pay_growth_per_year", *_cells(inputs, "growth"), *of_returns]


def _parameters(inputs: Inputs) -> list[list[float]]:
    """For each case its parameters, in the order of their names."""
    flat = (values.reshape(inputs.cases, -1) for values in (inputs.growth, inputs.returns))
    return np.column_stack([inputs.on_cost, inputs.pay_growth, *flat]).tolist()


def run_engine(inputs: Inputs, _folder: Path) -> Callable[[], Figures]:
    """Each case through the compiled engine, loaded once."""
    engine = RustSdEngine().load_model(build(inputs).to_json())
    wanted, names, in_order = _wanted(inputs), _names_of_parameters(inputs), itemgetter(*_wanted(inputs))

    def run_case(parameters: list[float]) -> list[tuple[float, ...]]:
        for name, value in zip(names, parameters, strict=True):
            engine.set_constant(name, value)
        years = [in_order(engine.init(wanted))]
        years += [in_order(engine.step()) for _ in inputs.years[1:]]
        engine.reset()
        return years

    return lambda: _figures(inputs, np.array([run_case(parameters) for parameters in _parameters(inputs)]))


def run_simulate(inputs: Inputs, _folder: Path, *, backend: str) -> Callable[[], Figures]:
    """Each case through the public method of the model."""
    model, wanted, names = build(inputs), _wanted(inputs), _names_of_parameters(inputs)

    def run_case(parameters: list[float]) -> Array:
        for name, value in zip(names, parameters, strict=True):
            model.constants[name].equation = value
        return model.simulate(wanted, backend=backend)[wanted].to_numpy()

    return lambda: _figures(inputs, np.stack([run_case(parameters) for parameters in _parameters(inputs)]))


WAYS = {
    "bptk_engine": Way(run_engine, whole=True),
    "bptk_rust": Way(partial(run_simulate, backend="rust"), whole=False),
    "bptk_python": Way(partial(run_simulate, backend="python"), whole=False),
}

if __name__ == "__main__":
    main(WAYS, ("bptk-py", "numpy"))
