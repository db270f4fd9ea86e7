"""Which problems of records may be accepted, and what accepting them means.

A row that cannot be used is never left out in silence: its kind must be accepted by name, and what was accepted
stands in the manifest of everything made from the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cadreworks.problems import UsageFault
from cadreworks.tables import suggestion

_LEFT_OUT = "the rows are left out"
_UNKNOWN = "the value counts as unknown"

WAIVERS: Mapping[str, str] = {
    "ragged_row": _LEFT_OUT,
    "no_person_id": _LEFT_OUT,
    "no_as_at": _LEFT_OUT,
    "no_from_date": _LEFT_OUT,
    "no_organisation": _LEFT_OUT,
    "no_area_of_work": _LEFT_OUT,
    "no_wte": _LEFT_OUT,
    "no_level": _LEFT_OUT,
    "bad_date": _LEFT_OUT,
    "bad_wte": _LEFT_OUT,
    "unknown_area": _LEFT_OUT,
    "unknown_level": _LEFT_OUT,
    "ends_before_it_begins": _LEFT_OUT,
    "unknown_pay_band": _UNKNOWN,
    "unknown_contract_type": _UNKNOWN,
    "unknown_joiner_source": _UNKNOWN,
    "bad_start_date": _UNKNOWN,
    "implausible_birth_year": _UNKNOWN,
    "implausible_age": "the age counts as unknown",
    "repeated_row": "each row is counted once",
    "conflicting_rows": "of rows that contradict each other the one with the largest wte is kept, date by date",
    "several_dates_in_month": "all rows of a month count as at its last snapshot",
    "missing_snapshot": "the flow across the missing snapshot is counted as one interval",
    "code_in_use_after_its_end": "later rows too are counted under the new code",
}


def check_waivers(kinds: Iterable[str]) -> frozenset[str]:
    """The kinds as a set. Raises UsageFault where one is no kind."""
    wanted = frozenset(kinds)
    unknown = sorted(wanted - set(WAIVERS))
    if unknown:
        raise UsageFault(
            f'"{unknown[0]}" is not a problem that can be accepted. {suggestion(unknown[0], tuple(WAIVERS))}'
        )
    return wanted
