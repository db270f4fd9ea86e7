"""A plan of three areas of work and two scenarios over five years, made up: small enough to judge in a moment, with a
lever of every act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from cadreworks.assumptions import Assumption, Register
from cadreworks.periods import Horizon
from cadreworks.plan.basis import Basis
from cadreworks.plan.cells import FROM_NOBODY, FROM_OUTSIDE, Cell
from cadreworks.plan.evaluate import evaluate
from cadreworks.plan.kinds import Act, kind_of
from cadreworks.plan.levers import Costs, Evidence, Funder, Goal, Lever, LeverSet, Milestone, Route
from cadreworks.plan.result import Bought, PlanFor, PlanResult, Regret, Solved
from cadreworks.supply.carry import WAYS, Carry, FlowChanges, carry_on
from cadreworks.vocabulary import LEVEL_IDS

AREAS = ("clinical_coding", "ict", "information_management")
HORIZON = Horizon(2021, 2026)
YEARS = len(HORIZON.years) - 1
CELLS = len(AREAS) * len(LEVEL_IDS)
DRAWS = 60


def estimate(name: str, value: float, spread: float = 0.2, unit: str = "share of one") -> Assumption:
    """A number with a range of `spread` of itself either way."""
    return Assumption(
        name,
        value,
        unit,
        value * (1 - spread),
        value * (1 + spread),
        "made up",
        "Anyshire workforce team",
        "2021-03-31",
    )


def lever(
    kind: str,
    *routes: tuple[Cell, Cell],
    funder: Funder = Funder.CENTRAL,
    lead: int = 1,
    lasts: int | None = None,
    effect: float = 1.0,
    prices: tuple[float, float, float] = (500_000.0, 9_000.0, 3_000.0),
    answers: tuple[str, ...] = (),
) -> Lever:
    """A lever named after its kind, with made-up estimates."""
    priced = [
        estimate(f"{kind}/{name}", price, unit="pounds")
        for name, price in zip(("set_up", "per_start", "per_year"), prices, strict=True)
    ]
    return Lever(
        id=kind,
        name=kind_of(kind).name,
        kind=kind_of(kind),
        owner="Anyshire workforce board",
        funder=funder,
        evidence=Evidence.BEFORE_AND_AFTER,
        source="an evaluation that was made up",
        note="",
        routes=tuple(Route(kind, origin, target) for origin, target in routes),
        lead_years=lead,
        lasts_years=lasts,
        completion=estimate(f"{kind}/completion", 0.8, 0.1),
        drop_out=estimate(f"{kind}/drop_out", 0.1),
        deadweight=estimate(f"{kind}/deadweight", 0.1),
        effect=estimate(f"{kind}/effect", effect, 0.0 if effect == 1.0 else 0.3),
        costs=Costs(2021, *priced),
        capacity=dict.fromkeys(HORIZON.years[1:], 500.0),
        minimum=0.0,
        sizes={},
        recommendations=answers,
    )


ICT, INFORMATION = Cell("ict", "professional"), Cell("information_management", "professional")
LEVERS = (
    lever("graduate_scheme", (FROM_OUTSIDE, ICT), (FROM_OUTSIDE, INFORMATION), lead=2, answers=("002-08", "001-10")),
    lever("external_recruitment", (FROM_OUTSIDE, Cell("ict", "manager")), funder=Funder.LOCAL, answers=("001-10",)),
    lever("apprenticeship", (FROM_OUTSIDE, Cell("ict", "support")), funder=Funder.LEVY, answers=("002-08",)),
    lever("reskilling", (Cell("clinical_coding", "professional"), ICT)),
    lever("retention_working_life", (ICT, ICT), (INFORMATION, INFORMATION), lead=0, effect=0.3, funder=Funder.LOCAL),
    lever("contractors", (FROM_OUTSIDE, ICT), lead=0, lasts=1, prices=(0.0, 0.0, 120_000.0), funder=Funder.LOCAL),
    lever("automation", (FROM_NOBODY, Cell("clinical_coding", "support")), effect=0.5),
    lever("international_recruitment", (FROM_OUTSIDE, ICT)),
)
SIZES: Mapping[tuple[str, int], tuple[float, ...]] = {
    ("graduate_scheme", 0): (60, 90, 120, 0, 0),
    ("graduate_scheme", 1): (20, 30, 40, 0, 0),
    ("external_recruitment", 0): (0, 30, 30, 40, 0),
    ("apprenticeship", 0): (25, 25, 50, 50, 0),
    ("reskilling", 0): (0, 10, 10, 10, 0),
    ("retention_working_life", 0): (200, 200, 200, 200, 200),
    ("retention_working_life", 1): (0, 100, 100, 100, 100),
    ("contractors", 0): (80, 60, 0, 0, 0),
    ("automation", 0): (0, 0, 20, 20, 0),
}


def levers(*chosen: Lever, **goal: object) -> LeverSet:
    """A set of these levers, or of all, with any setting of the goal put in another's place."""
    used = chosen or LEVERS
    of_all = [estimate("price_growth", 0.02), estimate("shortfall_gbp", 90_000.0), estimate("leaving/all", 0.1)]
    entries = [
        entry
        for each in used
        for entry in (
            *(each.completion, each.drop_out, each.deadweight, each.effect),
            *(each.costs.set_up, each.costs.per_start, each.costs.per_year),
        )
    ]
    settings: dict[str, object] = {
        "closes": ("bright",),
        "confidence": 0.8,
        "level_share": 0.9,
        "weights": {"bright": 0.5, "bleak": 0.5},
        "first_year": 2022,
        "decide_in": 2024,
        "milestones": (Milestone(2024, 0.5),),
        "growth_per_year": 0.3,
        "growth_wte": 50.0,
        "moving_share": 0.05,
    }
    return LeverSet(
        title="Levers of Anyshire",
        owner="Anyshire workforce team",
        goal=Goal(**{**settings, **goal}),
        levers=used,
        limits=(),
        leaving=dict.fromkeys(AREAS, of_all[2]),
        shortfall_gbp=of_all[1],
        price_year=2021,
        price_growth=of_all[0],
        register=Register.of([*entries, *of_all]),
    )


