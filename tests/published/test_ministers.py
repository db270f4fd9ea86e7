"""Ministers of the United Kingdom, 1979 to 2026: real careers, with departments that merge, split and change names.

Their appointments are given as dated spells through a map, with ranks and an area that are not ours; the links of
departments are given as organisation history. What the command counts is held against a count by hand.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import ministers_by_hand as by_hand
from cadreworks.cli import main

pytestmark = pytest.mark.slow

MAP = """\
[columns]
person_id = "minister"
from_date = "started"
to_date = "ended"
organisation = "department"
level = "rank"
assignment_id = "post"

[parse]
from_date = "%d/%m/%Y"
to_date = "%d/%m/%Y"

[values.level]
"Parl." = "parliamentary"
"Parl. lead." = "parliamentary_lead"
"PUSS" = "under_secretary"
"MoS" = "minister_of_state"
"SoS" = "secretary_of_state"
"DPM" = "deputy_prime_minister"
"PM" = "prime_minister"

[constants]
area_of_work = "government"
wte = 1

[areas]
ids = ["government"]

[levels]
ids = [
  "parliamentary", "parliamentary_lead", "under_secretary", "minister_of_state", "secretary_of_state",
  "deputy_prime_minister", "prime_minister",
]
"""
LEVEL_OF = dict(
    zip(
        by_hand.RANKS,
        (
            *("parliamentary", "parliamentary_lead", "under_secretary", "minister_of_state", "secretary_of_state"),
            *("deputy_prime_minister", "prime_minister"),
        ),
        strict=True,
    )
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The appointments as an extract of somebody else's, its map, and the organisation history."""
    folder = tmp_path_factory.mktemp("ministers")
    posts = {row["id"]: row for row in by_hand.read("post.csv")}
    rows = []
    for row in by_hand.read("appointment.csv"):
        post = posts[row["post_id"]]
        started, ended = (
            date.fromisoformat(row[name]).strftime("%d/%m/%Y") if row[name] else ""
            for name in ("start_date", "end_date")
        )
        rows.append((row["person_id"], started, ended, post["organisation_id"], post["rank_equivalence"], post["id"]))
    write(folder / "appointments.csv", ("minister", "started", "ended", "department", "rank", "post"), rows)
    links = sorted({(link.old, link.new, link.day.isoformat(), link.kind) for link in by_hand.read_links()})
    write(folder / "links.csv", ("from_organisation", "to_organisation", "date", "kind"), links)
    (folder / "map.toml").write_text(MAP, encoding="utf-8")
    return folder


def write(path: Path, heading: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(heading)
        writer.writerows(rows)


def cadre(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


def flows(folder: Path, by: str, *, links: bool) -> list[dict[str, str]]:
    """The flows between one 1 June and the next."""
    history = ("--history", folder / "links.csv") if links else ()
    out = folder / f"{by}-{links}.csv"
    if not out.exists():
        given = ("--map", folder / "map.toml", *history, "--accept", "ends_before_it_begins")
        assert (
            cadre("records", "flows", folder / "appointments.csv", *given, "--at", "06-01", "--by", by, "--out", out)
            == 0
        )
    with out.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def as_counts(rows: list[dict[str, str]], by: str, parts: tuple[str, ...]) -> by_hand.Found:
    """The rows as the count by hand has them, zeros left out."""
    found: by_hand.Found = {}
    for row in rows:
        key = (date.fromisoformat(row["from_date"]), date.fromisoformat(row["to_date"]), row[by])
        cell = found.setdefault(key, Counter())
        if row["measure"] == "headcount":
            cell.update({part: int(row[part]) for part in parts if row[part] != "0"})
        elif "closing_wte" in parts and row["closing"] != "0":
            cell["closing_wte"] = int(row["closing"])
    return found


PARTS = ("opening", "joiners", "returners", "leavers", "closing")


@pytest.mark.slow
@pytest.mark.parametrize("links", [False, True], ids=["without links", "with links"])
def test_departments_are_counted_as_by_hand(links, folder):
    spells = by_hand.read_spells()
    expected = by_hand.count_by_organisation(by_hand.with_links(spells, by_hand.read_links()) if links else spells)
    counted = [row | {"closing_wte": "0"} for row in flows(folder, "organisation", links=links)]
    found = as_counts(counted, "organisation", (*PARTS, "transfers_in", "transfers_out", "closing_wte"))
    assert len({key[:2] for key in found}) == 47
    assert found == dict(expected)


def test_ranks_are_counted_as_by_hand(folder):
    expected = {
        (opening, closing, LEVEL_OF[rank]): parts
        for (opening, closing, rank), parts in by_hand.count_by_rank(by_hand.read_spells()).items()
    }
    moves = ("moves_in_level", "moves_out_level", "promotions_out", "demotions_out")
    assert as_counts(flows(folder, "level", links=False), "level", (*PARTS, *moves)) == expected
    assert sum(parts["promotions_out"] for parts in expected.values()) > 500


def test_links_change_nothing_but_transfers_of_the_nation(folder):
    def nation(links: bool) -> Counter[tuple[str, str]]:
        total: Counter[tuple[str, str]] = Counter()
        for row in flows(folder, "level", links=links):
            if row["measure"] == "headcount":
                total.update({(row["from_date"], part): int(row[part]) for part in PARTS})
        return total

    assert nation(links=True) == nation(links=False)


def test_a_department_that_was_merged_was_there_all_along(folder):
    """The Foreign Office and the Department for International Development became one on 2 September 2020."""
    merged = [link for link in by_hand.read_links() if link.day == date(2020, 9, 2) and link.kind == "merger"]
    assert len({link.new for link in merged}) == 1
    assert len({link.old for link in merged}) == 2

    def of(code: str, *, links: bool) -> dict[str, str] | None:
        rows = flows(folder, "organisation", links=links)
        wanted = ("2020-06-01", code, "headcount")
        return next((row for row in rows if (row["from_date"], row["organisation"], row["measure"]) == wanted), None)

    new = merged[0].new
    parts = of(new, links=False), *(of(link.old, links=False) for link in merged)
    whole = of(new, links=True)
    assert all(parts)
    assert whole is not None
    assert parts[0]["opening"] == "0"
    assert int(parts[0]["transfers_in"]) > 5 > int(whole["transfers_in"])
    assert int(whole["opening"]) <= sum(int(part["opening"]) for part in parts[1:])  # some sat in both
    assert whole["closing"] == parts[0]["closing"]
    assert all(of(link.old, links=True) is None for link in merged)


def test_what_is_wrong_with_the_source_is_told_and_what_was_accepted_is_kept(folder, capsys):
    out = folder / "refused.csv"
    given = ("--map", folder / "map.toml", "--history", folder / "links.csv", "--at", "06-01", "--out", out)
    assert cadre("records", "flows", folder / "appointments.csv", *given) == 1
    said = capsys.readouterr().err
    assert "a spell ends before it begins (2 spells)" in said
    assert said.endswith("1 problem found; nothing was written.\n")
    assert not out.exists()
    flows(folder, "organisation", links=True)
    manifest = json.loads((folder / "organisation-True.csv.manifest.json").read_text(encoding="utf-8"))
    assert manifest["accepted"] == {"ends_before_it_begins": 2}
    assert manifest["rows"] == 3667
