"""Reads the register and the overrides of a study."""

from __future__ import annotations

from collections.abc import Iterable

from cadreworks.assumptions.register import Assumption, AssumptionSpec, Override
from cadreworks.problems import ProblemList
from cadreworks.tables import Column, Kind, Row, Table, TableSpec, suggestion

REGISTER_TABLE = TableSpec(
    name="assumptions",
    means="One row for each number that is neither data nor result.",
    columns=(
        Column("id", Kind.TEXT, "the assumption; the reference pages list those that the methods need"),
        Column("value", Kind.NUMBER, "the value of the central run", "Enter the value as a plain number."),
        Column("unit", Kind.TEXT, "the unit, as the reference pages give it", "Enter the unit."),
        Column("low", Kind.NUMBER, "the lowest value that the owner would defend", "Enter a plain number."),
        Column("high", Kind.NUMBER, "the highest value that the owner would defend", "Enter a plain number."),
        Column("source", Kind.TEXT, "what the value rests on", "Say what the value rests on."),
        Column("owner", Kind.TEXT, "who answers for it: a role or body, not a person's name", "Name the owner."),
        Column("date", Kind.DATE, "the day on which it was last looked at", "Write it as 2021-03-31."),
        Column("note", Kind.TEXT, "anything a reader should know", required=False),
    ),
    key=("id",),
)

OVERRIDES_TABLE = TableSpec(
    name="overrides",
    means="One row for each assumption whose value is replaced in this run.",
    columns=(
        Column("assumption", Kind.TEXT, "the id of the assumption", "Name the assumption."),
        Column("value", Kind.NUMBER, "the value to use in its place", "Enter the value as a plain number."),
        Column("low", Kind.NUMBER, "the lowest value; empty means that it does not vary", required=False),
        Column("high", Kind.NUMBER, "the highest value; empty means that it does not vary", required=False),
        Column("who", Kind.TEXT, "who decided it", "Name who decided it."),
        Column("when", Kind.DATE, "the day of the decision", "Write it as 2021-03-31."),
        Column("why", Kind.TEXT, "the reason", "Give the reason."),
    ),
    key=("assumption",),
)


def read_register(table: Table, specs: Iterable[AssumptionSpec], problems: ProblemList) -> list[Assumption]:
    """The declared assumptions, in file order, checked against what the study's methods need."""
    needed = {spec.id: spec for spec in specs}
    register = []
    for row in table.rows:
        spec = needed.get(row.text("id"))
        if spec is None:
            problems.add(
                table.where(row, "id"),
                f'no method of this study uses an assumption "{row.text("id")}"',
                suggestion(row.text("id"), tuple(needed)),
                kind="unknown value",
            )
            continue
        entry = Assumption(
            id=spec.id,
            title=spec.title,
            value=row.number("value"),
            unit=row.text("unit"),
            low=row.number("low"),
            high=row.number("high"),
            source=row.text("source"),
            owner=row.text("owner"),
            date=row.text("date"),
            note=row.text("note"),
        )
        _check_value(entry, spec, table, row, problems)
        register.append(entry)
    listed = {row.text("id") for row in (*table.rows, *table.spoilt)}
    for spec in needed.values():
        if spec.id not in listed:
            problems.add(
                table.file,
                f"the assumption {spec.id} is missing",
                f"Add a row for it, in {spec.unit}: {spec.means}.",
                kind="missing assumption",
            )
    return register


def _check_value(entry: Assumption, spec: AssumptionSpec, table: Table, row: Row, problems: ProblemList) -> None:
    if entry.unit != spec.unit:
        problems.add(
            table.where(row, "unit"),
            f'{spec.id} is given in "{entry.unit}"',
            f"Give it in {spec.unit}.",
            kind="wrong unit",
        )
    check_range(entry.value, entry.low, entry.high, spec, table.where(row), problems)


def check_range(value: float, low: float, high: float, spec: AssumptionSpec, where: str, problems: ProblemList) -> None:
    """Whether low <= value <= high, within what the assumption can mean."""
    if not low <= value <= high:
        problems.add(
            where,
            f"the value {value:g} of {spec.id} does not lie between its low {low:g} and its high {high:g}",
            "Mend whichever of the three is wrong.",
            kind="wrong range",
        )
    elif not spec.varies and low != high:
        problems.add(
            where,
            f"{spec.id} is given the range {low:g} to {high:g}, but it is the same in every draw",
            f"Enter {value:g} as value, low and high.",
            kind="wrong range",
        )
    for number in sorted({value, low, high}):
        if not spec.least <= number <= spec.most:
            problems.add(
                where,
                f"{number:.10g} is no possible {spec.id} ({spec.least:.10g} to {spec.most:.10g} {spec.unit})",
                "Check the unit: a share of one, not a percentage."
                if "share" in spec.unit
                else "Check the number and its unit.",
                kind="out of range",
            )
        elif spec.whole and number != int(number):
            problems.add(where, f"{number:g} {spec.unit} is not whole", "Enter a whole number.", kind="not whole")


def read_overrides(table: Table, specs: Iterable[AssumptionSpec], problems: ProblemList) -> list[Override]:
    """The overrides, checked against the assumptions that there are, declared and worked out."""
    known = {spec.id: spec for spec in specs}
    overrides = []
    for row in table.rows:
        spec = known.get(row.text("assumption"))
        if spec is None:
            problems.add(
                table.where(row, "assumption"),
                f'"{row.text("assumption")}" is no assumption of this study',
                suggestion(row.text("assumption"), tuple(known)),
                kind="unknown value",
            )
            continue
        value, low, high = row.number("value"), row.optional_number("low"), row.optional_number("high")
        override = Override(
            assumption=spec.id,
            value=value,
            low=value if low is None else low,
            high=value if high is None else high,
            who=row.text("who"),
            when=row.text("when"),
            why=row.text("why"),
        )
        if (low is None) != (high is None):
            problems.add(
                table.where(row, "low" if low is None else "high"),
                "the cell is empty, but the other end of the range is given",
                "Enter both, or neither where the value does not vary.",
                kind="half a range",
            )
        check_range(value, override.low, override.high, spec, table.where(row), problems)
        overrides.append(override)
    return overrides
