"""# Pooling: what do experts say together, and how surely?

Each expert says how many people the typical organisation will need, and may give a range of an area's total. What
they say of an area is pooled as a ratio to its typical number; the mix of levels within it apart from that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from cadreworks.demand.exercise import Invited
from cadreworks.demand.pooling import (
    Choices,
    Judgements,
    count_response,
    draw,
    estimate_congruence,
    estimate_weights,
    leave_each_out,
    pool_scenario,
    score_experts,
    weigh_returns,
)
from cadreworks.demand.pooling.beliefs import count_ranges, fit_beliefs
from cadreworks.demand.pooling.tables import change_rows, congruence_rows
from cadreworks.problems import InputProblems, UsageFault
from cadreworks.randomness import stream
from cadreworks.vocabulary import AREA_IDS
from pooling_tables import judgements_of, seeds_table
from text_tables import same_as

EXACTLY_ONE_DEVIATION = 0.6826894921370859
"""How sure one is of a range that ends one normal deviation either side."""


def areas_of(judgements: Judgements) -> tuple[str, ...]:
    """Areas are told apart by their place; the tables below name them in the vocabulary's order."""
    return AREA_IDS[: len(judgements.typical)] if len(judgements.typical) > 1 else ("ict",)


def read(judgements: Judgements, method: str, columns: str, **where: object) -> list[dict[str, object]]:
    """Rows of change.csv, cut down to some columns and some rows."""
    pooled = {"future": pool_scenario(method, judgements, "future", seed=1, draws=400)}
    rows = change_rows(pooled, judgements.returns.points, areas_of(judgements))
    return [
        {name: row[name] for name in columns.split()}
        for row in rows
        if all(
            row[name] == wanted or (isinstance(wanted, tuple) and row[name] in wanted) for name, wanted in where.items()
        )
    ]


def deviations(*values: float) -> np.ndarray:
    return np.array(values).reshape(-1, 1, 1, 1)


# What one expert believes


def test_best_is_the_median_and_the_ends_hold_the_confidence_between_them():
    """From 5 to 40, 90 per cent sure, best 10: of hundred such experts five find the truth below 5, fifty below 10 and
    five above 40."""
    judgements = judgements_of("""
        organisation | support | low | high | confidence
        north        | 10      | 5   | 40   | 0.9
    """)
    ratios = fit_beliefs(judgements, "future").at(deviations(-1.6448536269514722, 0, 1.6448536269514722))
    assert ratios.ravel() * 10 == pytest.approx([5, 10, 40])


def test_without_skew_it_is_a_lognormal_and_its_mean_lies_above_the_best():
    """From half to double within one deviation: s = ln 2, and the mean is 10 exp(s squared / 2)."""
    judgements = judgements_of(f"""
        organisation | support | low | high | confidence
        north        | 10      | 5   | 20   | {EXACTLY_ONE_DEVIATION}
    """)
    assert read(judgements, "linear", "mean", area="ict", level="all") == same_as(f"""
        mean
        {10 * math.exp(math.log(2) ** 2 / 2)}
    """)


def test_a_range_that_reaches_nobody_gives_nobody_the_chance_that_is_left():
    """From 0 to 20, 80 per cent sure: with a chance of 10 per cent there is nobody. Halfway down lies half the best."""
    judgements = judgements_of("""
        organisation | support | low | high | confidence
        north        | 10      | 0   | 20   | 0.8
    """)
    beliefs, end = fit_beliefs(judgements, "future"), 1.2815515655446004
    assert beliefs.at(deviations(-3, -end, -end / 2, 0, end)).ravel() * 10 == pytest.approx([0, 0, 5, 10, 20])
    many = draw("linear", judgements, "future", seed=1, draws=20_000)
    assert np.mean(many.sum(axis=(1, 2, 3)) == 0) == pytest.approx(0.1, abs=0.01)
    assert many.sum(axis=(1, 2, 3)).mean() == pytest.approx(10 * float(beliefs.mean()[0, 0, 0]), rel=0.01)


