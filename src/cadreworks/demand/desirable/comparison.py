"""How do the most mature organisations differ from the others? Both -> measures, with intervals and tests.

Size: digital staff per 1,000 staff, in all and by area. A few organisations stand against many, sizes are skewed and
the two spreads differ, so ranks are compared: the effect is the chance that one of the highest exceeds one of the
others (ties count half; 0.5 is no difference), its test Brunner and Munzel's (2000), with Mann and Whitney's beside it.
Where all of the one exceed all of the other, the former has no variance to go by and is left empty; the latter then
serves.

Mix: shares of each organisation's digital staff, over areas and over levels. The roots of shares are points whose
distances are Hellinger's, which bear zeros; the statistic is what the two groups' means explain of the whole
(Anderson 2001, Austral Ecology 26: 32-46; Legendre and Gallagher 2001, Oecologia 129: 271-280), and its test permutes
who is highest. By area, the difference of mean shares is permuted in the same way. Permutations keep within types of
organisation, so that what sets an acute trust apart from an ambulance service is not taken for maturity. The two rank
tests of size cannot; p_permutation beside them, of the sum of ranks, does. Where it is large and they are small, types
may be what differs.

Nine areas are nine questions: p_holm is Holm's (1979) over the areas of one measure, of Brunner and
Munzel's p for sizes and of the permutations for shares. Intervals are of 95 per cent, by
resampling organisations within each group; that of a distance lies too high where there is next to none, and that of a
chance of 1 says only that nobody overlapped. The groups differ in more than maturity, and nothing here shows that the
one is the cause of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from cadreworks.bands import Array
from cadreworks.demand.desirable.organisations import FEWEST, Organisation, Ranked
from cadreworks.demand.desirable.permutation import Groups, Mask, permuted_highest, share_at_least
from cadreworks.demand.desirable.table_specs import COMPARISON_TABLE
from cadreworks.randomness import stream
from cadreworks.tables import Cell
from cadreworks.vocabulary import ALL

COMPARISON_COLUMNS = COMPARISON_TABLE.names
PER_1000, SHARE, MIX_OF_AREAS, MIX_OF_LEVELS = "staff_per_1000", "share", "mix_of_areas", "mix_of_levels"
SUPERIORITY = "chance that one of the highest exceeds one of the others"
DIFFERENCE = "difference of mean shares"
EXPLAINED = "share of the variation that the groups explain"
_INTERVAL = (0.025, 0.975)
_PERMUTATIONS_STREAM, _BOOTSTRAP_STREAM = "desirable permutations", "desirable comparison"


@dataclass(frozen=True)
class Comparison:
    """One measure of the highest and the others: their medians (per 1,000) or mean shares, the effect with its
    interval, and the tests that belong to it.
    """

    measure: str
    area: str
    highest: float | None
    others: float | None
    effect: float
    effect_means: str
    low: float
    high: float
    p_brunner_munzel: float | None = None
    p_mann_whitney: float | None = None
    p_permutation: float | None = None
    p_holm: float | None = None


def compare_with_others(ranked: Ranked, *, areas: tuple[str, ...], seed: int, draws: int) -> tuple[Comparison, ...]:
    """All measures, in the order of the file; none where fewer than two others are there to compare with.

    draws: permutations, and resamples behind each interval
    """
    if len(ranked.others) < FEWEST or len(ranked.highest) < FEWEST:
        return ()
    everyone = (*ranked.highest, *ranked.others)
    groups = Groups(len(ranked.highest), tuple(one.type for one in everyone))
    picks = _resamples(groups, seed, draws)
    permuted = permuted_highest(groups, stream(seed, _PERMUTATIONS_STREAM), draws)
    rates = _per_1000(everyone)
    sizes = [_compare_size(area, rates[:, at], groups, picks, permuted) for at, area in enumerate((*areas, ALL))]
    staffed = np.array([one.wte.sum() > 0 for one in everyone])
    by_area = _shares(everyone, axis=1)
    shares = [_compare_share(area, by_area[:, at], staffed, groups, picks, permuted) for at, area in enumerate(areas)]
    mixes = [
        _compare_mix(name, np.sqrt(_shares(everyone, axis=axis)), staffed, groups, picks, permuted)
        for name, axis in ((MIX_OF_AREAS, 1), (MIX_OF_LEVELS, 0))
    ]
    return (*with_holm(sizes[:-1]), sizes[-1], *with_holm(shares), *mixes)


def _per_1000(everyone: Sequence[Organisation]) -> Array:
    """Digital staff per 1,000 staff by organisation and area, the last column in all."""
    by_area = np.stack([one.wte.sum(axis=1) / one.all_staff_wte * 1000 for one in everyone])
    return np.concatenate([by_area, by_area.sum(axis=1, keepdims=True)], axis=1)


def _shares(everyone: Sequence[Organisation], *, axis: int) -> Array:
    """Shares of each organisation's digital staff; 0 where it has none (such organisations have no mix)."""
    sums = np.stack([one.wte.sum(axis=axis) for one in everyone])
    total = sums.sum(axis=1, keepdims=True)
    shares: Array = np.divide(sums, total, out=np.zeros_like(sums), where=total > 0)
    return shares


