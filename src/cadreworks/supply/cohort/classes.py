"""Which ages and lengths of service are told apart, and which share a rate? The axes of a cohort's arrays.

People stand by single year of age, 16 and under to 75 and over, and by completed year of service, 0 to 20 and over.
Each axis ends in a class of its own for what the record does not know: an unknown age stays unknown, has rates of its
own, and is never spread over the known ones. Leaving differs by five-year class of age and by band of service; bands
are those of flows files.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cadreworks.records.bands_of_time import AGE_BANDS, SERVICE_BANDS

Numbers = NDArray[np.float64] | NDArray[np.int64]

YOUNGEST, OLDEST, LONGEST_SERVICE = 16, 75, 20
AGES, SERVICES = OLDEST - YOUNGEST + 2, LONGEST_SERVICE + 2
UNKNOWN_AGE, UNKNOWN_SERVICE = AGES - 1, SERVICES - 1

_CLASS_EDGES = np.arange(20, OLDEST + 1, 5)
AGE_CLASSES = len(_CLASS_EDGES) + 2
AGE_CLASS_OF_AGE: NDArray[np.int64] = np.append(
    np.searchsorted(_CLASS_EDGES, np.arange(YOUNGEST, OLDEST + 1), side="right"), AGE_CLASSES - 1
)
"""The five-year class of each age; the last is that of unknown ages."""

_BAND_EDGES = np.array([below for below, _ in AGE_BANDS[:-1]])
BANDS = len(AGE_BANDS) + 1
_CLASS_STARTS = np.append(YOUNGEST, _CLASS_EDGES)
BAND_OF_CLASS: NDArray[np.int64] = np.append(np.searchsorted(_BAND_EDGES, _CLASS_STARTS, side="right"), BANDS - 1)
"""The age band of flows files in which each class lies."""

_SERVICE_EDGES = np.array([below for below, _ in SERVICE_BANDS[:-1]])
SERVICE_CLASSES = len(SERVICE_BANDS) + 1
SERVICE_CLASS: NDArray[np.int64] = np.append(
    np.searchsorted(_SERVICE_EDGES, np.arange(LONGEST_SERVICE + 1), side="right"), SERVICE_CLASSES - 1
)
"""The band of each completed year of service; the last is that of unknown service."""

RETIREMENT_AGE = 55
MAY_RETIRE: NDArray[np.bool_] = np.append(_CLASS_STARTS >= RETIREMENT_AGE, False)
"""Which classes of age are 55 and over."""

LEAVER_GROUPS = ("under_55", "55_plus", "unknown")
GROUP_OF_CLASS: NDArray[np.int64] = np.append(np.where(_CLASS_STARTS >= RETIREMENT_AGE, 1, 0), 2)
"""The group of leavers to which each class of age belongs."""


def summed_by(values: Numbers, classes: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """Sums over the members of each class, along the last axis."""
    total = np.zeros((*values.shape[:-1], count))
    for member, of_class in enumerate(classes):
        total[..., of_class] += values[..., member]
    return total


def grouped(values: Numbers) -> NDArray[np.float64]:
    """(..., age, service) -> (..., class of age, class of service)."""
    by_service = summed_by(values, SERVICE_CLASS, SERVICE_CLASSES)
    return np.swapaxes(summed_by(np.swapaxes(by_service, -1, -2), AGE_CLASS_OF_AGE, AGE_CLASSES), -1, -2)


def by_leaver_group(people: Numbers) -> NDArray[np.float64]:
    """(..., cell, age, service) -> (..., group of age, cell)."""
    of_class = summed_by(people.sum(axis=-1), AGE_CLASS_OF_AGE, AGE_CLASSES)
    return np.swapaxes(summed_by(of_class, GROUP_OF_CLASS, len(LEAVER_GROUPS)), -1, -2)
