"""From what somebody gives us to spells: a stored file of spells, or an extract with its map and history."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cadreworks.problems import InputProblems, ProblemList, UsageFault
from cadreworks.records.engine import DuckEngine
from cadreworks.records.mapping import RecordMap, read_map
from cadreworks.records.organisations import apply_history, read_history
from cadreworks.records.read import Reading, read_groups
from cadreworks.records.sources import find_files, open_files
from cadreworks.records.spells import join_spells, make_runs, problem_of_no_rows
from cadreworks.records.store import Store, describe_spells, is_store, open_store
from cadreworks.tables import Table


@dataclass(frozen=True)
class Extract:
    """Records as they are given: a file, folder or glob, and how to read it.

    accept: the kinds of problem with which reading goes on
    """

    given: str
    record_map: Path | None = None
    history: Path | None = None
    accept: frozenset[str] = frozenset()


def open_records(engine: DuckEngine, extract: Extract) -> Store:
    """Fill the table `spells`, whether from the store or from the extract itself.

    Raises InputProblems with all problems at once, UsageFault where stored spells are given a map or history.
    """
    if is_store(engine, Path(extract.given)):
        if extract.record_map or extract.history:
            raise UsageFault("These are spells already: give the map and the history when they are made.")
        engine.begin("Opening the spells")
        return open_store(engine, Path(extract.given))
    problems = ProblemList()
    files = open_files(engine, find_files(extract.given, problems), problems)
    record_map = RecordMap()
    if extract.record_map is not None:
        record_map = read_map(extract.record_map.read_bytes(), problems, file=extract.record_map.name)
    history: Table | None = None
    if extract.history is not None:
        history = read_history(extract.history.read_bytes(), problems, file=extract.history.name)
    problems.stop_if_any()
    reading = Reading(files, record_map, extract.accept, problems)
    read_groups(engine, reading)
    make_runs(engine, reading)
    if history is not None:
        apply_history(engine, reading, history)
    engine.begin("Joining spells")
    join_spells(engine, reading)
    problems.stop_if_any()
    if not engine.number("SELECT count(*) FROM spells"):
        raise InputProblems([problem_of_no_rows(reading)])
    return describe_spells(engine, reading)