Picks = tuple[Array, Array]
"""How often each of the highest, and each of the others, is taken in each resample."""


def _resamples(groups: Groups, seed: int, draws: int) -> Picks:
    rng = stream(seed, _BOOTSTRAP_STREAM)
    first, second = groups.highest, groups.number - groups.highest
    return (
        rng.multinomial(first, np.full(first, 1 / first), size=draws).astype(float),
        rng.multinomial(second, np.full(second, 1 / second), size=draws).astype(float),
    )


def _interval(values: Array) -> tuple[float, float]:
    low, high = np.quantile(values[np.isfinite(values)], _INTERVAL)
    return float(low), float(high)


def _compare_size(area: str, values: Array, groups: Groups, picks: Picks, permuted: Mask) -> Comparison:
    first, second = values[: groups.highest], values[groups.highest :]
    exceeds = (first[:, np.newaxis] > second) + 0.5 * (first[:, np.newaxis] == second)
    resampled = np.einsum("di,ij,dj->d", picks[0], exceeds, picks[1], optimize=True) / exceeds.size
    low, high = _interval(resampled)
    chance = float(exceeds.mean())
    return Comparison(
        *(PER_1000, area, float(np.median(first)), float(np.median(second)), chance, SUPERIORITY, low, high),
        p_brunner_munzel=estimate_brunner_munzel(first, second),
        p_mann_whitney=estimate_mann_whitney(first, second),
        p_permutation=_estimate_within_types(values, groups, permuted),
    )


def _estimate_within_types(values: Array, groups: Groups, permuted: Mask) -> float:
    """Two-sided p of the highest's sum of ranks, about what their types alone would give it."""
    ranks = stats.rankdata(values)
    mean_of = {
        name: np.mean([ranks[at] for at, one in enumerate(groups.types) if one == name]) for name in groups.types
    }
    expected = sum(mean_of[name] for name in groups.types[: groups.highest])
    observed = abs(ranks[: groups.highest].sum() - expected)
    return share_at_least(np.abs(permuted @ ranks - expected), float(observed))


def estimate_brunner_munzel(first: Array, second: Array) -> float | None:
    """Two-sided p; None where the groups do not overlap in rank, or nobody varies, so that there is no variance."""
    if first.min() >= second.max() or second.min() >= first.max():
        return None
    found = float(stats.brunnermunzel(first, second).pvalue)
    return found if np.isfinite(found) else None


def estimate_mann_whitney(first: Array, second: Array) -> float:
    """Two-sided p, exact for small groups without ties; 1 where all values are the same."""
    if np.ptp(np.concatenate([first, second])) == 0:
        return 1.0
    return float(stats.mannwhitneyu(first, second, alternative="two-sided").pvalue)


def _means(values: Array, weights: Array) -> Array:
    """Weighted means over organisations, shape (set of weights, ...); not a number where no weight is."""
    total = weights.sum(axis=1).reshape(-1, *[1] * (values.ndim - 1))
    sums = np.tensordot(weights, values, axes=1)
    means: Array = np.divide(sums, total, out=np.full_like(sums, np.nan), where=total > 0)
    return means


