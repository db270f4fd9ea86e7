"""Progress of a plan: actual starts are read, held against it, and told with what calls for somebody to act."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from cadreworks.assumptions import Override
from cadreworks.plan.actuals import actual_sizes, read_actuals
from cadreworks.plan.evaluate import evaluate
from cadreworks.plan.progress_table import PROGRESS_TABLE, progress_rows, progress_summary
from cadreworks.plan.track import Status, Trigger, track
from cadreworks.planning.footing import Held, footing_text, read_footing
from cadreworks.problems import ProblemList
from cadreworks.reports.plan.progress_page import progress_document, publish_progress
from cadreworks.settings_file import LoadedFile
from small_plan import HORIZON, basis, levers, plan_result, sizes_of

LEVERS = levers()
SIZES = sizes_of(LEVERS)


def read(text: str) -> tuple[tuple, list[str]]:
    problems = ProblemList()
    raw = text.encode()
    found = read_actuals(LoadedFile("a.csv", raw), LEVERS, HORIZON, problems)
    return found, [str(problem) for problem in problems]


def tracked(text: str):
    actuals, problems = read(text)
    assert problems == []
    return track(LEVERS, basis(), SIZES, actuals)


def row_of(progressed, lever: str, year: int):
    (found,) = [row for row in progressed.rows if (row.lever.id, row.year) == (lever, year)]
    return found


def test_starts_of_a_lever_are_shared_as_the_plan_shares_them():
    actuals, _ = read("lever,year,started_wte\ngraduate_scheme,2022,40\n")
    sizes = actual_sizes(actuals, LEVERS, HORIZON, SIZES)
    assert sizes[:2, 0].tolist() == [30, 10]
    assert (sizes[:, 1:] == SIZES[:, 1:]).all()
    assert (sizes[2:] == SIZES[2:]).all()


def test_routes_that_no_row_names_did_not_start():
    actuals, problems = read("lever,year,started_wte,to_area,to_level\ngraduate_scheme,2022,55,ict,professional\n")
    assert problems == []
    assert actual_sizes(actuals, LEVERS, HORIZON, SIZES)[:2, 0].tolist() == [55, 0]


def test_starts_that_nobody_planned_are_shared_evenly():
    actuals, _ = read("lever,year,started_wte\nretention_working_life,2022,90\ninternational_recruitment,2023,5\n")
    sizes = actual_sizes(actuals, LEVERS, HORIZON, np.zeros_like(SIZES))
    places = [at for at, route in enumerate(LEVERS.routes) if route.lever == "retention_working_life"]
    assert sizes[places, 0].tolist() == [45, 45]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("graduate_schme,2022,4", 'a.csv, line 2, column lever: "graduate_schme" is not'),
        ("graduate_scheme,2021,4", "a.csv, line 2, column year: 2021 is no year of the plan. Enter 2022 to 2026."),
        ("graduate_scheme,2022,-4", "a.csv, line 2, column started_wte"),
        ("graduate_scheme,2022,4\ngraduate_scheme,2022,5", "a.csv, line 3"),
    ],
)
def test_bad_rows_are_named(rows, said):
    found, problems = read(f"lever,year,started_wte\n{rows}\n")
    assert any(problem.startswith(said) for problem in problems), problems
    assert len(found) < 2


def test_a_route_that_the_lever_does_not_have_is_named():
    _, problems = read("lever,year,started_wte,to_area\ngraduate_scheme,2022,4,clinical_coding\n")
    assert problems == [
        "a.csv, line 2: no route of graduate_scheme has to_area clinical_coding. Name ends of a route as plan.csv does, "
        "or leave them empty."
    ]


def test_starts_are_not_counted_twice():
    _, problems = read(
        "lever,year,started_wte,to_area\ngraduate_scheme,2022,4,\ngraduate_scheme,2022,4,ict\ngraduate_scheme,2023,4,ict\n"
    )
    assert problems == [
        "a.csv: starts of graduate_scheme in 2022 are told both for routes and for more of them together. Keep the rows "
        "by route, or the one for all."
    ]


def test_what_starts_change_of_the_gap_is_what_the_engine_finds():
    actuals, _ = read(
        "lever,year,started_wte\ngraduate_scheme,2022,20\nexternal_recruitment,2023,60\nreskilling,2023,0\n"
    )
    progressed = track(LEVERS, basis(), SIZES, actuals)
    actual = actual_sizes(actuals, LEVERS, HORIZON, SIZES)
    before, after = (
        evaluate(LEVERS, basis(), sizes).outcomes["bright"].gap_after.central[:-1, -1, -1] for sizes in (SIZES, actual)
    )
    assert progressed.gap_by_area == pytest.approx(after - before)
    assert sum(row.gap_wte for row in progressed.rows) == pytest.approx(float((after - before).sum()))


@pytest.mark.parametrize(
    ("started", "status"),
    [
        (0, Status.STOPPED),
        (71, Status.BEHIND),
        (72, Status.ON_COURSE),
        (88, Status.ON_COURSE),
        (89, Status.AHEAD),
    ],
)
def test_status_follows_the_share_of_planned_starts(started, status):
    assert row_of(
        tracked(f"lever,year,started_wte\ngraduate_scheme,2022,{started}\n"), "graduate_scheme", 2022
    ).status is (status)


def test_what_is_not_told_or_not_planned_is_said_to_be():
    progressed = tracked("lever,year,started_wte\ngraduate_scheme,2022,80\ninternational_recruitment,2022,3\n")
    assert row_of(progressed, "apprenticeship", 2022).status is Status.NOT_TOLD
    assert row_of(progressed, "apprenticeship", 2022).gap_wte == 0
    assert row_of(progressed, "international_recruitment", 2022).status is Status.NOT_PLANNED
    assert row_of(progressed, "international_recruitment", 2022).share is None
    assert {row.year for row in progressed.rows} == {2022}


def test_triggers_fire_below_the_low_end_and_where_starts_do_not_explain_the_cost():
    plan = "lever,year,started_wte,arrived_wte,cost_gbp\napprenticeship,2022,25,,{cost}\napprenticeship,2023,25,{arrived},\n"
    expected = 25 * 0.8 * 0.9 * 0.9
    least = 0.9 * (1 - 0.12) ** 2 / 0.9**2
    in_2022 = (500_000 + 25 * (9_000 + 3_000)) * 1.02
    quiet = tracked(plan.format(arrived=expected * least + 0.01, cost=in_2022 * 1.09))
    assert [row.triggers for row in quiet.rows if row.lever.id == "apprenticeship"] == [(), ()]
    loud = tracked(plan.format(arrived=expected * least - 0.01, cost=in_2022 * 1.11))
    assert row_of(loud, "apprenticeship", 2022).triggers == (Trigger.COST,)
    assert row_of(loud, "apprenticeship", 2023).triggers == (Trigger.ARRIVALS,)
    few = tracked("lever,year,started_wte\napprenticeship,2022,21\n")
    assert row_of(few, "apprenticeship", 2022).triggers == (Trigger.STARTS,)
    assert row_of(few, "apprenticeship", 2022).status is Status.BEHIND


def test_the_table_and_its_sums_agree():
    progressed = tracked("lever,year,started_wte,cost_gbp\ngraduate_scheme,2022,40,600000\ncontractors,2022,0,\n")
    rows = list(progress_rows(progressed))
    assert all(set(row) == set(PROGRESS_TABLE.names) for row in rows)
    summary = progress_summary(progressed, ("clinical_coding", "ict", "information_management"))
    assert summary["until"] == 2022
    assert summary["cost_gbp"] == 600_000
    assert summary["gap_wte"] == pytest.approx(sum(row["gap_wte"] for row in rows))
    assert summary["status"] == {
        "on course": 0,
        "behind": 1,
        "ahead": 0,
        "stopped": 1,
        "not planned": 0,
        "not told": 2,
    }


def test_the_footing_holds_what_a_study_changed_in_the_estimates():
    """Read back, the same overrides; estimates that nobody changed are left to the levers file."""
    graduates = LEVERS.lever("graduate_scheme").completion.id
    overrides = (
        Override(graduates, 0.2, 0.1, 0.3, "workforce board", "2021-05-01", "the first intake"),
        Override("price_growth", 0.1, 0.1, 0.1, "finance director", "2021-06-01", "pay awards"),
    )
    changed = replace(LEVERS, register=LEVERS.register.overriding(overrides))
    about = plan_result().study
    held = read_footing(footing_text(basis(), about, changed), "footing.json")
    assert isinstance(held, Held)
    assert set(held.overrides) == set(overrides)
    assert held.about == about
    assert LEVERS.register.overriding(held.overrides) == changed.register
    none = read_footing(footing_text(basis(), about, LEVERS), "footing.json")
    assert isinstance(none, Held)
    assert none.overrides == ()


@pytest.mark.parametrize("part", ["overrides", "about", "carried_on", "pay_gbp_by_level_and_year"])
def test_a_footing_of_another_version_is_refused(part):
    raw = json.loads(footing_text(basis(), plan_result().study, LEVERS))
    del raw[part]
    found = read_footing(json.dumps(raw), "P/footing.json")
    assert str(found) == "P/footing.json: it cannot be read (KeyError). Make the plan again with this version."


def test_nothing_told_is_refused():
    with pytest.raises(ValueError, match="nothing is told"):
        track(LEVERS, basis(), SIZES, ())


def test_sentences_say_what_starts_mean():
    progressed = tracked("lever,year,started_wte,cost_gbp\ngraduate_scheme,2022,0,0\napprenticeship,2022,25,700000\n")
    document = progress_document(plan_result().study, basis(), progressed)
    assert document.verdict == "Triggers have fired for one lever: somebody should act."
    assert document.opening[0].startswith(
        "In the year to 31 March 2022, one lever is on course, one lever is stopped and"
    )
    assert re.search(r"Starts so far mean 40 WTEs fewer in 2026 than planned", document.opening[-1])
    assert document.sections[0].tables[0].rows == (
        ("Graduate scheme", 2022, "Anyshire workforce board", "Too few start", "0 of 80 planned WTE started"),
    )


@pytest.mark.slow
def test_the_page_of_progress_opens_without_a_script(tmp_path):
    progressed = tracked("lever,year,started_wte\ngraduate_scheme,2022,80\n")
    publish_progress(plan_result().study, basis(), progressed, tmp_path)
    page = (tmp_path / "progress.html").read_text(encoding="utf-8")
    assert "No trigger has fired." in page
    assert "<script" not in page
    assert sorted(path.name for path in (tmp_path / "charts").iterdir()) == [
        "progress-starts-to-date.png",
        "progress-starts-to-date.svg",
    ]
