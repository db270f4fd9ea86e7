"""Where do rates go? Rates -> R.csv, a working file: exact, readable by its owner only, not for publication."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from cadreworks.rates.estimate import Rate
from cadreworks.records.working_files import NOT_FOR_PUBLICATION, PUBLICATION, manifest_of, write_manifest
from cadreworks.tables import Cell, write_table
from cadreworks.whole_file import write_whole

COLUMNS = (
    *("rate", "events", "exposure", "estimate", "low", "high", "status", "reason", "own_estimate"),
    *("weight_of_own", "pooled_towards", "pooled_rate", "unit", "source", PUBLICATION),
)
"""The columns after those of the cell."""


def write_rates(rates: Iterable[Rate], by: Sequence[str], path: Path, *, flows_file: Path) -> None:
    """Write the rates, in the order given, below the columns `by` and `COLUMNS`, with their manifest beside them.

    Raises UsageFault where `path` is a folder, EnvironmentFault where the machine refuses; an earlier file is then as
    it was.
    """
    rows = (_row(rate, by) for rate in rates)
    write_whole(path, lambda target: write_table(target, (*by, *COLUMNS), rows))
    write_manifest(path, _describe(flows_file))


def _describe(flows_file: Path) -> dict[str, Any]:
    beside = manifest_of(flows_file)
    return {
        "made_by": f"cadreworks {metadata.version('cadreworks')}",
        "what": "rates",
        PUBLICATION: NOT_FOR_PUBLICATION,
        "flows_sha256": hashlib.sha256(flows_file.read_bytes()).hexdigest(),
        "flows": json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else None,
    }


def _row(rate: Rate, by: Sequence[str]) -> dict[str, Cell]:
    return {
        **dict(zip(by, rate.cell, strict=True)),
        "rate": rate.rate.value,
        "events": rate.events,
        "exposure": rate.exposure,
        "estimate": rate.estimate,
        "low": rate.low,
        "high": rate.high,
        "status": rate.status.value,
        "reason": rate.reason,
        "own_estimate": rate.own_estimate,
        "weight_of_own": rate.weight_of_own,
        "pooled_towards": rate.pooled_towards,
        "pooled_rate": rate.pooled_rate,
        "unit": rate.unit,
        "source": rate.source,
        PUBLICATION: NOT_FOR_PUBLICATION,
    }