def _difference(values: Array, highest: Array, others: Array) -> Array:
    return _means(values, highest) - _means(values, others)


def _compare_share(area: str, values: Array, staffed: Mask, groups: Groups, picks: Picks, permuted: Mask) -> Comparison:
    """The difference of mean shares. Permutations and observation are judged by its absolute value."""
    observed, resampled, by_chance = _three_ways(
        lambda highest, others: _difference(values, highest, others), staffed, groups, picks, permuted
    )
    first, second = (_means(values, part) for part in _observed_weights(staffed, groups))
    low, high = _interval(resampled)
    return Comparison(
        *(SHARE, area, float(first[0]), float(second[0]), float(observed[0]), DIFFERENCE, low, high),
        p_permutation=share_at_least(np.abs(by_chance), float(abs(observed[0]))),
    )


def _compare_mix(name: str, roots: Array, staffed: Mask, groups: Groups, picks: Picks, permuted: Mask) -> Comparison:
    observed, resampled, by_chance = _three_ways(
        lambda highest, others: _explained(roots, highest, others), staffed, groups, picks, permuted
    )
    low, high = _interval(resampled)
    return Comparison(
        *(name, ALL, None, None, float(observed[0]), EXPLAINED, low, high),
        p_permutation=share_at_least(by_chance, float(observed[0])),
    )


def _explained(roots: Array, highest: Array, others: Array) -> Array:
    """Sum of squares between the two groups over the whole sum of squares, for each set of weights."""
    first, second = highest.sum(axis=1), others.sum(axis=1)
    number = first + second
    gap = (_difference(roots, highest, others) ** 2).sum(axis=1)
    whole_weights = highest + others
    centre = _means(roots, whole_weights)
    squares = (roots**2).sum(axis=1)
    whole = whole_weights @ squares - number * (centre**2).sum(axis=1)
    between = gap * first * second / number
    explained: Array = np.divide(between, whole, out=np.zeros_like(between), where=whole > 1e-12)
    return explained


def _observed_weights(staffed: Mask, groups: Groups) -> tuple[Array, Array]:
    is_highest = np.arange(groups.number) < groups.highest
    return (is_highest & staffed)[np.newaxis].astype(float), (~is_highest & staffed)[np.newaxis].astype(float)


def _three_ways(
    statistic: Callable[[Array, Array], Array], staffed: Mask, groups: Groups, picks: Picks, permuted: Mask
) -> tuple[Array, Array, Array]:
    """The statistic as observed, resampled within the groups, and with who is highest permuted. Organisations without
    digital staff have no mix and are left out of all three.
    """
    none_of = [np.zeros((len(part), groups.number - part.shape[1])) for part in picks]
    resampled = (np.concatenate([picks[0], none_of[0]], axis=1), np.concatenate([none_of[1], picks[1]], axis=1))
    chance = (permuted.astype(float), (~permuted).astype(float))
    return (
        statistic(*_observed_weights(staffed, groups)),
        statistic(*(part * staffed for part in resampled)),
        statistic(*(part * staffed for part in chance)),
    )


def with_holm(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """The same with p_holm: each test's own p over all of them: Brunner and Munzel's, else Mann and
    Whitney's, else that of permutations.
    """
    p = [_p_of(one) for one in comparisons]
    adjusted = adjust_holm(p)
    return [replace(one, p_holm=value) for one, value in zip(comparisons, adjusted, strict=True)]


def _p_of(one: Comparison) -> float:
    given = (one.p_brunner_munzel, one.p_mann_whitney, one.p_permutation)
    return next(p for p in given if p is not None)


def adjust_holm(p: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment: the i-th smallest of m times m - i + 1, never falling, at most 1."""
    order = sorted(range(len(p)), key=lambda at: p[at])
    adjusted, largest = [1.0] * len(p), 0.0
    for rank, at in enumerate(order):
        largest = max(largest, min(1.0, (len(p) - rank) * p[at]))
        adjusted[at] = largest
    return adjusted


def comparison_rows(comparisons: Sequence[Comparison]) -> Iterator[Mapping[str, Cell]]:
    """The rows of the file of comparisons."""
    for one in comparisons:
        yield {name: getattr(one, name) for name in COMPARISON_COLUMNS}
