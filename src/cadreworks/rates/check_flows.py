"""Do the counts of a flows file add up? Rows -> what does not hold, within each row and between rows.

Within a row: opening plus the ways in, less the ways out, plus the participation change, is closing (method,
Supply 2); joiners and leavers are the sums of their parts; people are whole. Between rows: each stands once,
intervals do not overlap, and a cell opens with what it closed with, a missing row being nobody. That moves in equal
moves out over all cells is not asked for, so that the rows of one region may be read by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from cadreworks.problems import ProblemList
from cadreworks.rates.flows import FlowRow, Interval
from cadreworks.tables import Measure, place
from cadreworks.vocabulary.flow_parts import (
    JOINER_PARTS,
    LEAVER_AGE_PARTS,
    LEAVER_REASON_PARTS,
    WAYS_IN,
    WAYS_OUT,
)

AGREE_WITHIN_WTE = Decimal("0.00001")
"""Whole-time equivalents are written to six decimals, so a sum of some twenty may be off by this much."""

_WRITE_AGAIN = "Write the file again with `cadre records flows`; do not mend it by hand."


def check_row(row: FlowRow, problems: ProblemList, *, file: str) -> None:
    """Whether the counts of one row fit together."""
    for column, what in (*_wrong_dates(row), *_wrong_numbers(row), *_wrong_sums(row)):
        problems.add(place(file, row.line, column), what, _WRITE_AGAIN, kind=f"identity of {column}")


def check_between_rows(rows: Sequence[FlowRow], problems: ProblemList, *, file: str) -> None:
    """Whether rows repeat each other, intervals overlap, or a stock changes between two intervals.

    rows: in order of interval, cell and measure
    """
    for earlier, row in pairwise(rows):
        if (earlier.interval, earlier.cell, earlier.measure) == (row.interval, row.cell, row.measure):
            what = f"this row repeats line {earlier.line}: the same interval, cell and measure"
            problems.add(place(file, row.line), what, "Keep one of the two.", kind="duplicate row")
    intervals = sorted({row.interval for row in rows})
    for before, after in pairwise(intervals):
        if after.from_date < before.to_date:
            problems.add(
                file,
                f"the intervals {before} and {after} overlap, so people would be counted twice",
                "Keep intervals that follow each other: years or months, not both.",
                kind="overlapping intervals",
            )
    if not len(problems):
        _check_stocks(rows, intervals, problems, file=file)


def _wrong_dates(row: FlowRow) -> Iterator[tuple[str, str]]:
    if row.interval.to_date <= row.interval.from_date:
        yield "to_date", f"the interval {row.interval} does not end after it begins"


def _wrong_numbers(row: FlowRow) -> Iterator[tuple[str, str]]:
    """People are whole, and neither take part more nor less; nobody moves up without moving."""
    if row.measure is Measure.HEADCOUNT:
        for name, count in row.counts.items():
            if count != int(count):
                yield name, f"{count} is not a whole number of people"
        for name in ("participation_change", "stayers_change"):
            if row.counts[name] != 0:
                yield name, f"{row.counts[name]} is not 0, as it is in headcount"
    for part, whole in (("promotions_out", "moves_out_level"), ("stayers", "opening")):
        if row.counts[part] > row.counts[whole] + _within(row):
            yield part, f"{row.counts[part]} is more than {whole}, {row.counts[whole]}, of which it is a part"


def _wrong_sums(row: FlowRow) -> Iterator[tuple[str, str]]:
    count = row.counts
    came, went = sum(count[name] for name in WAYS_IN), sum(count[name] for name in WAYS_OUT)
    closing = count["opening"] + came - went + count["participation_change"]
    if abs(closing - count["closing"]) > _within(row):
        yield (
            "closing",
            f"it is {count['closing']}, but opening and the ways in, less the ways out, with the participation "
            f"change, make {closing}",
        )
    for whole, parts in (
        ("joiners", JOINER_PARTS),
        ("leavers", LEAVER_AGE_PARTS),
        ("leavers", LEAVER_REASON_PARTS),
    ):
        if all(part in count for part in parts):
            total = sum(count[part] for part in parts)
            if abs(total - count[whole]) > _within(row):
                yield whole, f"it is {count[whole]}, but {', '.join(parts)} make {total}"


def _within(row: FlowRow) -> Decimal:
    return AGREE_WITHIN_WTE if row.measure is Measure.WTE else Decimal(0)


def _check_stocks(rows: Iterable[FlowRow], intervals: Sequence[Interval], problems: ProblemList, *, file: str) -> None:
    """A cell opens with what it closed with, where one interval begins on the day the other ends.

    A measure that an interval lacks altogether is not compared.
    """
    found: dict[Interval, dict[tuple[Measure, tuple[str, ...]], FlowRow]] = {interval: {} for interval in intervals}
    for row in rows:
        found[row.interval][row.measure, row.cell] = row
    for before, after in pairwise(intervals):
        if before.to_date != after.from_date:
            continue
        both = {measure for measure, _ in found[before]} & {measure for measure, _ in found[after]}
        for key in dict.fromkeys((*found[before], *found[after])):
            if key[0] in both:
                _check_stock(found[before].get(key), found[after].get(key), problems, file)


def _check_stock(earlier: FlowRow | None, later: FlowRow | None, problems: ProblemList, file: str) -> None:
    """Of a cell in two intervals that follow each other; where it has no row it is empty."""
    row, column = (later, "opening") if later else (earlier, "closing")
    if row is None:
        return
    closed = earlier.counts["closing"] if earlier else Decimal(0)
    opened = later.counts["opening"] if later else Decimal(0)
    if abs(closed - opened) > _within(row):
        problems.add(
            place(file, row.line, column),
            f"the cell closes one interval with {closed} and opens the next with {opened}",
            _WRITE_AGAIN,
            kind="broken stock",
        )
