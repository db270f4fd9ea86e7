"""The same staff records in whatever form they are given: the same flows, byte for byte; and what is made from them."""

from __future__ import annotations

import csv
import io
import json
import math
import random
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from command import Ended, cadre

from cadreworks.cli import main
from cadreworks.records.bands_of_time import AGE_BANDS, SERVICE_BANDS
from cadreworks.records.engine import DuckEngine
from cadreworks.records.schema import COLUMNS
from cadreworks.records.states import BY_COLUMNS
from cadreworks.records.transitions import LOOK_BACK_YEARS
from cadreworks.records.waivers import WAIVERS
from small_extract import GOOD, HEADING, MARK, ROWS, text_of, write_parquet
from text_tables import parse

BY = "area,level,age_band,organisation"
FILES = 120


@pytest.fixture(autouse=True)
def _no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a slow machine would tell on the way is no part of the answer."""
    monkeypatch.setattr("cadreworks.cli.terminal.QUIET_SECONDS", math.inf)


def flows_of(capsys: pytest.CaptureFixture[str], records: Path | str, out: Path, *more: object) -> bytes:
    """The bytes of the flows file and of its manifest."""
    ended = cadre(capsys, "records", "flows", records, "--out", out, *more)
    assert (ended.code, ended.err) == (0, ""), ended.err
    return out.read_bytes() + out.with_name(f"{out.name}.manifest.json").read_bytes()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# ---- one extract, given in many ways


@dataclass(frozen=True)
class Made:
    """A made-up extract as Parquet and as text, its flows with their manifest, and its spells file."""

    parquet: Path
    text: str
    flows: bytes
    spells: bytes


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """150 people over four years, month by month."""
    folder = tmp_path_factory.mktemp("made")

    def run(*arguments: object) -> None:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        assert not ended.value.code

    run("records", "synth", folder / "S", "--people", 150, "--years", 4, "--seed", 11)
    parquet = folder / "S" / "extract.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM read_parquet('{parquet}')) TO '{folder}/made.csv' (HEADER)")
    run("records", "flows", parquet, "--by", BY, "--out", folder / "flows.csv")
    run("records", "spells", parquet, "--out", folder / "spells.parquet")
    flows = (folder / "flows.csv").read_bytes() + (folder / "flows.csv.manifest.json").read_bytes()
    text = (folder / "made.csv").read_text(encoding="utf-8")
    return Made(parquet, text, flows, (folder / "spells.parquet").read_bytes())


def shuffled(text: str) -> str:
    heading, *rows = text.splitlines()
    random.Random(5).shuffle(rows)  # noqa: S311 - an order, not a secret
    return "\n".join([heading, *rows]) + "\n"


def turned_round(text: str) -> str:
    """The columns the other way round, with one more that nobody asked for, and every cell in quotation marks."""
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for number, row in enumerate(csv.reader(io.StringIO(text))):
        writer.writerow(["remark" if not number else "a, b", *reversed(row)])
    return stream.getvalue()


def one_file(change: Callable[[str], bytes | str]) -> Callable[[str, Path], str]:
    def write(text: str, folder: Path) -> str:
        content = change(text)
        path = folder / "extract.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def split(number: int, given: str) -> Callable[[str, Path], str]:
    """Rows dealt out to so many files, beside what does not belong to the extract."""

    def write(text: str, folder: Path) -> str:
        heading, *rows = text.splitlines()
        for part in range(number):
            dealt = [heading, *rows[part::number]]
            (folder / f"part-{part:03}.csv").write_text("\n".join(dealt) + "\n", encoding="utf-8")
        (folder / "README.txt").write_text("not an extract", encoding="utf-8")
        (folder / "truth.csv").write_text("rate,value\n", encoding="utf-8")
        return str(folder) + given

    return write


def parquet_parts(text: str, folder: Path) -> str:
    heading, *rows = shuffled(text).splitlines()
    for part in range(3):
        write_parquet("\n".join([heading, *rows[part::3]]) + "\n", folder / f"part-{part}.parquet")
    return str(folder)


WAYS = {
    "CSV": one_file(lambda text: text),
    "shuffled": one_file(shuffled),
    "byte order mark": one_file(lambda text: text.encode("utf-8-sig")),
    "CRLF": one_file(lambda text: text.replace("\n", "\r\n")),
    "byte order mark and CRLF": one_file(lambda text: text.replace("\n", "\r\n").encode("utf-8-sig")),
    "no line end at the end": one_file(lambda text: text[:-1]),
    "blank lines at the end": one_file(lambda text: text + "\n\n"),
    "columns turned round": one_file(turned_round),
    "folder of one": split(1, ""),
    f"folder of {FILES}": split(FILES, ""),
    f"glob of {FILES}": split(FILES, "/part-*.csv"),
    "Parquet of texts": parquet_parts,
}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_the_same_extract_gives_the_same_flows_and_spells_however_it_is_given(way, made, tmp_path, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    given = WAYS[way](made.text, folder)
    assert flows_of(capsys, given, tmp_path / "flows.csv", "--by", BY) == made.flows
    ended = cadre(capsys, "records", "spells", given, "--out", tmp_path / "spells.parquet")
    assert ended.code == 0
    assert (tmp_path / "spells.parquet").read_bytes() == made.spells


@pytest.mark.slow
def test_rows_grouped_a_portion_at_a_time_give_the_same(made, tmp_path, capsys, monkeypatch):
    given = parquet_parts(made.text, tmp_path)
    kept, table = [], DuckEngine.table
    monkeypatch.setattr(DuckEngine, "table", lambda self, name, select: kept.append(name) or table(self, name, select))
    monkeypatch.setattr("cadreworks.records.grouping.ROWS_AT_ONCE", len(made.text.splitlines()) // 2)
    assert flows_of(capsys, given, tmp_path / "flows.csv", "--by", BY) == made.flows
    assert "portion1" in kept


def test_flows_of_stored_spells_are_those_of_the_extract(made, tmp_path, capsys):
    (tmp_path / "spells.parquet").write_bytes(made.spells)
    assert flows_of(capsys, tmp_path / "spells.parquet", tmp_path / "flows.csv", "--by", BY) == made.flows


# ---- dated spells and snapshots of the same careers

FIRST, LAST = date(2012, 3, 31), date(2020, 3, 31)


def month_ends() -> list[date]:
    ends, day = [], FIRST
    while day <= LAST:
        ends.append(day)
        day = (day.replace(day=1) + timedelta(days=62)).replace(day=1) - timedelta(days=1)
    return ends


def careers(number: int, seed: int) -> list[dict[str, object]]:
    """Spells of people who come, change, leave and return, on any day; some hold a second, smaller post."""
    chance = random.Random(seed)  # noqa: S311 - made-up careers
    spells: list[dict[str, object]] = []
    for person in range(number):
        day = FIRST + timedelta(days=chance.randrange(1500) if person else 0)
        fixed = {"person_id": f"{MARK}-{person}", "birth_year": chance.randrange(1950, 1990)}
        until = LAST + timedelta(days=90)
        while day < until:
            end = min(day + timedelta(days=chance.randrange(40, 1200)), until) if person else until
            state = {
                "organisation": chance.choice(["RAA", "RBB"]),
                "area_of_work": chance.choice(["ict", "clinical_coding"]),
                "level": chance.choice(["support", "professional"]),
                "leaving_reason": chance.choice(["", "retirement"]),
            }
            spells.append(
                fixed
                | state
                | {"from_date": day, "to_date": end, "assignment_id": "one", "wte": chance.choice([0.8, 1])}
            )
            if chance.random() < 0.2:
                second = {"assignment_id": "two", "wte": 0.2, "organisation": "RAA"}
                spells.append(spells[-1] | second)
            day = end + timedelta(days=chance.choice([1, 1, 1, 200, 900]))
    return spells


def write_rows(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def snapshots_of(spells: list[dict[str, object]]) -> list[dict[str, object]]:
    dates = ("from_date", "to_date")
    return [
        {name: value for name, value in spell.items() if name not in dates} | {"as_at": day}
        for day in month_ends()
        for spell in spells
        if spell["from_date"] <= day <= spell["to_date"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("by", ["area,level", "organisation,area", "area,age_band", ""])
def test_dated_spells_give_the_flows_of_their_snapshots(by, tmp_path, capsys):
    spells = careers(60, seed=3)
    dated = write_rows(tmp_path / "dated.csv", spells)
    monthly = write_rows(tmp_path / "monthly.csv", snapshots_of(spells))
    for out, given in (("a.csv", dated), ("b.csv", monthly)):
        flows_of(capsys, given, tmp_path / out, "--by", by)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    flows = rows_of(tmp_path / "a.csv")
    assert len({row["from_date"] for row in flows}) == 8
    for part in ("joiners", "returners", "leavers", "leavers_retirement"):
        assert any(row[part] != "0" for row in flows), part


def test_a_dated_spell_ends_on_its_last_day_in_post_and_is_open_where_it_has_none(tmp_path, capsys):
    spells = [("1", "2019-01-01", "2020-03-31"), ("2", "2019-01-01", "2020-03-30"), ("3", "2020-03-31", "")]
    text = "person_id,from_date,to_date,organisation,area_of_work,level,wte\n"
    text += "".join(
        f"{who},{first},{last},RAA,ict,support,1\n" for who, first, last in [*spells, ("4", *["2018-01-01"] * 2)]
    )
    text += "5,2018-01-01,2021-03-31,RAA,ict,support,1\n"
    (tmp_path / "dated.csv").write_text(text, encoding="utf-8")
    flows_of(capsys, tmp_path / "dated.csv", tmp_path / "f.csv", "--by", "")
    people = [row for row in rows_of(tmp_path / "f.csv") if row["measure"] == "headcount"]
    assert [(row["to_date"], row["joiners"], row["leavers"], row["closing"]) for row in people] == [
        ("2019-03-31", "2", "0", "3"),
        ("2020-03-31", "1", "1", "3"),
        ("2021-03-31", "0", "1", "2"),
    ]


# ---- a map

MAP = """\
[columns]
person_id = "UID"
as_at = "year"
level = "rank"
[parse]
as_at = "%Y"
[values.level]
"Police Officer" = "professional"
"Inspector" = "manager"
[constants]
area_of_work = "ict"
organisation = "X"
wte = 1.0
"""
THEIRS = """\
UID,year,rank,badge
1,2019,Police Officer,11
1,2020,Inspector,11
2,2019,Police Officer,12
2,2020,Police Officer,12
3,2020, Police Officer ,13
"""
OURS = """\
person_id,as_at,level,area_of_work,organisation,wte
1,2019-03-31,professional,ict,X,1
1,2020-03-31,manager,ict,X,1
2,2019-03-31,professional,ict,X,1
2,2020-03-31,professional,ict,X,1
3,2020-03-31,professional,ict,X,1
"""


def test_a_map_reads_another_extract_as_ours(tmp_path, capsys):
    for name, text in (("theirs.csv", THEIRS), ("ours.csv", OURS), ("map.toml", MAP)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    mapped = flows_of(capsys, tmp_path / "theirs.csv", tmp_path / "a.csv", "--map", tmp_path / "map.toml")
    assert mapped == flows_of(capsys, tmp_path / "ours.csv", tmp_path / "b.csv")
    (inspectors, _, officers, _) = sorted(rows_of(tmp_path / "a.csv"), key=lambda row: (row["level"], row["measure"]))
    assert (inspectors["level"], inspectors["moves_in_level"]) == ("manager", "1")
    assert (officers["joiners"], officers["promotions_out"]) == ("1", "1")


def test_a_map_may_bring_its_own_lists_and_their_order_says_what_a_promotion_is(tmp_path, capsys):
    own = MAP.replace('"professional"', '"constable"').replace('"manager"', '"inspector"').replace('"ict"', '"north"')
    own += '[levels]\nids = ["constable", "inspector"]\n[areas]\nids = ["south", "north"]\n'
    (tmp_path / "theirs.csv").write_text(THEIRS, encoding="utf-8")
    for order, promotions, demotions in (
        ('"constable", "inspector"', "1", "0"),
        ('"inspector", "constable"', "0", "1"),
    ):
        (tmp_path / "map.toml").write_text(own.replace('"constable", "inspector"', order), encoding="utf-8")
        flows_of(capsys, tmp_path / "theirs.csv", tmp_path / "f.csv", "--map", tmp_path / "map.toml")
        constable = next(row for row in rows_of(tmp_path / "f.csv") if row["level"] == "constable")
        assert (constable["promotions_out"], constable["demotions_out"]) == (promotions, demotions)


# ---- working files


def test_working_files_are_their_owners_alone_marked_and_say_what_was_accepted(tmp_path, capsys):
    bad = GOOD.replace("Band 4", "XR08", 1).replace(",0.6,", ",six,", 1)
    (tmp_path / "extract.csv").write_text(bad, encoding="utf-8")
    accepted = ("--accept", "unknown_pay_band", "--accept", "bad_wte", "--accept", "no_level")
    flows, rates, spells = (tmp_path / "new" / name for name in ("flows.csv", "rates.csv", "spells.parquet"))
    ended = cadre(capsys, "records", "flows", tmp_path / "extract.csv", *accepted, "--out", flows)
    assert ended.out.splitlines()[1:3] == ["Accepted: bad_wte, 1.", "Accepted: unknown_pay_band, 1."]
    cadre(capsys, "records", "rates", flows, "--out", rates)
    cadre(capsys, "records", "spells", tmp_path / "extract.csv", *accepted, "--out", spells)
    for path in flows.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
        assert MARK not in text_of(path), path.name
    for path in (flows, rates):
        assert {row["publication"] for row in rows_of(path)} == {"not for publication"}
    manifest = json.loads(flows.with_name("flows.csv.manifest.json").read_text(encoding="utf-8"))
    assert manifest["publication"] == "not for publication"
    assert manifest["accepted"] == {"bad_wte": 1, "unknown_pay_band": 1}
    assert manifest["choices"] == {
        "at": "03-31",
        "bridged": 0,
        "by": ["area", "level"],
        "every": "year",
        "include": [],
    }
    assert (manifest["rows"], manifest["people"], manifest["what"]) == (11, 5, "flows")
    again = cadre(capsys, "records", "check", spells)
    assert again.out.splitlines()[1:] == ["Accepted: bad_wte, 1.", "Accepted: unknown_pay_band, 1."]
    assert json.loads(cadre(capsys, "records", "check", spells, "--json").out)["accepted"] == manifest["accepted"]


def test_what_a_command_prints_for_machines_holds_what_it_prints_for_people(tmp_path, capsys):
    (tmp_path / "extract.csv").write_text(GOOD, encoding="utf-8")
    facts = {
        "rows": 11,
        "people": 5,
        "spells": 5,
        "snapshots": 3,
        "first_day": "2019-03-31",
        "last_day": "2021-03-31",
        "accepted": {},
    }

    def said(ended: Ended) -> dict[str, object]:
        assert (ended.code, ended.err) == (0, "")
        return json.loads(ended.out)

    extract, flows, spells = (tmp_path / name for name in ("extract.csv", "flows.csv", "spells.parquet"))
    assert said(cadre(capsys, "records", "check", extract, "--json")) == {"problems": [], **facts}
    assert said(cadre(capsys, "records", "spells", extract, "--out", spells, "--json")) == {
        "spells_file": str(spells),
        **facts,
    }
    assert said(cadre(capsys, "records", "flows", spells, "--out", flows, "--json")) == {
        "flows": str(flows),
        "intervals": 2,
        "cells": 4,
        **facts,
    }


def without(old: str) -> str:
    """The good extract without its first row that holds a text."""
    row = next(row for row in ROWS if old in row)
    return GOOD.replace(row + "\n", "", 1)


MEANT = {
    "ragged_row": (GOOD.replace(",1980,2010-04-01", "", 1), without(f"{MARK}-0001")),
    "no_person_id": (GOOD.replace(f"{MARK}-0001", "", 1), without(f"{MARK}-0001")),
    "no_as_at": (GOOD.replace("2019-03-31", "", 1), without("2019-03-31")),
    "no_organisation": (GOOD.replace("RBB", "", 1), without("RBB")),
    "no_area_of_work": (GOOD.replace("clinical_coding", " ", 1), without("clinical_coding")),
    "no_wte": (GOOD.replace(",0.6,", ",,", 1), without(",0.6,")),
    "bad_wte": (GOOD.replace(",0.6,", ",6,", 1), without(",0.6,")),
    "no_level": (GOOD.replace("support,Band 4", ",", 1), without("Band 4")),
    "bad_date": (GOOD.replace("2019-03-31", "31/03/2019", 1), without("2019-03-31")),
    "unknown_area": (GOOD.replace("clinical_coding", "catering", 1), without("clinical_coding")),
    "unknown_level": (GOOD.replace("professional", "profesional", 1), without("professional")),
    "unknown_pay_band": (GOOD.replace("Band 4", "XR08", 1), GOOD.replace("Band 4", "", 1)),
    "bad_start_date": (GOOD.replace("2010-04-01", "April 2010"), GOOD.replace("2010-04-01", "")),
    "implausible_birth_year": (GOOD.replace(",1962,", ",1850,"), GOOD.replace(",1962,", ",,")),
    "implausible_age": (GOOD.replace(",1962,", ",2004,"), GOOD.replace(",1962,", ",,")),
    "repeated_row": (GOOD + ROWS[0] + "\n", GOOD),
    "conflicting_rows": (GOOD + ROWS[0].replace("support,Band 4,1", "professional,6,0.4") + "\n", GOOD),
    "several_dates_in_month": (GOOD.replace("2021-03-31", "2021-03-30", 1), GOOD),
    "unknown_contract_type": (
        GOOD.replace(HEADING, f"{HEADING},contract_type").replace("2010-04-01", "2010-04-01,casual"),
        GOOD,
    ),
    "unknown_joiner_source": (
        GOOD.replace(HEADING, f"{HEADING},joiner_source").replace("2010-04-01", "2010-04-01,agency"),
        GOOD,
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", MEANT)
def test_accepting_a_kind_counts_as_mending_it_by_hand_would(kind, tmp_path, capsys):
    bad, mended = MEANT[kind]
    for name, text in (("bad.csv", bad), ("mended.csv", mended)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    refused = cadre(capsys, "records", "flows", tmp_path / "bad.csv", "--out", tmp_path / "a.csv")
    assert refused.code == 1
    assert f"[{kind}]" in refused.err
    by = "area,level,age_band,service_band,contract_type,joiner_source"
    flows_of(capsys, tmp_path / "bad.csv", tmp_path / "a.csv", "--accept", kind, "--by", by)
    flows_of(capsys, tmp_path / "mended.csv", tmp_path / "b.csv", "--by", by)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


# ---- organisations that change

BEFORE_AND_AFTER = {
    # history rows; where each person was in 2019, 2020 and 2021; organisation, opening, in, out, closing of 2020-21
    "merger": (
        "A,C,2020-04-01,merger B,C,2020-04-01,merger",
        "AAC AAC BBC",
        "organisation | opening | transfers_in | transfers_out | closing\nA | 2 | 0 | 2 | 0\nB | 1 | 0 | 1 | 0\nC | 0 | 3 | 0 | 3",
        "organisation | opening | transfers_in | transfers_out | closing\nC | 3 | 0 | 0 | 3",
    ),
    "recode": (
        "A,Z,2020-10-01,recode",
        "AAZ AAZ BBB",
        "organisation | opening | transfers_in | transfers_out | closing\nA | 2 | 0 | 2 | 0\nB | 1 | 0 | 0 | 1\nZ | 0 | 2 | 0 | 2",
        "organisation | opening | transfers_in | transfers_out | closing\nB | 1 | 0 | 0 | 1\nZ | 2 | 0 | 0 | 2",
    ),
    "recode in a chain": (
        "B,C,2020-10-01,recode A,B,2019-10-01,recode",
        "ABC ABC",
        "organisation | opening | transfers_in | transfers_out | closing\nB | 2 | 0 | 2 | 0\nC | 0 | 2 | 0 | 2",
        "organisation | opening | transfers_in | transfers_out | closing\nC | 2 | 0 | 0 | 2",
    ),
    "demerger": (
        "A,D,2020-10-01,demerger",
        "AAD AAD AAA A-D",
        "organisation | opening | transfers_in | transfers_out | closing\nA | 3 | 0 | 2 | 1\nD | 0 | 2 | 0 | 3",
        "organisation | opening | transfers_in | transfers_out | closing\nA | 1 | 0 | 0 | 1\nD | 2 | 0 | 0 | 3",
    ),
    "transfer of staff": (
        "A,B,2020-10-01,transfer",
        "AAB AAA BBB BBA",
        "organisation | opening | transfers_in | transfers_out | closing\nA | 2 | 1 | 1 | 2\nB | 2 | 1 | 1 | 2",
        "organisation | opening | transfers_in | transfers_out | closing\nA | 1 | 1 | 0 | 2\nB | 3 | 0 | 1 | 2",
    ),
    "a part taken out on the day on which the rest is merged": (
        "A,B,2020-10-01,merger A,C,2020-10-01,demerger",
        "AAB AAC BBB",
        "organisation | opening | transfers_in | transfers_out | closing\nA | 2 | 0 | 2 | 0\nB | 1 | 1 | 0 | 2\nC | 0 | 1 | 0 | 1",
        "organisation | opening | transfers_in | transfers_out | closing\nB | 2 | 0 | 0 | 2\nC | 1 | 0 | 0 | 1",
    ),
    "transfer of staff a year before somebody's own": (
        "A,B,2019-10-01,transfer",
        "ABB AAB AAA",
        "organisation | opening | transfers_in | transfers_out | closing\nA | 2 | 0 | 1 | 1\nB | 1 | 1 | 0 | 2",
        "organisation | opening | transfers_in | transfers_out | closing\nA | 2 | 0 | 1 | 1\nB | 1 | 1 | 0 | 2",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", BEFORE_AND_AFTER)
def test_who_only_changed_the_name_of_the_employer_did_not_move(change, tmp_path, capsys):
    history, people, plain, with_history = BEFORE_AND_AFTER[change]
    rows = [
        {
            "person_id": number,
            "as_at": f"{year}-03-31",
            "organisation": code,
            "area_of_work": "ict",
            "level": "support",
            "wte": 1,
        }
        for number, codes in enumerate(people.split())
        for year, code in zip((2019, 2020, 2021), codes, strict=True)
        if code != "-"
    ]
    write_rows(tmp_path / "extract.csv", rows)
    (tmp_path / "history.csv").write_text(
        "from_organisation,to_organisation,date,kind\n" + history.replace(" ", "\n") + "\n", encoding="utf-8"
    )
    given = ("--history", tmp_path / "history.csv")
    for drawn, more in ((plain, ()), (with_history, given)):
        flows_of(capsys, tmp_path / "extract.csv", tmp_path / "f.csv", "--by", "organisation", *more)
        expected = parse(drawn)
        found = [
            {name: row[name] for name in expected[0]}
            for row in rows_of(tmp_path / "f.csv")
            if (row["measure"], row["to_date"]) == ("headcount", "2021-03-31")
        ]
        assert found == expected
    nation = [
        flows_of(capsys, tmp_path / "extract.csv", tmp_path / "f.csv", "--by", "area", *more)
        and rows_of(tmp_path / "f.csv")
        for more in ((), given)
    ]
    assert nation[0] == nation[1]


def test_a_post_kept_in_the_old_organisation_stays_there_in_the_past_too(tmp_path, capsys):
    """One person has two posts at A; a demerger takes the larger to D. Nobody moved, and A keeps the smaller."""
    posts = {"1": (0.6, "AAD"), "2": (0.4, "AAA")}
    rows = [
        {"person_id": 1, "as_at": f"{year}-03-31", "organisation": code, "area_of_work": "ict", "level": "support"}
        | {"wte": wte, "assignment_id": post}
        for post, (wte, codes) in posts.items()
        for year, code in zip((2019, 2020, 2021), codes, strict=True)
    ]
    write_rows(tmp_path / "extract.csv", rows)
    (tmp_path / "history.csv").write_text(
        "from_organisation,to_organisation,date,kind\nA,D,2020-10-01,demerger\n", encoding="utf-8"
    )
    given = ("--history", tmp_path / "history.csv")
    flows_of(capsys, tmp_path / "extract.csv", tmp_path / "f.csv", "--by", "organisation", *given)
    found = {
        (row["organisation"], row["to_date"]): (
            row["opening"],
            row["transfers_in"],
            row["transfers_out"],
            row["closing"],
        )
        for row in rows_of(tmp_path / "f.csv")
        if row["measure"] == "wte"
    }
    years = ("2020-03-31", "2021-03-31")
    assert found == {(code, year): (wte, "0", "0", wte) for code, wte in (("A", "0.4"), ("D", "0.6")) for year in years}


def test_history_is_applied_before_conflicts_are_looked_for_and_joins_spells(tmp_path, capsys):
    """Two spells of one post under two codes are one spell once the codes are one."""
    (tmp_path / "extract.csv").write_text(
        GOOD.replace("2021-03-31,RAA", "2021-03-31,RCC").replace("2020-03-31,RAA", "2020-03-31,RCC"), encoding="utf-8"
    )
    (tmp_path / "history.csv").write_text(
        "from_organisation,to_organisation,date,kind\nRAA,RCC,2019-10-01,recode\n", encoding="utf-8"
    )
    spells: Mapping[tuple[object, ...], int] = {
        more: json.loads(cadre(capsys, "records", "check", tmp_path / "extract.csv", *more, "--json").out)["spells"]
        for more in ((), ("--history", tmp_path / "history.csv"))
    }
    assert list(spells.values()) == [7, 5]


# ---- the page that describes all this

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "staff-records.md"


def first_cells(heading: str) -> list[str]:
    """What stands first in the rows of a table of the page, below a heading."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    cells = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("|")]
    return [cell.strip("`") for cell in cells[2:]]


