"""How are flows published? With counts from 1 to 4 withheld, and what else would give them away.

Flow files of one release -> a `Release`, which nothing but `release_flows` can make -> P.csv, or a folder with a file
for each. All tables of a release are protected together, so tables of the same records belong in one release.
A suppressed value is `[c]`; zeros are shown; wte is shown only where its headcount is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from cadreworks.disclosure.audit import Mask
from cadreworks.disclosure.flow_equations import read_equations
from cadreworks.disclosure.flow_files import MEASURES, SUPPRESSED, Counts, FlowFile, read_flow_file
from cadreworks.disclosure.flow_items import read_items
from cadreworks.disclosure.suppression import Cells, choose_hidden
from cadreworks.problems import EnvironmentFault, ProblemList, UsageFault
from cadreworks.vocabulary.flow_parts import FLOW_PARTS
from cadreworks.whole_file import READABLE_BY_ALL, write_whole

_SEAL = object()


@dataclass(frozen=True)
class ReleasedTable:
    """One published table: the name of its file, its heading and its rows, as text."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Release:
    """Tables that may be published, made by `release_flows` alone.

    cells:                 head counts in the tables
    hidden_primary:        those from 1 to 4, which are suppressed
    hidden_complementary:  those suppressed so that no other can be had by subtraction
    hidden_before:         those that were suppressed in the input, for a reason it does not say
    """

    tables: tuple[ReleasedTable, ...]
    cells: int
    hidden_primary: int
    hidden_complementary: int
    hidden_before: int
    _seal: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._seal is not _SEAL:
            raise TypeError("a Release is made by release_flows, which audits it")


def release_flows(paths: Sequence[Path]) -> Release:
    """The tables of one release, audited together. Raises InputProblems, UsageFault and EnvironmentFault."""
    check_names(paths)
    problems = ProblemList()
    try:
        read = [read_flow_file(path, problems) for path in paths]
    except OSError as error:
        raise EnvironmentFault(f"{error.filename}: the file cannot be read ({error.strerror}).") from error
    problems.stop_if_any()
    files = [file for file in read if file is not None]
    items = read_items(files, problems)
    problems.stop_if_any()
    equations = read_equations(items, problems)
    problems.stop_if_any()
    cells = Cells(items.headcount, items.wte_millionths, items.withheld, items.changes)
    hidden = choose_hidden(cells, equations)
    masks = dict(zip(MEASURES, (hidden, cells.hidden_in_wte(hidden)), strict=True))
    shown = np.concatenate([place.ravel() for place in items.places])
    shown = shown[~cells.is_change[shown]]
    before = items.withheld & ~cells.primary
    return Release(
        tuple(_published(file, place, masks) for file, place in zip(files, items.places, strict=True)),
        cells=len(shown),
        hidden_primary=int(cells.primary[shown].sum()),
        hidden_complementary=int((hidden & ~cells.primary & ~before)[shown].sum()),
        hidden_before=int((hidden & before)[shown].sum()),
        _seal=_SEAL,
    )


def check_names(paths: Sequence[Path]) -> None:
    """Whether the files of a release can lie in one folder. Raises UsageFault."""
    if not paths:
        raise UsageFault("Name at least one flow file to release.")
    names = [path.name for path in paths]
    for name in sorted({name for name in names if names.count(name) > 1}):
        raise UsageFault(f"{name}: two of the files have this name. Rename one, for both are written to one folder.")


def _published(file: FlowFile, place: Counts, masks: dict[str, Mask]) -> ReleasedTable:
    rows = []
    for cell, items in zip(file.cells, place, strict=True):
        for measure in MEASURES:
            hidden = masks[measure][items].tolist()
            texts = zip(file.text[cell, measure], hidden, strict=True)
            rows.append((*cell, measure, *(SUPPRESSED if withheld else text for text, withheld in texts)))
    return ReleasedTable(file.name, ("from_date", "to_date", *file.by, "measure", *FLOW_PARTS), tuple(rows))


def write_release(release: Release, out: Path) -> tuple[Path, ...]:
    """Write one table to the file `out`, several into the folder `out`; readable by everybody. Returns the paths.

    Each file is written beside its place and moved there whole. Raises UsageFault and EnvironmentFault.
    """
    several = len(release.tables) > 1
    if several and out.exists() and not out.is_dir():
        raise UsageFault(f"{out.name}: this is a file. Name a folder for the {len(release.tables)} released tables.")
    if not several and out.is_dir():
        raise UsageFault(f"{out.name}: this is a folder. Name a file for the released table.")
    paths = tuple(out / table.name if several else out for table in release.tables)
    for table, path in zip(release.tables, paths, strict=True):
        text = _csv_text(table)
        write_whole(path, partial(Path.write_text, data=text, encoding="utf-8", newline=""), mode=READABLE_BY_ALL)
    return paths


def _csv_text(table: ReleasedTable) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(table.rows)
    return stream.getvalue()
