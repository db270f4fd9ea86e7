"""`python -m demand.made_up_workbooks FOLDER NUMBER`: an exercise that invites so many, and their filled workbooks.

The exercise is the reference one with other guests; the answers are those of `made_up_returns`.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from cadreworks.cli.demo import copy_reference_study
from cadreworks.demand.exercise import read_exercise
from cadreworks.demand.toolkit.write import write_toolkit
from demand.made_up_returns import make_return


def main() -> None:
    """Write the exercise to FOLDER/study and the workbooks to FOLDER/returns."""
    folder, number = Path(sys.argv[1]), int(sys.argv[2])
    copy_reference_study(folder / "study")
    names = [f"Made-up organisation {index + 1}" for index in range(number)]
    with (folder / "study" / "invited.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("organisation", "organisation_type", "region", "size_wte", "status", "source"))
        writer.writerows((name, "acute", "North West", 6500, "made_up", "made up") for name in names)
    exercise, rng = read_exercise(folder / "study" / "exercise.toml"), np.random.default_rng(number)
    (folder / "returns").mkdir()
    for index, name in enumerate(names):
        answers = replace(make_return(exercise, name, rng), comments={("driven", "ict"): "Cloud."})
        write_toolkit(folder / "returns" / f"{index + 1:05}.xlsx", exercise, name, answers)


if __name__ == "__main__":
    main()
