"""Writes the published, derived and assumed inputs of the reference study, from the transcription of the reports.

    python tools/transcribe_reference_study.py REFERENCE

REFERENCE is the folder of the transcribed figures. The files written are committed; this is needed again only
when the transcription is mended. The made-up inputs come from tools/make_up_reference_inputs.py.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

STUDY = Path(__file__).parents[1] / "src" / "cadreworks" / "published" / "digital-2030"
REPORT = "Data Driven Healthcare in 2030 (HEE, March 2021)"
LEVELS = ("support", "professional", "manager", "senior_leader")


def rows_of(reference: Path, name: str) -> list[dict[str, str]]:
    with (reference / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(name: str, rows: list[dict[str, object]]) -> None:
    with (STUDY / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def hundredths_summing_to(total: int, shares: list[float]) -> list[int]:
    """Hundredths in proportion to `shares` that sum to `total` hundredths, by largest remainder."""
    exact = [total * share / sum(shares) for share in shares]
    floors = [int(value) for value in exact]
    by_remainder = sorted(range(len(shares)), key=lambda index: floors[index] - exact[index])
    for index in by_remainder[: total - sum(floors)]:
        floors[index] += 1
    return floors


def stock(reference: Path) -> list[dict[str, object]]:
    middle = {
        (row["area_id"], row["level"]): float(row["wte_2020_mid"]) for row in rows_of(reference, "levels_2020_derived")
    }
    rows: list[dict[str, object]] = []
    for row in rows_of(reference, "workforce_by_area"):
        area = row["area_id"]
        if area == "total":
            continue
        total = int(row["wte_2020"])
        rows.append(
            {"area": area, "level": "all", "wte": total, "status": "published", "source": f"{REPORT}, Table 3.1"}
        )
        parts = hundredths_summing_to(total * 100, [middle[area, level] for level in LEVELS])
        for level, part in zip(LEVELS, parts, strict=True):
            source = f"worked out from the 2030 levels and changes that section {section_of(reference, area)} states, scaled to Table 3.1; printed nowhere"
            rows.append(
                {"area": area, "level": level, "wte": f"{part / 100:.2f}", "status": "derived", "source": source}
            )
    return rows


def section_of(reference: Path, area: str) -> str:
    return next(row["section"] for row in rows_of(reference, "areas") if row["area_id"] == area)


def typical_organisation(reference: Path) -> list[dict[str, object]]:
    table = {row["level"]: row for row in rows_of(reference, "typical_trust")}
    areas = [name for name in table["total"] if name not in ("level", "total_stated", "row_type")]
    return [
        {
            "area": area,
            "level": "all" if level == "total" else level,
            "wte": table[level][area],
            "status": "published",
            "source": f"{REPORT}, Table 5.3",
        }
        for area in areas
        for level in ("total", *LEVELS)
    ]


def pay_points(reference: Path) -> list[dict[str, object]]:
    prefix, suffix = "afc_band_", "_top_2020_21"
    return [
        {
            "band": row["constant_id"][len(prefix) : -len(suffix)],
            "top_of_band_gbp": row["value"],
            "status": "published",
            "source": "Agenda for Change pay scales 2020/21; not printed in the report, whose costs it reproduces",
        }
        for row in rows_of(reference, "cost_constants")
        if row["constant_id"].startswith(prefix)
    ]


def pay_bands(reference: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {
            "costed": "area",
            "id": row["area_id"],
            "band": row["afc_band_costing"],
            "status": "published",
            "source": f"{REPORT}, Table 3.3",
        }
        for row in rows_of(reference, "areas")
    ]
    for level, band in zip(LEVELS, ("4", "6", "8a", "8c"), strict=True):
        source = "choice of this project: bands 2 to 4 support, 5 to 7 professional, 8a and 8b manager, 8c and above senior leader"
        rows.append({"costed": "level", "id": level, "band": band, "status": "assumed", "source": source})
    source = f"{REPORT}, section 3, which says the totals rest on band 5; they do not"
    rows.append({"costed": "whole", "id": "all", "band": "5", "status": "published", "source": source})
    return rows


def priorities(reference: Path) -> list[dict[str, object]]:
    return [
        {
            "area": row["area_id"],
            "priority": row["priority_paraphrase"],
            "source": f"{REPORT}, section {row['section']}, paraphrased",
        }
        for row in rows_of(reference, "priorities_by_area")
    ]


def recommendations(reference: Path) -> list[dict[str, object]]:
    return [
        {
            "id": row["rec_id"],
            "heading": row["area"],
            "recommendation": row["paraphrase"],
            "owner": row["owner"],
            "action": row["action_required"],
            "status": row["action_status"],
            "timing": row["timing"],
            "source": f"{REPORT}, section 2 and Table 2.1, recommendation {row['number']}, paraphrased",
        }
        for row in rows_of(reference, "recommendations")
        if row["source_seed"] == "001"
    ]


def main() -> None:
    reference = Path(sys.argv[1])
    for make in (stock, typical_organisation, pay_points, pay_bands, priorities, recommendations):
        write(f"{make.__name__}.csv", make(reference))


if __name__ == "__main__":
    main()
