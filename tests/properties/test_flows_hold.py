"""Whatever the records, flows are a true partition: identities hold, and a slow count by hand comes to the same."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import naive_flows
from cadreworks.problems import InputProblems, ProblemList
from cadreworks.records import grouping
from cadreworks.records.dates import Asked, choose_days
from cadreworks.records.engine import duck_engine
from cadreworks.records.extract import Extract, open_records
from cadreworks.records.flows import EVERY_PART, Flows, columns_of, count_flows, present_rows
from cadreworks.records.states import Cells
from cadreworks.records.store import write_store
from naive_flows import AREAS, LEVELS, Record

HEADINGS = {"area": "area_of_work", "person": "person_id", "assignment": "assignment_id"}
GROUPINGS = [
    ("area", "level"),
    (),
    ("area", "age_band"),
    ("organisation", "area"),
    ("region", "level"),
    ("organisation",),
    ("region", "organisation", "age_band"),
]


@st.composite
def posts(draw: st.DrawFn, person: int, year: int) -> list[Record]:
    """What one person holds on one day: nothing, a post, or several."""
    contracts = ["permanent", "permanent", "fixed_term", "bank", "honorary"]
    return [
        Record(
            person=f"person {person}",
            as_at=date(year, 3, 31),
            organisation=draw(st.sampled_from("XY")),
            area=draw(st.sampled_from(AREAS[:3])),
            level=draw(st.sampled_from(LEVELS[:2])),
            wte=Decimal(draw(st.sampled_from(["0", "0.5", "0.5", "1", "0.333333"]))),
            assignment=f"post {post}",
            leaving_reason=draw(st.sampled_from(["", "retirement", "end_of_contract"])),
            contract_type=draw(st.sampled_from(contracts)),
            region=draw(st.sampled_from(["", "North", "South"])),
        )
        for post in range(draw(st.sampled_from([0, 1, 1, 1, 2, 3])))
    ]


@st.composite
def histories(draw: st.DrawFn) -> list[Record]:
    """A few people over a few years: gaps, second posts, ties, bank posts, changes of everything."""
    records = []
    for person in range(draw(st.integers(1, 5))):
        born = draw(st.sampled_from([None, 1950, 1963, 1964, 1965, 1966, 1985]))
        source = draw(st.sampled_from(["", "international", "newly_qualified", "wider_labour_market"]))
        for year in range(2008, 2008 + draw(st.integers(2, 9))):
            held = draw(posts(person, year))
            records += [replace(record, birth_year=born, joiner_source=source) for record in held]
    return records


def write_records(records: list[Record], path: Path) -> Path:
    names = list(Record.__dataclass_fields__)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([HEADINGS.get(name, name) for name in names])
        for record in records:
            writer.writerow(["" if (cell := getattr(record, name)) is None else cell for name in names])
    return path


def flows_of(path: Path, by: tuple[str, ...]) -> Flows | None:
    """The engine's count; None where there are not two days of stock."""
    with duck_engine() as engine:
        store = open_records(engine, Extract(str(path)))
        problems = ProblemList()
        days = choose_days(store, Asked(), problems, accept=frozenset({"missing_snapshot"})).days
        return None if len(problems) else count_flows(engine, store, Cells(by), days)


@pytest.fixture(scope="module")
def spark(java):  # noqa: ARG001 - where there is no Java, it says so
    """One Spark for all examples."""
    from cadreworks.records.spark_engine import spark_engine

    with spark_engine() as engine:
        yield engine


def flows_on_spark(spark, path: Path, by: tuple[str, ...], days: tuple[date, ...]) -> Flows:
    """Spark's count of the same spells."""
    with duck_engine() as engine:
        store = open_records(engine, Extract(str(path)))
        write_store(engine, store, path.with_suffix(".parquet"))
    spark.read("spells", path.with_suffix(".parquet"))
    return count_flows(spark, store, Cells(by), days)


def counts_by_cell(flows: Flows) -> dict:
    """The rows of the flows file as {(from, to, cell): {part: (people, wte)}}, zeros left out."""
    found: dict = {}
    for cells in present_rows(flows):
        row = dict(zip(columns_of(flows.by), cells, strict=True))
        cell = tuple(row[name] for name in flows.by)
        key = (date.fromisoformat(row["from_date"]), date.fromisoformat(row["to_date"]), cell)
        for part in EVERY_PART:
            found.setdefault(key, {}).setdefault(part, [0, Decimal(0)])[row["measure"] == "wte"] = Decimal(row[part])
    return {key: {part: tuple(both) for part, both in parts.items() if any(both)} for key, parts in found.items()}


