"""Writes the figures that results are reconciled to, from the transcription of the five reports.

    python tools/write_figures.py REFERENCE

REFERENCE is the folder of the transcribed figures (one CSV for each table of the reports, and the audit of the
reports' own mistakes). The two files written, src/cadreworks/published/figures.csv and inconsistencies.csv, are
committed; this is needed again only when the transcription is mended.

Each figure says in which of our tables, row and column its counterpart stands, how it was rounded, and where
the report prints it. Where the audit found the report at odds with itself, the figure names the inconsistency
and what the audit recomputed, read from the audit's own words: only a result that equals it is excused by it.
"""

from __future__ import annotations

import csv
import math
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

PUBLISHED = Path(__file__).parents[1] / "src" / "cadreworks" / "published"
PAGES = {
    "foreword": "foreword",
    "1": "section 1, pages 9 to 12",
    "3": "section 3, pages 21 to 34",
    "002 section 1.2": "report 002, section 1.2",
    "6A": "section 6A, pages 63 to 76",
    "6B": "section 6B, pages 77 to 88",
    "6C": "section 6C, pages 89 to 104",
    "6D": "section 6D, pages 105 to 120",
    "6E": "section 6E, pages 121 to 138",
    "6F": "section 6F, pages 139 to 154",
    "6F costs and Scenario B": "section 6F, pages 139 to 154",
    "6G": "section 6G, pages 155 to 170",
    "6H": "section 6H, pages 171 to 182",
    "6I": "section 6I, pages 183 to 196",
}
"""Printed pages, from the report's list of contents; the transcribed text has no page marks of its own."""

TEXT_METRICS = {
    "wte_2020": "base_wte",
    "demand_2030": "demand_wte",
    "change_wte": "demand_change_wte",
    "change_pct": "demand_change_share",
    "supply_2030": "supply_wte",
    "supply_pct": "supply_change_share",
    "supply_change_wte": "supply_change_wte",
    "shortfall": "shortfall_wte",
    "shortfall_cited_by_002": "shortfall_wte",
    "surplus_or_shortfall_driven": "gap_wte",
    "share_of_workforce_pct": "base_share_of_workforce",
}

EXPLAINED = {
    # source row: (inconsistency, the words of the audit that hold what it recomputed[, how far that may be off])
    "workforce_by_area/total/wte_2020": ("I22", "rows sum to 46,010"),
    "workforce_by_area/total/change_2020_2030_wte_stated": ("I23", "rows sum to 31,913"),
    "costs_by_area/total/cost_2030_table_gbp_m": ("I01", "£5,202.3m"),
    "costs_by_area/total_band5_method/cost_2020_table_gbp_m": ("I02", "£1,900.2m"),
    "costs_by_area/total_band5_method/cost_2020_section_text_gbp_m": ("I02", "£1,900.2m"),
    "costs_by_area/total_band5_method/cost_2030_table_gbp_m": ("I03", "£4,200.6m"),
    "costs_by_area/total_band5_method/cost_2030_section_text_gbp_m": ("I03", "£4,200.6m"),
    "costs_by_area/total_band5_method/baseline_2030_section_text_gbp_m": ("I04", "£2,480.2m"),
    "desert_by_area/information_management/change_wte_text": ("I26", "951 to 976"),
    "desert_by_area/information_management/surplus_or_shortage_wte_text": ("I26", "recomputed 1,023"),
    "desert_by_area/ict/surplus_or_shortage_wte_text": ("I27", "= 16,026"),
    "desert_by_area/health_records/change_wte_text": ("I28", "3,216 to 3,223"),
    "desert_by_area/knowledge_management/change_wte_text": ("I11", "343 to 349"),
    "text_vs_table/T009": ("I21", "= -17,688"),
    "text_vs_table/T026": ("I24", "+3,118"),
    "text_vs_table/T032": ("I25", "= 175"),
    "text_vs_table/T087": ("I05", "= 0.46 per cent"),
    "levels_national/2020/professional/share": ("I07", "= 42.6 per cent"),
    "levels_national/2030/professional/share": ("I06", "= 53.2 per cent"),
    "levels_national/2030/manager/wte": ("I31", "sum to 8,680", 12.5),  # a sum of figures rounded to 10 or 25
}
OF_COSTS = 0.5
"""How far the audit's costs may be off, in £ million: they rest on 46,009 people, and the areas sum to 46,010."""

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass
class Figure:
    table: str
    row: str
    column: str
    published: str
    unit: str
    tolerance: float
    place: str
    source_row: str
    base_low: str = ""
    base_high: str = ""
    issue_id: str = ""
    recomputed: str = ""
    recomputed_tolerance: str = ""

    def explain(self, audit: Mapping[str, Mapping[str, str]]) -> None:
        """Name the inconsistency that excuses the figure, with what the audit recomputed, read from its words.

        An excuse that is not in the audit, or that the figure does not need, ends the tool.
        """
        if self.source_row not in EXPLAINED:
            return
        self.issue_id, words, *stated = EXPLAINED[self.source_row]
        found = audit[self.issue_id]
        if words not in f"{found['recomputed']} {found['explanation']}":
            raise SystemExit(f'{self.issue_id}: the audit does not say "{words}"')
        middle, half = recomputed(words)
        if abs(abs(float(self.published)) - middle) <= self.tolerance:
            raise SystemExit(f"{self.source_row} agrees with {middle:g} and needs no excuse")
        half = stated[0] if stated else OF_COSTS if self.unit == "gbp_million" else half
        self.recomputed = f"{math.copysign(middle, float(self.published)):.10g}"
        self.recomputed_tolerance = f"{half:.10g}"