def basis(*, needs: float = 1.0) -> Basis:
    """A projection: coding shrinks in demand, the others grow. needs: multiplies what demand grows by"""
    years = np.arange(len(HORIZON.years))
    stock = np.array([[300, 400, 50, 5], [500, 900, 200, 20], [100, 300, 80, 8]], dtype=float)
    supply = stock[..., None] * (1 + np.array([0.02, 0.01, 0.03]))[:, None, None] ** years
    growth = {"bright": np.array([-0.01, 0.08, 0.07]), "bleak": np.array([-0.03, 0.03, 0.02])}
    demand = {name: stock[..., None] * (1 + rate * needs)[:, None, None] ** years for name, rate in growth.items()}
    rng = np.random.default_rng(1)
    wobble = 1 + 0.02 * rng.standard_normal((DRAWS, 3, 1, 1)) * years / years[-1]
    wobble_of_demand = 1 + 0.03 * rng.standard_normal((DRAWS, 3, 1, 1)) * years / years[-1]
    pay = np.array([30e3, 50e3, 70e3, 100e3])[:, None] * 1.02**years
    carry = Carry(_kept(0.9), np.full(CELLS, 0.1))
    return Basis(
        areas=AREAS,
        horizon=HORIZON,
        seed=5,
        supply=supply,
        supply_drawn=supply * wobble,
        demand=demand,
        demand_drawn={name: central * wobble_of_demand for name, central in demand.items()},
        pay=pay,
        pay_drawn=pay * (1 + 0.02 * rng.standard_normal((DRAWS, 1, 1))),
        carry=carry,
        carry_drawn=carry,
        engine=lambda changes: supply + _with_base_year(carry, changes),
    )


def _kept(stays: float) -> np.ndarray:
    kept = np.zeros((WAYS, CELLS, CELLS, YEARS))
    for cell in range(CELLS):
        kept[:, cell, cell] = stays ** np.arange(YEARS)
    return kept


