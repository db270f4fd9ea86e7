"""What goes wrong in real records? Clean runs -> the same with known mess, each kind in a known number of rows.

Every kind takes people of its own, about two in a thousand and at least one where anybody fits, so that no two kinds
meet in one person and each number is exact. A kind changes rows, adds rows or leaves rows out; `rows` counts them.
The people in post at the last snapshot stay as many as asked, apart from bank-only and honorary people, who are
extra, and retirements that are followed by a return.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cadreworks.randomness import stream
from cadreworks.records.synthetic.calendar import Snapshots
from cadreworks.records.synthetic.people import ORGANISATION_TYPES, REGIONS, Organisations
from cadreworks.records.synthetic.rows import EXTRACT_COLUMNS, ExtractDatabase
from cadreworks.records.synthetic.rules import WTE_VALUES
from cadreworks.records.synthetic.world import Columns, Places
from cadreworks.tables import write_table
from cadreworks.vocabulary import AREAS, PAY_BANDS

Rows = NDArray[np.int64]

_VICTIMS_SHARE, _MOST_VICTIMS = 0.002, 20_000
_LONGEST_COPY, _LONGEST_SECONDMENT = 12, 6
_OPTIONAL = ("job_role", "contract_type", "birth_year", "sex", "ethnicity", "nationality", "nhs_start_date", "region")
_RETIRING_AGE = 55
_TOO_YOUNG, _TOO_OLD = 15, 95
_CHANGED = tuple(name for name in EXTRACT_COLUMNS if name not in ("job_role", "sex", "ethnicity", "nationality"))


@dataclass(frozen=True)
class Mess:
    """The runs (some people with a wrong year of birth), changes to rows, and what was done in how many rows.

    changes: one change a row: action (edit, drop, add), row_no, the column to blank, and new values by column
    """

    runs: Columns
    changes: list[dict[str, object]]
    counts: tuple[tuple[str, int, str], ...]


@dataclass
class _Maker:
    """Hands out people who have no mess yet, and gathers the changes."""

    runs: Columns
    spare_ids: Places
    snapshots: Snapshots
    organisations: Organisations
    rng: np.random.Generator
    free: Rows
    wanted: int
    changes: list[dict[str, object]]
    spares_used: int = 0

    def take(self, fits: NDArray[np.bool_] | None = None) -> list[int]:
        """Runs of as many people as each kind gets, of those whose run fits; none of them is handed out again."""
        fitting = np.ones(len(self.free), np.bool_) if fits is None else fits
        taken = np.flatnonzero(fitting)[: self.wanted]
        chosen = self.free[taken]
        self.free = np.delete(self.free, taken)
        return [int(run) for run in chosen]

    def length(self) -> Rows:
        """Snapshots in the run of each person who is free."""
        return np.asarray(self.runs["last"][self.free].astype(np.int64) - self.runs["first"][self.free] + 1)

    def middle(self, run: int) -> int:
        """The place of a row within its run: the middle one."""
        return (int(self.runs["last"][run]) - int(self.runs["first"][run]) + 1) // 2

    def row(self, run: int, offset: int = 0) -> int:
        """The number of a row in the whole extract."""
        return int(self.runs["first_row"][run]) + offset

    def edit(self, run: int, **values: str) -> int:
        """Change the middle row of a run; `blank` names a column to be emptied."""
        self.changes.append({"action": "edit", "row_no": self.row(run, self.middle(run)), **values})
        return 1

    def add(self, run: int, offsets: Sequence[int], **values: str) -> int:
        """Add a copy of these rows of a run, with other values."""
        self.changes += [{"action": "add", "row_no": self.row(run, offset), **values} for offset in offsets]
        return len(offsets)

    def copy_run(self, run: int, **values: str) -> int:
        """Add a copy of the first twelve snapshots of a run at most, with other values."""
        return self.add(run, self.beginning(run, _LONGEST_COPY), **values)

    def beginning(self, run: int, longest: int) -> range:
        """The places of the first rows of a run, so many at most."""
        length = int(self.runs["last"][run]) - int(self.runs["first"][run]) + 1
        return range(min(length, longest))

    def post(self, run: int, number: int) -> str:
        """An assignment id that no other post of the person has."""
        return f"A{int(self.runs['number'][run]):07d}-{number}"

    def newcomer(self) -> dict[str, str]:
        """The ids of a person who is nowhere else in the extract."""
        number = int(self.spare_ids[self.spares_used])
        self.spares_used += 1
        return {"person_id": f"P{number:07d}", "assignment_id": f"A{number:07d}-1"}


def make_mess(
    runs: Columns, spare_ids: Places, snapshots: Snapshots, *, organisations: Organisations, seed: int
) -> Mess:
    """The mess of a messy extract, from its clean runs and ids that nobody has."""
    rng = stream(seed, "synthetic/mess")
    shuffled = rng.permutation(len(runs["number"]))
    one_each = np.unique(runs["number"][shuffled], return_index=True)[1]
    free = shuffled[np.sort(one_each)]
    wanted = min(max(1, round(len(free) * _VICTIMS_SHARE)), _MOST_VICTIMS)
    own = {**runs, "birth_year": runs["birth_year"].copy()}
    maker = _Maker(own, spare_ids, snapshots, organisations, rng, free, wanted, [])
    counts = tuple((name, make(maker), meaning) for name, make, meaning in _KINDS)
    return Mess(own, maker.changes, counts)


def write_mess(path: Path, mess: Mess) -> None:
    """Write mess.csv: kind, rows, meaning."""
    named = ("kind", "rows", "meaning")
    write_table(path, named, [dict(zip(named, counted, strict=True)) for counted in mess.counts])


def register_mess(database: ExtractDatabase, mess: Mess) -> None:
    """Make the changes known to the database, as the table `changes`."""
    columns: dict[str, NDArray[np.generic]] = {
        name: np.array([change.get(name) for change in mess.changes], dtype=object)
        for name in ("action", "blank", *_CHANGED)
    }
    columns["row_no"] = np.array([change["row_no"] for change in mess.changes], dtype=np.int64)
    database.connection.register("changes_given", columns)
    texts = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in columns if name != "row_no")
    database.connection.execute(f"CREATE TABLE changes AS SELECT row_no, {texts} FROM changes_given")


def messy_rows(database: ExtractDatabase, low: int, high: int) -> str:
    """The query for the rows of a range of numbers as text, with the mess in them."""
    cells = ", ".join(_changed_cell(name) for name in EXTRACT_COLUMNS)
    rows = database.text_rows(low, high)
    return f"""
        SELECT {cells} FROM ({rows}) AS clean
        LEFT JOIN (SELECT * FROM changes WHERE action <> 'add') AS changes USING (row_no)
        WHERE action IS DISTINCT FROM 'drop'
        UNION ALL
        SELECT {cells} FROM ({rows}) AS clean
        JOIN (SELECT * FROM changes WHERE action = 'add') AS changes USING (row_no)"""


def _changed_cell(name: str) -> str:
    value = f"coalesce(changes.{name}, clean.{name})" if name in _CHANGED else f"clean.{name}"
    return f"CASE WHEN changes.blank = '{name}' THEN '' ELSE {value} END AS {name}"


def _retire_and_return(maker: _Maker) -> int:
    born = maker.runs["birth_year"][maker.free]
    age = maker.snapshots.age_years[maker.runs["first"][maker.free]] - born
    rows = 0
    for run in maker.take((maker.length() >= 3) & (age >= _RETIRING_AGE)):
        away = maker.row(run, maker.middle(run))
        maker.changes.append({"action": "edit", "row_no": away - 1, "leaving_reason": "retirement"})
        maker.changes.append({"action": "drop", "row_no": away})
        rows += 2
    return rows


def _one_snapshot_gap(maker: _Maker) -> int:
    chosen = maker.take(maker.length() >= 3)
    maker.changes += [{"action": "drop", "row_no": maker.row(run, maker.middle(run))} for run in chosen]
    return len(chosen)


def _secondment(maker: _Maker) -> int:
    rows = 0
    for run in maker.take(maker.length() >= 2):
        home = maker.runs["organisation"][run : run + 1].astype(np.int16)
        host = int(maker.organisations.draw_others(maker.rng, home)[0])
        rows += maker.add(
            run,
            maker.beginning(run, _LONGEST_SECONDMENT),
            organisation=f"TR{host + 1}",
            region=REGIONS[maker.organisations.regions[host]],
            organisation_type=ORGANISATION_TYPES[maker.organisations.types[host]],
            assignment_id=maker.post(run, 40),
        )
    return rows


def _second_post_equal(maker: _Maker) -> int:
    half_or_less = WTE_VALUES[maker.runs["wte"][maker.free]] <= 0.5
    return sum(
        maker.copy_run(run, area_of_work=_other_area(maker, run), assignment_id=maker.post(run, 20))
        for run in maker.take(half_or_less)
    )


def _second_post_smaller(maker: _Maker) -> int:
    return sum(
        maker.copy_run(run, area_of_work=_other_area(maker, run), assignment_id=maker.post(run, 20), wte="0.2")
        for run in maker.take()
    )


def _other_area(maker: _Maker, run: int) -> str:
    area = int(maker.runs["cell"][run]) // 4
    return AREAS[(area + int(maker.rng.integers(1, len(AREAS)))) % len(AREAS)].id


def _bank_second_post(maker: _Maker) -> int:
    return sum(
        maker.copy_run(run, contract_type="bank", wte="0.1", assignment_id=maker.post(run, 30)) for run in maker.take()
    )


def _extra_people(contract: str, wte: str) -> Callable[[_Maker], int]:
    def make(maker: _Maker) -> int:
        chosen = maker.take()
        return sum(maker.copy_run(run, contract_type=contract, wte=wte, **maker.newcomer()) for run in chosen)

    return make


def _wrong_birth(age: int) -> Callable[[_Maker], int]:
    def make(maker: _Maker) -> int:
        number = maker.runs["number"]
        rows = 0
        for run in maker.take():
            low, high = (int(np.searchsorted(number, number[run], side=side)) for side in ("left", "right"))
            seen = maker.snapshots.age_years[maker.runs["first"][low]]
            maker.runs["birth_year"][low:high] = seen - age
            rows += int((maker.runs["last"][low:high].astype(int) - maker.runs["first"][low:high] + 1).sum())
        return rows

    return make


def _edited(values_of: Callable[[_Maker, int, int], dict[str, str]]) -> Callable[[_Maker], int]:
    """A kind that changes one row of each person; values_of: maker, run and count so far -> new values."""

    def make(maker: _Maker) -> int:
        return sum(maker.edit(run, **values_of(maker, run, count)) for count, run in enumerate(maker.take()))

    return make


def _added(values_of: Callable[[_Maker, int], dict[str, str]]) -> Callable[[_Maker], int]:
    """A kind that adds one row to each person."""

    def make(maker: _Maker) -> int:
        return sum(maker.add(run, [maker.middle(run)], **values_of(maker, run)) for run in maker.take())

    return make


def _typed_band(maker: _Maker, run: int, count: int) -> dict[str, str]:
    band = PAY_BANDS[maker.runs["band"][run]].id
    return {"pay_band": (band.upper(), f"AfC band {band}", f"band {band} ", f"BAND {band.upper()}")[count % 4]}


def _misspelt_area(maker: _Maker, run: int, count: int) -> dict[str, str]:
    area = AREAS[int(maker.runs["cell"][run]) // 4]
    hyphens = area.id.replace("_", "-") if "_" in area.id else area.id.upper()
    return {"area_of_work": (area.name, hyphens)[count % 2]}


def _wte_text(maker: _Maker, run: int, count: int) -> dict[str, str]:
    wte = WTE_VALUES[maker.runs["wte"][run]]
    return {"wte": (f"{wte:.2f}", f"{wte:.1f}  ")[count % 2]}


def _day_in_month(maker: _Maker, run: int) -> dict[str, str]:
    day = maker.snapshots.days[int(maker.runs["first"][run]) + maker.middle(run)]
    return {"as_at": day.replace(day=15).isoformat()}


_KINDS: tuple[tuple[str, Callable[[_Maker], int], str], ...] = (
    ("retire_and_return", _retire_and_return, "A row says that the person retires; the next is missing; then the "
     "person is back. Rows changed and left out."),
    ("one_snapshot_gap", _one_snapshot_gap, "The person is missing from one snapshot. Rows left out."),
    ("secondment", _secondment, "A post of the same size in a second organisation, up to six snapshots. Rows added."),
    ("second_post_equal", _second_post_equal, "A second post of the same size in another area. Rows added."),
    ("second_post_smaller", _second_post_smaller, "A second post of 0.2 wte in another area. Rows added."),
    ("bank_second_post", _bank_second_post, "A second post of 0.1 wte on the bank. Rows added."),
    ("bank_only", _extra_people("bank", "0.2"), "People who only work on the bank. Rows added."),
    ("honorary", _extra_people("honorary", "0.1"), "People with an honorary contract only. Rows added."),
    ("aged_15", _wrong_birth(_TOO_YOUNG), "Born so late that the person is 15 when first seen. All their rows."),
    ("aged_95", _wrong_birth(_TOO_OLD), "Born so early that the person is 95 when first seen. All their rows."),
    ("second_record_in_month", _added(_day_in_month), "A second record on the 15th of the month. Rows added."),
    ("exact_repeat", _added(lambda _maker, _run: {}), "A row that stands there twice. Rows added."),
    ("conflicting_wte", _added(lambda _maker, _run: {"wte": "0.7"}), "The same post and date with another wte. "
     "Rows added."),
    ("pay_band_as_typed", _edited(_typed_band), "The band as people type it: 8A, AfC band 4, `band 6 `, BAND 5."),
    ("pay_band_code", _edited(lambda _maker, _run, _count: {"pay_band": "XR08", "blank": "level"}), "A local code "
     "XR08 for the band, and no level."),
    ("area_misspelt", _edited(_misspelt_area), "The area by its name, or with hyphens or capitals."),
    ("wte_as_text", _edited(_wte_text), "wte as 1.00, or with spaces behind it."),
    ("wte_zero", _edited(lambda _maker, _run, _count: {"wte": "0"}), "wte 0."),
    ("wte_too_high", _edited(lambda _maker, _run, _count: {"wte": "1.6"}), "wte 1.6."),
    ("wte_blank", _edited(lambda _maker, _run, _count: {"blank": "wte"}), "No wte."),
    ("optional_blank", _edited(lambda _maker, _run, count: {"blank": _OPTIONAL[count % len(_OPTIONAL)]}), "An "
     "optional cell that is blank."),
)  # fmt: skip
