"""The tests by which the most mature organisations are compared: published examples, and what must hold of them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from cadreworks.demand.desirable.comparison import (
    EXPLAINED,
    MIX_OF_AREAS,
    MIX_OF_LEVELS,
    PER_1000,
    SHARE,
    _explained,
    adjust_holm,
    compare_with_others,
    estimate_brunner_munzel,
    estimate_mann_whitney,
)
from cadreworks.demand.desirable.organisations import Ranked
from cadreworks.demand.desirable.permutation import Groups, permuted_highest, share_at_least
from cadreworks.randomness import stream
from cadreworks.vocabulary import ALL, AREA_IDS
from small_organisations import SHAPE, organisation, random_ranked, some

pytestmark = pytest.mark.slow

# Brunner and Munzel (2000), Biometrical Journal 42: 17-25, pain scores after surgery under two treatments
OLD = np.array([1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1.0])
NEW = np.array([3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4.0])


def test_brunner_and_munzels_own_example():
    assert estimate_brunner_munzel(NEW, OLD) == pytest.approx(0.005786, abs=5e-7)
    exceeds = (NEW[:, np.newaxis] > OLD) + 0.5 * (NEW[:, np.newaxis] == OLD)
    assert exceeds.mean() == pytest.approx(0.788961, abs=5e-7)


def test_mann_whitney_of_small_groups_is_exact():
    """All three above all four: 1 of 35 orders on either side."""
    assert estimate_mann_whitney(np.array([5.0, 6, 7]), np.array([1.0, 2, 3, 4])) == pytest.approx(2 / 35)
    assert estimate_mann_whitney(np.ones(3), np.ones(4)) == 1
    assert estimate_brunner_munzel(np.array([5.0, 6, 7]), np.array([1.0, 2, 3, 4])) is None


def test_holm_by_hand():
    """Four tests: 0.005 x 4, 0.01 x 3, 0.03 x 2, and 0.04, which may not fall below the one before it."""
    assert adjust_holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert adjust_holm([0.9, 0.8]) == [1.0, 1.0]


def test_what_the_groups_explain_is_andersons_by_distances():
    """Between-group sum of squares over the whole, from all pairwise distances (Anderson 2001)."""
    rng = np.random.default_rng(5)
    points, first = rng.dirichlet(np.ones(4), size=9) ** 0.5, 3

    def within(group: np.ndarray) -> float:
        return sum(((one - other) ** 2).sum() for one, other in combinations(group, 2)) / len(group)

    whole = within(points)
    expected = 1 - (within(points[:first]) + within(points[first:])) / whole
    highest = (np.arange(9) < first)[np.newaxis].astype(float)
    assert _explained(points, highest, 1 - highest)[0] == pytest.approx(expected)


def test_permutations_keep_within_types_and_are_all_alike_likely():
    groups = Groups(3, ("acute", "acute", "ambulance", "acute", "ambulance", "ambulance", "community"))
    chosen = permuted_highest(groups, stream(1, "test"), 6000)
    types = np.array(groups.types)
    assert set(chosen[:, types == "acute"].sum(axis=1)) == {2}
    assert set(chosen[:, types == "ambulance"].sum(axis=1)) == {1}
    assert not chosen[:, types == "community"].any()
    # each acute organisation is chosen in 2 of 3; five standard errors of 6,000 draws
    assert np.abs(chosen[:, types == "acute"].mean(axis=0) - 2 / 3).max() < 5 * np.sqrt(2 / 9 / 6000)


def test_p_is_never_nought():
    assert share_at_least(np.zeros(99), 1.0) == 0.01
    assert share_at_least(np.ones(99), 1.0) == 1.0


def test_where_nothing_differs_p_is_spread_evenly():
    """200 tables from one source, 199 permutations each: p is even over 1/200 ... 1. The largest gap between what is
    found and what is expected stays below 1.63 / sqrt(200), which chance exceeds once in a hundred such tests.
    """
    rng = np.random.default_rng(11)
    keys = [(MIX_OF_AREAS, ALL), (MIX_OF_LEVELS, ALL), (SHARE, "ict"), (PER_1000, ALL)]
    found: dict[tuple[str, str], list[float]] = {key: [] for key in keys}
    for number in range(200):
        comparisons = compare_with_others(random_ranked(rng, 8, 20), areas=AREA_IDS, seed=number, draws=199)
        for one in comparisons:
            if (one.measure, one.area) in found:
                found[one.measure, one.area].append(one.p_permutation)
    for key, values in found.items():
        ordered = np.sort(values)
        expected = np.arange(1, 201) / 200
        assert np.abs(ordered - expected).max() < 1.63 / np.sqrt(200), key


def with_more_ict() -> Ranked:
    """Twice the staff in ict among the highest, all else from one source."""
    rng = np.random.default_rng(2)

    def draw(factor: float):
        def of_one(_: int) -> np.ndarray:
            rate = rng.gamma(20.0, 0.00005, size=SHAPE)
            rate[AREA_IDS.index("ict")] *= factor
            return rate

        return of_one

    return Ranked(some(30, draw(2.0), score=2), some(90, draw(1.0), first=30), 30, 0)


def test_what_differs_is_found_and_what_does_not_is_not():
    comparisons = compare_with_others(with_more_ict(), areas=AREA_IDS, seed=1, draws=999)
    by_key = {(one.measure, one.area): one for one in comparisons}
    assert by_key[PER_1000, "ict"].p_holm < 0.001
    assert by_key[PER_1000, "ict"].effect > 0.95
    assert by_key[PER_1000, "ict"].highest == pytest.approx(2 * by_key[PER_1000, "ict"].others, rel=0.1)
    assert by_key[MIX_OF_AREAS, ALL].p_permutation == 0.001
    assert by_key[MIX_OF_AREAS, ALL].effect_means == EXPLAINED
    # 8 areas at 1.0 and one at 2.0: a tenth of staff more in ict than the ninth before
    assert by_key[SHARE, "ict"].low < 2 / 10 - 1 / 9 < by_key[SHARE, "ict"].high
    assert all(by_key[PER_1000, area].p_holm > 0.05 for area in AREA_IDS if area != "ict")
    assert by_key[MIX_OF_LEVELS, ALL].p_permutation > 0.05


def test_a_difference_of_types_is_not_taken_for_maturity():
    """All that sets the highest apart is that more of them are acute, where there is more ict."""
    rng = np.random.default_rng(9)

    def one(at: int, kind: str, score: float):
        rate = rng.gamma(20.0, 0.00005, size=SHAPE)
        rate[AREA_IDS.index("ict")] *= 3.0 if kind == "acute" else 1.0
        return organisation(f"o{at:03}", score, rate, kind=kind)

    highest = tuple(one(at, "acute" if at < 25 else "ambulance", 2) for at in range(30))
    others = tuple(one(at, "acute" if at < 50 else "ambulance", 1) for at in range(30, 120))
    found = compare_with_others(Ranked(highest, others, 30, 0), areas=AREA_IDS, seed=1, draws=999)
    by_key = {(entry.measure, entry.area): entry for entry in found}
    assert by_key[PER_1000, "ict"].p_brunner_munzel < 0.05 < by_key[PER_1000, "ict"].p_permutation
    assert by_key[SHARE, "ict"].effect > 0.05
    assert by_key[SHARE, "ict"].p_permutation > 0.05
    assert by_key[MIX_OF_AREAS, ALL].p_permutation > 0.05


def test_the_same_seed_gives_the_same_and_too_few_others_give_nothing():
    ranked = with_more_ict()
    one, two = (compare_with_others(ranked, areas=AREA_IDS, seed=4, draws=100) for _ in range(2))
    assert one == two
    alone = Ranked(ranked.highest, ranked.others[:1], 30, 0)
    assert compare_with_others(alone, areas=AREA_IDS, seed=4, draws=100) == ()


def test_organisations_without_digital_staff_have_no_mix_but_a_size():
    rng = np.random.default_rng(1)
    ranked = random_ranked(rng, 6, 12)
    nobody = organisation("z", 0, np.zeros(SHAPE))
    found, without = (
        {
            (one.measure, one.area): one
            for one in compare_with_others(Ranked(ranked.highest, others, 6, 0), areas=AREA_IDS, seed=1, draws=200)
        }
        for others in ((*ranked.others, nobody), ranked.others)
    )
    assert found[SHARE, "ict"].others == pytest.approx(without[SHARE, "ict"].others)
    assert found[PER_1000, "ict"].others < without[PER_1000, "ict"].others
