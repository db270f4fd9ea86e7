"""`python -m microsimulation.check FOLDER`: is every tool's answer that which the law lets expect?

People and wte of each cell and year, and of all cells together: the mean of a tool's replicates may be off by 4 Monte
Carlo standard errors at most. The spread of one replicate is that of Cadreworks, of which there are most; what is
expected is worked out without chance. Prints the furthest of each tool, or ends with what is too far.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MOST_ERRORS = 4.0
OF_THE_SPREAD = "cadreworks_1.npz"
FILES = {
    "Cadreworks": OF_THE_SPREAD,
    "neworder": "neworder.npz",
    "mesa-frames": "mesa_frames.npz",
    "NumPy": "numpy.npz",
}
Array = NDArray[np.float64]


def furthest(found: Array, expected: Array, spread_of: Array) -> float:
    """How many standard errors the furthest mean is off, after the base day, which is given."""
    errors = spread_of[:, 1:].std(axis=0, ddof=1) / np.sqrt(len(found))
    return float(np.abs((found.mean(axis=0) - expected)[1:] / errors).max())


def with_all(values: Array) -> Array:
    """Cells, and all of them together."""
    return np.concatenate([values, values.sum(axis=-1, keepdims=True)], axis=-1)


def main() -> None:
    """Check the files of a folder."""
    folder = Path(sys.argv[1])
    expected, ours = np.load(folder / "expected.npz"), np.load(folder / OF_THE_SPREAD)
    told = {}
    for who, name in FILES.items():
        found = np.load(folder / name)
        told[who] = {"replicates": len(found["people"])}
        if not np.array_equal(found["people"][0, 0], expected["people"][0]):
            sys.exit(f"{who} does not begin with the people of the base day")
        for what in ("people", "wte"):
            told[who][what] = furthest(*(with_all(one[what]) for one in (found, expected, ours)))
    far = {who: one for who, one in told.items() if max(one["people"], one["wte"]) > MOST_ERRORS}
    if far:
        sys.exit(f"Not the same answer, in Monte Carlo standard errors from what is expected: {far}")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
