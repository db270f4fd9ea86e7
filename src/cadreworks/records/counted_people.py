"""Who stood where, came, left and moved, person by person, as a count of flows has just had them?

`count_flows` by area and level leaves tables of people behind, of which flows are the sums by cell. Whoever needs other
sums (by single year of age, say) asks here for rows of them; a person is never one of the rows. Columns to sum by are
SQL over `birth_year`, `nhs_start_date`, `wte` and `on_day`, the day of the count; of leavers `reason_part` too, of
joiners and returners `joiner_source` and `last_seen_date`, of returners `YEARS_AWAY`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from cadreworks.records.engine import Engine, quoted
from cadreworks.records.schema import Lists
from cadreworks.records.states import LEFT_OUT

YEARS_AWAY = "years_away"
"""0 of those who left in the year that closed at opening, 1 in the year before; nothing if that is before the days."""

Sums = list[tuple[Any, ...]]


class CountedPeople:
    """The people of a count by area and level; cell = area x levels + level, in the order of the lists."""

    def __init__(self, engine: Engine, lists: Lists, days: Sequence[date]) -> None:
        """days: those of the count. Raises ValueError where cells are not areas and levels of the lists."""
        self._engine = engine
        engine.load("counted_day", "day INTEGER, on_day DATE", enumerate(days))
        rows = engine.rows("SELECT cell, by_area, by_level FROM final_cell")
        self._cell_of = {
            cell: lists.areas.index(area) * len(lists.levels) + lists.levels.index(level) for cell, area, level in rows
        }

    def in_post(self, sums: str, columns: str = "") -> Sums:
        """People in post on each day: day, cell, further columns, sums."""
        of_day = f"SELECT day, cell{columns}, {sums} FROM step JOIN counted_day ON day BETWEEN day_in AND day_out"
        return self._in_cells(self._engine.rows(f"{of_day} GROUP BY ALL"), 1)

    def leavers(self, sums: str, columns: str = "") -> Sums:
        """Those who left, where they were at opening: interval, cell, further columns, sums."""
        of_day = f'SELECT day, cell{columns}, {sums} FROM "exit" JOIN counted_day ON day = day_out'
        return self._in_cells(self._engine.rows(f"{of_day} GROUP BY ALL"), 1)

    def joiners(self, sums: str, columns: str) -> Sums:
        """Those who came for the first time, where they are at closing: interval, further columns, cell, sums."""
        return self._entries(sums, columns, "NOT present AND NOT returns")

    def returners(self, sums: str, columns: str) -> Sums:
        """Those who came back, in the same way."""
        return self._entries(sums, columns, "NOT present AND returns")

    def _entries(self, sums: str, columns: str, which: str) -> Sums:
        away = f"day - seen_day - 2 AS {YEARS_AWAY}"
        seen = f"SELECT came.*, {away} FROM came ASOF LEFT JOIN seen ON last_seen_date >= seen_on"
        of_day = f"""
            WITH came AS (SELECT * FROM entry JOIN counted_day ON day = day_in WHERE {which}),
                seen AS (SELECT day AS seen_day, on_day AS seen_on FROM counted_day)
            SELECT day - 1, {columns}, cell, {sums} FROM ({seen})
        """
        return self._in_cells(self._engine.rows(f"{of_day} GROUP BY ALL"), 2)

    def moves(self) -> Sums:
        """Moves between cells: interval, cell, cell, people, opening wte, change of wte."""
        rows = self._engine.rows(
            "SELECT day - 1, old, new, count(*), sum(wte), sum(change) FROM moved WHERE kind <> 'stay' GROUP BY ALL"
        )
        return self._in_cells(rows, 1, 2)

    def changes(self) -> Sums:
        """Those who stay in their cell and change their hours: interval, cell, change of wte, its squares."""
        squares = "sum(CAST(change AS HUGEINT) * change)"
        rows = self._engine.rows(
            f"SELECT day - 1, old, sum(change), {squares} FROM moved WHERE kind = 'stay' GROUP BY ALL"
        )
        return self._in_cells(rows, 1)

    def changed_hours(self) -> Sums:
        """Those who stay in their cell, with other hours at closing than at opening: interval, cell, people."""
        rows = self._engine.rows(
            "SELECT day - 1, old, count(*) FROM moved WHERE kind = 'stay' AND change <> 0 GROUP BY ALL"
        )
        return self._in_cells(rows, 1)

    def with_largest_post(self, day: int, columns: str, of_post: Sequence[str]) -> Sums:
        """People in post on one of the days: day, cell, columns, of_post of their post with the largest wte, people."""
        largest = ", ".join(f"first({name} ORDER BY wte DESC, organisation, assignment) AS {name}" for name in of_post)
        out = ", ".join(map(quoted, LEFT_OUT))
        rows = self._engine.rows(
            f"""
            WITH post AS (
                SELECT person, {largest}
                FROM spells JOIN stock_day ON place BETWEEN first AND last
                WHERE day = {day} AND coalesce(contract_type, '') NOT IN ({out})
                GROUP BY person
            )
            SELECT counted_day.day, cell, {columns}, {", ".join(f"post.{name}" for name in of_post)}, count(*)
            FROM step JOIN counted_day ON counted_day.day BETWEEN day_in AND day_out LEFT JOIN post USING (person)
            WHERE counted_day.day = {day}
            GROUP BY ALL
            """
        )
        return self._in_cells(rows, 1)

    def _in_cells(self, rows: Iterable[tuple[Any, ...]], *places: int) -> Sums:
        return [
            tuple(self._cell_of[value] if place in places else value for place, value in enumerate(row)) for row in rows
        ]
