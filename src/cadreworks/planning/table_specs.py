"""What each table of a plan's results holds: the contract with everybody who reads them by machine.

Every number is unrounded; `all` stands for a total; years are as at 31 March, or the year up to it where something
flows.
"""

from __future__ import annotations

from cadreworks.tables import Column, Kind, TableSpec

_SCENARIO = Column("scenario", Kind.TEXT, "the scenario's id")
_LEVER = Column("lever", Kind.TEXT, "the lever's id")
_YEAR = Column("year", Kind.WHOLE, "the year up to 31 March of this year")


def _number(name: str, means: str, *, required: bool = True) -> Column:
    return Column(name, Kind.NUMBER, means, required=required)


OUTCOME = TableSpec(
    "outcome",
    "What the plan makes of the gap. A gap is supply less demand, so a shortfall is negative.",
    (
        _SCENARIO,
        Column("year", Kind.WHOLE, "as at 31 March of this year"),
        Column("area", Kind.TEXT, "the area of work, or `all`"),
        Column("level", Kind.TEXT, "the job level, or `all`"),
        _number("gap_before", "wte of the central run without the plan"),
        _number("gap_after", "wte of the central run with the plan, the same plan in every scenario"),
        _number("p05", "5th percentile of the draws of gap_after"),
        _number("p95", "95th percentile of the draws of gap_after"),
        _number("p50", "50th percentile of the draws of gap_after"),
        _number("staff_added", "wte in post because of the plan, less those whom it took"),
        _number("demand_relieved", "wte of work that the plan takes off demand"),
        _number(
            "gap_after_adapted",
            "gap_after if decisions from `decide_in` on were made for this scenario; empty where the plan was given",
            required=False,
        ),
        _number("adapted_p05", "5th percentile of its draws", required=False),
        _number("adapted_p95", "95th percentile of its draws", required=False),
    ),
)
COST = TableSpec(
    "cost",
    "What the plan costs in the central run, by lever and year, in pounds of that year.",
    (
        _LEVER,
        Column("funder", Kind.TEXT, "who pays for the measure; the pay of staff falls to their employers"),
        _YEAR,
        _number("measures_gbp", "the measure itself, set-up apart"),
        _number("set_up_gbp", "set-up"),
        _number("pay_gbp", "pay and on-costs of staff whom the lever adds, less those whom it takes"),
        _number("cost_gbp", "the three together"),
    ),
)
PEOPLE = TableSpec(
    "people",
    "Whom the plan reaches in the central run, by lever and year, in wte.",
    (
        _LEVER,
        _YEAR,
        _number("started", "wte that start"),
        _number("gave", "wte that come about where the lever gives, from those who started `lead_years` before"),
        _number("took", "wte that go from where the lever takes"),
        _number("wasted", "of those who would now arrive: not completed, not taken up, or would have come anyway"),
    ),
)
ADAPTED = TableSpec(
    "adapted",
    "What would start in each scenario if decisions from `decide_in` on were made for it. Earlier ones are the plan's.",
    (
        _SCENARIO,
        _LEVER,
        Column("from_area", Kind.TEXT, "where it takes from"),
        Column("from_level", Kind.TEXT, "where it takes from"),
        Column("to_area", Kind.TEXT, "where it gives"),
        Column("to_level", Kind.TEXT, "where it gives"),
        _YEAR,
        _number("amount_wte", "wte that start"),
    ),
)
REGRET = TableSpec(
    "regret",
    "What each of several plans loses in each scenario: its cost in the central run, and missing wte at their price, "
    "the mean over draws.",
    (
        Column("plan", Kind.TEXT, "the plan"),
        _SCENARIO,
        _number("loss_gbp", "cost and the price of missing wte"),
        _number("regret_gbp", "loss above that of the best of these plans in the scenario"),
    ),
)
SHARED = TableSpec(
    "no_regret",
    "What the best plans of all scenarios start before `decide_in`, by the price of missing wte: regretted in none.",
    (
        _LEVER,
        Column("to_area", Kind.TEXT, "where it gives"),
        Column("to_level", Kind.TEXT, "where it gives"),
        _YEAR,
        _number("amount_wte", "wte that start in all of these plans"),
    ),
)
BOUGHT = TableSpec(
    "bought",
    "What a yearly budget buys: the plan with the fewest shortfall-years within it.",
    (
        _number("budget_gbp_per_year", "the budget"),
        _number("cost_gbp", "what the plan costs in all"),
        _number("shortfall_years", "wte missing, summed over cells and years, expected over draws"),
        _number("gap_wte", "gap of the whole workforce at the horizon, central run"),
    ),
)