def recomputed(words: str) -> tuple[float, float]:
    """The number in the words of the audit, and how far it may be off: half its last digit; of two, the middle."""
    numbers = [number.replace(",", "") for number in _NUMBER.findall(words)]
    half_digit = 0.5 * 10.0 ** -len(numbers[0].partition(".")[2])
    low, high = float(numbers[0]) - half_digit, float(numbers[-1]) + half_digit
    return (low + high) / 2, (high - low) / 2


def rows_of(reference: Path, name: str) -> list[dict[str, str]]:
    with (reference / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def area_or_all(area: str) -> str:
    return "all" if area == "total" else area


def workforce(reference: Path) -> Iterator[Figure]:
    columns = {
        "wte_2020": ("base_wte", "wte", "Table 3.1"),
        "demand_2030_driven_wte": ("demand_wte", "wte", "Table 3.1"),
        "change_2020_2030_wte_stated": ("demand_change_wte", "wte", "Table 3.1"),
        "change_2020_2030_pct_stated": ("demand_change_share", "per_cent", "Table 3.1"),
        "supply_2030_wte": ("supply_wte", "wte", "Table 3.2"),
        "demand_2030_driven_wte_table_3_2": ("demand_wte", "wte", "Table 3.2"),
        "shortfall_or_excess_2030_wte_stated": ("gap_wte", "wte", "Table 3.2"),
    }
    for row in rows_of(reference, "workforce_by_area"):
        for source, (column, unit, table) in columns.items():
            yield Figure(
                "change",
                f"driven {area_or_all(row['area_id'])} all",
                column,
                row[source],
                unit,
                0.5,
                f"{table}, {PAGES['3']}",
                f"workforce_by_area/{row['area_id']}/{source}",
            )


def costs(reference: Path) -> Iterator[Figure]:
    for row in rows_of(reference, "costs_by_area"):
        area = row["area_id"]
        in_total = area.startswith("total")
        section = "section 3, pages 21 to 34" if in_total else "the area's own section, its last part"
        entries = (
            ("cost_2020_table_gbp_m", 2020, "cost_gbp", 0.5, f"Table 3.3, {PAGES['3']}"),
            ("cost_2020_section_text_gbp_m", 2020, "cost_gbp", 5 if in_total else 0.5, section),
            ("cost_2030_table_gbp_m", 2030, "cost_gbp", 0.5, f"Table 3.3, {PAGES['3']}"),
            ("cost_2030_section_text_gbp_m", 2030, "cost_gbp", 0.0, section),
            ("baseline_2030_section_text_gbp_m", 2030, "baseline_cost_gbp", 0.0, section),
        )
        for source, year, column, tolerance, place in entries:
            if source == "cost_2030_section_text_gbp_m":
                tolerance = 50 if in_total else 5 if float(row[source]) >= 1000 else 0.5
            if source == "baseline_2030_section_text_gbp_m":
                tolerance = float(row["baseline_text_half_width_gbp_m"] or 50)
            at_one_band = area == "total_band5_method"
            yield Figure(
                "cost_by_method" if at_one_band else "cost",
                f"driven {year} {'at_one_band' if at_one_band else area_or_all(area)}",
                column,
                row[source],
                "gbp_million",
                tolerance,
                place,
                f"costs_by_area/{area}/{source}",
            )


def desert(reference: Path) -> Iterator[Figure]:
    for row in rows_of(reference, "desert_by_area"):
        area = row["area_id"]
        step = float(row["rounding_step_assumed"])
        small = 5 if area == "it_education_training" else 12.5
        entries = (
            ("wte_2020_text", "base_wte", "wte", 500 if area == "total" else small),
            ("demand_2030_desert_wte_text", "demand_wte", "wte", step / 2),
            ("change_pct_text", "demand_change_share", "per_cent", 0.5),
            ("change_wte_text", "demand_change_wte", "wte", 12.5),
            ("supply_2030_wte_table", "supply_wte", "wte", 0.5),
            ("surplus_or_shortage_wte_text", "gap_wte", "wte", small),
        )
        for source, column, unit, tolerance in entries:
            if row[source]:
                yield Figure(
                    "change",
                    f"desert {area_or_all(area)} all",
                    column,
                    row[source],
                    unit,
                    tolerance,
                    PAGES[row["section"]],
                    f"desert_by_area/{area}/{source}",
                )


def levels(reference: Path) -> Iterator[Figure]:
    base = {(row["area_id"], row["level"]): row for row in rows_of(reference, "levels_2020_derived")}
    for row in rows_of(reference, "levels_by_area"):
        area, scenario, level = row["area_id"], row["scenario"], row["level"]
        own = f"{scenario} {area} {level}"
        shares = f"{scenario} {area} professional+manager" if "combined" in row["share_note"] else own
        source_row = f"levels_by_area/{area}/{scenario}/{level}"
        place = PAGES[row["section"]]
        low, high = base[area, level]["wte_2020_low"], base[area, level]["wte_2020_high"]
        stated = bool(row["wte_2030_text"])
        yield Figure(
            "change",
            own,
            "demand_wte",
            row["wte_2030_used"],
            "wte",
            float(row["rounding_step_assumed"]) / 2 if stated else 0.5,
            place if stated else f"{place}: {row['status'].replace('_', ' ')}, so nobody",
            f"{source_row}/wte",
        )
        if row["change_pct_text"]:
            yield Figure(
                "change",
                own,
                "demand_change_share",
                row["change_pct_text"],
                "per_cent",
                0.5,
                place,
                f"{source_row}/change",
                low,
                high,
            )
        for source, column in (
            ("share_2020_pct_text", "base_share_of_area"),
            ("share_2030_pct_text", "demand_share_of_area"),
        ):
            if row[source] and "included in the combined" not in row["share_note"]:
                interval = (low, high) if column == "base_share_of_area" and shares == own else ("", "")
                yield Figure(
                    "change", shares, column, row[source], "per_cent", 0.5, place, f"{source_row}/{source}", *interval
                )


def texts(reference: Path) -> Iterator[Figure]:
    for row in rows_of(reference, "text_vs_table"):
        column = TEXT_METRICS[row["metric"]]
        yield Figure(
            "change",
            f"driven {area_or_all(row['area_id'])} all",
            column,
            row["text_value"],
            "per_cent" if column.endswith("share") or column == "base_share_of_workforce" else "wte",
            float(row["rounding_step_assumed"]) / 2,
            PAGES[row["section"]],
            f"text_vs_table/{row['check_id']}",
        )


def nation_by_level(reference: Path) -> Iterator[Figure]:
    for row in rows_of(reference, "levels_national"):
        scenario = "driven" if row["scenario"] == "both" else row["scenario"]
        base = row["year"] == "2020"
        for source, column, unit, tolerance in (
            ("share_pct_stated_section_3", "base_share_of_area" if base else "demand_share_of_area", "per_cent", 0.5),
            ("wte_stated_section_3", "base_wte" if base else "demand_wte", "wte", 12.5),
        ):
            if row[source]:
                yield Figure(
                    "change",
                    f"{scenario} all {row['level']}",
                    column,
                    row[source],
                    unit,
                    tolerance,
                    f"Figure 3.2, {PAGES['3']}",
                    f"levels_national/{row['year']}/{row['level']}/{'share' if unit == 'per_cent' else 'wte'}",
                )


def main() -> None:
    reference = Path(sys.argv[1])
    figures = [
        figure for make in (workforce, costs, desert, levels, texts, nation_by_level) for figure in make(reference)
    ]
    audit = {row["issue_id"]: row for row in rows_of(reference, "inconsistencies")}
    for figure in figures:
        figure.explain(audit)
    unknown = set(EXPLAINED) - {figure.source_row for figure in figures}
    if unknown:
        raise SystemExit(f"no figure has the source row {sorted(unknown)}")
    with (PUBLISHED / "figures.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [field.name for field in fields(Figure)], lineterminator="\n")
        writer.writeheader()
        for figure in figures:
            writer.writerow(asdict(figure) | {"tolerance": f"{figure.tolerance:g}"})
    columns = ("issue_id", "severity", "seed", "location", "subject", "stated", "recomputed", "residual", "explanation")
    with (PUBLISHED / "inconsistencies.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(audit.values())
    print(f"{len(figures)} figures")


if __name__ == "__main__":
    main()
