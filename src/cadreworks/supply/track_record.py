"""How did a method do on the past? Its scores, as the back-test makes them and as a study may bring them along.

What each score is stands in `supply.backtest.summary`, which works them out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from cadreworks.supply.method import COHORT, NET_GROWTH
from cadreworks.tables import Cell, Column, Kind, Table, TableSpec

LAST_VALUE, LAST_GROWTH = "last_value", "last_growth"
BY_LEVEL, PREDICTIVE = "net_growth_by_level", "net_growth_predictive"
COHORT_RATIO = "cohort_ratio"
METHOD_NAMES = (LAST_VALUE, LAST_GROWTH, NET_GROWTH, BY_LEVEL, PREDICTIVE, COHORT, COHORT_RATIO)
HORIZONS = (1, 3, 5)
CELLS, AREAS, LEVELS, WORKFORCE = "cells", "areas", "levels", "workforce"


@dataclass(frozen=True)
class Method:
    """A method, and on how many base years it rests."""

    name: str
    base_years: int


@dataclass(frozen=True)
class Score:
    """How one method did over one horizon; a score is None where no row gives it, and `reason` may say why.

    over: cells (area by level), areas or levels as a whole, or the workforce
    cells: rows judged; with_interval: how many of them have one; nobody_observed: how many MAPE leaves out
    not_estimated: rows that the method could not estimate; empty: rows left out since nobody was there at either end
    """

    method: Method
    horizon: int
    over: str
    origins: int
    cells: int
    mape: float | None
    wape: float | None
    wape_of_last_value: float | None
    crps: float | None
    coverage_80: float | None
    coverage_95: float | None
    with_interval: int
    nobody_observed: int
    not_estimated: int
    empty: int
    reason: str


def _whole(name: str, means: str) -> Column:
    return Column(name, Kind.WHOLE, means, "Enter a whole number.", low=0)


def _share(name: str, means: str) -> Column:
    return Column(name, Kind.NUMBER, means, "Enter a number, or nothing.", required=False)


SCORES_TABLE = TableSpec(
    "backtest",
    "How near each method would have come in the past, by horizon.",
    (
        Column("method", Kind.TEXT, "the method", "Name the method.", one_of=METHOD_NAMES),
        _whole("base_years", "on how many years it rests"),
        Column("horizon", Kind.WHOLE, "years ahead", "Enter 1, 3 or 5.", low=1),
        _whole("cells", "forecasts judged"),
        _share("mape", "mean of |mean - observed| / observed, a share of one"),
        _share("wape", "sum of |mean - observed| / sum of observed, a share of one"),
        _share("crps", "mean continuous ranked probability score, in the unit of the stock"),
        _share("coverage_80", "share of what was observed within the 80% interval"),
        _share("coverage_95", "share of what was observed within the 95% interval"),
        _whole("not_estimated", "forecasts that the method could not make"),
        Column(
            "over",
            Kind.TEXT,
            "cells (area by level), areas, levels or the workforce",
            "Name one of them.",
            one_of=(CELLS, AREAS, LEVELS, WORKFORCE),
        ),
        _whole("origins", "past days from which it was tried"),
        _whole("with_interval", "forecasts that have an interval"),
        _whole("nobody_observed", "forecasts that mape leaves out, since nobody was there"),
        _whole("empty", "forecasts left out, since nobody was there at either end"),
        _share("wape_of_last_value", "wape of the stock of the past day itself, on the very same forecasts"),
        Column("reason", Kind.TEXT, "why a score is missing", required=False),
    ),
    key=("method", "base_years", "horizon", "over"),
)
"""`tables/backtest.csv` of a run."""

SCORES_FILE = replace(
    SCORES_TABLE,
    columns=(
        *SCORES_TABLE.columns,
        Column(
            "publication", Kind.TEXT, "what `cadre records` marks its files with; scores tell of nobody", required=False
        ),
    ),
)
"""B.summary.csv of `cadre records backtest`."""


def read_scores(table: Table) -> tuple[Score, ...]:
    """The scores that such a table holds."""
    return tuple(
        Score(
            Method(row.text("method"), int(row.number("base_years"))),
            int(row.number("horizon")),
            row.text("over"),
            int(row.number("origins")),
            int(row.number("cells")),
            row.optional_number("mape"),
            row.optional_number("wape"),
            row.optional_number("wape_of_last_value"),
            row.optional_number("crps"),
            row.optional_number("coverage_80"),
            row.optional_number("coverage_95"),
            int(row.number("with_interval")),
            int(row.number("nobody_observed")),
            int(row.number("not_estimated")),
            int(row.number("empty")),
            row.text("reason"),
        )
        for row in table.rows
    )


def score_row(score: Score) -> dict[str, Cell]:
    """A score by the columns of the table."""
    own: dict[str, Cell] = {"method": score.method.name, "base_years": score.method.base_years}
    return own | {name: getattr(score, name) for name in SCORES_TABLE.names if name not in own}
