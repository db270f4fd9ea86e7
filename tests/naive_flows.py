"""Stock and flows counted the slow way, person by person and day by day, to hold the engine's count against.

Written from the method's words alone (Supply 2), with dictionaries and loops, and shares no code with the engine.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

AREAS = (
    "clinical_coding",
    "health_records",
    "information_management",
    "ict",
    "clinical_informatics",
    "knowledge_management",
    "it_programmes_projects",
    "it_strategy_development",
    "it_education_training",
)
LEVELS = ("support", "professional", "manager", "senior_leader")
AGES = (
    ("under_25", 0, 24),
    ("25_34", 25, 34),
    ("35_44", 35, 44),
    ("45_54", 45, 54),
    ("55_64", 55, 64),
    ("65_plus", 65, 199),
)


@dataclass(frozen=True)
class Record:
    """One assignment of one person on one day."""

    person: str
    as_at: date
    organisation: str
    area: str
    level: str
    wte: Decimal
    assignment: str = ""
    birth_year: int | None = None
    joiner_source: str = ""
    leaving_reason: str = ""
    contract_type: str = "permanent"
    region: str = ""


def age(birth_year: int, day: date) -> int:
    return day.year - birth_year - (1 if day.month <= 6 else 0)


def age_band(birth_year: int | None, day: date) -> str:
    if birth_year is None:
        return "unknown"
    return next(name for name, low, high in AGES if low <= age(birth_year, day) <= high)


@dataclass(frozen=True)
class Place:
    """Where one unit is counted on one day: the record chosen, its cell, and all its wte."""

    chosen: Record
    cell: tuple[str, ...]
    wte: Decimal
    elsewhere: Decimal


def count_flows(records: list[Record], by: tuple[str, ...], days: list[date]) -> dict:
    """{(from, to, cell): {part: (people, wte)}}; parts with nothing are left out."""
    return SlowCount(records, by).count(days)


class SlowCount:
    """Everybody's place on every snapshot first; then each interval, unit by unit."""

    def __init__(self, records: list[Record], by: tuple[str, ...]) -> None:
        self.by = by
        self.snapshots = sorted({record.as_at for record in records})
        self.records = [record for record in records if record.contract_type not in ("bank", "honorary")]
        self.within = bool({"organisation", "organisation_type", "region"} & set(by))
        self.born: dict[str, int] = {}
        for record in self.records:
            if record.birth_year is not None:
                self.born[record.person] = min(self.born.get(record.person, 9999), record.birth_year)
        self.held: dict[tuple[str, str], dict[date, Place]] = defaultdict(dict)
        self._place_everybody()
        self.present: dict[str, set[date]] = defaultdict(set)
        for (person, _), places in self.held.items():
            self.present[person] |= set(places)
        self.result: dict = defaultdict(lambda: defaultdict(lambda: [0, Decimal(0)]))

    def count(self, days: list[date]) -> dict:
        for interval in pairwise(days):
            self._count_interval(*interval)
        return {
            key: {part: tuple(found) for part, found in parts.items() if any(found)}
            for key, parts in self.result.items()
        }

    def _place_everybody(self) -> None:
        grouped: dict[tuple[str, str, date], list[Record]] = defaultdict(list)
        for record in self.records:
            grouped[record.person, record.organisation if self.within else "", record.as_at].append(record)
        for person, organisation, day in sorted(grouped):
            position = self.snapshots.index(day)
            places = self.held[person, organisation]
            before = places.get(self.snapshots[position - 1]) if position else None
            places[day] = self._place(grouped[person, organisation, day], before, day)

    def _place(self, posts: list[Record], before: Place | None, day: date) -> Place:
        top = [post for post in posts if post.wte == max(post.wte for post in posts)]
        same = [post for post in top if before and self._held_cell(post) == self._held_cell(before.chosen)]
        chosen = min(same or top, key=lambda post: (-LEVELS.index(post.level), AREAS.index(post.area), post.assignment))
        wte = sum((post.wte for post in posts), Decimal(0))
        inside = [post.wte for post in posts if self._held_cell(post) == self._held_cell(chosen)]
        return Place(chosen, self._cell(chosen, day), wte, wte - sum(inside, Decimal(0)))

    def _held_cell(self, post: Record) -> tuple:
        return (post.area, post.level, *(getattr(post, name) for name in self.by if name != "age_band"))

    def _cell(self, post: Record, day: date) -> tuple[str, ...]:
        return tuple(
            age_band(self.born.get(post.person), day) if name == "age_band" else getattr(post, name) or "unknown"
            for name in self.by
        )

    def _count_interval(self, opening: date, closing: date) -> None:
        self.interval = (opening, closing)
        ended: dict[str, list[Place]] = defaultdict(list)
        begun: dict[str, list[Place]] = defaultdict(list)
        for (person, _), places in self.held.items():
            old, new = places.get(opening), places.get(closing)
            if old:
                self._add(old.cell, "opening", old.wte)
                self._add(old.cell, "opening_elsewhere", old.elsewhere, 0)
            if new:
                self._add(new.cell, "closing", new.wte)
                self._add(new.cell, "closing_elsewhere", new.elsewhere, 0)
            if old and new:
                self._link(old, new, changed_employer=False)
            elif old:
                ended[person].append(old)
            elif new:
                begun[person].append(new)
        for person in set(ended) | set(begun):
            self._pair(person, sorted(ended[person], key=size), sorted(begun[person], key=size))

    def _pair(self, person: str, olds: list[Place], news: list[Place]) -> None:
        """Who gave up posts and took others went from the largest to the largest."""
        while olds and news:
            self._link(olds.pop(0), news.pop(0), changed_employer=True)
        for old in olds:
            self._go(person, old)
        for new in news:
            self._come(person, new)

    def _add(self, cell: tuple[str, ...], part: str, wte: Decimal, people: int = 1) -> None:
        found = self.result[(*self.interval, cell)][part]
        found[0] += people
        found[1] += wte

    def _link(self, old: Place, new: Place, *, changed_employer: bool) -> None:
        self._add(new.cell, "participation_change", new.wte - old.wte, 0)
        if changed_employer and "organisation" in self.by:
            self._add(old.cell, "transfers_out", old.wte)
            self._add(new.cell, "transfers_in", old.wte)
        elif old.cell == new.cell:
            self._add(new.cell, "stayers_change", new.wte - old.wte, 0)
        else:
            self._move(old, new)

    def _move(self, old: Place, new: Place) -> None:
        changed = [n for n in ("area", "level") if n in self.by and getattr(old.chosen, n) != getattr(new.chosen, n)]
        kind = changed[0] if changed else "other"
        self._add(old.cell, f"moves_out_{kind}", old.wte)
        self._add(new.cell, f"moves_in_{kind}", old.wte)
        if kind == "level":
            up = LEVELS.index(new.chosen.level) > LEVELS.index(old.chosen.level)
            self._add(old.cell, "promotions_out" if up else "demotions_out", old.wte)

    def _go(self, person: str, old: Place) -> None:
        opening, closing = self.interval
        if closing in self.present[person]:
            self._add(old.cell, "transfers_out" if "organisation" in self.by else "moves_out_other", old.wte)
            return
        born = self.born.get(person)
        part = "age_unknown" if born is None else "under_55" if age(born, opening) < 55 else "55_plus"
        for name in ("leavers", f"leavers_{part}", f"leavers_{old.chosen.leaving_reason or 'reason_unknown'}"):
            self._add(old.cell, name, old.wte)

    def _come(self, person: str, new: Place) -> None:
        opening, _ = self.interval
        seen = [day for day in self.present[person] if day < opening]
        if opening in self.present[person]:
            self._add(new.cell, "transfers_in" if "organisation" in self.by else "moves_in_other", new.wte)
        elif seen and max(seen) >= opening.replace(year=opening.year - 5):
            self._add(new.cell, "returners", new.wte)
        else:
            self._add(new.cell, "joiners", new.wte)
            self._add(new.cell, f"joiners_{new.chosen.joiner_source or 'unknown'}", new.wte)


def size(place: Place) -> tuple:
    """The largest first: in what order posts given up and posts taken are paired."""
    post = place.chosen
    return (-place.wte, -LEVELS.index(post.level), AREAS.index(post.area), post.organisation)
