"""By how much do levels, ages or other columns differ in a rate, whatever the area? Events by cell -> relative rates.

Leaving falls with level and rises with age in every area. A small cell of the oldest must not lean on the rate of its
whole area, but on what the area's rate would be at that age. So before cells are pooled, the model

    expected events = exposure x area effect x level effect x age effect x ...

is fitted to all cells by iterative proportional fitting. Each effect is drawn towards 1 by one event, so that a value
with no events keeps an effect above 0, and then as far as its column's spread can be chance. A cell's relative rate is
the product of its effects but the area's; pooling then works on exposure x relative rate (indirect standardisation).
What the effects leave unexplained is the pooling's. How unsure they are follows from the information of the fitted
model and widens the interval of a cell as far as it leans on others.

Source: Breslow and Day, Statistical Methods in Cancer Research II (1987), chapter 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import block_diag

from cadreworks.bands import Array

ONE_EVENT = 1.0
_MOST_ROUNDS = 500
_CLOSE_ENOUGH = 1e-10

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class RelativeRates:
    """By how much the rate of each cell is expected to differ, shape (cell,), with a mean of 1 over exposure.

    log_variance: how unsure its logarithm is, shape (cell,)
    """

    relative: Array
    log_variance: Array


def estimate_relative_rates(
    events: Array, exposure: Array, columns: Sequence[Codes], area: Codes | None
) -> RelativeRates:
    """Relative rates of cells; all 1, and sure, where no column can tell.

    columns: for each column but the area, the number of each cell's value; area: the same of the area, if there is one
    """
    telling = [codes for codes in columns if _tells(codes, len(events))]
    every = telling if area is None else [*telling, area]
    if not telling or len(every) < 2 or not events.sum():
        return RelativeRates(np.ones(len(events)), np.zeros(len(events)))
    nation = events.sum() / exposure.sum() * exposure
    alike = nation * _product(every, _fit(events, nation, every, weight=np.ones(len(events))))
    # cells that differ by more than chance and effects explain tell less each; moments judge by how much they do
    spread = max(0.0, float(((events - alike) ** 2 - alike).sum() / (alike**2).sum()))
    weight = 1 / (1 + spread * alike)
    effects = _fit(events, nation, every, weight=weight)
    expected = nation * _product(every, effects)
    indicators = np.hstack([np.eye(len(effect))[codes] for codes, effect in zip(every, effects, strict=True)])
    covariance = _covariance(expected * weight, indicators)
    log_effect, covariance = _draw_in(effects[: len(telling)], covariance)
    told = indicators[:, : len(log_effect)]
    contrast = told - (expected @ told) / expected.sum()
    relative = np.exp(contrast @ log_effect)
    log_variance: Array = np.einsum("ci,ij,cj->c", contrast, covariance, contrast)
    return RelativeRates(relative * exposure.sum() / (relative * exposure).sum(), log_variance)


def _fit(events: Array, nation: Array, every: Sequence[Codes], *, weight: Array) -> list[Array]:
    """The effect of each value of each column; nation: events expected without effects."""
    effects = [np.ones(int(codes.max()) + 1) for codes in every]
    for _ in range(_MOST_ROUNDS):
        before = [effect.copy() for effect in effects]
        for codes, effect in zip(every, effects, strict=True):
            others = nation * _product(every, effects) / effect[codes]
            seen = np.bincount(codes, weights=weight * events, minlength=len(effect))
            fitted = np.bincount(codes, weights=weight * others, minlength=len(effect))
            effect[:] = (seen + ONE_EVENT) / (fitted + ONE_EVENT)
        if max(np.abs(now - then).max() for now, then in zip(effects, before, strict=True)) < _CLOSE_ENOUGH:
            break
    return effects


def _covariance(weight: Array, indicators: Array) -> Array:
    """The covariance of the logs of all effects, from the information of the fitted model."""
    design = np.hstack([np.ones((len(weight), 1)), indicators])
    information = design.T @ (design * weight[:, None])
    information[1:, 1:] += ONE_EVENT * np.eye(len(information) - 1)
    covariance: Array = np.linalg.inv(information)[1:, 1:].astype(np.float64)
    return covariance


def _draw_in(effects: Sequence[Array], covariance: Array) -> tuple[Array, Array]:
    """The logs of the effects, drawn towards 0 as far as their column's spread can be chance, and their covariance.

    Else a column that says nothing would still take up some of what cells differ by.
    """
    sizes = [len(effect) for effect in effects]
    centre = block_diag(*(np.eye(size) - 1 / size for size in sizes))
    width = len(centre)
    logs: Array = centre @ np.log(np.concatenate(effects))
    centred: Array = centre @ covariance[:width, :width] @ centre
    chance = np.diag(centred)
    spread = np.concatenate(
        [
            np.full(len(part), max(0.0, float((part**2 - of_chance).sum()) / (len(part) - 1)))
            for part, of_chance in zip(_parts(logs, sizes), _parts(chance, sizes), strict=True)
        ]
    )
    share = spread / (spread + chance)
    return share * logs, centred * np.sqrt(np.outer(share, share))


def _parts(values: Array, sizes: Sequence[int]) -> list[Array]:
    """The values of each column apart."""
    return np.split(values, np.cumsum(sizes)[:-1])


def _tells(codes: Codes, cells: int) -> bool:
    """Whether values of a column differ, and at least one of them stands in several cells."""
    return 1 < int(codes.max(initial=0)) + 1 < cells


def _product(columns: Sequence[Codes], effects: Sequence[Array]) -> Array:
    product = np.ones(len(columns[0]))
    for codes, effect in zip(columns, effects, strict=True):
        product = product * effect[codes]
    return product
