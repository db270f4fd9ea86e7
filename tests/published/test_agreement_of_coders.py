"""Measures of agreement reproduce the worked examples of the literature."""

from __future__ import annotations

import pytest

from cadreworks.demand.themes.agreement import estimate_alpha, estimate_kappa


def pairs(both: int, first: int, second: int, neither: int) -> list[tuple[bool, bool]]:
    return [(True, True)] * both + [(True, False)] * first + [(False, True)] * second + [(False, False)] * neither


@pytest.mark.parametrize(
    ("cells", "printed"),
    [
        ((22, 2, 4, 11), 0.67),  # Sim and Wright (2005), Physical Therapy 85: 257-268, two clinicians, 39 patients
        ((15, 5, 10, 70), 0.57),  # Viera and Garrett (2005), Family Medicine 37: 360-363, two residents
    ],
)
def test_kappa_of_two_by_two_tables(cells, printed):
    assert round(estimate_kappa(pairs(*cells)), 2) == printed


def units(*observers: str) -> list[list[str]]:
    """Columns of the reliability data; a dot is a missing value."""
    return [[value for value in column if value != "."] for column in zip(*observers, strict=True)]


@pytest.mark.parametrize(
    ("observers", "printed"),
    [
        # Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: A, two observers, binary
        (("0100000010", "1110010000"), 0.095),
        # B, two observers, nominal
        (("aabbdcccedda", "babbbccceddd"), 0.692),
        # C, any number of observers, nominal, missing values
        (("123321412...", "1233224125.3", ".333234225" + "1.", "12332441251."), 0.743),
    ],
)
def test_alpha_of_nominal_data(observers, printed):
    assert round(estimate_alpha(units(*observers)), 3) == printed


def test_alpha_of_two_who_never_pair_or_never_vary_cannot_be_said():
    assert estimate_alpha([["a"], ["b"], []]) is None
    assert estimate_alpha([["a", "a"], ["a", "a", "a"]]) is None
    assert estimate_kappa([("a", "a")] * 5) is None
    assert estimate_kappa([]) is None


def test_coders_who_agree_perfectly_and_coders_who_never_do():
    assert estimate_kappa([("a", "a"), ("b", "b")]) == 1
    assert estimate_alpha([["a", "a"], ["b", "b"]]) == 1
    assert estimate_kappa([("a", "b"), ("b", "a")]) == -1
