"""What can levers.toml say? Its settings, each of which describes itself.

The reference page of levers.toml is written from these descriptions.
"""

from __future__ import annotations

from cadreworks.plan.cells import NONE, OUTSIDE
from cadreworks.plan.kinds import KIND_IDS
from cadreworks.plan.levers import MOST_WTE, Evidence, Funder
from cadreworks.settings_file import Of, Setting, exactly
from cadreworks.vocabulary import ALL, AREA_IDS, LEVEL_IDS

LONGEST = 20
"""Years: no lever takes longer to begin to work, or works for longer, and could still be planned."""
MOST_GBP = 10_000_000_000
MOST_GBP_PER_WTE = 1_000_000
MOST_GRANT_GBP = 100_000
_OUT_OF_NOTHING = "is more than the whole, which makes people out of nothing"
_EARLIEST, _LATEST = 1948, 2250

FILE_SETTINGS = (
    Setting("title", Of.TEXT, "what these levers are for"),
    Setting("owner", Of.TEXT, "the body that answers for the file"),
    Setting(
        "price_year",
        Of.WHOLE,
        "the year to 31 March in whose pounds prices are given, unless a lever says its own",
        least=_EARLIEST,
        most=_LATEST,
    ),
    Setting(
        "price_growth_per_year",
        Of.ESTIMATE,
        "the share by which all prices of the file grow each year",
        least=-0.1,
        most=0.25,
    ),
    Setting(
        "shortfall_gbp_per_wte_year",
        Of.ESTIMATE,
        "what a missing whole-time equivalent costs the service in a year",
        least=0,
        most=MOST_GBP_PER_WTE,
    ),
)

_LEAVE = "the share of people brought by a lever who leave the NHS in a year"
LEAVING_OF_ALL = Setting(
    ALL, Of.ESTIMATE, f"{_LEAVE}, in areas without a line of their own", required=False, least=0, most=1
)
LEAVING_SETTINGS = (
    LEAVING_OF_ALL,
    *(Setting(area, Of.ESTIMATE, f"{_LEAVE}, in this area", required=False, least=0, most=1) for area in AREA_IDS),
)

GOAL_SETTINGS = (
    Setting("closes", Of.TEXTS, "the scenarios in which a plan must close the gap"),
    Setting(
        "confidence",
        Of.NUMBER,
        "the share of draws in which each area must have enough staff at the horizon",
        least=0.5,
        most=0.99,
    ),
    Setting(
        "level_share",
        Of.NUMBER,
        "the share of its demand at the horizon that each job level of each area must have",
        least=0,
        most=1,
    ),
    Setting("first_year", Of.WHOLE, "the first year in which a lever may start", least=_EARLIEST, most=_LATEST),
    Setting(
        "decide_in",
        Of.WHOLE,
        "the year from which decisions may differ between scenarios; earlier ones are the same in all",
        least=_EARLIEST,
        most=_LATEST,
    ),
    Setting(
        "growth_per_year", Of.NUMBER, "the share by which an area may grow in a year, at the most", least=0, most=5
    ),
    Setting(
        "growth_wte",
        Of.NUMBER,
        "whole-time equivalents by which any area may grow in a year, however small it is",
        least=0,
        most=MOST_WTE,
    ),
    Setting(
        "moving_share",
        Of.NUMBER,
        "the share of the staff of an area and job level who may be moved by levers in a year, at the most",
        least=0,
        most=1,
    ),
    Setting(
        "budgets_gbp_per_year",
        Of.WHOLES,
        "yearly budgets, in pounds, of which a plan's documents say what they would buy",
        required=False,
        least=0,
        most=1_000_000_000_000,
        default=(),
    ),
)
WEIGHT = Setting("weights", Of.NUMBER, "how much the scenario counts", required=False, least=0, most=1_000_000)
"""One weight of `[goal] weights`, whose names are those of the study's scenarios."""
MILESTONE_SETTINGS = (
    Setting("year", Of.WHOLE, "the year, as at 31 March", least=_EARLIEST, most=_LATEST),
    Setting(
        "closes",
        Of.NUMBER,
        "the share of each area's shortfall that the plan must have closed by then",
        least=0,
        most=1,
    ),
)

_AREAS_GIVEN = "the areas of work where it gives: where people come to, stay, or have less to do"
LIMIT_SETTINGS = (
    Setting("id", Of.TEXT, "a short name of small letters, digits and _"),
    Setting("name", Of.TEXT, "the name to print"),
    Setting("levers", Of.TEXTS, "the ids of the levers that share it"),
    Setting(
        "areas",
        Of.TEXTS,
        "the areas of work of which it speaks: only what starts for these counts; all if left out",
        required=False,
        one_of=AREA_IDS,
        default=(),
    ),
    Setting(
        "most",
        Of.STEPS,
        "the most whole-time equivalents that may start in a year on these levers together, as "
        "{ 2022 = 600, 2025 = 1200 }",
        least=0,
        most=MOST_WTE,
    ),
    Setting("source", Of.TEXT, "what it rests on"),
)

