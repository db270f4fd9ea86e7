"""What does a whole-time equivalent cost? Band tops, on-costs and pay growth -> pounds per wte and year.

    cost per wte(year) = top of band x (1 + on-cost) x (1 + pay growth) ^ (year - base year)

Everyone is taken to stand at the top of the band, as the report has it. On-cost is pension plus National
Insurance. Where the award of a financial year is known it takes the place of pay growth in that year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cadreworks.assumptions import AssumptionSpec, Register
from cadreworks.bands import Array
from cadreworks.periods import FinancialYear, Horizon
from cadreworks.problems import ProblemList
from cadreworks.tables import Column, Kind, Table, TableSpec
from cadreworks.vocabulary import ALL, AREA_IDS, LEVEL_IDS, PAY_BAND_IDS
from cadreworks.vocabulary.columns import SOURCE, STATUS

PAY_GROWTH = AssumptionSpec(
    id="pay_growth_per_year",
    title="Growth of pay",
    unit="share per year",
    means="by how much pay grows each year, where no award is known",
    least=-0.1,
    most=0.25,
)
PENSION = AssumptionSpec(
    id="on_cost_pension",
    title="On-cost, employer's pension contribution",
    unit="share of pay",
    means="the employer's contribution to the NHS Pension Scheme, over pay",
    least=0,
    most=0.6,
)
NATIONAL_INSURANCE = AssumptionSpec(
    id="on_cost_national_insurance",
    title="On-cost, employer's National Insurance",
    unit="share of pay",
    means="the employer's National Insurance contribution, over pay",
    least=0,
    most=0.4,
)
DISCOUNT = AssumptionSpec(
    id="discount_rate_per_year",
    title="Discount rate of money amounts",
    unit="share per year",
    means="the yearly rate by which a later pound counts for less in present values",
    least=0,
    most=0.25,
)
COST_ASSUMPTIONS = (PAY_GROWTH, PENSION, NATIONAL_INSURANCE, DISCOUNT)

PAY_POINTS_TABLE = TableSpec(
    name="pay_points",
    means="The top pay point of each Agenda for Change band in the base year.",
    columns=(
        Column("band", Kind.TEXT, "the band", "Name the band, such as 8a.", one_of=PAY_BAND_IDS),
        Column(
            "top_of_band_gbp",
            Kind.NUMBER,
            "basic pay a year at the top of the band",
            "Enter pounds a year.",
            low=5_000,
            high=500_000,
        ),
        STATUS,
        SOURCE,
    ),
    key=("band",),
)

PAY_BANDS_TABLE = TableSpec(
    name="pay_bands",
    means="The band at which each area of work, and each job level, is costed.",
    columns=(
        Column(
            "costed",
            Kind.TEXT,
            "what is costed: an area, a level, or the whole workforce at one band",
            "Write area, level or whole.",
            one_of=("area", "level", "whole"),
        ),
        Column("id", Kind.TEXT, "the area or level; `all` for the whole workforce", "Name the area or level."),
        Column("band", Kind.TEXT, "the band", "Name the band, such as 8a.", one_of=PAY_BAND_IDS),
        STATUS,
        SOURCE,
    ),
    key=("costed", "id"),
)

PAY_AWARDS_TABLE = TableSpec(
    name="pay_awards",
    means="Pay awards that are known, by financial year.",
    columns=(
        Column("year", Kind.FINANCIAL_YEAR, "the financial year that the award begins", "Write it as 2021-22."),
        Column("award", Kind.NUMBER, "the award, a share of one", "Enter a share of one.", low=-0.1, high=0.25),
        STATUS,
        SOURCE,
    ),
    key=("year",),
)


@dataclass(frozen=True)
class Pay:
    """Basic pay at the top of the band, in pounds a year of the base year.

    by_area: (area,); by_level: (level,); whole: one band for everybody, or None where the study names none
    """

    by_area: Array
    by_level: Array
    band_of_area: tuple[str, ...]
    band_of_level: tuple[str, ...]
    whole: float | None
    awards: Mapping[FinancialYear, float]


def read_pay(points: Table, bands: Table, awards: Table | None, areas: tuple[str, ...], problems: ProblemList) -> Pay:
    """Pay of each area and level. A band without a pay point, and an area or level without a band, are problems."""
    tops = {row.text("band"): row.number("top_of_band_gbp") for row in points.rows}
    spoilt_points = {row.text("band") for row in points.spoilt}
    band_of: dict[tuple[str, str], str] = {}
    for row in bands.rows:
        known = {"area": AREA_IDS, "level": LEVEL_IDS, "whole": (ALL,)}[row.text("costed")]
        if row.text("id") not in known:
            problems.add(
                bands.where(row, "id"),
                f'"{row.text("id")}" is no {row.text("costed")} of this study',
                f"Use one of: {', '.join(known)}.",
                kind="unknown value",
            )
        elif row.text("band") not in tops and row.text("band") not in spoilt_points:
            problems.add(
                bands.where(row, "band"),
                f"band {row.text('band')} has no pay point",
                f"Add it to {points.file}.",
                kind="missing pay point",
            )
        band_of[row.text("costed"), row.text("id")] = row.text("band")
    for costed, ids in (("area", areas), ("level", LEVEL_IDS)):
        for item in ids:
            if (costed, item) not in band_of and not bands.spoilt:
                problems.add(
                    bands.file,
                    f"there is no band for {costed} {item}",
                    "Add a row for it.",
                    kind="missing row",
                )
    whole = band_of.get(("whole", ALL))
    return Pay(
        by_area=np.array([tops.get(band_of.get(("area", area), ""), 0.0) for area in areas]),
        by_level=np.array([tops.get(band_of.get(("level", level), ""), 0.0) for level in LEVEL_IDS]),
        band_of_area=tuple(band_of.get(("area", area), "") for area in areas),
        band_of_level=tuple(band_of.get(("level", level), "") for level in LEVEL_IDS),
        whole=None if whole is None else tops.get(whole, 0.0),
        awards={row.financial_year("year"): row.number("award") for row in awards.rows} if awards else {},
    )


def check_awards(awards: Table, horizon: Horizon, problems: ProblemList) -> None:
    """Whether each award begins in a year of the projection: pay points hold the base year's award already."""
    for row in awards.rows:
        year = row.financial_year("year")
        if not horizon.base < year.start <= horizon.last:
            problems.add(
                awards.where(row, "year"),
                f"the award of {year} moves no pay between {horizon.base} and {horizon.last}",
                f"Leave it out; awards of {FinancialYear(horizon.base + 1)} to {FinancialYear(horizon.last)} are used, "
                "and pay points are those of the base year.",
                kind="year outside",
            )


