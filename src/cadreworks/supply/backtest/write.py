"""Where does a back-test go? Its rows -> B.csv, its scores -> B.summary.csv, both working files with manifests.

They hold exact counts of small cells: they are their owner's alone and not for publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cadreworks.records.store import Store
from cadreworks.records.working_files import describe_work, write_rows
from cadreworks.supply.backtest.judge import Judged
from cadreworks.supply.backtest.methods import INTERVALS
from cadreworks.supply.track_record import HORIZONS, SCORES_TABLE, Score, score_row
from cadreworks.tables import Cell
from cadreworks.tables.write import shown

QUANTILE_COLUMNS = ("p025", "p10", "p90", "p975")
COLUMNS = (
    *("method", "base_years", "origin", "horizon", "area", "level", "observed", "mean", *QUANTILE_COLUMNS),
    *("status", "reason", "stock_at_origin", "crps"),
)


def summary_of(path: Path) -> Path:
    """Where the scores of a back-test lie: B.summary.csv beside B.csv."""
    return path.with_name(f"{path.stem}.summary.csv")


def write_backtest(
    rows: Iterable[Judged], scores: Iterable[Score], path: Path, *, store: Store, choices: Mapping[str, object]
) -> None:
    """Write both files, each whole or not at all. Raises UsageFault and EnvironmentFault as all working files do."""
    said = {**choices, "horizons": HORIZONS, "intervals": dict(INTERVALS), "mean": "the central figure, not of draws"}
    scored = [_as_text(score_row(score), SCORES_TABLE.names) for score in scores]
    write_rows(path, COLUMNS, (_as_text(_row(row), COLUMNS) for row in rows), describe_work(store, "backtest", said))
    write_rows(summary_of(path), SCORES_TABLE.names, scored, describe_work(store, "backtest summary", said))


def _as_text(row: Mapping[str, Cell], columns: Sequence[str]) -> list[str]:
    return [shown(row[name]) for name in columns]


def _row(row: Judged) -> dict[str, Cell]:
    quantiles = row.quantiles or (None,) * len(QUANTILE_COLUMNS)
    return {
        "method": row.method.name,
        "base_years": row.method.base_years,
        "origin": row.origin,
        "horizon": row.horizon,
        "area": row.area,
        "level": row.level,
        "observed": row.observed,
        "mean": row.mean,
        **dict(zip(QUANTILE_COLUMNS, quantiles, strict=True)),
        "status": row.status,
        "reason": row.reason,
        "stock_at_origin": row.stock_at_origin,
        "crps": row.crps,
    }
