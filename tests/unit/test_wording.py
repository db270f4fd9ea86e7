"""How figures are said, against the report's own sentences."""

from __future__ import annotations

import pytest

from cadreworks.reports import wording


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (77_923, "77,925 WTEs"),
        (3_101, "3,100 WTEs"),
        (-459, "460 WTEs"),
        (545, "550 WTEs"),
        (175, "175 WTEs"),
        (65.3, "65 WTEs"),
        (4.2, "4 WTEs"),
        (1.2, "1 WTE"),
        (0.3, "0 WTEs"),
    ],
)
def test_wte(figure, said):
    assert wording.wte(figure) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.6936, "69 per cent"),
        (-0.1289, "13 per cent"),
        (6.7227, "672 per cent"),
        (0.0467, "five per cent"),
        (0.0046, "0.5 per cent"),
        (0.0, "zero per cent"),
        (12.345, "1,235 per cent"),
    ],
)
def test_per_cent(share, said):
    assert wording.per_cent(share) == said


@pytest.mark.parametrize(
    ("gbp", "said"),
    [
        (116.01e6, "£116 million"),
        (1465.32e6, "£1.47 billion"),
        (5202.25e6, "£5.2 billion"),
        (2000.1e6, "£2 billion"),
        (999.7e6, "£1 billion"),
        (2.44e6, "£2.4 million"),
        (350_400, "£350,000"),
    ],
)
def test_pounds(gbp, said):
    assert wording.pounds(gbp) == said


def test_counts_and_lists():
    assert wording.count(8, "return") == "eight returns"
    assert wording.count(1, "return") == "one return"
    assert wording.count(1200, "return") == "1,200 returns"
    assert wording.count(2, "return is", "returns are") == "two returns are"
    assert [wording.listed(list("abc")[:size]) for size in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_names_inside_a_sentence():
    assert wording.in_running_text("Clinical coding") == "clinical coding"
    assert wording.in_running_text("IT strategy and development") == "IT strategy and development"
    assert wording.sentence_case("an excess") == "An excess"


@pytest.mark.parametrize(
    ("values", "turn"),
    [
        ([3560, 3820, 3101], ("peak", 1)),
        ([100, 80, 90, 100], ("low", 1)),
        ([100, 101, 100], None),
        ([100, 110, 120], None),
        ([100, 100], None),
    ],
)
def test_turning_points(values, turn):
    assert wording.turning_point(values) == turn