def _with_base_year(carry: Carry, changes: FlowChanges) -> np.ndarray:
    """What entering and rarer leaving make of a stock of which a tenth would have left, with nobody in the base year."""
    kept = carry_on(carry, changes.entering)
    opening = basis_stock() * changes.leaving_less * 0.1
    stays = np.zeros_like(opening)
    for year in range(YEARS):
        for lag in range(YEARS - year):
            stays[:, year + lag] += opening[:, year] * 0.9**lag
    found = np.concatenate([np.zeros((CELLS, 1)), kept + stays], axis=-1)
    return found.reshape(len(AREAS), len(LEVEL_IDS), -1)


def basis_stock() -> np.ndarray:
    """The opening stock of each projected year, (cell, projected year)."""
    years = np.arange(YEARS)
    stock = np.array([[300, 400, 50, 5], [500, 900, 200, 20], [100, 300, 80, 8]], dtype=float)
    supply = stock[..., None] * (1 + np.array([0.02, 0.01, 0.03]))[:, None, None] ** years
    return supply.reshape(CELLS, YEARS)


def sizes_of(lever_set: LeverSet, planned: Mapping[tuple[str, int], tuple[float, ...]] = SIZES) -> np.ndarray:
    """(route, projected year)."""
    rows = []
    for each in lever_set.levers:
        rows += [planned.get((each.id, place), (0.0,) * YEARS) for place in range(len(each.routes))]
    return np.array(rows, dtype=float)


def plan_result(
    *,
    needs: float = 1.0,
    times: float = 1.0,
    chosen: bool = True,
    lever_set: LeverSet | None = None,
    title: str = "Anyshire 2026",
    small_cells: str = "",
) -> PlanResult:
    """A plan with all that is told of it. times: multiplies its sizes; chosen: whether a solver chose it"""
    lever_set, start = lever_set or levers(), basis(needs=needs)
    sizes = times * sizes_of(lever_set)
    judged = evaluate(lever_set, start, sizes)
    confident = judged.outcomes["bright"].confident_after
    missing = np.maximum(-judged.outcomes["bright"].gap_after.central[:-1, :-1, -1], 0.0)
    solved = Solved(
        aim="Least cost at which each area has enough staff in Bright Future with a confidence of 80 per cent",
        status="best_there_is" if missing.sum() else "optimal",
        objective=float(judged.cost.total),
        gap=0.0,
        samples=50,
        confidence=0.8,
        promised=confident[:-1],
        verified=confident[:-1],
        prices=("One more place on the graduate scheme in 2024 would save £21,000.",),
        clashes=("Capacity of the graduate scheme in 2023 against the growth of ICT by 30 per cent a year.",)
        if missing.sum()
        else (),
        lacking=missing,
    )
    return PlanResult(
        study=PlanFor(
            title,
            "Anyshire",
            "Anyshire workforce team",
            "first",
            {"bright": "Bright Future", "bleak": "Bleak Future"},
            "0" * 64,
            small_cells,
        ),
        levers=lever_set,
        basis=start,
        evaluation=judged,
        solved=solved if chosen else None,
        adapted={"bleak": evaluate(lever_set, start, _cut_after(sizes, 2))} if chosen else {},
        no_regret=_cut_after(sizes, 2) * 0.5 if chosen else None,
        regret=Regret(
            ("This plan", "Best for Bleak Future", "Nothing"),
            ("bright", "bleak"),
            np.array([[120e6, 70e6], [160e6, 40e6], [300e6, 60e6]]),
        )
        if chosen
        else None,
        bought=(Bought(10e6, 40e6, 900.0, -250.0), Bought(25e6, 90e6, 500.0, -100.0)) if chosen else (),
    )


def _cut_after(sizes: np.ndarray, years: int) -> np.ndarray:
    cut = sizes.copy()
    cut[:, years:] = 0.0
    return cut


def without_plan() -> PlanResult:
    """A given plan that starts nothing, for a study that lacks nobody."""
    result = plan_result(needs=-1.0, times=0.0, chosen=False)
    return replace(result, adapted={})


def acts_used() -> set[Act]:
    """The acts of the made-up levers, so that a test can say that none is missing."""
    return {each.act for each in LEVERS}
