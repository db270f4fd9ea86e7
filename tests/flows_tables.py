"""Flows files for tests: a few counts drawn or given, the rest made to add up."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from cadreworks.rates import Flows, read_flows
from cadreworks.rates.flows import DATES, MEASURE, REMARKS
from cadreworks.vocabulary.flow_parts import FLOW_PARTS, RATE_PARTS, REMARK_PARTS
from text_tables import parse

EVERY_COUNT = (*FLOW_PARTS, *RATE_PARTS, *REMARK_PARTS)
FIRST_YEAR = 2016


def flows_row(given: Mapping[str, object]) -> dict[str, str]:
    """A whole row from some of its counts. Unless given, closing is opening, and joiners make the row add up.

    `from` and `to` may stand for 31 March of a year; measure is headcount unless given.
    """
    row = {name: str(value) for name, value in given.items() if name not in ("from", "to")}
    start = int(str(given.get("from", FIRST_YEAR)))
    row.setdefault("from_date", f"{start}-03-31")
    row.setdefault("to_date", f"{int(str(given.get('to', start + 1)))}-03-31")
    row.setdefault(MEASURE, "headcount")
    count = {name: Decimal(row.get(name, "0")) for name in EVERY_COUNT}
    if "closing" not in row:
        count["closing"] = count["opening"]
    count["participation_change"] += count["stayers_change"] if "participation_change" not in row else 0
    count["moves_out_level"] = max(count["moves_out_level"], count["promotions_out"])
    went = sum(count[name] for name in ("leavers", "moves_out_area", "moves_out_level", "transfers_out"))
    if "joiners" not in row:
        came = count["closing"] - count["opening"] - count["participation_change"] + went - count["returners"]
        count["joiners"], count["moves_out_other"] = max(came, Decimal(0)), max(-came, Decimal(0))
    count["joiners_unknown"] = count["joiners"]
    count["leavers_age_unknown"] = count["leavers_reason_unknown"] = count["leavers"]
    return row | {name: f"{number:f}" for name, number in count.items()}


def flows_text(rows: Iterable[Mapping[str, object]], by: tuple[str, ...]) -> str:
    """The text of a flows file with these rows, in this order."""
    columns = (*DATES, *by, MEASURE, *EVERY_COUNT, *REMARKS)
    remarks = {"returners_history": "complete", "publication": "not for publication"}
    filled = [flows_row(row) | remarks for row in rows]
    return "\n".join([",".join(columns), *(",".join(row[name] for name in columns) for row in filled)]) + "\n"


def flows_of(rows: Iterable[Mapping[str, object]], *by: str) -> Flows:
    """Flows as read from a file with these rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "F.csv"
        path.write_text(flows_text(rows, by), encoding="utf-8")
        return read_flows(path)


def drawn_flows(drawn: str, *by: str) -> Flows:
    """Flows as read from a drawn table."""
    return flows_of(parse(drawn), *by)