@pytest.mark.parametrize(
    ("low", "high", "confidence", "used", "set_aside", "none"),
    [
        ("8", "12", "0.8", 1, 0, 0),
        ("10", "10", "0.8", 1, 0, 0),
        ("8", "12", "", 0, 1, 0),
        ("8", "", "0.8", 0, 1, 0),
        ("8", "12", "0.05", 0, 1, 0),
        ("", "", "", 0, 0, 1),
        ("", "", "0.8", 0, 0, 1),
    ],
)
def test_a_range_that_cannot_be_used_leaves_a_point_and_is_counted(low, high, confidence, used, set_aside, none):
    judgements = judgements_of(f"""
        organisation | support | low   | high   | confidence
        north        | 10      | {low} | {high} | {confidence}
    """)
    found = count_ranges(judgements, "future")
    assert (found.used, found.set_aside, found.none) == (used, set_aside, none)
    if not used or low == high:
        assert read(judgements, "linear", "mean sd p05 p95", area="ict", level="all") == same_as("""
            mean | sd | p05 | p95
            10   | 0  | 10  | 10
        """)


def test_no_half_reaches_further_than_ten_times_the_best():
    """From 0.1 to 200, one third sure: taken at its word, one chance in twenty would lie above 930,000."""
    judgements = judgements_of("""
        organisation | support | low | high | confidence
        north        | 10      | 0.1 | 200  | 0.3333
    """)
    ratios = fit_beliefs(judgements, "future").at(deviations(-1.6448536269514722, 0, 1.6448536269514722))
    assert ratios.ravel() * 10 == pytest.approx([1, 10, 100])
    assert count_ranges(judgements, "future").narrowed == 1


def test_nobody_can_be_surer_than_99_per_cent():
    judgements = judgements_of("""
        organisation | support | low | high | confidence
        north        | 10      | 5   | 20   | 1
        south        | 10      | 5   | 20   | 0.99
    """)
    beliefs = fit_beliefs(judgements, "future")
    assert beliefs.below[0] == pytest.approx(beliefs.below[1])


# The methods


def test_the_reports_own_is_the_mean_and_the_deviation_over_returns():
    judgements = judgements_of("""
        organisation | support | professional | low | high | confidence
        north        | 8       | 4            | 6   | 20   | 0.8
        south        | 6       | 8            | 9   | 30   | 0.8
    """)
    assert read(judgements, "mean_sd", "level mean sd n", area="ict") == same_as("""
        level         | mean | sd         | n
        support       | 7    | 1.41421356 | 2
        professional  | 6    | 2.82842712 | 2
        manager       | 0    | 0          | 2
        senior_leader | 0    | 0          | 2
        all           | 13   | 1.41421356 | 2
    """)


def test_the_reports_own_draws_resample_whole_returns():
    """Each draw takes as many returns as there are, with replacement; deviations of their mean are widened."""
    answers = np.array([8.0, 6.0, 13.0, 9.0])
    rows = [f"return {index} | {answer}" for index, answer in enumerate(answers)]
    judgements = judgements_of("\n".join(["organisation | support", *rows]))
    picked = answers[stream(7, "returns").integers(0, 4, size=(50, 4))]
    wanted = 9 + (picked.mean(axis=1) - 9) * np.sqrt(4 / 3)
    drawn = draw("mean_sd", judgements, "future", seed=7, draws=50)
    np.testing.assert_allclose(drawn[:, 0, 0, 0], wanted, rtol=1e-12)


def test_the_mix_of_levels_is_pooled_apart_from_the_total():
    """One sees 10 in support, the other 30 professionals: 20 in all, and as they differ on the mix, half and half."""
    judgements = judgements_of("""
        organisation | support | professional
        north        | 10      | 0
        south        | 0       | 30
    """)
    levels = ("support", "professional", "all")
    for method in ("linear", "quantile"):
        assert read(judgements, method, "level mean", area="ict", level=levels) == same_as("""
            level        | mean
            support      | 10
            professional | 10
            all          | 20
        """)


def test_a_mixture_hears_one_expert_in_every_area_and_year():
    """One foresees 10 everywhere, the other 20: a draw is 10 in both areas and both years, or 20 in all."""
    judgements = judgements_of("""
        organisation | area            | year | support
        north        | clinical_coding | 2022 | 10
        north        | clinical_coding | 2025 | 10
        north        | health_records  | 2022 | 10
        north        | health_records  | 2025 | 10
        south        | clinical_coding | 2022 | 20
        south        | clinical_coding | 2025 | 20
        south        | health_records  | 2022 | 20
        south        | health_records  | 2025 | 20
    """)
    drawn = draw("linear", judgements, "future", seed=3, draws=1000)[..., 0].reshape(1000, 4)
    assert (drawn == drawn[:, :1]).all()
    assert set(drawn[:, 0]) == {10.0, 20.0}
    assert np.mean(drawn[:, 0] == 10) == pytest.approx(0.5, abs=0.05)


