"""The rows of returns.csv -> what each organisation answered. The way back from `answers.returns_rows`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cadreworks.demand.answers import AnswerKey, Range, Return, TotalKey
from cadreworks.tables import Row
from cadreworks.vocabulary import ALL


@dataclass
class _Gathered:
    wte: dict[AnswerKey, float] = field(default_factory=dict)
    ranges: dict[TotalKey, Range] = field(default_factory=dict)
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    signed_off_by: str = ""


def answers_of_rows(rows: Iterable[Row]) -> tuple[Return, ...]:
    """The answers of each organisation, in order of first appearance.

    The range of an area and its comment stand at level `all`; a stated total is a result and is left out. Where ranges
    are given by level instead, the area's is left out: a workbook asks for it of the area.
    """
    gathered: dict[str, _Gathered] = {}
    for row in rows:
        _gather(gathered.setdefault(row.text("organisation"), _Gathered()), row)
    return tuple(
        Return(name, own.wte, own.ranges, own.comments, signed_off_by=own.signed_off_by)
        for name, own in gathered.items()
    )


def _gather(own: _Gathered, row: Row) -> None:
    scenario, year, area, level = row.text("scenario"), int(row.number("year")), row.text("area"), row.text("level")
    own.signed_off_by = own.signed_off_by or row.text("signed_off_by")
    if comment := row.text("comment"):
        earlier = own.comments.get((scenario, area))
        own.comments[scenario, area] = comment if earlier in (None, comment) else f"{earlier}\n{comment}"
    wte = row.optional_number("wte")
    if level != ALL:
        if wte is not None:
            own.wte[scenario, year, area, level] = wte
        return
    given = Range(row.optional_number("low"), row.optional_number("high"), row.optional_number("confidence"))
    if given != Range(None, None, None):
        own.ranges[scenario, year, area] = given
