"""Every figure of the transcribed report has its counterpart in the results, and every difference its reason."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

import write_figures
from cadreworks.problems import ProblemList
from cadreworks.published import inconsistencies, published_figures
from cadreworks.review.reconcile import Verdict, read_figures, reconcile
from cadreworks.review.results import read_result_tables

TRANSCRIPTION = Path(__file__).parents[3] / "shared" / "reference"
KEYS = {
    "workforce_by_area": ("area_id",),
    "costs_by_area": ("area_id",),
    "desert_by_area": ("area_id",),
    "levels_by_area": ("area_id", "scenario", "level"),
    "text_vs_table": ("check_id",),
}


@pytest.fixture(scope="module")
def compared(reference_results):
    problems = ProblemList()
    figures = read_figures(published_figures().read_bytes(), problems, file="figures.csv")
    results = reconcile(figures, read_result_tables(reference_results / "tables"), problems)
    assert not list(problems)
    assert len(results) == len(figures.rows)
    return results


def test_every_difference_is_a_known_inconsistency(compared):
    assert [entry for entry in compared if not entry.explained] == []


def test_what_is_known_to_differ_is_just_this(compared):
    """A change that makes another figure differ, or excuses one that did not need it, must be looked at."""
    differing = Counter(entry.issue_id for entry in compared if entry.verdict is Verdict.DIFFERS)
    assert differing == {
        "I01": 1,
        "I02": 2,
        "I03": 2,
        "I04": 1,
        "I05": 1,
        "I06": 1,
        "I07": 1,
        "I11": 1,
        "I21": 1,
        "I22": 1,
        "I23": 1,
        "I24": 1,
        "I25": 1,
        "I26": 2,
        "I27": 1,
        "I28": 1,
        "I31": 1,
    }


def test_every_id_names_an_inconsistency_that_is_shipped():
    known = {row["issue_id"] for row in csv.DictReader(inconsistencies().read_text(encoding="utf-8").splitlines())}
    used = {row["issue_id"] for row in csv.DictReader(published_figures().read_text(encoding="utf-8").splitlines())}
    assert used - {""} <= known
    assert len(known) == 71


def test_every_excuse_is_needed(compared):
    """A figure that names an inconsistency and agrees all the same would excuse a later mistake of ours."""
    rows = csv.DictReader(published_figures().read_text(encoding="utf-8").splitlines())
    excused = [(row["table"], row["row"], row["column"], row["place"]) for row in rows if row["issue_id"]]
    differing = [
        (entry.table, entry.row, entry.column, entry.place) for entry in compared if entry.verdict is Verdict.DIFFERS
    ]
    assert excused == differing


@pytest.mark.parametrize(
    ("words", "middle", "half"),
    [
        ("rows sum to 46,010", 46010, 0.5),
        ("£5,202.3m", 5202.3, 0.05),
        ("951 to 976", 963.5, 13),
        ("= 0.46 per cent", 0.46, 0.005),
    ],
)
def test_what_the_audit_recomputed_is_read_from_its_words(words, middle, half):
    assert write_figures.recomputed(words) == (pytest.approx(middle), pytest.approx(half))


def test_the_figures_are_what_the_tool_writes(tmp_path, monkeypatch):
    if not TRANSCRIPTION.is_dir():
        pytest.skip("the transcription of the reports is not on this machine, so the tool cannot be run")
    monkeypatch.setattr("sys.argv", ["write_figures.py", str(TRANSCRIPTION)])
    monkeypatch.setattr(write_figures, "PUBLISHED", tmp_path)
    write_figures.main()
    assert (tmp_path / "figures.csv").read_bytes() == published_figures().read_bytes()
    assert (tmp_path / "inconsistencies.csv").read_bytes() == inconsistencies().read_bytes()


def test_an_excuse_that_is_not_needed_ends_the_tool():
    figure = write_figures.Figure(
        "change", "driven all all", "base_wte", "46012", "wte", 5, "", "workforce_by_area/total/wte_2020"
    )
    audit = {"I22": {"recomputed": "rows sum to 46,010", "explanation": ""}}
    with pytest.raises(SystemExit, match="needs no excuse"):
        figure.explain(audit)
    with pytest.raises(SystemExit, match="the audit does not say"):
        figure.explain({"I22": {"recomputed": "rows sum to 46,011", "explanation": ""}})


@pytest.mark.parametrize("table", KEYS)
def test_every_row_of_the_transcription_is_compared(table):
    if not TRANSCRIPTION.is_dir():
        pytest.skip("the transcription of the reports is not on this machine, so its rows cannot be counted")
    with (TRANSCRIPTION / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        rows = {"/".join([table, *(row[key] for key in KEYS[table])]) for row in csv.DictReader(stream)}
    figures = csv.DictReader(published_figures().read_text(encoding="utf-8").splitlines())
    compared = {"/".join(row["source_row"].split("/")[: 1 + len(KEYS[table])]) for row in figures}
    assert rows <= compared


def test_the_number_of_rows_compared_is_what_the_transcription_holds():
    """Holds where the transcription is not at hand: 10, 11, 10, 72 and 90 rows."""
    rows = {}
    for row in csv.DictReader(published_figures().read_text(encoding="utf-8").splitlines()):
        table, *key = row["source_row"].split("/")
        if table in KEYS:
            rows.setdefault(table, set()).add(tuple(key[: len(KEYS[table])]))
    assert {table: len(keys) for table, keys in rows.items()} == {
        "workforce_by_area": 10,
        "costs_by_area": 11,
        "desert_by_area": 10,
        "levels_by_area": 72,
        "text_vs_table": 90,
    }