def one_post(year: int, area: str, **more: str) -> Record:
    return Record("p", date(year, 3, 31), "X", area, "support", Decimal(0), **more)


BANK_ONLY_IN_BETWEEN = [
    one_post(2008, "health_records"),
    one_post(2009, "clinical_coding", contract_type="bank"),
    one_post(2010, "clinical_coding", assignment="1"),
    one_post(2010, "health_records", assignment="2"),
]
"""A snapshot at which somebody has nothing but a bank post is a snapshot all the same: no cell is held just before."""


@pytest.mark.slow
@pytest.mark.parametrize("by", GROUPINGS, ids=lambda by: "+".join(by) or "nation")
@settings(max_examples=10)
@given(records=histories())
@example(records=BANK_ONLY_IN_BETWEEN)
def test_the_engine_counts_as_a_slow_count_by_hand_does(by, records, tmp_path_factory):
    if not any(record.contract_type not in ("bank", "honorary") for record in records):
        return
    path = write_records(records, tmp_path_factory.mktemp("records") / "records.csv")
    flows = flows_of(path, by)
    if flows is None:
        return
    by_hand = naive_flows.count_flows(records, by, list(flows.days))
    ours = counts_by_cell(flows)
    for parts in ours.values():  # what follows from the others by subtraction, and is asked elsewhere
        parts.pop("stayers", None)
    assert ours == {key: parts for key, parts in by_hand.items() if parts}


@pytest.mark.full
@pytest.mark.parametrize("by", GROUPINGS, ids=lambda by: "+".join(by) or "nation")
@settings(max_examples=3)
@given(records=histories())
@example(records=BANK_ONLY_IN_BETWEEN)
def test_spark_counts_as_duckdb_does(by, records, spark, tmp_path_factory):
    if not any(record.contract_type not in ("bank", "honorary") for record in records):
        return
    path = write_records(records, tmp_path_factory.mktemp("records") / "records.csv")
    flows = flows_of(path, by)
    if flows is not None:
        on_spark = flows_on_spark(spark, path, by, flows.days)
        assert list(present_rows(on_spark)) == list(present_rows(flows))


@pytest.mark.slow
@settings(max_examples=10)
@given(records=histories(), data=st.data())
def test_order_format_and_split_leave_no_trace(records, data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("records")
    whole = write_records(records, folder / "whole.csv")
    as_csv = counted(whole)
    shuffled = data.draw(st.permutations(records))
    assert counted(write_records(shuffled, folder / "shuffled.csv")) == as_csv
    (folder / "split").mkdir()
    cut = data.draw(st.integers(0, len(records)))
    for number, part in enumerate((shuffled[:cut], shuffled[cut:])):
        if part:
            write_records(part, folder / "split" / f"{number}.csv")
    assert not records or counted(folder / "split") == as_csv
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{whole}')) TO '{folder}/whole.parquet' (FORMAT parquet)")
    assert counted(folder / "whole.parquet") == as_csv
    (folder / "portions").mkdir()
    for file in (folder / "split").iterdir():
        # the first of typed cells, the others of texts, so that portions are unlike
        typed = "" if file.stem == "0" else ", all_varchar = true"
        duckdb.sql(f"COPY (FROM read_csv('{file}'{typed})) TO '{folder}/portions/{file.stem}.parquet' (FORMAT parquet)")
    with patch.object(grouping, "ROWS_AT_ONCE", 1):
        assert not records or counted(folder / "portions") == as_csv


def counted(path: Path) -> tuple:
    """What stands in the spells and in the flows of an extract, or what is wrong with it."""
    try:
        with duck_engine() as engine:
            store = open_records(engine, Extract(str(path)))
            columns = "person, assignment, first, last, organisation, area_of_work, level, wte, contract_type, region"
            spells = engine.rows(f"SELECT {columns} FROM spells ORDER BY ALL")
        flows = flows_of(path, ("area", "level"))
    except InputProblems as error:
        return tuple(sorted((problem.kind, problem.what) for problem in error.problems))
    return store.digest, spells, None if flows is None else tuple(present_rows(flows))
