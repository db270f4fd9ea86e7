"""What does each column beside a desirable workforce mean? Descriptions, for writing and for reference pages."""

from __future__ import annotations

from cadreworks.tables import Column, Kind, TableSpec

_AREA = Column("area", Kind.TEXT, "the area of work, or `all`")

BANDS_TABLE = TableSpec(
    name="bands",
    means="The desirable workforce with bands and totals, by resampling the organisations of highest maturity.",
    columns=(
        _AREA,
        Column("level", Kind.TEXT, "the job level, or `all`"),
        Column("wte", Kind.NUMBER, "whole-time equivalents, as in the stock"),
        Column("p05", Kind.NUMBER, "5th percentile of the draws"),
        Column("p50", Kind.NUMBER, "50th percentile of the draws"),
        Column("p95", Kind.NUMBER, "95th percentile of the draws"),
    ),
    key=("area", "level"),
)


def _p(name: str, means: str) -> Column:
    return Column(name, Kind.NUMBER, means, required=False)


COMPARISON_TABLE = TableSpec(
    name="comparison",
    means="How the organisations of highest maturity differ from the others. There are no rows where fewer than two "
    "others remain.",
    columns=(
        Column(
            "measure",
            Kind.TEXT,
            "`staff_per_1000`: digital staff per 1,000 staff; `share`: the area's share of an organisation's digital "
            "staff; `mix_of_areas`, `mix_of_levels`: all such shares at once",
        ),
        _AREA,
        _p("highest", "of the highest: the median per 1,000, or the mean share; empty for a mix"),
        _p("others", "the same of the others"),
        Column("effect", Kind.NUMBER, "how far the two differ, as effect_means says"),
        Column("effect_means", Kind.TEXT, "what the effect is, in words"),
        Column("low", Kind.NUMBER, "2.5 per cent point of the effect, by resampling within each group"),
        Column("high", Kind.NUMBER, "97.5 per cent point of the same"),
        _p("p_brunner_munzel", "of sizes: two-sided p; empty where all of one group exceed all of the other"),
        _p("p_mann_whitney", "of sizes: two-sided p of Mann and Whitney's test"),
        _p("p_permutation", "p of permuting who is highest within types of organisation"),
        _p(
            "p_holm",
            "over the areas of a measure, adjusted as Holm does: the first p that there is; empty at `all`",
        ),
    ),
    key=("measure", "area"),
)
