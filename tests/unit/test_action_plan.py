"""What people read of a plan: its tables add up, its sentences say what the figures say, its files open and repeat."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import altair
import numpy as np
import pytest

from cadreworks.cli.plan.options import tell
from cadreworks.plan.kinds import Act
from cadreworks.plan.levers import Funder, Milestone
from cadreworks.reports.charts import Pair, Row, columns, pairs, stacked
from cadreworks.reports.plan.choice_tables import bought_table, commit_now, regret_sentence, regret_table, scarce_tables
from cadreworks.reports.plan.cost_tables import cost_by_lever, cost_by_lever_and_year, cost_by_year
from cadreworks.reports.plan.document import action_plan
from cadreworks.reports.plan.gap_tables import closed_by_lever, gap_by_area, nothing_done
from cadreworks.reports.plan.opening import opening_sentences, verdict_sentence
from cadreworks.reports.plan.starts_tables import starts_by_area, starts_by_route, starts_by_year, what_they_gave
from cadreworks.reports.plan.verdict import goal_checks
from cadreworks.reports.plan.watch_tables import watch_by_year, watch_first_years, which_scenario
from small_plan import acts_used, levers, plan_result, without_plan


@pytest.fixture(scope="module")
def result():
    return plan_result()


def column(table, heading: str) -> list[object]:
    """The values of the column whose heading begins so."""
    (at,) = [at for at, each in enumerate(table.headings) if each.text.startswith(heading)]
    return [row[at] for row in table.rows]


def test_the_made_up_plan_has_a_lever_of_every_act():
    assert acts_used() == set(Act)


def test_cost_by_lever_adds_up_to_the_plan(result):
    table, whole = cost_by_lever(result), float(result.evaluation.cost.total)
    costs = column(table, "Measures and pay")
    assert costs[-1] == pytest.approx(whole)
    assert sum(costs[:-1]) == pytest.approx(whole)
    parts = [column(table, name)[-1] for name in ("Set-up", "Other measures", "Pay")]
    assert sum(parts) == pytest.approx(whole)


def test_cost_by_year_adds_up_over_years_and_payers(result):
    table = cost_by_year(result)
    for row in table.rows:
        assert sum(row[1:5]) == pytest.approx(row[5])
    assert sum(column(table, "Measures and pay")[:-1]) == pytest.approx(float(result.evaluation.cost.total))
    assert len(Funder) == 3
    low, high = column(table, "5th")[-1], column(table, "95th")[-1]
    assert low < np.median(result.evaluation.cost_drawn) < high


def test_cost_by_lever_and_year_adds_up(result):
    rows = cost_by_lever_and_year(result).rows
    for at in range(2, len(rows[0])):
        assert sum(row[at] for row in rows[:-1]) == pytest.approx(rows[-1][at])


def test_starts_are_the_same_by_lever_by_area_and_by_route(result):
    whole = result.evaluation.sizes.sum()
    for table in (starts_by_year(result), starts_by_area(result), starts_by_route(result)):
        assert sum(column(table, "All years")) == pytest.approx(whole), table.id


def test_people_who_started_gave_or_are_wasted_unless_they_come_too_late(result):
    rows = {row[0]: row for row in what_they_gave(result).rows}
    graduates = rows["Graduate scheme"]
    assert graduates[2] == 360
    assert graduates[3] + graduates[5] == pytest.approx(360)  # the last of them arrive in 2026
    assert graduates[3] == pytest.approx(360 * 0.8 * 0.9 * 0.9)
    assert rows["Reskilling between areas"][4] == pytest.approx(30 * 0.8 * 0.9)
    assert rows["Contractors or outsourcing"][5] is None


def test_what_levers_close_is_what_the_gap_changes(result):
    closed = closed_by_lever(result).rows[-1][1:]
    changes = [row[2] - row[1] for row in gap_by_area(result)[0].rows]
    assert closed == pytest.approx(tuple(changes), abs=0.01)


def test_doing_nothing_is_priced_year_by_year(result):
    table = nothing_done(result)
    bright = [row for row in table.rows if row[0] == "Bright Future"]
    outcome = result.evaluation.outcomes["bright"]
    assert bright[-1][2] == pytest.approx(outcome.shortfall_years_before)
    assert bright[-1][4] == pytest.approx(outcome.shortfall_years_after)
    missing = np.maximum(-outcome.gap_before.central[:-1, :-1, 1:], 0).sum(axis=(0, 1))
    assert bright[-1][3] == pytest.approx(sum(missing * 90_000 * 1.02 ** np.arange(1, 6)))


def test_thresholds_are_the_low_end_of_every_estimate(result):
    (first, *_) = [row for row in watch_by_year(result).rows if row[0] == "Graduate scheme"]
    ratio = (0.72 / 0.8) * (1 - 0.12) / (1 - 0.1) * (1 - 0.12) / (1 - 0.1)
    assert first[2:5] == (2022, 80, pytest.approx(80 * ratio))
    assert first[5:] == (None, None)
    early = {row[0]: row for row in watch_first_years(result).rows}
    assert early["Graduate scheme"][2] == 200


def test_the_midpoint_of_demand_tells_scenarios_apart(result):
    for _, bright, bleak, midpoint in which_scenario(result).rows:
        assert midpoint == pytest.approx((bright + bleak) / 2)


def test_what_is_committed_early_costs_no_more_than_the_plan(result):
    table = commit_now(result)
    assert column(table, "All of these") == [pytest.approx(sum(row[2:4])) for row in table.rows]
    early = sum(column(table, "Measures,")) + sum(column(table, "Pay,"))
    assert 0 < early < float(result.evaluation.cost.total)


def test_a_budget_is_held_against_doing_nothing(result):
    nothing, *bought = bought_table(result).rows
    assert nothing[2] == pytest.approx(float(result.evaluation.outcomes["bright"].shortfall_years_before_drawn.mean()))
    assert [row[3] for row in bought] == [pytest.approx(nothing[2] - row[2]) for row in bought]


def test_what_is_scarce_is_told_beside_what_stands_in_the_way(result):
    no_plan = result.solved
    assert [table.id for table in scarce_tables(result, no_plan)] == ["plan-clashes", "plan-prices"]
    met = replace(no_plan, status="optimal", clashes=(), prices=tuple(f"Thing {at}." for at in range(30)))
    (prices,) = scarce_tables(result, met, most=10)
    assert [row[1] for row in prices.rows] == [f"Thing {at}." for at in range(10)]
    whole = action_plan(replace(result, solved=met)).long_tables
    assert len({table.id: table for table in whole}["plan-prices-all"].rows) == 30


def test_a_plan_that_does_not_pay_is_said_not_to(result):
    (costs,) = [section for section in action_plan(result).sections if section.title == "What the plan costs"]
    rows = [row for row in nothing_done(result).rows if row[:2] == ("Bright Future", "Total workforce")]
    nothing, left = rows[0][3], rows[0][5]
    assert nothing - left < float(result.evaluation.cost.total)
    assert "by that price it costs £" in costs.sentences[0]
    assert f"against £{nothing / 1e6:.0f} million if nothing is done" in costs.sentences[0]


def test_regret_is_said_of_the_least_and_the_most_bad(result):
    rows = regret_table(result, result.regret).rows
    assert [row[-1] for row in rows] == [30e6, 40e6, 180e6]
    said = regret_sentence(result, result.regret)
    assert "“This plan”: at its worst, if Bleak Future comes, it loses £30 million more" in said
    assert "“Nothing” the worst is that, if Bright Future comes, it loses £180 million more" in said


def test_a_goal_that_is_met_in_part_says_how_much_of_it_is_not():
    easy = plan_result(lever_set=levers(milestones=(Milestone(2024, 0.0),)))
    assert verdict_sentence(easy) == "The goal is not met: of three things asked of the plan two are not done in full."


def test_a_goal_that_is_missed_is_said_bluntly(result):
    assert verdict_sentence(result) == (
        "The goal is not met: none of the three things asked of the plan is done in full."
    )
    nothing, cost, confidence, lacking, commit = opening_sentences(result)
    assert nothing.startswith("If nothing is done: in Bright Future, two areas together lack 800 WTEs in 2026")
    assert (
        "£90,000 for each in 2021, growing as prices do, costs the service £218 million (£175 million to £262 million"
        in nothing
    )
    assert re.match(
        r"The plan costs £88 million to 2026 \(90% band £8\d million to £9\d million\): £48 million for", cost
    )
    assert "£40 million for the pay of staff whom it adds" in cost
    assert "areas lack 390 WTEs instead of 800 WTEs" in cost
    assert "one of three areas reaches it" in confidence
    assert "340 in information and communications technology and 60 in information management" in lacking
    assert "The limits of the levers allow for no more" in lacking
    assert commit.startswith("Commit now, for 2022 to 2023, the starts of six levers")
    assert "50 per cent of that would be well spent even if another scenario were certain" in commit


def test_a_goal_that_is_met_is_said_to_be():
    met = plan_result(times=2.5, lever_set=levers(level_share=0.5))
    assert verdict_sentence(met) == "The goal is met."
    assert "every area reaches it" in opening_sentences(met)[2]
    assert all(check.met for check in goal_checks(met))


def test_a_confidence_just_missed_does_not_round_to_the_one_asked():
    result = plan_result(times=2.5, lever_set=levers(confidence=0.969))
    (check, *_) = goal_checks(result)
    assert check.found == "2 of 3 areas have; the least sure is information management at 96.7 per cent"
    assert not check.met


def test_a_plan_without_starts_says_so():
    result = without_plan()
    assert verdict_sentence(result).startswith("The goal is met. The plan was given, not chosen")
    said = " ".join(opening_sentences(result))
    assert "in Bright Future, nothing is missing by 2026" in said
    assert "The plan costs nothing, since it starts nothing." in said
    assert "Nothing needs to be committed" in said
    assert "plan-starts" not in {figure.id for figure in action_plan(result).figures}
    assert "plan-regret" not in {figure.id for figure in action_plan(result).figures}


def test_what_the_planner_should_know_is_told_before_the_page(result, capsys):
    tell(replace(result, notices=("One thing.", "Another.")), Path("P"), as_json=False)
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "Note: One thing.",
        "Note: Another.",
        f"Action plan: {Path('P') / 'action-plan.html'}",
    ]
    tell(result, Path("P"), as_json=False)
    assert "Note:" not in capsys.readouterr().out


def test_a_plan_that_was_given_tells_of_no_solver():
    plan = action_plan(plan_result(chosen=False))
    titles = [section.title for section in plan.sections]
    assert "What is lacking, and what is scarce" not in titles
    (others,) = [each for each in plan.sections if each.title == "If another scenario comes, or other money"]
    assert others.tables == ()
    assert others.sentences[0].startswith("If Bleak Future comes and nothing is decided anew, the plan costs the same")
    assert "an excess of 430 WTEs in 2026, where without it there would be an excess of 35 WTEs" in others.sentences[0]
    assert len(titles) == len(set(titles))
    assert "whether other scenarios would call for the same was not looked at" in plan.opening[-1]


def test_every_figure_of_a_plan_is_good_vega_lite(result):
    for figure in action_plan(result).figures:
        altair.Chart.from_dict(figure.spec).to_dict()  # raises where the schema does not hold
        assert figure.in_words.endswith(".")


def test_charts_lean_on_colour_for_nothing():
    rows = stacked([("2022", [3.0, 2.0])], ["levy", "pay"], "£ million")["layer"][1]["data"]["values"]
    assert [row["text"] for row in rows] == ["A", "B"]
    hollow, solid = pairs([Pair("ICT", -5.0, 2.0, "−5 → +2")], "key", "WTE")["layer"][:2]
    assert hollow["mark"]["strokeDash"]
    assert "strokeDash" not in solid["mark"]
    said = columns([2022, 2023], [Row("Hires", [1.0, 4.0], "5 in all")], "note")["layer"][2]["data"]["values"]
    assert [(row["middle"], row["text"]) for row in said] == [(2023, "4")]