def test_the_reference_page_names_every_column_kind_and_part(tmp_path, capsys):
    (tmp_path / "extract.csv").write_text(GOOD, encoding="utf-8")
    flows_of(capsys, tmp_path / "extract.csv", tmp_path / "flows.csv")
    heading = (
        (tmp_path / "flows.csv").read_text(encoding="utf-8").splitlines()[0].replace("area,level", "columns of `--by")
    )
    assert first_cells("The flows file") == heading.split(",")
    assert first_cells("What a record holds") == list(COLUMNS)
    assert first_cells("Problems that may be accepted") == list(WAIVERS)
    assert first_cells("What flows are counted by") == list(BY_COLUMNS)
    page = PAGE.read_text(encoding="utf-8")
    for kind, meaning in WAIVERS.items():
        assert re.search(rf"^\| `{kind}` \| .* \| {re.escape(meaning)} \|$", page, re.MULTILINE), kind
    for name, column in COLUMNS.items():
        assert f"| `{name}` | {column.means} |" in page
    for _, band in (*AGE_BANDS, *SERVICE_BANDS):
        assert f"`{band}`" in page
    assert LOOK_BACK_YEARS == 5


def test_a_column_that_no_record_has_is_said_to_be_unknown(tmp_path, capsys):
    (tmp_path / "extract.csv").write_text(GOOD, encoding="utf-8")
    ended = cadre(
        capsys, "records", "flows", tmp_path / "extract.csv", "--by", "area,job_role", "--out", tmp_path / "f.csv"
    )
    assert ended.code == 0
    assert "Note: nobody's record tells job_role; all are counted as unknown.\n" in ended.out
    assert "tells area" not in ended.out
