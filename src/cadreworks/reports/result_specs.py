"""What each result table holds: the contract with everybody who reads results by machine.

Every year from the base year to the horizon has a row, `all` stands for a total, and no number is rounded.
"""

from __future__ import annotations

from cadreworks.tables import Column, Kind, TableSpec

_SCENARIO = Column("scenario", Kind.TEXT, "the scenario's id")
_YEAR = Column("year", Kind.WHOLE, "as at 31 March of this year")
_AREA = Column("area", Kind.TEXT, "the area of work, or `all`")
_LEVEL = Column("level", Kind.TEXT, "the job level, or `all`")
_MEASURE = Column("measure", Kind.TEXT, "what is counted: wte")
_BANDS = (
    Column("p05", Kind.NUMBER, "5th percentile of the draws"),
    Column("p50", Kind.NUMBER, "50th percentile of the draws"),
    Column("p95", Kind.NUMBER, "95th percentile of the draws"),
)


def _number(name: str, means: str) -> Column:
    return Column(name, Kind.NUMBER, means)


def _text(name: str, means: str) -> Column:
    return Column(name, Kind.TEXT, means, required=False)


SUPPLY = TableSpec(
    "supply",
    "Projected staff in post.",
    (_YEAR, _AREA, _LEVEL, _MEASURE, _number("mean", "wte of the central run"), *_BANDS),
)
SUPPLY_HEADCOUNT = TableSpec(
    "supply_headcount",
    "Projected staff in post in people, where the method of supply counts them.",
    (
        _YEAR,
        _AREA,
        _LEVEL,
        Column("measure", Kind.TEXT, "what is counted: headcount"),
        _number("mean", "people of the central run"),
        *_BANDS,
    ),
)
SUPPLY_FLOWS = TableSpec(
    "supply_flows",
    "Projected flows in people, where the method of supply counts them, of areas as a whole. Those of an area that few "
    "joined are not told, nor those of another area from which they could be.",
    (
        Column("year", Kind.WHOLE, "the flow of the year up to 31 March of this year"),
        _AREA,
        _LEVEL,
        Column("measure", Kind.TEXT, "what is counted: headcount"),
        _text(
            "flow",
            "its name, as in flows of staff records; retirements are among leavers, promotions and "
            "demotions among moves_out_level",
        ),
        _number("mean", "people of the central run; empty where the record does not tell"),
        *_BANDS,
    ),
)
DEMAND = TableSpec(
    "demand",
    "Forecast requirement.",
    (
        _SCENARIO,
        _YEAR,
        _AREA,
        _LEVEL,
        _MEASURE,
        _number("mean", "wte of the central run: what the returns say together, by the method of the study"),
        _number("sd", "sample standard deviation over returns that count; at `all` that of each return's own total"),
        *_BANDS,
        _number("no_change", "wte if every return left the typical organisation as it is"),
    ),
)
GAP = TableSpec(
    "gap",
    "Supply minus demand; a shortfall is negative.",
    (
        _SCENARIO,
        _YEAR,
        _AREA,
        _LEVEL,
        _number("supply", "wte of the central run"),
        _number("demand", "wte of the central run"),
        _number("gap", "supply - demand"),
        *_BANDS,
    ),
)
GAP_CHANCE = TableSpec(
    "gap_chance",
    "How likely it is that supply falls short of demand: the share of draws, with all that bands leave out left out.",
    (
        _SCENARIO,
        _YEAR,
        _AREA,
        _number("threshold", "share of demand by which supply falls short; 0 is any shortfall"),
        _number("chance", "share of draws in which the shortfall is greater, of one"),
        Column(
            "sooner_than_not",
            Kind.WHOLE,
            "the first year in which the chance passes one half; empty where it does in none",
            required=False,
        ),
    ),
)
COMPOSITION = TableSpec(
    "composition",
    "The share of each job level in an area's demand; empty where the area has nobody. Percentiles rest on the draws "
    "in which the area has somebody.",
    (_SCENARIO, _YEAR, _AREA, _LEVEL, _number("share", "share of one"), *_BANDS),
)
COST = TableSpec(
    "cost",
    "What demand costs, each area at its own band.",
    (
        _SCENARIO,
        _YEAR,
        _AREA,
        _number("wte", "demand of the central run"),
        _number("cost_gbp", "pay and on-costs of the year, in its own pounds"),
        _number("baseline_cost_gbp", "the same for the workforce of the base year, unchanged in number"),
        *_BANDS,
        _number("present_value_gbp", "cost_gbp discounted to the base year"),
    ),
)
COST_BY_LEVEL = TableSpec(
    "cost_by_level",
    "What demand costs, each job level at its own band.",
    (
        _SCENARIO,
        _YEAR,
        _AREA,
        _LEVEL,
        _number("wte", "demand of the central run"),
        _number("cost_gbp", "pay and on-costs of the year, in its own pounds"),
        *_BANDS,
    ),
)
COST_BY_METHOD = TableSpec(
    "cost_by_method",
    "What the whole workforce costs by each way of costing.",
    (
        _SCENARIO,
        _YEAR,
        _text("method", "by_area, by_level, or at_one_band where the study names one band for everybody"),
        _number("wte", "demand of the central run"),
        _number("cost_gbp", "pay and on-costs of the year, in its own pounds"),
        _number("baseline_cost_gbp", "the same for the workforce of the base year, unchanged in number"),
    ),
)
CHANGE = TableSpec(
    "change",
    "From the base year to the horizon, central run.",
    (
        _SCENARIO,
        _AREA,
        _LEVEL,
        _number("base_wte", "staff in post at the base year"),
        _number("demand_wte", "demand at the horizon"),
        _number("demand_change_wte", "demand at the horizon - base"),
        _number("demand_change_share", "the same over base; empty where base is nobody"),
        _number("supply_wte", "supply at the horizon"),
        _number("supply_change_wte", "supply at the horizon - base"),
        _number("supply_change_share", "the same over base; empty where base is nobody"),
        _number("gap_wte", "supply - demand at the horizon"),
        _number("shortfall_wte", "how many are missing: the gap where it is negative, else 0"),
        _number("base_share_of_area", "share of the level in its area at the base year"),
        _number("demand_share_of_area", "share of the level in its area's demand at the horizon"),
        _number("base_share_of_workforce", "share of the whole workforce at the base year"),
        _number("demand_share_of_workforce", "share of the whole demand at the horizon"),
    ),
)
POOL = TableSpec(
    "pool",
    "What the returns say together about the typical organisation at the years asked about, and how far they agree.",
    (
        _SCENARIO,
        Column("year", Kind.WHOLE, "as at 31 March of this year, one that was asked about"),
        _AREA,
        _LEVEL,
        _number("mean", "wte of the typical organisation, pooled by the study's method"),
        *_BANDS,
        _number("n", "how many answers there are; at `all` areas how many returns answered every area"),
        _number("more", "how many of them see more than the typical organisation has now"),
        _number("same", "how many see as many"),
        _number("fewer", "how many see fewer"),
        _number("nobody", "how many see nobody"),
        _number("spread_log", "sample standard deviation of the logarithms of answers above nobody"),
        _number("congruence", "chance that two see the same direction x exp(-spread_log)"),
        _number("largest_influence_wte", "by how much the mean moves at most without one of the returns"),
    ),
)
ASSUMPTIONS = TableSpec(
    "assumptions",
    "The assumption register of the run.",
    (
        _text("id", "the assumption"),
        _number("value", "the value that the central run used"),
        _text("unit", "its unit"),
        _number("low", "the lowest value of the draws' range"),
        _number("high", "the highest value of the draws' range"),
        _text("source", "what it rests on"),
        _text("owner", "who answers for it"),
        Column(
            "date",
            Kind.DATE,
            "the day on which it was last looked at; empty where a method worked it out",
            required=False,
        ),
        _text("note", "anything a reader should know"),
        _text("overridden_by", "who replaced it, when and why"),
        _number("registered_value", "the value before any override"),
        _text("origin", "declared in the study's register, or worked out from its data by a method"),
        _text("title", "its name in words"),
    ),
)
OVERRIDES = TableSpec(
    "overrides",
    "Headline figures at the horizon with and without each override, and without all.",
    (
        _text("assumption", "the assumption overridden, or `all overrides`"),
        _number("value", "the value in use"),
        _number("value_without", "the value without the override"),
        _text("who", "who decided it"),
        _text("when", "the day of the decision"),
        _text("why", "the reason"),
        _SCENARIO,
        _text("figure", "supply, demand, gap or cost"),
        _text("unit", "wte or gbp"),
        _number("with_override", "the figure as published"),
        _number("without_override", "the figure without it"),
    ),
)
TABLES_OF_PEOPLE = (SUPPLY_HEADCOUNT, SUPPLY_FLOWS)
"""Of studies whose supply is counted in people too."""
VACANCIES = TableSpec(
    "vacancies",
    "Funded posts and what of them stands empty, where the study has an establishment. A cell without a limit has no "
    "row; a total is of the cells that have a limit. Vacancies are not the gap, which is supply minus demand.",
    (
        _YEAR,
        _AREA,
        _LEVEL,
        _number("posts_wte", "funded posts, wte, of the year up to then"),
        _number("wte", "staff in post in them, wte of the central run"),
        _number("vacancy_wte", "posts less staff in post, of the central run; below 0 where staff exceed posts"),
        *_BANDS,
        _number(
            "turned_away",
            "joiners and returners of the year up to then who found no room and did not come, people of the central "
            "run; told of whole areas, and of none that few joined",
        ),
        _number("turned_away_p05", "its 5th percentile"),
        _number("turned_away_p50", "its 50th percentile"),
        _number("turned_away_p95", "its 95th percentile"),
    ),
)
RESULT_TABLES = (
    SUPPLY,
    DEMAND,
    GAP,
    GAP_CHANCE,
    COMPOSITION,
    COST,
    COST_BY_LEVEL,
    COST_BY_METHOD,
    CHANGE,
    POOL,
    ASSUMPTIONS,
    OVERRIDES,
)