def test_who_did_not_answer_an_area_is_heard_where_they_did():
    judgements = judgements_of("""
        organisation | area            | support
        north        | clinical_coding | 10
        north        | health_records  | 10
        south        | clinical_coding | 20
    """)
    drawn = draw("linear", judgements, "future", seed=3, draws=200)[:, 0, :, 0]
    assert set(drawn[:, 0]) == {10.0, 20.0}
    assert set(drawn[:, 1]) == {10.0}


def test_averaging_quantiles_averages_experts_draw_by_draw():
    """Both are equally unsure of 10 and of 30: so is the average expert, of 20. Their disagreement widens nothing."""
    table = """
        organisation | support | low | high | confidence
        north        | 10      | 8   | 12.5 | 0.8
        south        | 30      | 24  | 37.5 | 0.8
    """
    lines = table.strip().splitlines()
    alone = [judgements_of("\n".join([lines[0], line])) for line in lines[1:]]
    first, second = (draw("quantile", one, "future", seed=5, draws=300)[..., 0] for one in alone)
    both = draw("quantile", judgements_of(table), "future", seed=5, draws=300)[..., 0]
    np.testing.assert_allclose(both, (first + second) / 2)
    np.testing.assert_allclose(np.std(np.log(both)), np.std(np.log(first)))


def test_random_effects_without_ranges_is_the_mean_of_logs():
    """Logs of ratios 0, 0.2 and 0.4: mean 0.2, variance between 0.04, of the mean 0.04 / 3."""
    judgements = judgements_of(f"""
        organisation | support
        north        | 10
        south        | {10 * math.exp(0.2)!r}
        west         | {10 * math.exp(0.4)!r}
    """)
    found = read(judgements, "random_effects", "mean", area="ict", level="all")
    assert found[0]["mean"] == pytest.approx(10 * np.exp(0.2 + 0.04 / 3 / 2))
    drawn = np.log(draw("random_effects", judgements, "future", seed=1, draws=20_000)[:, 0, 0, 0] / 10)
    assert drawn.mean() == pytest.approx(0.2, abs=0.005)
    assert drawn.std() == pytest.approx(np.sqrt(0.04 / 3), rel=0.02)


def test_random_effects_listen_to_the_surer_where_experts_agree_within_their_doubt():
    """Both say 0.2 above or below the typical in logs, one four times as sure: weights 16 to 1 where nothing is left
    to disagree on."""
    judgements = judgements_of(f"""
        organisation | support               | low                    | high                   | confidence
        north        | {10 * math.exp(0.05)!r} | {10 * math.exp(-0.05)!r} | {10 * math.exp(0.15)!r}  | {EXACTLY_ONE_DEVIATION}
        south        | {10 * math.exp(-0.05)!r}| {10 * math.exp(-0.45)!r} | {10 * math.exp(0.35)!r}  | {EXACTLY_ONE_DEVIATION}
    """)
    found = read(judgements, "random_effects", "mean", area="ict", level="all")
    mean, variance = (16 * 0.05 - 0.05) / 17, 1 / (1 / 0.01 + 1 / 0.16)
    assert found[0]["mean"] == pytest.approx(10 * np.exp(mean + variance / 2))


def test_random_effects_carry_nobody_as_a_hurdle():
    """One of four sees nobody: three quarters of what the others say, and never all of it nor nothing."""
    judgements = judgements_of("""
        organisation | support
        north        | 12
        south        | 12
        west         | 12
        east         | 0
    """)
    assert read(judgements, "random_effects", "mean", area="ict", level="all") == same_as("""
        mean
        9
    """)
    drawn = draw("random_effects", judgements, "future", seed=1, draws=20_000).sum(axis=(1, 2, 3))
    assert drawn.mean() == pytest.approx(9, rel=0.01)
    assert drawn.std() == pytest.approx(12 * np.sqrt(0.25 * 0.75 / 5), rel=0.03)


