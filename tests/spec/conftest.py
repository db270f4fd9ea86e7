"""The methods that must pass the specification, and how a result is read off as a drawn table is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cadreworks.reports.result_tables import result_tables
from cadreworks.review.overrides import effects_of_overrides
from cadreworks.study import Study, project

Read = Callable[..., list[dict[str, object]]]


@pytest.fixture
def read() -> Read:
    """read(study, table, columns, **where): rows of a result table, cut down to some columns and some rows."""

    def read_rows(study: Study, table: str, columns: str, **where: object) -> list[dict[str, object]]:
        projection = project(study, seed=1, draws=200)
        made = {made.spec.name: made.rows for made in result_tables(projection, effects_of_overrides(study))}
        names = columns.split()
        return [
            {name: row[name] for name in names}
            for row in made[table]
            if all(
                row[name] == wanted or (isinstance(wanted, tuple) and row[name] in wanted)
                for name, wanted in where.items()
            )
        ]

    return read_rows
