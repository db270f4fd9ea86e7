"""Made-up levers and projections, for tests of plans: small ones by hand, and one of the size of the reference study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from cadreworks.assumptions import Assumption, Register
from cadreworks.bands import Array
from cadreworks.periods import Horizon
from cadreworks.plan.basis import Basis
from cadreworks.plan.cells import FROM_NOBODY, FROM_OUTSIDE, Cell
from cadreworks.plan.kinds import Act, kind_of
from cadreworks.plan.levers import Costs, Evidence, Funder, Goal, Lever, LeverSet, Route, SharedLimit
from cadreworks.supply.carry import WAYS, Carry, FlowChanges
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS

BASE = 2021


def estimate(name: str, value: float, low: float | None = None, high: float | None = None) -> Assumption:
    return Assumption(
        name, value, "", value if low is None else low, value if high is None else high, "made up", "nobody", ""
    )


def made_up_lever(
    lever_id: str,
    kind: str,
    pairs: Iterable[tuple[Cell, Cell]],
    capacity: Mapping[int, float],
    *,
    lead: int = 0,
    lasts: int | None = None,
    per_start: float = 0.0,
    per_year: float = 0.0,
    set_up: float = 0.0,
    minimum: float = 0.0,
    effect: tuple[float, float, float] = (1.0, 1.0, 1.0),
    drop_out: float = 0.0,
    deadweight: float = 0.0,
) -> Lever:
    return Lever(
        id=lever_id,
        name=lever_id.replace("_", " ").capitalize(),
        kind=kind_of(kind),
        owner="nobody",
        funder=Funder.CENTRAL,
        evidence=Evidence.ASSUMED,
        source="made up",
        note="",
        routes=tuple(Route(lever_id, origin, target) for origin, target in pairs),
        lead_years=lead,
        lasts_years=lasts,
        completion=estimate(f"{lever_id}/completion", 1.0),
        drop_out=estimate(f"{lever_id}/drop_out", drop_out),
        deadweight=estimate(f"{lever_id}/deadweight", deadweight),
        effect=estimate(f"{lever_id}/effect", effect[1], effect[0], effect[2]),
        costs=Costs(
            BASE,
            estimate(f"{lever_id}/set_up", set_up),
            estimate(f"{lever_id}/per_start", per_start),
            estimate(f"{lever_id}/per_year", per_year),
        ),
        capacity=dict(capacity),
        minimum=minimum,
        sizes={},
        recommendations=(),
    )


def made_up_goal(scenarios: Sequence[str], **changes: object) -> Goal:
    told: dict[str, object] = {
        "closes": tuple(scenarios),
        "confidence": 0.8,
        "level_share": 0.0,
        "weights": {},
        "first_year": BASE + 1,
        "decide_in": BASE + 1,
        "milestones": (),
        "growth_per_year": 100.0,
        "growth_wte": 1e6,
        "moving_share": 1.0,
    }
    return Goal(**(told | changes))  # type: ignore[arg-type]


def made_up_set(
    levers: Sequence[Lever],
    goal: Goal,
    limits: Sequence[SharedLimit] = (),
    *,
    price_growth: float = 0.0,
    shortfall_gbp: float = 90_000.0,
) -> LeverSet:
    shared = estimate("price_growth", price_growth), estimate("shortfall_gbp", shortfall_gbp)
    of_levers = [
        entry
        for lever in levers
        for entry in (
            *(lever.completion, lever.drop_out, lever.deadweight, lever.effect),
            *(lever.costs.set_up, lever.costs.per_start, lever.costs.per_year),
        )
    ]
    return LeverSet(
        title="Made up",
        owner="nobody",
        goal=goal,
        levers=tuple(levers),
        limits=tuple(limits),
        leaving={},
        shortfall_gbp=shared[1],
        price_year=BASE,
        price_growth=shared[0],
        register=Register.of([*shared, *of_levers]),
    )


def made_up_carry(cells: int, years: int, stays: Array) -> Carry:
    """People stay where they are, a share of them each year: (...), the same in all cells."""
    lags = np.arange(years)
    kept = np.zeros((*stays.shape, WAYS, cells, cells, years))
    every = np.arange(cells)
    kept[..., :, every, every, :] = (stays[..., None] ** lags)[..., None, None, :]
    return Carry(kept, np.broadcast_to((1.0 - stays)[..., None], (*stays.shape, cells)).copy())


def made_up_basis(
    supply: Array,
    demand: Mapping[str, Array],
    *,
    supply_drawn: Array | None = None,
    demand_drawn: Mapping[str, Array] | None = None,
    stays: float = 1.0,
    stays_drawn: Array | None = None,
    pay: float = 0.0,
    seed: int = 7,
) -> Basis:
    """supply, demand: (area, level, year), the base year first; without draws there is one, the central run."""
    areas, levels, years = supply.shape
    drawn = supply[None] if supply_drawn is None else supply_drawn
    told = {name: values[None] for name, values in demand.items()} if demand_drawn is None else demand_drawn
    of_draws = np.full(len(drawn), stays) if stays_drawn is None else stays_drawn
    pays = np.full((levels, years), pay)

    def engine(_: FlowChanges) -> Array:
        raise AssertionError("the optimiser does not run the engine")

    return Basis(
        areas=AREA_IDS[:areas],
        horizon=Horizon(BASE, BASE + years - 1),
        seed=seed,
        supply=supply,
        supply_drawn=drawn,
        demand=demand,
        demand_drawn=told,
        pay=pays,
        pay_drawn=np.broadcast_to(pays, (len(drawn), *pays.shape)),
        carry=made_up_carry(areas * levels, years - 1, np.array(stays)),
        carry_drawn=made_up_carry(areas * levels, years - 1, of_draws),
        engine=engine,
    )


def cell(area: int, level: int = 0) -> Cell:
    return Cell(AREA_IDS[area], LEVEL_IDS[level])


def outside(*targets: Cell) -> list[tuple[Cell, Cell]]:
    return [(FROM_OUTSIDE, target) for target in targets]


def steady(amount: float, years: int = 10, first: int = BASE + 1) -> dict[int, float]:
    return dict.fromkeys(range(first, BASE + years + 1), amount)


def full_size(draws: int = 1000, *, whole: bool = True, tight: float = 1.0, **goal: object) -> tuple[LeverSet, Basis]:
    """9 areas, 4 levels, 10 projected years, two scenarios, 12 levers with about 80 routes."""
    rng = np.random.default_rng(3)
    years = np.arange(11)
    at_first = np.array([14000, 9000, 6000, 5000, 3500, 2500, 1500, 900, 200.0])
    of_levels = np.array([0.35, 0.35, 0.2, 0.1])
    supply = (at_first[:, None] * of_levels)[..., None] * 1.012**years
    wanted = np.array([1.1, 1.4, 1.5, 1.6, 1.7, 1.3, 0.9, 0.95, 2.0])
    demand = {
        "driven": (at_first * wanted)[:, None, None]
        * of_levels[None, ::1, None]
        * (1 + 0.1 * years / 10) ** (years / 5)
    }
    demand["driven"] = supply[..., :1] * (1 + (wanted[:, None, None] - 1) * years / 10)
    demand["desert"] = supply[..., :1] * (1 + 0.3 * (wanted[:, None, None] - 1) * years / 10)
    growth = rng.normal(0, 0.006, (draws, 9, 1, 1)) + rng.normal(0, 0.002, (draws, 9, 4, 1))
    supply_drawn = supply * (1 + growth) ** years
    level = 1 + rng.normal(0, 0.04, (draws, 9, 4, 1)) * years / 10
    basis = made_up_basis(
        supply,
        demand,
        supply_drawn=supply_drawn,
        demand_drawn={name: values * level for name, values in demand.items()},
        stays=0.9,
        stays_drawn=rng.triangular(0.88, 0.9, 0.92, draws),
        pay=45_000.0,
    )
    pay = np.array([28_000, 42_000, 60_000, 90_000.0])[:, None] * 1.02**years
    object.__setattr__(basis, "pay", pay)
    return made_up_set(_levers_of_full_size(whole, tight), _goal_of_full_size(goal), price_growth=0.022), basis


def _goal_of_full_size(goal: Mapping[str, object]) -> Goal:
    told: dict[str, object] = {
        "level_share": 0.8,
        "decide_in": 2025,
        "growth_per_year": 0.3,
        "growth_wte": 50.0,
        "moving_share": 0.05,
    }
    return made_up_goal(("driven",), **(told | goal))


def _levers_of_full_size(whole: bool, tight: float) -> list[Lever]:
    def each(areas: Iterable[int], levels: Iterable[int]) -> list[Cell]:
        chosen = list(levels)
        return [cell(area, level) for area in areas for level in chosen]

    def lever(name: str, kind: str, pairs: list[tuple[Cell, Cell]], most: float, **told: object) -> Lever:
        if not whole:
            told["set_up"] = told["minimum"] = 0.0
        return made_up_lever(name, kind, pairs, steady(most * tight), **told)  # type: ignore[arg-type]

    sure = (0.75, 0.85, 0.95)
    swaps = [(cell(a, v), cell(b, v)) for a in (6, 7, 0) for b in (1, 2, 3) for v in (0, 1)]
    rises = [(cell(a, v), cell(a, v + 1)) for a in range(9) for v in (0, 1)]
    return [
        lever(
            "graduate_scheme",
            "graduate_scheme",
            outside(*each(range(9), [1])),
            800,
            lead=2,
            per_start=12e3,
            per_year=38e3,
            set_up=5e5,
            minimum=20.0,
            effect=sure,
        ),
        lever(
            "school_leavers",
            "school_leaver_scheme",
            outside(*each(range(6), [0])),
            500,
            lead=2,
            per_start=5e3,
            per_year=25e3,
            set_up=3e5,
            minimum=10.0,
            effect=sure,
        ),
        lever(
            "apprentices",
            "apprenticeship",
            outside(*each(range(9), [0])),
            900,
            lead=1,
            per_start=9e3,
            per_year=20e3,
            set_up=0.0,
            minimum=0.0,
            effect=(0.6, 0.7, 0.8),
        ),
        lever(
            "degrees",
            "degree_expansion",
            outside(*each((1, 2), [1])),
            400,
            lead=4,
            per_start=30e3,
            set_up=2e6,
            minimum=50.0,
            effect=(0.5, 0.6, 0.7),
        ),
        lever(
            "trainee_managers",
            "management_trainee_scheme",
            outside(*each(range(4), [2])),
            150,
            lead=2,
            per_start=15e3,
            per_year=40e3,
            set_up=2e5,
            minimum=10.0,
            effect=sure,
        ),
        lever(
            "hiring", "external_recruitment", outside(*each(range(9), [1, 2, 3])), 900, per_start=8e3, deadweight=0.3
        ),
        lever(
            "abroad",
            "international_recruitment",
            outside(*each(range(3), [1])),
            200,
            lead=1,
            per_start=14e3,
            set_up=4e5,
            effect=sure,
        ),
        lever("returners", "return_to_practice", outside(*each(range(3), [0, 1])), 100, per_start=4e3),
        lever(
            "pay_premium",
            "retention_pay",
            [(c, c) for c in each(range(3), [1, 2])],
            3000,
            per_year=3e3,
            effect=(0.1, 0.2, 0.3),
        ),
        lever("reskilling", "reskilling", swaps, 300, lead=1, per_start=8e3, drop_out=0.1, effect=sure, set_up=1e5),
        lever("upskilling", "upskilling", rises, 400, lead=1, per_start=6e3, drop_out=0.05, effect=sure),
        lever(
            "automation",
            "automation",
            [(FROM_NOBODY, c) for c in each((0, 1, 3), [0])],
            300,
            lead=1,
            lasts=6,
            per_start=60e3,
            set_up=1e6,
            effect=(0.4, 0.7, 1.0),
        ),
    ]


def acts_of(levers: LeverSet) -> set[Act]:
    return {lever.act for lever in levers.levers}