@pytest.mark.parametrize("method", ["mean_sd", "linear", "quantile", "random_effects"])
def test_what_everybody_sees_empty_stays_exactly_empty(method):
    judgements = judgements_of("""
        organisation | area            | support | low | high | confidence
        north        | clinical_coding | 0       | 0   | 5    | 0.8
        north        | health_records  | 10      | 9   | 11   | 0.8
        south        | clinical_coding | 0       |     |      |
        south        | health_records  | 20      | 9   | 31   | 0.8
    """)
    assert (draw(method, judgements, "future", seed=1, draws=200)[:, :, 0] == 0).all()
    assert read(judgements, method, "mean sd p95", area="clinical_coding", level="all") == same_as("""
        mean | sd | p95
        0    | 0  | 0
    """)


def test_own_doubt_is_one_over_years_and_half_shared_between_areas():
    judgements = judgements_of("""
        organisation | area            | year | support | low | high | confidence
        north        | clinical_coding | 2022 | 10      | 8   | 12.5 | 0.8
        north        | clinical_coding | 2025 | 20      | 16  | 25   | 0.8
        north        | health_records  | 2022 | 10      | 8   | 12.5 | 0.8
        north        | health_records  | 2025 | 20      | 16  | 25   | 0.8
    """)
    logs = np.log(draw("linear", judgements, "future", seed=1, draws=20_000)[..., 0])
    np.testing.assert_allclose(logs[:, 1] - logs[:, 0], np.log(2), atol=1e-12)
    assert np.corrcoef(logs[:, 0, 0], logs[:, 0, 1])[0, 1] == pytest.approx(0.5, abs=0.02)


# Partial returns


def test_an_area_counts_where_all_its_years_and_levels_are_answered():
    """West left a level of 2025 out, so its 99 of 2022 is not heard; nothing is filled in, and n says so."""
    judgements = judgements_of("""
        organisation | area            | year | support | professional
        north        | clinical_coding | 2022 | 10      | 0
        north        | clinical_coding | 2025 | 12      | 0
        north        | health_records  | 2022 | 10      | 0
        north        | health_records  | 2025 | 10      | 0
        south        | clinical_coding | 2022 | 14      | 0
        south        | clinical_coding | 2025 | 16      | 0
        south        | health_records  | 2022 | 20      | 0
        south        | health_records  | 2025 | 20      | 0
        west         | clinical_coding | 2022 | 99      | 0
        west         | clinical_coding | 2025 | 99      | -
        west         | health_records  | 2022 | 60      | 0
        west         | health_records  | 2025 | 60      | 0
    """)
    for method in ("mean_sd", "linear", "quantile"):
        assert read(judgements, method, "area mean n", year=2022, level="all") == same_as("""
            area            | mean | n
            clinical_coding | 12   | 2
            health_records  | 30   | 3
            all             | 42   | 2
        """)


def test_the_deviation_of_the_total_is_over_complete_returns():
    judgements = judgements_of("""
        organisation | area            | support
        north        | clinical_coding | 10
        north        | health_records  | 10
        south        | clinical_coding | 14
        south        | health_records  | 6
        west         | health_records  | 8
    """)
    assert read(judgements, "mean_sd", "area sd n", level="all") == same_as("""
        area            | sd         | n
        clinical_coding | 2.82842712 | 2
        health_records  | 2          | 3
        all             | 0          | 2
    """)


def test_an_area_that_nobody_answered_has_no_figure():
    judgements = judgements_of("""
        organisation | area            | support
        north        | clinical_coding | 10
        north        | health_records  | -
    """)
    for method in ("mean_sd", "linear", "quantile", "random_effects"):
        rows = read(judgements, method, "area mean p05 n", level="all")
        assert rows == [
            {"area": "clinical_coding", "mean": pytest.approx(10), "p05": pytest.approx(10), "n": 1},
            {"area": "health_records", "mean": None, "p05": None, "n": 0},
            {"area": "all", "mean": None, "p05": None, "n": 0},
        ]


# Weights


def invited(*rows: tuple[str, str, float]) -> Sequence[Invited]:
    return [Invited(name, kind, "North West", size) for name, kind, size in rows]


THREE_TYPES = invited(
    ("north", "acute", 6000),
    ("south", "acute", 2000),
    ("west", "community", 1000),
    ("east", "community", 500),
    ("up", "community", 500),
    ("down", "ambulance", 3000),
)


