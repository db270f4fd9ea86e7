"""Ministers counted by hand: who was in post on a day, and what became of them by the next, from three CSV files.

Plain loops over appointments, written from the method's words (Supply 2), and no code of the engine.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "ifg_ministers"
RANKS = ("Parl.", "Parl. lead.", "PUSS", "MoS", "SoS", "DPM", "PM")
"""Lowest first; the source numbers them from 7 to 1."""

KINDS = {"Merger": "merger", "Name change": "recode", "Demerger": "demerger"}
"""What the source calls a link, and our word; whatever begins with `Transfer of functions` is a transfer."""

OPEN = date(9999, 12, 31)
ONE_DAY = timedelta(days=1)

Found = dict[tuple[date, date, str], Counter[str]]


@dataclass(frozen=True)
class Spell:
    """One appointment, from its first day in post to its last."""

    person: str
    post: str
    organisation: str
    rank: str
    first: date
    last: date


@dataclass(frozen=True)
class Link:
    """On a day, an organisation took over another (merger, recode), or those who crossed (demerger, transfer)."""

    old: str
    new: str
    day: date
    kind: str


def read(file: str) -> list[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_spells() -> list[Spell]:
    """The appointments, those left out that end before they begin."""
    posts = {row["id"]: row for row in read("post.csv")}
    spells = [
        Spell(
            row["person_id"],
            row["post_id"],
            posts[row["post_id"]]["organisation_id"],
            posts[row["post_id"]]["rank_equivalence"],
            date.fromisoformat(row["start_date"]),
            date.fromisoformat(row["end_date"]) if row["end_date"] else OPEN,
        )
        for row in read("appointment.csv")
    ]
    return [spell for spell in spells if spell.first <= spell.last]


def read_links() -> list[Link]:
    """The links of organisations. Ministers crossed on any day of a link's period, so that a part is a link a day."""
    links = []
    for row in read("organisation_link.csv"):
        kind = KINDS.get(row["type"], "transfer")
        day, end = date.fromisoformat(row["link_start_date"]), date.fromisoformat(row["link_end_date"])
        days = [day + ONE_DAY * number for number in range((end - day).days + 1)]
        codes = row["predecessor_organisation_id"], row["successor_organisation_id"]
        links += [Link(*codes, one, kind) for one in (days if kind in ("demerger", "transfer") else days[:1])]
    return links


def with_links(spells: list[Spell], links: list[Link]) -> list[Spell]:
    """Everybody where they were under the codes that came of it: by day, on one day parts before wholes."""
    for link in sorted(links, key=lambda link: (link.day, link.kind in ("merger", "recode"), link.old, link.new)):
        before, day = link.day - ONE_DAY, link.day
        if link.kind in ("merger", "recode"):
            spells = [replace(one, organisation=link.new) if one.organisation == link.old else one for one in spells]
            continue
        left = {
            one.person
            for one in spells
            if one.organisation == link.old and one.first < day and one.last in (before, day)
        }
        came = {one.person for one in spells if one.organisation == link.new and one.first in (day, day + ONE_DAY)}
        kept = {(one.person, one.post) for one in spells if one.organisation == link.old and one.last > day}
        spells = [
            replace(one, organisation=link.new)
            if one.organisation == link.old
            and one.first < day
            and one.person in left & came
            and (one.person, one.post) not in kept
            else one
            for one in spells
        ]
    return spells


def first_of_june(spells: list[Spell]) -> list[date]:
    """Every 1 June of which the record tells."""
    told = [one.first for one in spells] + [one.last for one in spells if one.last != OPEN]
    days = [date(year, 6, 1) for year in range(min(told).year, max(told).year + 1)]
    return [day for day in days if min(told) <= day <= max(told)]


def in_post(spells: list[Spell], day: date) -> list[Spell]:
    return [one for one in spells if one.first <= day <= one.last]


def came_as(spells: list[Spell], person: str, opening: date) -> str:
    """Whether somebody absent at opening who came since is a returner, last seen within five years, or a joiner."""
    before = [one.last for one in spells if one.person == person and one.last < opening]
    return "returners" if before and max(before) >= opening.replace(year=opening.year - 5) else "joiners"


def count_by_organisation(spells: list[Spell]) -> Found:
    """Stock and flows of each organisation, a person counted once in each; and the posts held, which are its wte."""
    found: Found = defaultdict(Counter)
    for opening, closing in pairwise(first_of_june(spells)):
        old = {(one.person, one.organisation) for one in in_post(spells, opening)}
        new = {(one.person, one.organisation) for one in in_post(spells, closing)}
        there_before, there_after = {person for person, _ in old}, {person for person, _ in new}
        for person, organisation in old:
            cell = found[opening, closing, organisation]
            cell["opening"] += 1
            if (person, organisation) not in new:
                cell["transfers_out" if person in there_after else "leavers"] += 1
        for person, organisation in new:
            cell = found[opening, closing, organisation]
            cell["closing"] += 1
            if (person, organisation) not in old:
                cell["transfers_in" if person in there_before else came_as(spells, person, opening)] += 1
        for post in {(one.person, one.organisation, one.post) for one in in_post(spells, closing)}:
            found[opening, closing, post[1]]["closing_wte"] += 1
    return found


def rank_held(spells: list[Spell]) -> list[tuple[date, date, str]]:
    """The rank in which somebody with these spells is counted, from day to day.

    With several posts at once all are equal in wte: the rank held just before is kept, else the highest counts.
    """
    edges = sorted({one.first for one in spells} | {one.last + ONE_DAY for one in spells if one.last != OPEN} | {OPEN})
    counted: list[tuple[date, date, str]] = []
    for cut, following in pairwise(edges):
        held = {one.rank for one in in_post(spells, cut)}
        if not held:
            continue
        before = counted[-1] if counted else None
        if before is not None and before[1] + ONE_DAY == cut and before[2] in held:
            rank = before[2]
        else:
            rank = max(held, key=RANKS.index)
        counted.append((cut, following - ONE_DAY, rank))
    return counted


def count_by_rank(spells: list[Spell]) -> Found:
    """Stock and flows of each rank, a person counted once in the nation."""
    people: dict[str, list[Spell]] = defaultdict(list)
    for one in spells:
        people[one.person].append(one)
    held = {person: rank_held(theirs) for person, theirs in people.items()}
    found: Found = defaultdict(Counter)
    for opening, closing in pairwise(first_of_june(spells)):
        for person, ranks in held.items():
            old, new = (next((rank for a, b, rank in ranks if a <= day <= b), None) for day in (opening, closing))
            if old is not None:
                found[opening, closing, old]["opening"] += 1
            if new is not None:
                found[opening, closing, new]["closing"] += 1
            if old is None and new is not None:
                found[opening, closing, new][came_as(people[person], person, opening)] += 1
            if old is not None and new is None:
                found[opening, closing, old]["leavers"] += 1
            if old is not None and new is not None and old != new:
                found[opening, closing, old]["moves_out_level"] += 1
                found[opening, closing, new]["moves_in_level"] += 1
                up = RANKS.index(new) > RANKS.index(old)
                found[opening, closing, old]["promotions_out" if up else "demotions_out"] += 1
    return found
