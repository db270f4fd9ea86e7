"""Who is counted where, and when? Spells -> states: each unit in one cell at a time, with all of its wte.

A unit is a person; where organisation, organisation type or region is asked for, a person within an organisation.
A unit with several posts is counted in the cell of the post with the largest wte; ties go to the cell held just
before, then the higher level, the order of areas, and the post's number. Its wte outside that cell is kept beside.
Bank and honorary staff are left out unless asked for. Source: design of the method, Supply 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from cadreworks.records.engine import Engine, quoted
from cadreworks.records.schema import Lists
from cadreworks.records.spells import cuts_sql

AGE_BAND, SERVICE_BAND = "age_band", "service_band"
WITHIN_ORGANISATION = frozenset({"organisation", "organisation_type", "region"})
LEFT_OUT = ("bank", "honorary")
UNKNOWN = "unknown"
COLUMN_OF = {"area": "area_of_work"}
"""What a column of flows is called in the records, where the two differ."""

BY_COLUMNS = (
    *("area", "level", AGE_BAND, SERVICE_BAND, "organisation", "organisation_type", "region"),
    *("pay_band", "job_role", "contract_type", "sex", "ethnicity", "nationality", "joiner_source"),
)
"""What flows may be counted by."""

_CARRIED = "joiner_source, leaving_reason, birth_year, nhs_start_date"
_UNIT = "person, organisation"


@dataclass(frozen=True)
class Cells:
    """What makes a cell: the columns asked for, and which contract types that are left out are asked for after all."""

    by: tuple[str, ...]
    include: tuple[str, ...] = ()

    @property
    def recorded(self) -> tuple[str, ...]:
        """The columns that stand in the records; bands of age and service follow from dates."""
        return tuple(name for name in self.by if name not in (AGE_BAND, SERVICE_BAND))

    @property
    def within_organisation(self) -> bool:
        return bool(WITHIN_ORGANISATION & set(self.by))


def make_states(engine: Engine, cells: Cells, lists: Lists) -> None:
    """Fill the tables `cell` (cell, the recorded columns, area_rank, level_rank) and `state`.

    state: person, organisation (0 where the unit is the person), cell, wte and elsewhere (millionths), first, last,
    joiner_source, leaving_reason, birth_year, nhs_start_date. States of one unit never overlap.
    """
    _number_cells(engine, cells, lists)
    _make_held(engine, cells)
    _find_crowded(engine)
    _rank_posts(engine)
    _settle_ties(engine, cells)
    engine.table(
        "state",
        f"""
        SELECT {_UNIT}, cell, wte, 0 AS elsewhere, first, last, {_CARRIED}
        FROM held
        WHERE NOT EXISTS (
            SELECT 1 FROM crowded WHERE crowded.person = held.person AND crowded.organisation = held.organisation
        )
        UNION ALL
        SELECT {_UNIT}, cell, CAST(all_wte AS INTEGER) AS wte, CAST(all_wte - inside AS INTEGER) AS elsewhere,
            cut AS first, until AS last, {_CARRIED}
        FROM ranked LEFT JOIN settled USING ({_UNIT}, cut)
        WHERE place = coalesce(chosen, 1)
        """,
    )
    engine.drop("held", "ranked", "crowded_post")


def _cell_columns(cells: Cells) -> str:
    """What tells cells apart here; areas and levels always, since a promotion is known by its ranks."""
    return ", ".join(("area_rank", "level_rank", *(f"by_{name}" for name in cells.recorded)))


def _number_cells(engine: Engine, cells: Cells, lists: Lists) -> None:
    engine.load("area_order", "area_of_work VARCHAR, area_rank INTEGER", _ranked(lists.areas))
    engine.load("level_order", "level VARCHAR, level_rank INTEGER", _ranked(lists.levels))
    asked = "".join(f", coalesce({COLUMN_OF.get(name, name)}, '{UNKNOWN}') AS by_{name}" for name in cells.recorded)
    out = [name for name in LEFT_OUT if name not in cells.include]
    kept = f"coalesce(contract_type, '') NOT IN ({', '.join(map(quoted, out))})" if out else "TRUE"
    engine.table(
        "counted",
        f"""
        SELECT person, organisation, assignment, wte, first, last, {_CARRIED}, area_rank, level_rank{asked}
        FROM spells JOIN area_order USING (area_of_work) JOIN level_order USING (level)
        WHERE {kept}
        """,
    )
    columns = _cell_columns(cells)
    engine.table(
        "cell",
        f"""
        SELECT CAST(row_number() OVER (ORDER BY {columns}) AS INTEGER) AS cell, {columns}
        FROM (SELECT DISTINCT {columns} FROM counted)
        """,
    )


def _ranked(ids: Sequence[str]) -> list[tuple[str, int]]:
    return [(name, rank) for rank, name in enumerate(ids)]


def _make_held(engine: Engine, cells: Cells) -> None:
    """Every post of every unit in its cell; `preference` settles what the rules for ties leave open."""
    unit = "person, organisation" if cells.within_organisation else "person, 0 AS organisation"
    columns = _cell_columns(cells)
    engine.table(
        "held",
        f"""
        SELECT {unit}, cell, assignment, wte, first, last, area_rank, level_rank, {_CARRIED}
        FROM counted JOIN cell USING ({columns})
        """,
    )
    engine.drop("counted")


def _find_crowded(engine: Engine) -> None:
    """Units that at some time hold several posts at once."""
    engine.table(
        "crowded",
        f"""
        SELECT DISTINCT {_UNIT}
        FROM (
            SELECT {_UNIT}, first, max(last) OVER (
                PARTITION BY {_UNIT} ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS before
            FROM held
        )
        WHERE before >= first
        """,
    )


def _rank_posts(engine: Engine) -> None:
    """The posts of crowded units, piece of time by piece of time, in order of preference."""
    engine.table("crowded_post", f"SELECT held.* FROM held JOIN crowded USING ({_UNIT})")
    engine.table(
        "ranked",
        f"""
        SELECT
            crowded_post.*, cut, until,
            row_number() OVER (
                PARTITION BY {_UNIT}, cut
                ORDER BY wte DESC, level_rank DESC, area_rank, assignment, cell, first, last, {_CARRIED}
            ) AS place,
            max(wte) OVER (PARTITION BY {_UNIT}, cut) AS top,
            sum(wte) OVER (PARTITION BY {_UNIT}, cut) AS all_wte,
            sum(wte) OVER (PARTITION BY {_UNIT}, cut, cell) AS inside
        FROM ({cuts_sql("crowded_post", _UNIT)}) AS pieces JOIN crowded_post USING ({_UNIT})
        WHERE first <= cut AND last >= until
        """,
    )


def _settle_ties(engine: Engine, cells: Cells) -> None:
    """The table `settled`: where cells tie, the place of the post that is chosen in each piece of time.

    The cell held just before is kept; what was held before may itself come of a tie, so pieces follow one another.
    """
    engine.table(
        "tied",
        f"""
        SELECT DISTINCT {_UNIT}
        FROM (SELECT {_UNIT} FROM ranked WHERE wte = top GROUP BY {_UNIT}, cut HAVING min(cell) <> max(cell))
        """,
    )
    posts = engine.rows(
        f"""
        SELECT {_UNIT}, cut, until, place, cell FROM ranked JOIN tied USING ({_UNIT})
        WHERE wte = top ORDER BY {_UNIT}, cut, place
        """
    )
    settled: list[tuple[int, str | int, int, int]] = []
    held: tuple[tuple[int, str | int, int], int] | None = None
    for (person, organisation, cut, until), top in groupby(posts, key=lambda post: post[:4]):
        candidates = [post[4:] for post in top]
        before = held[1] if held is not None and held[0] == (person, organisation, cut - 1) else None
        place, cell = next((found for found in candidates if found[1] == before), candidates[0])
        settled.append((person, organisation, cut, place))
        held = ((person, organisation, until), cell)
    employer = "VARCHAR" if cells.within_organisation else "INTEGER"
    engine.load("settled", f"person INTEGER, organisation {employer}, cut INTEGER, chosen INTEGER", settled)