@pytest.mark.parametrize(
    ("by_size", "post_stratify", "weights"),
    [
        (False, False, [1 / 3, 1 / 3, 1 / 3]),
        (True, False, [6 / 9, 2 / 9, 1 / 9]),
        # of six invited two are acute and three community; the ambulance's share goes to both in proportion
        (False, True, [1 / 5, 1 / 5, 3 / 5]),
        # of 13,000 staff 8,000 are of acute and 2,000 of community organisations
        (True, True, [8 / 10 * 3 / 4, 8 / 10 * 1 / 4, 2 / 10]),
    ],
)
def test_returns_weigh_by_size_and_types_as_among_the_invited(by_size, post_stratify, weights):
    found = estimate_weights(["north", "south", "west"], THREE_TYPES, by_size=by_size, post_stratify=post_stratify)
    assert found.weights == pytest.approx(weights)
    assert found.silent_types == (("ambulance",) if post_stratify else ())


def test_weights_are_shared_out_anew_among_those_who_answered_an_area():
    judgements = judgements_of(
        """
        organisation | area            | support
        north        | clinical_coding | 10
        north        | health_records  | 10
        south        | clinical_coding | 20
        south        | health_records  | 20
        west         | clinical_coding | 40
        """,
        weights=(1, 3, 4),
    )
    assert read(judgements, "linear", "area mean", level="all") == same_as("""
        area            | mean
        clinical_coding | 28.75
        health_records  | 17.5
        all             | 46.25
    """)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (Choices("mean_sd", "size"), "mean_sd is the report's own mean"),
        (Choices("mean_sd", post_stratify=True), "mean_sd is the report's own mean"),
        (Choices("cooke", "size"), "cooke weighs experts by their seed answers alone"),
        (Choices("cooke"), "cooke needs seed answers"),
        (Choices("linear", best_cut_off=True), "a cut-off is for cooke"),
    ],
)
def test_choices_that_mean_nothing_together_are_refused(choices, words):
    with pytest.raises(UsageFault, match=words):
        choices.check(seeds=False)


def test_what_the_reader_must_know_is_said():
    judgements = judgements_of("""
        organisation | support | low | high | confidence
        north        | 10      | 8   | 12   |
        south        | 12      |     |      |
    """)
    said = {"areas": ("ict",), "invited": THREE_TYPES}
    weighed = weigh_returns(judgements.returns, judgements.typical, Choices("quantile", post_stratify=True), **said)
    assert weighed.notices == (
        "Nobody answered of the types ambulance, community; their share went to the other types in proportion.",
        "1 range set aside, for want of a part, for a best answer of nobody, or for a confidence below 0.1.",
        "1 answer without a range, of 2.",
        "Nobody gave a range that can be used, so the average of quantiles has no spread at all.",
    )
    with pytest.raises(InputProblems, match="south answered and is not among the invited"):
        weigh_returns(
            judgements.returns, judgements.typical, Choices("linear", "size"), areas=("ict",), invited=THREE_TYPES[:1]
        )


# Performance on questions with known answers

TEN = {f"q{number}": 50.0 for number in range(10)}


def ten_answers(**points: str) -> str:
    """Each expert answers ten questions alike; the truth is always 50."""
    lines = ["organisation | question | low | best | high"]
    lines += [f"{name} | {question} | {answer}" for name, answer in points.items() for question in TEN]
    return "\n".join(lines)


def test_experts_earn_weight_by_calibration_and_information():
    """Truths fall five below and five above the median of the good expert, who is narrow; always above the 95 per cent
    point of the bad one, who is narrower still. The bad one has next to no weight."""
    drawn = ten_answers(good="45 | 49 | 60", bad="10 | 11 | 12").replace(
        "good | q0 | 45 | 49 | 60", "good | q0 | 45 | 51 | 60"
    )
    for number in range(1, 5):
        drawn = drawn.replace(f"good | q{number} | 45 | 49 | 60", f"good | q{number} | 45 | 51 | 60")
    scores = score_experts(seeds_table(drawn, TEN))
    assert scores.calibration[0] == pytest.approx(0.5504554457, abs=1e-9)  # 1 - F(2 x 10 x ln(1 / 0.9))
    assert scores.information[1] > scores.information[0] > 0
    assert scores.weights[0] == pytest.approx(1, abs=1e-9)
    assert scores.weights.sum() == pytest.approx(1)


