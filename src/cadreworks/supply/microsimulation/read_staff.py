"""Who is in post, with which hours and in what kind of place, and how many change their hours? Records -> staff.

The record's people leave it without their ids, in the order of what is known of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cadreworks.records.counted_people import CountedPeople
from cadreworks.records.engine import DuckEngine
from cadreworks.records.schema import MICRO, Lists
from cadreworks.supply.cohort.population import Tallies, place_of_age, place_of_service
from cadreworks.supply.microsimulation.staff import MOST_PLACES, Staff

_OF_POST = ("organisation_type", "region")


def read_staff(engine: DuckEngine, lists: Lists, tallies: Tallies) -> Staff:
    """The staff behind the tallies, right after `read_tallies` on the same engine.

    Raises ArithmeticError where they are not those whom the tallies count.
    """
    engine.begin("Reading people in post")
    people = CountedPeople(engine, lists, tallies.days)
    last = len(tallies.days) - 1
    columns = f"{place_of_age('on_day')} AS age, {place_of_service('on_day')} AS service, wte"
    rows = sorted(
        (cell, age, service, wte, kind or "", region or "", many)
        for _, cell, age, service, wte, kind, region, many in people.with_largest_post(last, columns, _OF_POST)
    )
    many = np.array([row[-1] for row in rows], dtype=np.int64)
    places = _choose_places([(kind, region) for *_, kind, region, _ in rows])
    names = tuple(sorted(set(places)))
    at = {name: place for place, name in enumerate(names)}
    cell, age, service = (np.repeat(np.array([row[part] for row in rows], np.uint8), many) for part in range(3))
    staff = Staff(
        cell,
        age,
        service,
        np.repeat(np.array([row[3] for row in rows], np.float64) / MICRO, many),
        np.repeat(np.array([at[place] for place in places], np.uint8), many),
        names,
    )
    if len(staff) != tallies.people[-1].sum():
        raise ArithmeticError("the staff one by one are not those whom the tallies count")
    return staff


def read_changed_hours(engine: DuckEngine, lists: Lists, tallies: Tallies) -> NDArray[np.int64]:
    """Those who stay in their cell and have other hours at closing, (interval, cell)."""
    found = np.zeros(tallies.leavers.shape[:2], dtype=np.int64)
    for interval, cell, many in CountedPeople(engine, lists, tallies.days).changed_hours():
        found[interval, cell] = many
    return found


def _choose_places(posts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Type of organisation and region of each; where there are too many pairs, the region alone, or nothing."""
    for choose in (lambda kind, region: (kind, region), lambda _, region: ("", region)):
        places = [choose(*post) for post in posts]
        if len(set(places)) <= MOST_PLACES:
            return places
    return [("", "")] * len(posts)
