"""What does each column of a pool and its diagnostics mean? Descriptions, for writing, reading and reference pages.

Columns of numbers may be empty: a cell holds none where too few answered for it to mean anything.
"""

from __future__ import annotations

from cadreworks.demand.pooling.congruence import THE_SAME_WITHIN
from cadreworks.tables import Column, Kind, TableSpec
from cadreworks.vocabulary import ALL, AREA_IDS, LEVEL_IDS

_CELL = (
    Column("scenario", Kind.TEXT, "the scenario's id", "Name the scenario."),
    Column("year", Kind.WHOLE, "the year, as at 31 March", "Enter the year."),
    Column("area", Kind.TEXT, "the area of work, or `all`", "Name the area.", one_of=(*AREA_IDS, ALL)),
    Column("level", Kind.TEXT, "the job level, or `all`", "Name the level.", one_of=(*LEVEL_IDS, ALL)),
)
_ORGANISATION = Column("organisation", Kind.TEXT, "who answered")


def _number(name: str, means: str, enter: str = "") -> Column:
    return Column(name, Kind.NUMBER, means, enter, required=False)


def _count(name: str, means: str) -> Column:
    return Column(name, Kind.WHOLE, means, required=False)


CHANGE_TABLE = TableSpec(
    name="change",
    means="What the returns say together, by scenario, year, area of work and job level, in wte of the typical one.",
    columns=(
        *_CELL,
        _number("mean", "the pool's centre, which a forecast takes", "Enter the mean."),
        _number(
            "sd",
            "standard deviation: of the returns with `mean_sd`, of the draws with any other method",
            "Enter the deviation.",
        ),
        _number("p05", "5th percentile of the draws", "Enter the 5 per cent point."),
        _number("p50", "50th percentile of the draws", "Enter the median."),
        _number("p95", "95th percentile of the draws", "Enter the 95 per cent point."),
        Column(
            "n",
            Kind.WHOLE,
            "how many returns that weigh anything were pooled; at `all` areas those that answered every area",
            "Enter how many returns were pooled.",
            low=0,
        ),
    ),
    key=("scenario", "year", "area", "level"),
)

INFLUENCE_TABLE = TableSpec(
    name="influence",
    means="What each return changes: the centre of the pool with it and without it, in wte of the typical one.",
    columns=(
        _ORGANISATION,
        *_CELL,
        _number("mean", "the pool's centre, as in the change"),
        _number("mean_without", "the centre if this organisation had not answered; empty where nobody else did"),
        _number("influence", "mean - mean_without"),
    ),
    key=("organisation", "scenario", "year", "area", "level"),
)

CONGRUENCE_TABLE = TableSpec(
    name="congruence",
    means="How far the experts agree on each number. Weights play no part.",
    columns=(
        *_CELL,
        _count("n", "how many answers count; at `all` areas those of returns that answered every area"),
        _count("more", "how many of them see more than the typical organisation has now"),
        _count("same", f"how many see as many, within {THE_SAME_WITHIN:.1%}, since answers are rounded"),
        _count("fewer", "how many see fewer"),
        _count("nobody", "how many see nobody"),
        _number("same_direction_share", "chance that two of them, picked at random, are of one of these directions"),
        _number("spread_log", "sample standard deviation of the logarithms of answers above nobody"),
        _number(
            "congruence", "same_direction_share x exp(-spread_log): 1 where all say the same, towards 0 as they part"
        ),
    ),
    key=("scenario", "year", "area", "level"),
)

EXPERTS_TABLE = TableSpec(
    name="experts",
    means="Each organisation with a return: what it weighs, and why. The last three columns need seed answers.",
    columns=(
        _ORGANISATION,
        Column("type", Kind.TEXT, "its type of organisation; empty where it was not invited", required=False),
        Column("region", Kind.TEXT, "its region; empty where it was not invited", required=False),
        _number("size_wte", "all its staff, digital or not; empty where it was not invited"),
        _number("weight_share", "its weight as a share of all weights; with `mean_sd` every return weighs the same"),
        _count("tables_answered", "tables that it answered in full; an area of one scenario is a table"),
        _count("tables_asked", "tables that were asked about"),
        _count("seed_questions_answered", "how many questions with known answers it answered"),
        _number(
            "calibration",
            "chance of hits and misses as far off as its own, if it were perfectly calibrated (Cooke 1991); "
            "empty where it answered too few",
        ),
        _number("information", "how narrow its ranges are, against spreading belief evenly (Cooke 1991)"),
    ),
    key=("organisation",),
)

RESPONSE_TABLE = TableSpec(
    name="response",
    means="Who answered, and who did not: all who were invited, then by type of organisation, then by region.",
    columns=(
        Column("by", Kind.TEXT, "what is grouped by: `all`, `type` or `region`", one_of=("all", "type", "region")),
        Column("group", Kind.TEXT, "the type or the region; `all` in the first row"),
        _count("invited", "how many organisations were invited"),
        _count("complete", "how many answered every area of every scenario"),
        _count("partial", "how many answered some areas in full, and not all"),
        _count("silent", "how many gave no answer that counts"),
        _number("answered_share", "(complete + partial) / invited"),
        _number("invited_size_wte", "all staff of those invited, digital or not"),
        _number("answered_size_wte", "all staff of those with a complete or partial return"),
    ),
    key=("by", "group"),
)