@dataclass(frozen=True)
class PayRates:
    """What turns basic pay of the base year into cost: shape (year,) in a central run, (draw, year) in draws.

    multiplier: (1 + on-cost) x growth of pay since the base year; discount: present value of a pound
    """

    multiplier: Array
    discount: Array


def pay_rates(register: Register, pay: Pay, horizon: Horizon) -> PayRates:
    """The rates of the central run."""
    return _rates(
        growth=np.array(register[PAY_GROWTH.id].in_use),
        on_cost=np.array(register[PENSION.id].in_use + register[NATIONAL_INSURANCE.id].in_use),
        discount=np.array(register[DISCOUNT.id].in_use),
        pay=pay,
        horizon=horizon,
    )


def draw_pay_rates(register: Register, pay: Pay, horizon: Horizon, seed: int, draws: int) -> PayRates:
    """The rates of `draws` draws, each assumption over its own range."""
    return _rates(
        growth=register[PAY_GROWTH.id].draw(seed, draws),
        on_cost=register[PENSION.id].draw(seed, draws) + register[NATIONAL_INSURANCE.id].draw(seed, draws),
        discount=register[DISCOUNT.id].draw(seed, draws),
        pay=pay,
        horizon=horizon,
    )


def _rates(*, growth: Array, on_cost: Array, discount: Array, pay: Pay, horizon: Horizon) -> PayRates:
    """Compounded year by year; pay of year Y follows the award of the financial year that begins in Y."""
    index = np.ones_like(growth)
    worth = np.ones_like(discount)
    indices, worths = [index], [worth]
    for year in horizon.years[1:]:
        award = pay.awards.get(FinancialYear(year))
        index = index * (1.0 + (growth if award is None else award))
        worth = worth / (1.0 + discount)
        indices.append(index)
        worths.append(worth)
    return PayRates(np.stack(indices, axis=-1) * (1.0 + on_cost)[..., np.newaxis], np.stack(worths, axis=-1))
