"""Which rates of a cohort does the register show, one for each area, so that they may be overridden?

    leaver_rate       leavers / mean of opening and closing stock
    promotion_rate    promotions / mean of opening and closing stock
    joiners_per_year  joiners / years, where recruitment is a count
    joining_rate      joiners / opening stock, where it is a ratio

all in people. Source: design of the method, Words and Supply 4.
"""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.assumptions import AssumptionSpec
from cadreworks.supply.method import COUNT, RATIO
from cadreworks.vocabulary import area_of_work

LEAVING, PROMOTION, JOINING = "leaving", "promotion", "joining"
KINDS = (LEAVING, PROMOTION, JOINING)

_PER_PERSON = "per person in post and year"


@dataclass(frozen=True)
class _Shown:
    """How a kind of rate stands in the register. most: beyond which it is absurd"""

    prefix: str
    title: str
    unit: str
    means: str
    most: float


_SHOWN = {
    (LEAVING, COUNT): _Shown(
        "leaver_rate", "Leavers", _PER_PERSON, "leavers over the mean of opening and closing stock, in people", 5.0
    ),
    (PROMOTION, COUNT): _Shown(
        "promotion_rate",
        "Promotions",
        _PER_PERSON,
        "promotions within the area over the mean of opening and closing stock, in people",
        5.0,
    ),
    (JOINING, COUNT): _Shown(
        "joiners_per_year",
        "Joiners",
        "people a year",
        "people who join from outside the NHS, returners left out",
        2_000_000.0,
    ),
    (JOINING, RATIO): _Shown(
        "joining_rate",
        "Joiners",
        "per person in post at opening and year",
        "people who join from outside the NHS over opening stock, returners left out",
        5.0,
    ),
}


def rate_spec(kind: str, area: str, recruitment: str) -> AssumptionSpec:
    """What the register calls a rate, and what it may be."""
    shown = _SHOWN.get((kind, recruitment), _SHOWN[kind, COUNT])
    return AssumptionSpec(
        id=f"{shown.prefix}.{area}",
        title=f"{shown.title}, {area_of_work(area).name}",
        unit=shown.unit,
        means=shown.means,
        least=0.0,
        most=shown.most,
    )


def rate_specs(areas: tuple[str, ...], recruitment: str) -> list[AssumptionSpec]:
    """All of them, by kind and area."""
    return [rate_spec(kind, area, recruitment) for kind in KINDS for area in areas]
