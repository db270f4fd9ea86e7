"""What can only people one by one tell? Ages, retirements, careers, first roles, events and places, to be published.

Nothing here is of one person, and nothing of 1 to 4: ages and places at the base day are of real people, so small ones
are told together, in all years alike. What is not told is not a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cadreworks.bands import Array, Uncertain


@dataclass(frozen=True)
class AgeBand:
    """Whole years from `first` to `last`; None is without end. unknown: with those whose age is not known, or of these
    alone where `known` is false
    """

    first: int | None = None
    last: int | None = None
    known: bool = True
    unknown: bool = False

    @property
    def name(self) -> str:
        """`under 25`, `25 to 29`, `65 and over`, `65 and over, or not known`."""
        if not self.known:
            return "not known"
        if self.first is None:
            said = "all ages" if self.last is None else f"under {self.last + 1}"
        else:
            said = f"{self.first} and over" if self.last is None else f"{self.first} to {self.last}"
        return f"{said}, or not known" if self.unknown and self.first is not None else said


@dataclass(frozen=True)
class ByAge:
    """People by band of age. counts: (..., band, year)"""

    bands: tuple[AgeBand, ...]
    counts: Uncertain


@dataclass(frozen=True)
class Promotions:
    """What becomes of those who come to a level in the projection, by (level, whole years since), in all of the record.

    risen, gone: the expected share who have risen from it, and left it otherwise (the staff, or for a level below);
    followed: people per draw still there a year before, on whom the last step rests
    """

    risen: Array
    gone: Array
    followed: Array


@dataclass(frozen=True)
class Careers:
    """What people one by one tell of the areas that the study covers. Central figures are means of draws.

    ages: in post, (band, year), the base year first; ages_of_levels: (level, band, year), where levels allow bands
    aged_55, aged_55_share: those of 55 and over, and of all, (year,), where a band begins there; with those of unknown
    age whom its bands hold
    retirements: leavers who retire, (projected year,), None where the record gives no reasons; and by band, None where
    too few do
    promotions: of those who come to a level
    joined: people per draw who join in the first projected year and are there at its end; roles: their first roles,
    each an (area, level), five at most, with people per draw, the commonest first
    events: by name, what yearly records do not show, (projected year,)
    places: in post by (type of organisation, region), (place, year), of all of the records; None where there is but one
    """

    ages: ByAge | None
    ages_of_levels: ByAge | None
    aged_55: Uncertain | None
    aged_55_share: Uncertain | None
    retirements: Uncertain | None
    retirements_by_age: ByAge | None
    promotions: Promotions
    joined: float
    roles: tuple[tuple[tuple[tuple[str, str], ...], float], ...]
    events: Mapping[str, Uncertain]
    places: Uncertain | None
    place_names: tuple[tuple[str, str], ...]


OTHER_PLACES = ("other", "other")
"""The name of places told together."""
EVENTS = {
    "left_at_any_time": "Left, at any time of the year",
    "came_and_left_within_a_year": "Came and left within the year",
    "rose_at_any_time": "Rose to a higher level, at any time",
    "changed_hours": "Changed hours in the same post",
    "returned_after_leaving_at_55_or_over": "Came back after leaving at 55 or over",
}
"""What is told of a year beside the flows that yearly records show, and how it is called."""
