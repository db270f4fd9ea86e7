"""Do all models give the same figures? Their central runs against Cadreworks' tables, their draws against its draws.

    python -m spine.agreement FOLDER WAYS...

Prints the worst relative difference of each; ends with 1 where one is above a millionth. Figures below one wte or
one pound are compared by their difference itself, since a gap of nothing has no relative error.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import numpy as np

from spine.figures import Figures
from spine.inputs import Array, Inputs
from spine.reference import REFERENCE_FILE
from spine.worker import CHECKED_FILE, figures_file

TOLERANCE = 1e-6
TABLES_FOLDER = Path("out", "tables")
SUPPLY_KEYS = ("area", "level", "year")
KEYS = ("scenario", *SUPPLY_KEYS)


def main() -> None:
    """Compare every way of running the model with the tables and with Cadreworks' own draws."""
    folder, ways = Path(sys.argv[1]), sys.argv[2:]
    tables = read_tables(folder / TABLES_FOLDER, Inputs.load(folder / CHECKED_FILE))
    reference = Figures.load(folder / REFERENCE_FILE)
    found = {
        "reference": {"tables": _worst(reference, tables, slice(0, 1)), "draws": 0.0},
        **{way: _against(Figures.load(folder / figures_file(way)), tables, reference) for way in ways},
    }
    print(json.dumps(found))
    wrong = [way for way, differences in found.items() if not np.max(list(differences.values())) <= TOLERANCE]
    if wrong:
        sys.exit(f"These do not give the figures of the study to {TOLERANCE:g}: {', '.join(wrong)}. Nothing was timed.")


def read_tables(folder: Path, inputs: Inputs) -> Figures:
    """The central figures that a run published, as one case."""
    labels = {"scenario": inputs.scenarios, "area": inputs.areas, "level": inputs.levels, "year": inputs.years}

    def table(name: str, value: str, keys: tuple[str, ...]) -> Array:
        return _read(folder / f"{name}.csv", value, keys, [labels[key] for key in keys])[np.newaxis]

    return Figures(
        supply=table("supply", "mean", SUPPLY_KEYS),
        demand=table("demand", "mean", KEYS),
        gap=table("gap", "gap", KEYS),
        cost_by_area=table("cost", "cost_gbp", ("scenario", "area", "year")),
        cost_by_level=table("cost_by_level", "cost_gbp", KEYS),
    )


def _read(path: Path, value: str, keys: tuple[str, ...], labels: list[Iterable[object]]) -> Array:
    with path.open(encoding="utf-8", newline="") as stream:
        found = {tuple(row[key] for key in keys): float(row[value]) for row in csv.DictReader(stream)}
    flat = [found[tuple(map(str, cell))] for cell in product(*labels)]
    return np.array(flat).reshape([len(tuple(of_key)) for of_key in labels])


def _against(figures: Figures, tables: Figures, reference: Figures) -> dict[str, float]:
    return {
        "tables": _worst(figures, tables, slice(0, 1)),
        "draws": _worst(figures, reference, slice(1, None)),
    }


def _worst(figures: Figures, right: Figures, cases: slice) -> float:
    """The largest relative difference of any cell; not a number where one is not a number."""
    by_quantity = [
        np.abs(values[cases] - expected[cases]) / np.maximum(np.abs(expected[cases]), 1.0)
        for values, expected in zip(vars(figures).values(), vars(right).values(), strict=True)
    ]
    return float(np.max([np.max(differences) for differences in by_quantity]))


if __name__ == "__main__":
    main()
