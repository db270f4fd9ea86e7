"""What is planned? Made-up levers and a made-up projection, of the size of the whole workforce, from one seed.

Nine areas at four levels, ten projected years, twelve levers of all five acts on 306 routes. No set-up costs and no
least intakes, so that the program is linear.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from cadreworks.assumptions import Assumption, Register
from cadreworks.bands import Array
from cadreworks.periods import Horizon
from cadreworks.plan.basis import Basis
from cadreworks.plan.cells import FROM_NOBODY, FROM_OUTSIDE, Cell
from cadreworks.plan.kinds import Act, kind_of
from cadreworks.plan.levers import Costs, Evidence, Funder, Goal, Lever, LeverSet, Route, SharedLimit
from cadreworks.supply import project_supply
from cadreworks.supply.carry import FlowChanges
from cadreworks.supply.groups_in_place import add_groups, carry_in_place
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS

SEED = 9
HORIZON = Horizon(2020, 2030)
SCENARIO = "future"
BUDGET_GBP = 250e6
"""A year: enough that money and capacity both hold the plan back."""
SUPPORT, PROFESSIONAL, MANAGER = LEVEL_IDS[:3]
LOSING, GAINING = AREA_IDS[:3], AREA_IDS[3:]
PRICE_YEAR = 2021

# id of a kind: levels that it gives to, lead, completion, drop-out, deadweight, effect, pounds a start, pounds a year,
# and how many may start in a year
LEVERS: Mapping[str, tuple[Sequence[str], int, float, float, float, float, float, float, float]] = {
    "graduate_scheme": ((PROFESSIONAL,), 2, 0.85, 0.1, 0.1, 1.0, 12e3, 38e3, 900),
    "school_leaver_scheme": ((SUPPORT,), 1, 0.8, 0.15, 0.1, 1.0, 6e3, 24e3, 700),
    "apprenticeship": ((SUPPORT, PROFESSIONAL), 2, 0.7, 0.1, 0.2, 1.0, 9e3, 26e3, 900),
    "management_trainee_scheme": ((MANAGER,), 3, 0.85, 0.05, 0.1, 1.0, 20e3, 45e3, 150),
    "external_recruitment": (LEVEL_IDS, 0, 0.9, 0.1, 0.3, 1.0, 8e3, 0.0, 800),
    "international_recruitment": ((PROFESSIONAL, MANAGER), 1, 0.9, 0.15, 0.1, 1.0, 16e3, 0.0, 300),
    "return_to_practice": (LEVEL_IDS, 0, 0.8, 0.1, 0.2, 1.0, 5e3, 0.0, 250),
    "retention_pay": (LEVEL_IDS, 0, 1.0, 0.0, 0.2, 0.15, 0.0, 3e3, 9000),
    "reskilling": (LEVEL_IDS, 1, 0.75, 0.1, 0.0, 1.0, 7e3, 4e3, 500),
    "upskilling": (LEVEL_IDS[1:], 1, 0.8, 0.05, 0.3, 1.0, 6e3, 3e3, 600),
    "contractors": ((PROFESSIONAL, MANAGER), 0, 1.0, 0.0, 0.0, 0.9, 0.0, 120e3, 400),
    "automation": ((SUPPORT, PROFESSIONAL), 2, 0.85, 0.0, 0.0, 0.6, 10e3, 5e3, 500),
}
GRADUATE_MARKET = ("graduate_scheme", "management_trainee_scheme")


def make_levers() -> LeverSet:
    """The levers, each estimate with a range of a fifth to either side, a share staying one."""
    levers = tuple(_lever(name) for name in LEVERS)
    growth, shortfall = _estimate("price_growth", 0.022), _estimate("shortfall", 90e3)
    leaving = _estimate("leaving", 0.1)
    return LeverSet(
        title="Made-up levers",
        owner="benchmark",
        goal=_goal(),
        levers=levers,
        limits=(_graduate_market(),),
        leaving=dict.fromkeys(AREA_IDS, leaving),
        shortfall_gbp=shortfall,
        price_year=PRICE_YEAR,
        price_growth=growth,
        register=Register.of([growth, shortfall, leaving, *_estimates_of(levers)]),
    )


def make_basis(levers: LeverSet, draws: int) -> Basis:
    """A workforce that grows more slowly than what is asked of it; growth and demand differ from draw to draw."""
    rng = np.random.default_rng(SEED)
    grid = (len(AREA_IDS), len(LEVEL_IDS))
    stock = rng.uniform(2e3, 8e3, (grid[0], 1)) * rng.dirichlet((6.0, 8.0, 4.0, 1.5), grid[0])
    rates = rng.uniform(-0.01, 0.03, grid)
    wanted = rng.uniform(0.01, 0.06, grid) + np.where(np.isin(AREA_IDS, LOSING), -0.03, 0.0)[:, None]
    supply = project_supply(stock, rates, HORIZON)
    supply_drawn = project_supply(stock, rates + rng.normal(0, 0.01, (draws, *grid)), HORIZON)
    demand_drawn = _grown(stock, wanted + rng.normal(0, 0.012, (draws, 1, 1)) + rng.normal(0, 0.008, (draws, *grid)))
    pay = np.array([26e3, 40e3, 58e3, 95e3])[:, None] * 1.25 * 1.02 ** np.arange(len(HORIZON.years))
    carry = carry_in_place(np.full(stock.size, levers.leaving[AREA_IDS[0]].value), len(HORIZON.years) - 1)

    def engine(changes: FlowChanges) -> Array:
        return add_groups(supply, changes, carry.leaving)

    return Basis(
        areas=AREA_IDS,
        horizon=HORIZON,
        seed=SEED,
        supply=supply,
        supply_drawn=supply_drawn,
        demand={SCENARIO: _grown(stock, wanted)},
        demand_drawn={SCENARIO: demand_drawn},
        pay=pay,
        pay_drawn=pay * rng.uniform(0.97, 1.03, (draws, 1, 1)),
        carry=carry,
        carry_drawn=carry_in_place(_leaving_drawn(levers, draws, stock.size), len(HORIZON.years) - 1),
        engine=engine,
    )


def make_sizes(levers: LeverSet) -> Array:
    """A plan that uses every route in every year, and half of what each lever can do, (route, projected year)."""
    years = HORIZON.years[1:]
    return np.array(
        [
            [lever.capacity[year] / (2 * len(lever.routes)) for year in years]
            for lever in levers.levers
            for _ in lever.routes
        ]
    )


def _grown(stock: Array, rates: Array) -> Array:
    """(..., area, level, year), the base year as it is."""
    return stock[..., None] * (1.0 + rates[..., None]) ** np.arange(len(HORIZON.years))


def _leaving_drawn(levers: LeverSet, draws: int, cells: int) -> Array:
    drawn = levers.leaving[AREA_IDS[0]].draw(SEED, draws)
    return np.repeat(drawn[:, None], cells, axis=1)


def _goal() -> Goal:
    return Goal(
        closes=(SCENARIO,),
        confidence=0.8,
        level_share=0.9,
        weights={SCENARIO: 1.0},
        first_year=HORIZON.years[1],
        decide_in=HORIZON.years[5],
        milestones=(),
        growth_per_year=0.08,
        growth_wte=50.0,
        moving_share=0.05,
    )


def _graduate_market() -> SharedLimit:
    most = {year: 500.0 + 50 * at for at, year in enumerate(HORIZON.years[1:])}
    return SharedLimit("graduate_market", "Graduates who can be won", GRADUATE_MARKET, GAINING, most, "made up")


def _lever(name: str) -> Lever:
    levels, lead, completion, drop_out, deadweight, effect, per_start, per_year, capacity = LEVERS[name]
    kind = kind_of(name)
    return Lever(
        id=name,
        name=kind.name,
        kind=kind,
        owner="benchmark",
        funder=Funder.CENTRAL,
        evidence=Evidence.ASSUMED,
        source="made up",
        note="",
        routes=tuple(Route(name, *pair) for pair in _pairs(name, levels)),
        lead_years=lead,
        lasts_years=1 if kind.act is Act.STAND_IN else None,
        completion=_estimate(f"{name}.completion", completion, most=1.0),
        drop_out=_estimate(f"{name}.drop_out", drop_out, most=1.0),
        deadweight=_estimate(f"{name}.deadweight", deadweight, most=1.0),
        effect=_estimate(f"{name}.effect", effect, most=1.0),
        costs=Costs(
            PRICE_YEAR,
            _estimate(f"{name}.set_up", 0.0),
            _estimate(f"{name}.per_start", per_start),
            _estimate(f"{name}.per_year", per_year),
        ),
        capacity={year: capacity * (0.5 + 0.1 * at) for at, year in enumerate(HORIZON.years[1:])},
        minimum=0.0,
        sizes={},
        recommendations=(),
    )


def _pairs(name: str, levels: Sequence[str]) -> Iterator[tuple[Cell, Cell]]:
    """Where it takes from and where it gives to."""
    if name == "reskilling":
        yield from (
            (Cell(losing, level), Cell(gaining, level)) for losing in LOSING for gaining in GAINING for level in levels
        )
    elif name == "upskilling":
        below = dict(zip(LEVEL_IDS[1:], LEVEL_IDS, strict=False))
        yield from ((Cell(area, below[level]), Cell(area, level)) for area in AREA_IDS for level in levels)
    else:
        act = kind_of(name).act
        for area in AREA_IDS:
            for level in levels:
                cell = Cell(area, level)
                origin = cell if act is Act.KEEP else FROM_NOBODY if act is Act.RELIEVE else FROM_OUTSIDE
                yield origin, cell


def _estimate(name: str, value: float, *, most: float = np.inf) -> Assumption:
    return Assumption(
        id=f"levers.{name}",
        value=value,
        unit="as the field says",
        low=0.8 * value,
        high=min(1.2 * value, most),
        source="made up",
        owner="benchmark",
        date="",
    )


def _estimates_of(levers: Sequence[Lever]) -> Iterator[Assumption]:
    for lever in levers:
        yield from (lever.completion, lever.drop_out, lever.deadweight, lever.effect)
        yield from (lever.costs.set_up, lever.costs.per_start, lever.costs.per_year)
