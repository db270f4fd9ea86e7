"""Made-up careers and the flow files that they give, so that all tables of a release are of the same people."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from cadreworks.vocabulary.flow_parts import FLOW_PARTS, JOINER_PARTS, LEAVER_AGE_PARTS

DATES = tuple(f"{year}-03-31" for year in range(2010, 2030))
COLUMNS = ("area", "level", "organisation")


@dataclass(frozen=True)
class Post:
    """Where a person is at one date."""

    area: str
    level: str
    organisation: str
    wte: int


@dataclass(frozen=True)
class Person:
    source: int
    age: int
    posts: tuple[Post | None, ...]


def draw_people(rng: np.random.Generator, count: int, *, sizes: Sequence[int], dates: int) -> list[Person]:
    """`count` people over `dates` dates; `sizes`: how many areas, levels and organisations."""
    people = []
    for _ in range(count):
        present = rng.random(dates) < rng.choice([0.6, 0.95, 1.0])
        post = None
        posts: list[Post | None] = []
        for here in present.tolist():
            if post is None or rng.random() < 0.15:
                places = [f"{name[0]}{rng.integers(size)}" for name, size in zip(COLUMNS, sizes, strict=True)]
                if post is not None:
                    old = (post.area, post.level, post.organisation)
                    kept = int(rng.integers(4))
                    places = [
                        new if at == kept else before for at, (new, before) in enumerate(zip(places, old, strict=True))
                    ]
                post = Post(*places, int(rng.choice([400_000, 600_000, 800_000, 1_000_000])))
            posts.append(post if here else None)
        people.append(Person(int(rng.integers(4)), int(rng.integers(3)), tuple(posts)))
    return people


def count_flows(people: Sequence[Person], by: Sequence[str]) -> dict[tuple, dict[str, list[int]]]:
    """(interval, cell) -> column -> [people, millionths of wte]."""
    table: dict[tuple, dict[str, list[int]]] = {}

    def add(interval: int, post: Post, column: str, wte: int) -> None:
        cell = (interval, tuple(getattr(post, name) for name in by))
        row = table.setdefault(cell, {name: [0, 0] for name in FLOW_PARTS})
        row[column][0] += 1
        row[column][1] += wte

    for person in people:
        for interval, (before, after) in enumerate(pairwise(person.posts)):
            seen = any(person.posts[: interval + 1])
            for post, column, wte in changes(person, (before, after), by, seen=seen):
                add(interval, post, column, wte)
    for row in table.values():
        row["participation_change"][0] = 0
    return table


def changes(person: Person, posts: tuple[Post | None, Post | None], by: Sequence[str], *, seen: bool):
    """What one interval is in one career: (post, column, millionths of wte)."""
    before, after = posts
    if before:
        yield before, "opening", before.wte
    if after:
        yield after, "closing", after.wte
    if before and not after:
        yield before, "leavers", before.wte
        yield before, LEAVER_AGE_PARTS[person.age], before.wte
    if after and not before:
        for column in ("returners",) if seen else ("joiners", JOINER_PARTS[person.source]):
            yield after, column, after.wte
    if before and after:
        if kind := kind_of_move(before, after, by):
            into, out = (
                ("transfers_in", "transfers_out") if kind == "transfers" else (f"moves_in_{kind}", f"moves_out_{kind}")
            )
            yield before, out, before.wte
            yield after, into, before.wte
        yield after, "participation_change", after.wte - before.wte


def kind_of_move(before: Post, after: Post, by: Sequence[str]) -> str:
    if "area" in by and before.area != after.area:
        return "area"
    if "level" in by and before.level != after.level:
        return "level"
    return "transfers" if "organisation" in by and before.organisation != after.organisation else ""


def wte_text(millionths: int) -> str:
    whole, rest = divmod(abs(millionths), 1_000_000)
    text = f"{whole}.{rest:06d}".rstrip("0").rstrip(".")
    return f"-{text}" if millionths < 0 else text


def write_flows(path: Path, people: Sequence[Person], by: Sequence[str]) -> Path:
    """The working file, with two of its columns that are never published."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["from_date", "to_date", *by, "measure", *FLOW_PARTS, "promotions_out", "publication"])
        for (interval, cell), row in sorted(count_flows(people, by).items()):
            for at, measure in enumerate(("headcount", "wte")):
                values = [row[name][at] for name in FLOW_PARTS]
                texts = [wte_text(value) if at else str(value) for value in values]
                writer.writerow([*DATES[interval : interval + 2], *cell, measure, *texts, "3", "not for publication"])
    return path
