"""A manifest that is read back holds what a run can have been, or is a problem."""

from __future__ import annotations

import json

import pytest

from cadreworks.manifest import RunRecord, read_manifest
from cadreworks.problems import InputProblems, Problem
from cadreworks.review.results import read_result_tables

GOOD = {
    "version": "0.1.0",
    "study_digest": "d",
    "seed": 7,
    "draws": 40,
    "methods": {"supply": "net_growth"},
    "inputs": {"study.toml": {"sha256": "a"}},
    "files": {"report.html": "b"},
}


def test_a_good_manifest_is_read():
    record = read_manifest(json.dumps(GOOD), "manifest.json")
    assert isinstance(record, RunRecord)
    assert (record.seed, record.draws, dict(record.inputs)) == (7, 40, {"study.toml": "a"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("draws", 0),
        ("draws", -5),
        ("draws", 100_001),
        ("draws", True),
        ("draws", 40.0),
        ("seed", -1),
        ("seed", True),
        ("seed", 2**63),
        ("inputs", {"study.toml": "a"}),
        ("files", {"report.html": 3}),
        ("methods", ["net_growth"]),
    ],
)
def test_what_no_run_can_have_been_is_a_problem(name, value):
    problem = read_manifest(json.dumps({**GOOD, name: value}), "manifest.json")
    assert str(problem) == f"manifest.json: {name} cannot be read. Run the study again with this version."


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "[]", '"seed"', "9" * 5000])
def test_what_is_no_manifest_is_a_problem(text):
    assert isinstance(read_manifest(text, "manifest.json"), Problem)


@pytest.mark.parametrize("raw", [b"year,mean\n2020,\xff\n", b"year\n" + b"x" * 200_000 + b"\n"])
def test_a_result_table_that_is_none_any_more_is_a_problem(raw, tmp_path):
    (tmp_path / "supply.csv").write_bytes(raw)
    with pytest.raises(InputProblems, match=r"supply\.csv: it is no CSV in UTF-8\. Run the study again\."):
        read_result_tables(tmp_path)