ESTIMATED_SHARES = (
    Setting(
        "completion",
        Of.ESTIMATE,
        "the share of those who start who finish",
        least=0,
        most=1,
        too_much=_OUT_OF_NOTHING,
    ),
    Setting(
        "drop_out",
        Of.ESTIMATE,
        "the share of those who finish who never take up the post or leave it within a year",
        required=False,
        least=0,
        most=1,
        default=exactly(0.0),
    ),
    Setting(
        "deadweight",
        Of.ESTIMATE,
        "the share that would have come about without the lever",
        required=False,
        least=0,
        most=1,
        default=exactly(0.0),
    ),
    Setting(
        "effect",
        Of.ESTIMATE,
        "what a whole-time equivalent that starts comes to; for retention the share by which leaving falls, and for "
        "what relieves the share of a whole-time equivalent of demand that falls away, and both need it",
        required=False,
        least=0,
        most=1,
        too_much=_OUT_OF_NOTHING,
    ),
)
ESTIMATED_COSTS = (
    Setting(
        "set_up_gbp",
        Of.ESTIMATE,
        "pounds spent once, in the first year that it is used",
        required=False,
        least=0,
        most=MOST_GBP,
        default=exactly(0.0),
    ),
    Setting(
        "per_start_gbp",
        Of.ESTIMATE,
        "pounds for each whole-time equivalent that starts, in the year it starts; less than 0 where a grant pays more "
        "than it costs",
        required=False,
        least=-MOST_GRANT_GBP,
        most=MOST_GBP_PER_WTE,
        default=exactly(0.0),
    ),
    Setting(
        "per_year_gbp",
        Of.ESTIMATE,
        "pounds for each whole-time equivalent and year while it is under way",
        required=False,
        least=0,
        most=MOST_GBP_PER_WTE,
        default=exactly(0.0),
    ),
)
LEVER_SETTINGS = (
    Setting("id", Of.TEXT, "a short name of small letters, digits and _"),
    Setting("name", Of.TEXT, "the name to print"),
    Setting("kind", Of.TEXT, "the kind of lever", one_of=KIND_IDS),
    Setting("owner", Of.TEXT, "the body that would run it"),
    Setting("funder", Of.TEXT, "who pays for the measure", one_of=tuple(funder.value for funder in Funder)),
    Setting(
        "evidence",
        Of.TEXT,
        "how well its effect is known, from A (a trial) to E (assumed)",
        one_of=tuple(grade.value for grade in Evidence),
    ),
    Setting("source", Of.TEXT, "what its figures rest on, where an estimate does not name its own source"),
    Setting("note", Of.TEXT, "anything a reader should know", required=False, default=""),
    Setting(
        "from_areas",
        Of.TEXTS,
        "the areas of work from which reskilling takes staff; other kinds do not have it",
        required=False,
        one_of=AREA_IDS,
    ),
    Setting(
        "from_levels",
        Of.TEXTS,
        "the job levels from which upskilling takes staff, in each area; one below each of to_levels if left out",
        required=False,
        one_of=LEVEL_IDS,
    ),
    Setting("to_areas", Of.TEXTS, _AREAS_GIVEN, one_of=AREA_IDS),
    Setting("to_levels", Of.TEXTS, "the job levels where it gives", one_of=LEVEL_IDS),
    Setting("lead_years", Of.WHOLE, "the years from the start until it works", least=0, most=LONGEST),
    Setting(
        "lasts_years",
        Of.WHOLE,
        "the years for which it works: of what stands in, which needs it, and of what relieves; to the horizon if left "
        "out",
        required=False,
        least=1,
        most=LONGEST,
    ),
    *ESTIMATED_SHARES,
    *ESTIMATED_COSTS,
    Setting(
        "price_year",
        Of.WHOLE,
        "the year to 31 March in whose pounds its costs are given; that of the file if left out",
        required=False,
        least=_EARLIEST,
        most=_LATEST,
    ),
    Setting(
        "capacity",
        Of.STEPS,
        "the most whole-time equivalents that may start in a year on all its routes together, as "
        "{ 2022 = 150, 2025 = 800 }",
        least=0,
        most=MOST_WTE,
    ),
    Setting(
        "minimum_per_year",
        Of.NUMBER,
        "the fewest whole-time equivalents with which it starts in a year, if it starts at all",
        required=False,
        least=0,
        most=MOST_WTE,
        default=0.0,
    ),
    Setting("recommendations", Of.TEXTS, "the ids of the recommendations that it answers", required=False, default=()),
)
SIZE_SETTINGS = (
    Setting(
        "from_area",
        Of.TEXT,
        "the area of work that it takes from, where several routes lead to one place",
        required=False,
        one_of=(*AREA_IDS, OUTSIDE, NONE),
    ),
    Setting(
        "from_level",
        Of.TEXT,
        "the job level that it takes from, where several routes lead to one place",
        required=False,
        one_of=(*LEVEL_IDS, OUTSIDE, NONE),
    ),
    Setting("to_area", Of.TEXT, "the area of work that it gives to", one_of=AREA_IDS),
    Setting("to_level", Of.TEXT, "the job level that it gives to", one_of=LEVEL_IDS),
    Setting("year", Of.WHOLE, "the year up to 31 March in which they start", least=_EARLIEST, most=_LATEST),
    Setting("amount_wte", Of.NUMBER, "whole-time equivalents that start", least=0, most=MOST_WTE),
)

_ESTIMATES = {
    setting.name: setting
    for setting in (*FILE_SETTINGS, *LEAVING_SETTINGS, *LEVER_SETTINGS)
    if setting.kind is Of.ESTIMATE
}


def possible_values(assumption_id: str) -> tuple[float, float]:
    """The least and the most that the file may say for an estimate, by its id in the register, as `lever.ID.SETTING`.

    Raises KeyError where no setting of the file is called so.
    """
    setting = _ESTIMATES[assumption_id.rpartition(".")[2]]
    if setting.least is None or setting.most is None:
        raise ValueError(f"{setting.name} has no bounds")
    return setting.least, setting.most
