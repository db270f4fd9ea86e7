"""Which change of employer is only a change of name? Organisation history -> runs on organisations as they became.

A merger or a new code moves everybody: what stands under the old code before the day is put under the new one. A
demerger or a transfer of staff moves some: who was in the old organisation at the last record before the day and in
the new one at the first from the day on, was in the new one all along. Neither is then a leaver, a joiner or a
transfer. Chains are followed in the order of their days. Source: design of the method, Supply 2.
"""

from __future__ import annotations

from cadreworks.problems import ProblemList, counted
from cadreworks.records.engine import DuckEngine, quoted
from cadreworks.records.read import Reading
from cadreworks.tables import Column, Kind, Row, Table, TableSpec, read_table

WHOLE = ("merger", "recode")
PART = ("demerger", "transfer")

HISTORY_TABLE = TableSpec(
    name="organisation history",
    means="One row for each organisation that took over another's staff, or some of them, on a day.",
    columns=(
        Column("from_organisation", Kind.TEXT, "the code until the day", "Enter the code as the records have it."),
        Column("to_organisation", Kind.TEXT, "the code from the day on", "Enter the code as the records have it."),
        Column("date", Kind.DATE, "the first day of the new arrangement"),
        Column("kind", Kind.TEXT, "merger, recode, demerger or transfer", one_of=(*WHOLE, *PART)),
    ),
    key=("from_organisation", "to_organisation", "date"),
)


def read_history(raw: bytes, problems: ProblemList, *, file: str) -> Table:
    """Read the bytes of a history that problems call `file`."""
    table = read_table(raw, HISTORY_TABLE, problems, file=file)
    for row in table.rows:
        if row.text("from_organisation") == row.text("to_organisation"):
            problems.add(table.where(row), "an organisation cannot follow itself", "Mend one of the two codes.")
    return table


def apply_history(engine: DuckEngine, reading: Reading, history: Table) -> None:
    """Recode the table `runs`, entry by entry in the order of days."""
    entries = sorted(history.rows, key=_in_order)
    # the records know the codes that stand in them; a history may bring others
    engine.run("ALTER TABLE runs ALTER organisation TYPE VARCHAR")
    for row in entries:
        old, new, day = (row.text(name) for name in ("from_organisation", "to_organisation", "date"))
        starts = _first_place_from(engine, reading, day)
        if row.text("kind") in WHOLE:
            _judge_late(engine, reading, old, starts, history.where(row))
            engine.run(f"UPDATE runs SET organisation = {quoted(new)} WHERE organisation = {quoted(old)}")
        else:
            _move_some(engine, quoted(old), quoted(new), starts, slack=int(reading.dated))


def _in_order(row: Row) -> tuple[str, bool, str, str]:
    """By days; on one day parts of an organisation go before the rest of it is merged or renamed."""
    return row.text("date"), row.text("kind") in WHOLE, row.text("from_organisation"), row.text("to_organisation")


def _first_place_from(engine: DuckEngine, reading: Reading, day: str) -> int:
    """The first snapshot on or after a day; with dated records the day itself."""
    if reading.dated:
        return engine.number(f"SELECT date_diff('day', DATE '1970-01-01', DATE {quoted(day)})")
    return sum(snapshot.isoformat() < day for snapshot in reading.snapshots)


def _judge_late(engine: DuckEngine, reading: Reading, old: str, starts: int, where: str) -> None:
    # a dated spell keeps the code under which it began; a snapshot has no reason to
    edge = "first" if reading.dated else "last"
    late = engine.number(f"SELECT count(*) FROM runs WHERE organisation = {quoted(old)} AND {edge} >= {starts}")
    reading.judge(
        "code_in_use_after_its_end",
        late,
        where=where,
        what=f"{old} is in use on or after that day ({counted(late, 'spell')})",
        remedy="Mend the day or the records. Accepted, they too count under the new code.",
    )


def _move_some(engine: DuckEngine, old: str, new: str, starts: int, *, slack: int) -> None:
    """Put under the new code the past, up to the day, of those who were seen to cross it, but not that of a post which
    they kept in the old organisation.

    slack: by how many days a dated spell may end or begin late; a snapshot tells no less than its own day
    """
    left = f"organisation = {old} AND first < {starts} AND last BETWEEN {starts - 1} AND {starts - 1 + slack}"
    came = f"organisation = {new} AND first BETWEEN {starts} AND {starts + slack}"
    crossed = f"SELECT person FROM runs WHERE {left} INTERSECT SELECT person FROM runs WHERE {came}"
    stays = f"last > {starts - 1 + slack}"  # posts without a number are told apart by their runs alone
    kept = f"SELECT person, assignment FROM runs WHERE organisation = {old} AND {stays} AND assignment > 0"
    engine.run(
        f"UPDATE runs SET organisation = {new} WHERE organisation = {old} AND first < {starts} AND NOT ({stays}) "
        f"AND person IN ({crossed}) AND (person, assignment) NOT IN ({kept})"
    )
