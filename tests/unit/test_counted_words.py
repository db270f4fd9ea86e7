"""Where there is one of something, nothing speaks of several."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl import load_workbook

from cadreworks.demand.toolkit import layout
from cadreworks.demand.toolkit.write import write_toolkit
from toolkit_returns import an_exercise


@pytest.mark.parametrize(
    ("scenarios", "said"), [(1, "About 65 minutes. You may"), (2, "About 65 minutes for each of 2 scenarios. You may")]
)
def test_how_long_it_takes_is_said_of_each_scenario_where_there_are_several(scenarios, said, tmp_path):
    exercise = an_exercise()
    write_toolkit(tmp_path / "t.xlsx", replace(exercise, scenarios=exercise.scenarios[:scenarios]), "Anytown NHS Trust")
    page = load_workbook(tmp_path / "t.xlsx")[layout.START_SHEET]
    (time,) = [str(row[1]) for row in page.iter_rows(values_only=True) if row[0] == "How long it takes"]
    assert time.startswith(said)
