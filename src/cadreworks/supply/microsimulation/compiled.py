"""How are the steps of people compiled? A function in plain Python -> the same, as fast as C, free of Python's lock.

`compiled` is for functions that are called from Python or make arrays. `inlined` is for parts of a step, which are put
where they are called. They make no arrays, so that nothing in them has to count who still holds one: counted, each
look into a tuple of arrays would cost more than the rest of a person's year (measured: 500 ns beside 16).

Whether a step that is kept on disk is still good is seen by its own file alone. Whoever changes a part that another
file uses empties `__pycache__`, or touches that file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

Step = TypeVar("Step", bound=Callable[..., object])


_njit: Any = njit
_OPTIONS = {"nogil": True, "error_model": "numpy"}
"""error_model: no look at each division for one by nought; steps divide by nothing that can be."""


def compiled(step: Step) -> Step:
    """Compiled at its first call, and kept on disk where that can be written to."""
    return _kept(step, {})


def inlined(step: Step) -> Step:
    """Part of a compiled step. It must not make an array."""
    return _kept(step, {"inline": "always", "_nrt": False})


def compiled_without_arrays(step: Step) -> Step:
    """Compiled, for a step that makes no array itself and is made of `inlined` parts."""
    return _kept(step, {"_nrt": False})


def _kept(step: Step, options: dict[str, object]) -> Step:
    """Kept on disk, or compiled in each run where neither the package nor the user's own cache can be written to."""
    try:
        found: Step = _njit(**_OPTIONS, **options, cache=True)(step)
    except RuntimeError:
        found = _njit(**_OPTIONS, **options)(step)
    return found
