"""What each result table of people one by one holds. Only a study of the method `microsimulation` has them.

Ages and places at the base year are of real people: bands of age and places are merged until in no year 1 to 4 people
would be told of, and alike in all years.
"""

from __future__ import annotations

from cadreworks.supply import EVENTS
from cadreworks.tables import Column, Kind, TableSpec

MOST_ROLES_HELD = 5


def _number(name: str, means: str) -> Column:
    return Column(name, Kind.NUMBER, means)


def _text(name: str, means: str) -> Column:
    return Column(name, Kind.TEXT, means, required=False)


_DAY = Column("year", Kind.WHOLE, "as at 31 March of this year")
_YEAR_TO = Column("year", Kind.WHOLE, "in the year up to 31 March of this year")
_PEOPLE = _number("mean", "people, the mean of draws; empty where fewer than five")
_BANDS = tuple(
    Column(name, Kind.NUMBER, f"{rank} percentile of the draws")
    for name, rank in (("p05", "5th"), ("p50", "50th"), ("p95", "95th"))
)

AGE_PYRAMID = TableSpec(
    "age_pyramid",
    "People in post by band of age. Bands are merged with their neighbours until each holds nobody or at least five in "
    "every year. Levels share coarser bands, each a sum of whole bands of the workforce, so that no figure less "
    "another is of a part of a band; where they cannot be told, only `all` is.",
    (
        _DAY,
        Column("level", Kind.TEXT, "the job level, or `all`"),
        _text("age_band", "such as `under 25`, `25 to 29`, `65 and over`, `not known`"),
        _number("mean", "people, the mean of draws; at the base year as counted"),
        *_BANDS,
    ),
)
RETIREMENT_WAVE = TableSpec(
    "retirement_wave",
    "Who retires, and how many are of an age to. Where the records give no reasons for leaving, retirements are not "
    "told.",
    (
        Column("year", Kind.WHOLE, "as at, and in the year up to, 31 March of this year"),
        Column(
            "measure",
            Kind.TEXT,
            "retirements; aged_55_and_over, in post; or aged_55_and_over_share of all in post, of one",
        ),
        _text("age_band", "of retirements, the age at the beginning of the year, or `all`"),
        _number("mean", "the mean of draws; empty where of fewer than five people"),
        *_BANDS,
    ),
)
CAREERS = TableSpec(
    "careers",
    "What becomes of people who come to a job level in the projection, whether they join, rise or step down to it: a "
    "life table over draws, of everybody in the records. Years that rest on fewer than five people a draw are empty.",
    (
        Column("level", Kind.TEXT, "the job level"),
        Column("years_since", Kind.WHOLE, "whole years since they came to it"),
        _number("risen", "share that has risen to a higher level, of one"),
        _number("gone", "share that has left the staff, or stepped down, of one"),
        _number("there", "share still at the level, of one"),
        _number("people", "people a draw who were there a year before, and on whom the last step rests"),
    ),
)
FIRST_ROLES = TableSpec(
    "first_roles",
    "The first roles of those who join in the first projected year and are there at its end, up to the horizon or "
    "until they leave. Those held by fewer than five people a draw stand together in the last row.",
    (
        *(
            _text(f"role_{number}", f"the {rank} role, as area/level" + (", or `others`" if number == 1 else ""))
            for number, rank in enumerate(("first", "second", "third", "fourth", "fifth"), start=1)
        ),
        _number("people", "people, the mean of draws"),
        _number("share", "the same over all who join in that year, of one"),
    ),
)
WORK_EVENTS = TableSpec(
    "work_events",
    "Events of a year, which yearly records show only in part: who comes and leaves between two days is in neither, "
    "and who rises twice is counted once.",
    (_YEAR_TO, Column("event", Kind.TEXT, f"one of {', '.join(EVENTS)}"), _PEOPLE, *_BANDS),
)
PLACES = TableSpec(
    "places",
    "People in post by type of organisation and region, of everybody in the records. Places of fewer than five people "
    "in any year, and whichever hides a single one of them, stand together as `other`.",
    (
        _DAY,
        _text("organisation_type", "as the records have it; empty where they have none; or `other`"),
        _text("region", "the same"),
        _number("mean", "people, the mean of draws; at the base year as counted"),
        *_BANDS,
    ),
)
TABLES_OF_CAREERS = (AGE_PYRAMID, RETIREMENT_WAVE, CAREERS, FIRST_ROLES, WORK_EVENTS, PLACES)
