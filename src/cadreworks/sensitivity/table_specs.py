"""What each table of a sensitivity analysis holds: the contract with everybody who reads them by machine.

Every number is unrounded; years are as at 31 March; the gap is supply less demand, so a shortfall is negative. `all`
stands for the whole workforce, or for all scenarios together, counted alike.
"""

from __future__ import annotations

from cadreworks.tables import Column, Kind, TableSpec

_SCENARIO = Column("scenario", Kind.TEXT, "the scenario's id, or `all`")
_YEAR = Column("year", Kind.WHOLE, "as at 31 March of this year")
_METHODS = Column(
    "methods",
    Kind.TEXT,
    "`in_use`: with the study's own methods; `any`: with every method that its data support, counted alike",
)


def _text(name: str, means: str, *, required: bool = True) -> Column:
    return Column(name, Kind.TEXT, means, required=required)


def _number(name: str, means: str, *, required: bool = True) -> Column:
    return Column(name, Kind.NUMBER, means, required=required)


EFFECTS = TableSpec(
    "effects",
    "How much of the variance of the gap comes from each group of assumptions. Shares of one scenario, area and year "
    "add up to 1, and the variances to the variance of the gap.",
    (
        _METHODS,
        _SCENARIO,
        _text("area", "the area of work, or `all`"),
        _YEAR,
        _text(
            "group",
            "`rates` (growth, or rates of staff records), `chance` (for people), `supply_method`, `experts`, `scale` "
            "(overrides with a range), `pooling_method` or `scenario`",
        ),
        _number("variance", "what the group adds to the variance (its Shapley effect), wte squared"),
        _number("share", "the same as a share of the variance; empty where nothing varies", required=False),
        _number("alone_share", "the share that goes with the group by itself (first-order)", required=False),
        _number("in_all_share", "the share of all that the group takes part in (total effect)", required=False),
        _number("noise_share", "standard error of `share`, from so few draws (jackknife)", required=False),
    ),
)
FANS = TableSpec(
    "fans",
    "Bands of the whole workforce by year, each layer with one source of doubt more than the one before.",
    (
        _text("quantity", "`gap`, `supply` or `demand`"),
        _SCENARIO,
        _YEAR,
        _text(
            "layer",
            "`rates`; then with `chance`, where the method knows it; then with `experts`; then with all `methods`; "
            "and over all scenarios `scenario`",
        ),
        _number("central", "wte of the central run; empty over all scenarios", required=False),
        _number("p05", "5th percentile of the draws, wte"),
        _number("p25", "25th percentile"),
        _number("p50", "50th percentile"),
        _number("p75", "75th percentile"),
        _number("p95", "95th percentile"),
    ),
)
COVERAGE = TableSpec(
    "coverage",
    "How often intervals of the method of supply held what came, when it was tried on the past. Without a back-test "
    "the table has no rows.",
    (
        _text("method", "the method; `net_growth_predictive` is net growth with chance in its intervals"),
        Column("base_years", Kind.WHOLE, "on how many years it rests"),
        _text("over", "cells (area by level), areas, levels or the workforce"),
        Column("horizon", Kind.WHOLE, "years ahead"),
        Column("origins", Kind.WHOLE, "past days from which it was tried"),
        Column("with_interval", Kind.WHOLE, "forecasts that have an interval"),
        _number("coverage_80", "share of what was observed within the 80% interval", required=False),
        _number("coverage_95", "share of what was observed within the 95% interval", required=False),
    ),
    may_be_empty=True,
)
TORNADO = TableSpec(
    "tornado",
    "What each assumption does to the gap and the cost of the whole workforce at the horizon, at its low and at its "
    "high value, all else central; the widest swing of the gap first.",
    (
        _SCENARIO,
        _text(
            "kind",
            "`assumption`; `together`: those of one kind in all areas at once; `draws`: what is drawn as a whole, at "
            "the 5th and the 95th percentile of its draws",
        ),
        _text("id", "of the assumption, its kind or its group"),
        _text("title", "in words"),
        _text("unit", "of value, low and high"),
        _number("value", "the value in use", required=False),
        _number("low", "the low end of the range in use", required=False),
        _number("high", "the high end", required=False),
        _number("gap_at_low", "wte"),
        _number("gap_at_high", "wte"),
        _number("gap_swing", "how far apart the two lie, wte"),
        _number("cost_at_low_gbp", "cost of demand at the horizon, in pounds of that year"),
        _number("cost_at_high_gbp", "the same"),
        _number("cost_swing_gbp", "how far apart the two lie"),
    ),
)
THRESHOLDS = TableSpec(
    "thresholds",
    "What would have to be true for the gap of the whole workforce at the horizon to be closed, or halved, all else "
    "central.",
    (
        _SCENARIO,
        _text("target", "`closed` or `halved`"),
        _text("kind", "`assumption`, or `together`: those of one kind in all areas at once"),
        _text("id", "of the assumption, its kind or its group"),
        _text("title", "in words"),
        _text("unit", "of value, low, high, least, most and needed"),
        _number("gap", "wte of the central run"),
        _number("value", "the value in use"),
        _number("low", "the low end of its range; empty where it has none", required=False),
        _number("high", "the high end", required=False),
        _number("least", "the least value that was looked at: it cannot be less"),
        _number("most", "the most that was looked at"),
        _number("needed", "the value that does it; empty where none between least and most does", required=False),
        _text("within_range", "`yes` or `no`; empty where there is no range or no such value", required=False),
    ),
)
WORTH = TableSpec(
    "worth",
    "By how much the spread of the gap of the whole workforce at the horizon could be expected to shrink if one thing "
    "were known; within each scenario and choice of methods what would narrow the band most comes first.",
    (
        _SCENARIO,
        _METHODS,
        _text("kind", "`group` or `assumption`"),
        _text("id", "of the group or assumption"),
        _text("title", "in words"),
        _text(
            "how",
            "`averaged`: a group averaged out on the grid of draws; `held`: an assumption held at its value in the "
            "draws; `straight_line`: from its range, as if the gap moved in a straight line",
        ),
        _number("band", "width of the 90% band now, wte"),
        _number("band_known", "the width that would be left, wte"),
        _number("band_share", "the share of the band that goes"),
        _number("variance_share", "the share of the variance that goes"),
        _number(
            "telling_share",
            "of a rate of growth: the share of the variance that goes where what it tells of other areas is counted "
            "too (estimated from draws in bins of alike values)",
            required=False,
        ),
        _text("can_be_known", "`no` of chance, and of which scenario comes"),
    ),
)
ALL_TABLES = (EFFECTS, FANS, COVERAGE, TORNADO, THRESHOLDS, WORTH)
