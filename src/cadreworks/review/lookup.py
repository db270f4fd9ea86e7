"""Which number of a result table is meant? The words that name its row, such as `driven 2030 ict all` -> a number."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from cadreworks.problems import quoted
from cadreworks.review.results import ResultRows
from cadreworks.tables import Measure, suggestion
from cadreworks.vocabulary import ALL

_KEYS = ("scenario", "year", "area", "level", "method", "measure", "id", "assumption")


class NoSuchFigure(LookupError):
    """The table does not have it. part: which word is at fault, `row` or `column`; what, remedy: as in a problem"""

    def __init__(self, part: str, what: str, remedy: str) -> None:
        super().__init__(what)
        self.part, self.what, self.remedy = part, what, remedy


class TableLookup:
    """Finds a number in a result table by the words that name its row."""

    def __init__(self, table: str, rows: ResultRows) -> None:
        self.table = table
        self._columns = tuple(rows[0]) if rows else ()
        self._keys = [key for key in _KEYS if key in self._columns]
        self._rows = {tuple(row[key] for key in self._keys): row for row in rows}

    def value(self, row: str, column: str) -> float:
        """The number, summed where a word joins ids with `+`. Raises NoSuchFigure."""
        return sum(self._cell(key, row, column) for key in self._keys_of(row))

    def _cell(self, key: tuple[str, ...], row: str, column: str) -> float:
        if key not in self._rows:
            raise self._no_row(key, row)
        cell = self._rows[key].get(column)
        if cell is None:
            remedy = suggestion(column, tuple(name for name in self._columns if name not in self._keys))
            raise NoSuchFigure("column", f"the table {self.table} has no column {quoted(column)}", remedy)
        if cell == "":
            what = f"the table {self.table} holds nothing in column {column} of row {quoted(row)}"
            raise NoSuchFigure("column", what, "Leave the figure out.")
        try:
            return float(cell)
        except ValueError:
            what = f"the column {column} of the table {self.table} holds no numbers"
            raise NoSuchFigure("column", what, "Name a column of numbers.") from None

    def _keys_of(self, row: str) -> Iterable[tuple[str, ...]]:
        """The keys meant. The measure is wte; trailing parts that are left out mean the total."""
        words = [word.rpartition("=")[2] for word in re.split(r"[\s,;/]+", row.strip())]
        named = self._named()
        if words == [""] or len(words) > len(named):
            what = f"{quoted(row)} does not name a row of {self.table}, whose rows go by {', '.join(named)}"
            raise NoSuchFigure("row", what, f"Write one id for each, such as `{self._example()}`.")
        wanted = dict(zip(named, words + [ALL] * (len(named) - len(words)), strict=True))
        wanted["measure"] = Measure.WTE.value
        return itertools.product(*(wanted[key].split("+") for key in self._keys))

    def _no_row(self, key: tuple[str, ...], row: str) -> NoSuchFigure:
        """Names the first of the row's words that the table does not have in its place."""
        for name, word, *ids in zip(self._keys, key, *self._rows, strict=True):
            if word not in ids:
                what = f"the table {self.table} has no {name} {quoted(word)}"
                order = f"Rows go by {', '.join(self._named())}, such as `{self._example()}`."
                return NoSuchFigure("row", what, f"{suggestion(word, tuple(dict.fromkeys(ids)))} {order}")
        what = f"the table {self.table} has no row {quoted(row)}; its rows go by {', '.join(self._named())}"
        return NoSuchFigure("row", what, "Mend the row.")

    def _named(self) -> list[str]:
        return [key for key in self._keys if key != "measure"]

    def _example(self) -> str:
        first = dict(zip(self._keys, next(iter(self._rows), ()), strict=False))
        return " ".join(first.get(key, key) for key in self._named())
