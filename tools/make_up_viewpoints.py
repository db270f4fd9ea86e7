"""Makes up how the reference study's made-up comments were coded by theme, and what follows from that.

No report prints how its comments were read. Two coders who never were found themes in comments that nobody wrote; where
they differ a third decided, but for one comment, which is left open as it would be in life. The same functions as in
`cadre returns themes count` make viewpoints.csv of it, so that what the reference study shows is what the command
makes of `themes/codebook.csv` and `themes/codings.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cadreworks.demand.answers import Return
from cadreworks.demand.exercise import Exercise
from cadreworks.demand.returned.write import write_returns
from cadreworks.demand.themes import (
    CODEBOOK_TABLE,
    CODING_COLUMNS,
    VIEWPOINTS_TABLE,
    Comment,
    change_themes,
    gather_viewpoints,
    read_codebook,
    read_codings,
    read_comments,
    viewpoint_rows,
)
from cadreworks.problems import ProblemList
from cadreworks.tables import read_table, write_table

FIRST, SECOND, THIRD = "Coder A", "Coder B", "Coder C"
MORE, MACHINES, ROLES, CARE = "More to do", "Automation", "Changing roles", "Closer to care"
SHARED, BOUGHT, WAITS, SAVES = "Shared services", "Bought-in work", "Kept up or put off", "Work that saves money"
CODEBOOK = {
    MORE: "More staff are needed, or there is work that nobody does now",
    MACHINES: "Software takes over work that people do now",
    ROLES: "Other people, with other skills or in other teams, do the work",
    CARE: "Staff work within clinical and management teams",
    SHARED: "Neighbours or a region do together what each did alone",
    BOUGHT: "Contractors do the work",
    WAITS: "Work is kept up as it is, put off or given up",
    SAVES: "Work is kept or grown because it saves money elsewhere",
}


@dataclass(frozen=True)
class Found:
    """A theme in one comment: its words, who of the coders found it, whether the third did, and may it be quoted."""

    theme: str
    words: str
    by: tuple[str, ...] = (FIRST, SECOND)
    publish: bool = True


FOUND: dict[tuple[str, str], tuple[Found, ...]] = {
    ("driven", "clinical_coding"): (
        Found(MORE, "More to code at first"),
        Found(MACHINES, "later software codes and people audit it"),
    ),
    ("driven", "health_records"): (
        Found(MACHINES, "Paper goes; fewer clerks", (FIRST,), publish=False),
        Found(ROLES, "fewer clerks, more people who keep digital records in order", (FIRST, SECOND, THIRD)),
    ),
    ("driven", "information_management"): (
        Found(MORE, "Data engineering, governance and architecture all need to grow"),
    ),
    ("driven", "ict"): (
        Found(MACHINES, "Cloud takes some of the load", (FIRST,)),
        Found(BOUGHT, "Cloud takes some of the load", (SECOND,)),
        Found(MORE, "security and integration take more"),
    ),
    ("driven", "clinical_informatics"): (
        Found(CARE, "Analysts and clinician-informaticians in every specialty"),
        Found(MORE, "in every specialty", publish=False),
    ),
    ("driven", "knowledge_management"): (Found(CARE, "Librarians work inside clinical and management teams"),),
    ("driven", "it_programmes_projects"): (Found(ROLES, "A standing change function, not projects one at a time"),),
    ("driven", "it_strategy_development"): (Found(MORE, "Strategy needs a team of its own, led from the board"),),
    ("driven", "it_education_training"): (
        Found(MORE, "Trainers for a far wider range of tools", (FIRST, SECOND, THIRD)),
        Found(ROLES, "a far wider range of tools", (SECOND, THIRD), publish=False),
    ),
    ("desert", "clinical_coding"): (
        Found(WAITS, "Little automation, so coders are still needed", (FIRST, SECOND, THIRD)),
        Found(MACHINES, "Little automation", (SECOND,), publish=False),
    ),
    ("desert", "health_records"): (Found(SHARED, "Records offices merge between neighbours"),),
    ("desert", "information_management"): (Found(WAITS, "Reporting is kept up; everything else waits"),),
    ("desert", "ict"): (Found(BOUGHT, "Infrastructure is contracted out"),),
    ("desert", "clinical_informatics"): (
        Found(SAVES, "Analysis is the one thing that saves money"),
        Found(MORE, "it still grows"),
    ),
    ("desert", "knowledge_management"): (
        Found(SAVES, "A small growth, to help services save"),
        Found(MORE, "A small growth", publish=False),
    ),
    ("desert", "it_programmes_projects"): (Found(WAITS, "Few programmes are begun"),),
    ("desert", "it_strategy_development"): (Found(SHARED, "Strategy is shared across a region"),),
    ("desert", "it_education_training"): (Found(BOUGHT, "Training is bought by the day"),),
}


def make_up_viewpoints(folder: Path, returns: Iterable[Return], exercise: Exercise, *, scratch: Path) -> None:
    """Write themes/codebook.csv, themes/codings.csv and viewpoints.csv into `folder`. scratch: for returns.csv"""
    problems = ProblemList()
    write_returns(scratch, returns, exercise)
    comments = read_comments(scratch.read_bytes(), problems, file=scratch.name)
    themes = folder / "themes"
    themes.mkdir(exist_ok=True)
    write_table(themes / "codebook.csv", CODEBOOK_TABLE.names, ({"theme": n, "means": m} for n, m in CODEBOOK.items()))
    write_codings(themes / "codings.csv", comments)
    raw = (themes / "codebook.csv").read_bytes()
    codebook = read_codebook(read_table(raw, CODEBOOK_TABLE, problems, file="codebook.csv"), problems)
    raw = (themes / "codings.csv").read_bytes()
    codings = read_codings(raw, comments, codebook, problems, file="codings.csv")
    coded = change_themes(codebook, codings, (), problems)
    invited = [one.organisation for one in exercise.invited]
    viewpoints, _ = gather_viewpoints(coded, comments, problems, organisations=invited)
    problems.stop_if_any()
    write_table(folder / "viewpoints.csv", VIEWPOINTS_TABLE.names, viewpoint_rows(viewpoints))


def write_codings(path: Path, comments: Sequence[Comment]) -> None:
    """The first coder marks what may be quoted."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(CODING_COLUMNS)
        for comment in comments:
            for found in FOUND[comment.scenario, comment.area]:
                for coder in found.by:
                    publish = "yes" if found.publish and coder == FIRST else ""
                    resolves = "yes" if coder == THIRD else ""
                    writer.writerow([comment.id, coder, found.theme, found.words, publish, resolves])
