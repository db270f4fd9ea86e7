"""Where is a study's own file, and what in its folder is not used?"""

from __future__ import annotations

from pathlib import Path

from cadreworks.plan.levers import LEVERS_FILE
from cadreworks.problems import MOST_QUOTED, InputProblems, Problem, in_one_line
from cadreworks.results_folder import MANIFEST_FILE
from cadreworks.settings_file import LoadedFile, lies_within
from cadreworks.study.settings import STUDY_FILE

COMPANIONS = (LEVERS_FILE, "recommendation_levers.csv")
"""What may lie beside a study without being an input of its run: levers, and what they answer."""


def find_study_file(folder: Path) -> Path:
    """The path of study.toml in `folder`. Raises InputProblems where there is none, or a link that leads out."""
    path = folder / STUDY_FILE
    if path.is_file() and lies_within(path, folder):
        return path
    if path.is_file():
        what, remedy = f"its {STUDY_FILE} is a link that leads out of it", "Put the file itself into the folder."
    elif not folder.exists():
        what, remedy = "there is no such folder", "Check the name; `cadre demo` makes a study to start from."
    elif not folder.is_dir():
        what, remedy = "this is a file, not a study folder", f"Name the folder that holds {STUDY_FILE}."
    elif (folder / MANIFEST_FILE).is_file():
        what, remedy = "these are the results of a run, not a study", f"Name {folder.name}/inputs, which is its study."
    else:
        what, remedy = f"the folder has no {STUDY_FILE}", "Name a study folder; `cadre demo` makes one to start from."
    raise InputProblems([Problem(str(folder), what, remedy, "no study")])


def unused_files(folder: Path, files: tuple[LoadedFile, ...]) -> list[str]:
    """Tables and settings in the folder that study.toml does not name and no other command knows by name: perhaps a
    name is misspelt.
    """
    used = {*COMPANIONS, *(file.name for file in files)}
    return sorted(
        in_one_line(path.name, MOST_QUOTED)
        for path in folder.iterdir()
        if path.is_file() and path.suffix in (".csv", ".toml", ".xlsx") and path.name not in used
    )