def test_who_answers_too_few_seed_questions_is_named_and_weighs_nothing():
    drawn = ten_answers(good="45 | 49 | 60", other="40 | 52 | 70") + "\nfew | q0 | 1 | 2 | 3"
    judgements = judgements_of("""
        organisation | support
        good         | 10
        other        | 14
        few          | 100
        none         | 100
    """)
    seeds = seeds_table(drawn, TEN)
    weighed = weigh_returns(judgements.returns, judgements.typical, Choices("cooke"), areas=("ict",), seeds=seeds)
    assert weighed.scores.unscored == ("few", "none")
    assert weighed.notices[0] == "Without seed answers enough to be scored, and so without weight: few, none."
    ((row,), weights) = read(weighed.judgements, "cooke", "mean n", area="ict", level="all"), weighed.scores.weights
    assert row == {"mean": pytest.approx(10 * weights[0] + 14 * weights[1]), "n": 2}


def test_a_pool_that_nobody_has_earned_a_weight_in_is_refused():
    judgements = judgements_of("""
        organisation | support
        none         | 100
    """)
    seeds = seeds_table(ten_answers(other="40 | 52 | 70"), TEN)
    with pytest.raises(InputProblems, match="nobody who answered has seed answers that earn any weight"):
        weigh_returns(judgements.returns, judgements.typical, Choices("cooke"), areas=("ict",), seeds=seeds)


# Diagnostics


def test_congruence_is_of_direction_and_of_size():
    """Ten is typical. Support: two of three see more; pairs of one direction 1 in 3. Professionals: all double theirs."""
    judgements = judgements_of(
        """
        organisation | support | professional
        north        | 11      | 4
        south        | 12      | 4
        west         | 0       | 4
        """,
        typical="""
        area | support | professional
        ict  | 10      | 2
        """,
    )
    weighed = weigh_returns(judgements.returns, judgements.typical, Choices("mean_sd"), areas=("ict",))
    rows = [row for row in congruence_rows(weighed, (2022,), ("ict",)) if row["area"] == "ict"]
    spread = np.log(12 / 11) / np.sqrt(2)
    columns = ("level", "n", "more", "same", "fewer", "nobody", "same_direction_share", "spread_log", "congruence")
    support, professional, manager = ({name: row[name] for name in columns} for row in rows[:3])
    assert support == dict(
        zip(columns, ("support", 3, 2, 0, 0, 1, *map(pytest.approx, (1 / 3, spread, np.exp(-spread) / 3))), strict=True)
    )
    assert professional == dict(zip(columns, ("professional", 3, 3, 0, 0, 0, 1, 0, 1), strict=True))
    assert manager == dict(zip(columns, ("manager", 3, 0, 0, 0, 3, 1, None, 1), strict=True))


def test_of_one_answer_no_congruence_can_be_told():
    judgements = judgements_of("""
        organisation | support
        north        | 11
    """)
    found = estimate_congruence(judgements, "future")
    assert np.isnan(found.congruence).all()


@pytest.mark.parametrize(("method", "without_west"), [("mean_sd", 11), ("linear", 11), ("quantile", 11)])
def test_influence_is_what_leaving_one_out_changes(method, without_west):
    judgements = judgements_of("""
        organisation | support
        north        | 10
        south        | 12
        west         | 20
    """)
    assert leave_each_out(method, judgements, "future")[2, 0, 0, 0] == pytest.approx(without_west)


def test_response_is_counted_by_type_and_region():
    judgements = judgements_of("""
        organisation | area            | support
        north        | clinical_coding | 10
        north        | health_records  | 10
        west         | clinical_coding | 10
        west         | health_records  | -
        east         | clinical_coding | -
        east         | health_records  | -
        down         | health_records  | 10
        down         | clinical_coding | 10
    """)
    found = [
        (entry.by, entry.group, entry.invited, entry.complete, entry.partial, entry.silent, entry.answered_size_wte)
        for entry in count_response(judgements, THREE_TYPES)
    ]
    assert found == [
        ("all", "all", 6, 2, 1, 3, 10000),
        ("type", "acute", 2, 1, 0, 1, 6000),
        ("type", "ambulance", 1, 1, 0, 0, 3000),
        ("type", "community", 3, 0, 1, 2, 1000),
        ("region", "North West", 6, 2, 1, 3, 10000),
    ]
