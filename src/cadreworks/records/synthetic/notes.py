"""What must be said beside a made-up extract? A request -> README.txt: that it is made up, how, and with which seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cadreworks.records.synthetic import rules
from cadreworks.records.synthetic.request import Request
from cadreworks.records.synthetic.world import Columns

_NOTES = """\
Staff records that are made up
==============================

Nobody in these files exists. People, employers and all that happens to them were drawn at random, with seed {seed}.
The ids and employers' codes are made up too; a likeness to real ones is chance.

What was asked: {people:,} people in post at the last snapshot, 31 March 2020; {years} years back, {every}; {mess};
{calibration}.

How it was made
- From one snapshot to the next a person may leave, be promoted or demoted, or move to another area (one of them at
  most), and may change employer ({transfer} a year) or else the wte of the post ({wte_change} a year). Leavers under
  {oldest} return within {within:.0f} years with intensity {returning} a year, to the cell they left.
- Leaving depends on area, level and age; it rises at 60. The intensities are in truth.csv.
- Recruits are Poisson in number, as many as keep each area's expected headcount on its true growth. They come from
  {sources}.
- The mix and growth asked for are taken as those of the headcount.
- Chance drives stocks off their path; recruitment brings them back within about a year. In areas of a few tens of
  people it cannot always, and they may stand a little too high.
- A few more people were simulated than asked. People were then dropped, whole and at random, until exactly as many
  as asked were in post at the last snapshot. That leaves every rate as it was.
- Sex, ethnicity and nationality have no bearing on what happens. Nobody returns who left before the first snapshot.

What the files hold
- extract: one row for each post and snapshot; {runs:,} stretches without a change, of {persons:,} people.
- truth.csv: the true rates, what each means, and their probability in an interval between two snapshots. The truth
  of a messy extract is that of the clean one beneath it.
{mess_file}"""

_CALIBRATED = (
    "calibrated: the mix of the published stock of 2020 and its derived levels, and in each area the yearly growth "
    "that leads from Table 3.1 (2020) to Table 3.2 (supply in 2030)"
)


def write_notes(path: Path, request: Request, *, runs: Columns) -> None:
    """Write README.txt; it holds no clock and no path, so that the same request gives the same bytes."""
    sources = ", ".join(f"{name} ({share:.0%})" for name, share in zip(rules.SOURCES, rules.SOURCE_SHARES, strict=True))
    text = _NOTES.format(
        seed=request.seed,
        people=request.people,
        years=request.years,
        every=f"at every {'end of a month' if request.every == 'month' else '31 March'}",
        mess="with mess" if request.messy else "clean",
        calibration=_CALIBRATED if request.calibrated else "a simple mix, and growth of 2% a year in every area",
        transfer=rules.TRANSFER_PER_YEAR,
        wte_change=rules.WTE_CHANGE_PER_YEAR,
        oldest=rules.OLDEST_TO_RETURN,
        within=rules.RETURN_WITHIN_YEARS,
        returning=rules.RETURN_PER_YEAR,
        sources=sources,
        runs=len(runs["number"]),
        persons=len(np.unique(runs["number"])),
        mess_file="- mess.csv: which mess was made, and in how many rows.\n" if request.messy else "",
    )
    path.write_text(text, encoding="utf-8", newline="\n")
