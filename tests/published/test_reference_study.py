"""The reference study is what it says: its made-up inputs are made by the tool that says how, and said to be so."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import make_up_reference_inputs

STUDY = Path(make_up_reference_inputs.STUDY)


def test_the_made_up_inputs_are_what_the_tool_makes(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["make_up_reference_inputs.py", str(tmp_path)])
    make_up_reference_inputs.main()
    for name in ("growth.csv", "returns.csv"):
        assert (tmp_path / name).read_bytes() == (STUDY / name).read_bytes(), name


def test_returns_are_entered_to_hundredths_by_eight_organisations():
    with (STUDY / "returns.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {len(row["wte"].partition(".")[2]) for row in rows} == {2}
    assert len({row["organisation"] for row in rows}) == 8
    assert len(rows) == 8 * 2 * 2 * 9 * 4
    assert all(float(row["low"]) <= float(row["wte"]) <= float(row["high"]) for row in rows)
    assert any(row["comment"] for row in rows)


def test_no_made_up_answer_is_put_into_the_mouth_of_a_real_organisation():
    with (STUDY / "returns.csv").open(encoding="utf-8", newline="") as stream:
        assert all(row["organisation"].startswith("Example organisation ") for row in csv.DictReader(stream))


@pytest.mark.parametrize("made_up", ["growth", "returns"])
def test_what_is_made_up_is_said_in_the_manifest_and_on_the_page(made_up, reference_results):
    manifest = json.loads((reference_results / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"][f"{made_up}.csv"]["status"] == ["made_up"]
    page = (reference_results / "report.html").read_text(encoding="utf-8")
    assert "<strong>Made up</strong>" in page
    assert made_up in page[page.index("<strong>Made up</strong>") :][:300]


def test_what_is_made_up_is_said_in_the_readme():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert "made up" in readme
    assert "three years of growth" in readme
    assert "eight returns" in readme
