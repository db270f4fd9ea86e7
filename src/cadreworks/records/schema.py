"""What does a staff record hold, and how is each value read? The columns, and text -> value.

A value is read alone, without its row: an extract has millions of rows and few distinct values, so each distinct
value is read once and the rows follow by a join. A value that cannot be read names the kind of problem, which a
user may accept; it then counts as the kind says, and never silently. Source: the contract of staff records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from cadreworks.tables import suggestion
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS, PAY_BANDS

Value = str | int | date | None

MICRO = 1_000_000
"""A whole-time equivalent is kept as a whole number of millionths, so that sums are exact in any order."""

MOST_WTE = Decimal("1.5")
YOUNGEST, OLDEST = 16, 90
CONTRACT_TYPES = ("permanent", "fixed_term", "bank", "honorary")
JOINER_SOURCES = ("newly_qualified", "international", "wider_labour_market", "unknown")
LEAVING_REASONS = ("retirement", "end_of_contract", "other_reason", "reason_unknown")


@dataclass(frozen=True)
class Lists:
    """The areas of work and job levels of an extract, in their order; ours unless the map gives the user's own."""

    areas: tuple[str, ...] = AREA_IDS
    levels: tuple[str, ...] = LEVEL_IDS


@dataclass(frozen=True)
class Unreadable(Exception):
    """A value that cannot be read: the kind of problem, what is wrong, what to do."""

    kind: str
    what: str
    remedy: str


@dataclass(frozen=True)
class RecordColumn:
    """One column of a staff record.

    read:      text (never empty) -> value; raises Unreadable
    type:      the SQL type in which the store keeps it
    required:  the column must be there and each cell filled
    vital: a row whose value cannot be read is left out once the kind is accepted; otherwise the value is unknown
    """

    name: str
    means: str
    read: Callable[[str, Lists], Value]
    type: str = "VARCHAR"
    required: bool = False
    vital: bool = False


def _text(text: str, lists: Lists) -> Value:  # noqa: ARG001 - all readers are called alike
    return text


def _one_of_areas(text: str, lists: Lists) -> Value:
    if text in lists.areas:
        return text
    raise Unreadable(
        "unknown_area", f'"{text}" is not an area of work', f"{suggestion(text, lists.areas)} {_in_map('area_of_work')}"
    )


def _one_of_levels(text: str, lists: Lists) -> Value:
    if text in lists.levels:
        return text
    raise Unreadable(
        "unknown_level", f'"{text}" is not a job level', f"{suggestion(text, lists.levels)} {_in_map('level')}"
    )


def _in_map(column: str) -> str:
    return f"Or translate it in the map, under [values.{column}]."


_BANDS = {band.id: band for band in PAY_BANDS}
_BAND = re.compile(
    r"^(?:nhs\s+)?(?:afc|agenda for change|review body)?[\s:-]*(?:pay\s*)?(?:band|b|bd)?[\s:-]*0?([1-9])"
    r"(?:\s*[-,]?\s*(?:range\s+)?([a-d]))?$"
)


def read_pay_band(text: str) -> str:
    """The band that people mean by `Band 8a`, `8A` or `AfC band 4`. Raises Unreadable where it is not plain."""
    found = _BAND.match(" ".join(text.lower().split()))
    band = f"{found[1]}{found[2] or ''}" if found else ""
    if band in _BANDS:
        return band
    raise Unreadable(
        "unknown_pay_band",
        f'"{text}" is not an Agenda for Change band',
        f"Write the band, as {'8a' if band == '8' else 'Band 6'}, or translate it in the map, under [values.pay_band].",
    )


def level_of_band(band: str) -> str:
    """The job level that this project assumes for a pay band."""
    return _BANDS[band].job_level


def _pay_band(text: str, lists: Lists) -> Value:  # noqa: ARG001
    return read_pay_band(text)


def _wte(text: str, lists: Lists) -> Value:  # noqa: ARG001
    try:
        wte = Decimal(text)
    except InvalidOperation:
        wte = Decimal("NaN")
    if wte.is_nan() or not 0 <= wte <= MOST_WTE:
        raise Unreadable(
            "bad_wte",
            f'"{text}" is not a whole-time equivalent between 0 and {MOST_WTE}',
            "Enter the share of a full post, as 0.6.",
        )
    return int((wte * MICRO).to_integral_value())


def _day(kind: str, what: str) -> Callable[[str, Lists], Value]:
    def read(text: str, lists: Lists) -> Value:  # noqa: ARG001
        try:
            return read_day(text)
        except ValueError:
            raise Unreadable(
                kind,
                f'"{text}" is not {what}',
                "Write the year, month and day as 2021-03-31, or say how it is written in the map, under [parse].",
            ) from None

    return read


def read_day(text: str, form: str | None = None) -> date:
    """A day as ISO 8601, with midnight after it where a database put that there, or in the form given.

    A form with no month is read as 31 March of its year. Raises ValueError.
    """
    if form is None:
        return date.fromisoformat(re.sub(r"[ T]00:00:00(\.0+)?$", "", text))
    day = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
    return day.replace(month=3, day=31) if not re.search("%[mbBjdDxcF]", form) else day


def _whole(kind: str, what: str, low: int, high: int) -> Callable[[str, Lists], Value]:
    def read(text: str, lists: Lists) -> Value:  # noqa: ARG001
        if re.fullmatch(r"\d{1,4}(\.0+)?", text, re.ASCII) and low <= (number := int(text.split(".")[0])) <= high:
            return number
        raise Unreadable(kind, f'"{text}" is not {what}', f"Enter a whole number from {low} to {high}, or nothing.")

    return read


def _closed(kind: str, allowed: tuple[str, ...], otherwise: str | None = None) -> Callable[[str, Lists], Value]:
    """One of a closed list, however its words are parted; `otherwise` where any other text has a place of its own."""

    def read(text: str, lists: Lists) -> Value:  # noqa: ARG001
        word = re.sub(r"[\W_]+", "_", text.lower()).strip("_")
        if word in allowed:
            return word
        if otherwise is not None:
            return otherwise
        raise Unreadable(kind, f'"{text}" is not one of these', suggestion(text, allowed))

    return read


SNAPSHOT_DATE = RecordColumn(
    "as_at",
    "the day as at which the record was taken",
    _day("bad_date", "a day"),
    "DATE",
    required=True,
    vital=True,
)
SPELL_DATES = (
    RecordColumn("from_date", "the first day in post", _day("bad_date", "a day"), "DATE", required=True, vital=True),
    RecordColumn(
        "to_date",
        "the last day in post; empty while it lasts",
        _day("bad_date", "a day"),
        "DATE",
        vital=True,
    ),
)
PERSON = RecordColumn("person_id", "the person, by any id that stays", _text, required=True, vital=True)
ASSIGNMENT = RecordColumn("assignment_id", "the post of the person, where one may hold several", _text)
AGE = RecordColumn(
    "age",
    "age in years, where no birth_year is given",
    _whole("implausible_age", "an age of working people", YOUNGEST, OLDEST),
    "INTEGER",
)
STATE_COLUMNS = (
    RecordColumn("organisation", "the employer's ODS code", _text, required=True, vital=True),
    RecordColumn("area_of_work", "the area of work", _one_of_areas, required=True, vital=True),
    RecordColumn("level", "the job level; may be left to follow from pay_band", _one_of_levels, vital=True),
    RecordColumn("pay_band", "the Agenda for Change band, as people write it", _pay_band),
    RecordColumn("wte", "whole-time equivalents of the post", _wte, "INTEGER", required=True, vital=True),
    RecordColumn("job_role", "the job role", _text),
    RecordColumn(
        "contract_type",
        "permanent, fixed_term, bank or honorary",
        _closed("unknown_contract_type", CONTRACT_TYPES),
    ),
    RecordColumn("sex", "as recorded", _text),
    RecordColumn("ethnicity", "as recorded", _text),
    RecordColumn("nationality", "as recorded", _text),
    RecordColumn("region", "the region of the employer", _text),
    RecordColumn("organisation_type", "the type of the employer", _text),
    RecordColumn(
        "joiner_source",
        "newly_qualified, international, wider_labour_market or unknown",
        _closed("unknown_joiner_source", JOINER_SOURCES),
    ),
    RecordColumn(
        "leaving_reason",
        "on the last record before leaving: retirement, end_of_contract, or any other",
        _closed("", LEAVING_REASONS, otherwise="other_reason"),
    ),
)
PERSON_COLUMNS = (
    RecordColumn(
        "birth_year", "the year of birth", _whole("implausible_birth_year", "a year of birth", 1900, 2100), "INTEGER"
    ),
    RecordColumn("nhs_start_date", "the first day in the NHS", _day("bad_start_date", "a day"), "DATE"),
)
COLUMNS: Mapping[str, RecordColumn] = {
    column.name: column
    for column in (PERSON, SNAPSHOT_DATE, *SPELL_DATES, *STATE_COLUMNS, ASSIGNMENT, *PERSON_COLUMNS, AGE)
}
