"""How large is the workforce where the records under-count it? The report's estimate beside the count.

    wte(region) = sum over organisation types of all NHS staff x digital share of the type, x the region's index
    wte(region, area) = wte(region) x the area's share of the region's recorded wte

The digital shares are Table 5.6's, found in the North West. The index says how much more or less digital work there is
in a region than there: the mean over measures (jobs advertised, enterprises, ...) of the region's value divided by the
reference region's, so that the reference region stands at 1. Source: design of the method, Supply 1b; Data Driven
Healthcare in 2030, section 5, stage 4.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cadreworks.problems import ProblemList
from cadreworks.tables import Cell, Column, Kind, Table, TableSpec
from cadreworks.vocabulary import ALL, ORGANISATION_TYPE_IDS, ORGANISATION_TYPES

STAFF_TABLE = TableSpec(
    name="all staff",
    means="All NHS staff, of whatever occupation, one row for each region and organisation type.",
    columns=(
        Column("region", Kind.TEXT, "the region, as the records call it", "Enter the region."),
        Column(
            "organisation_type",
            Kind.TEXT,
            "the type of organisation",
            "Enter the type.",
            one_of=ORGANISATION_TYPE_IDS,
        ),
        Column("staff_wte", Kind.NUMBER, "all staff in wte", "Enter whole-time equivalents, 0 or more.", low=0),
    ),
    key=("region", "organisation_type"),
)
INDEX_TABLE = TableSpec(
    name="regional measures",
    means="Measures of digital activity, one row for each region and measure.",
    columns=(
        Column("region", Kind.TEXT, "the region, as the records call it", "Enter the region."),
        Column("measure", Kind.TEXT, "what is measured, such as jobs advertised", "Enter what is measured."),
        Column("value", Kind.NUMBER, "its value, per head so that regions compare", "Enter a number above 0.", low=0),
    ),
    key=("region", "measure"),
)
COLUMNS = ("region", "area", "counted_wte", "estimated_wte", "ratio", "mix")
REGION, NATION = "region", "nation"


@dataclass(frozen=True)
class Size:
    """The workforce of one area in one region, counted and estimated.

    mix: whose recorded areas part the estimate, the region's own or, where it has no records, the nation's
    """

    region: str
    area: str
    counted_wte: float
    estimated_wte: float
    mix: str

    @property
    def ratio(self) -> float | None:
        """The estimate over the count; None where nobody was counted."""
        return self.estimated_wte / self.counted_wte if self.counted_wte else None


def read_index(table: Table, regions: Sequence[str], reference_region: str, problems: ProblemList) -> dict[str, float]:
    """The composite index of each region, 1 for the reference region.

    Problems: the reference region or another lacks a measure, or the reference region's value is 0.
    """
    value = {(row.text("region"), row.text("measure")): row.number("value") for row in table.rows}
    measures = list(dict.fromkeys(row.text("measure") for row in table.rows))
    wanted = [reference_region, *(region for region in regions if region != reference_region)]
    missing = [(region, measure) for region in wanted for measure in measures if (region, measure) not in value]
    for region, measure in missing:
        problems.add(table.file, f"there is no {measure} for {region}", "Add the row.", kind="missing row")
    for measure in measures:
        if value.get((reference_region, measure)) == 0:
            problems.add(
                table.file,
                f"{measure} is 0 for {reference_region}, to which the others are compared",
                "Leave the measure out, or choose another --reference-region.",
            )
    if len(problems):
        return {}
    return {
        region: sum(value[region, measure] / value[reference_region, measure] for measure in measures) / len(measures)
        for region in regions
    }


def estimate_size(
    staff: Table, index: Mapping[str, float], counted_wte: Mapping[tuple[str, str], float]
) -> tuple[Size, ...]:
    """Counted and estimated wte by region and area, with totals, in the order of the staff table's regions.

    counted_wte: by region and area, from staff records; areas in the order in which they are wanted
    """
    share = {entry.id: entry.digital_share for entry in ORGANISATION_TYPES}
    of_region: dict[str, float] = defaultdict(float)
    for row in staff.rows:
        of_region[row.text("region")] += row.number("staff_wte") * share[row.text("organisation_type")]
    areas = list(dict.fromkeys(area for _, area in counted_wte))
    nation = _mix(areas, {area: sum(wte for (_, held), wte in counted_wte.items() if held == area) for area in areas})
    sizes = []
    for region in [*of_region, *sorted({region for region, _ in counted_wte} - set(of_region))]:
        counted = {area: counted_wte.get((region, area), 0.0) for area in areas}
        own = _mix(areas, counted)
        for area in areas:
            estimate = of_region.get(region, 0.0) * index.get(region, 1.0) * (own or nation)[area]
            sizes.append(Size(region, area, counted[area], estimate, REGION if own else NATION))
    return (*sizes, *_totals(sizes, areas))


def _mix(areas: Sequence[str], wte: Mapping[str, float]) -> dict[str, float]:
    """Each area's share; empty where there is nobody."""
    total = sum(wte[area] for area in areas)
    return {area: wte[area] / total for area in areas} if total else {}


def _totals(sizes: Sequence[Size], areas: Sequence[str]) -> Iterator[Size]:
    """By region over areas, then by area over regions, then of all."""
    regions = list(dict.fromkeys(size.region for size in sizes))
    for region in regions:
        yield _total(region, ALL, [size for size in sizes if size.region == region])
    for area in areas:
        yield _total(ALL, area, [size for size in sizes if size.area == area])
    yield _total(ALL, ALL, sizes)


def _total(region: str, area: str, parts: Sequence[Size]) -> Size:
    mixes = {part.mix for part in parts}
    return Size(
        region,
        area,
        sum(part.counted_wte for part in parts),
        sum(part.estimated_wte for part in parts),
        mixes.pop() if len(mixes) == 1 else f"{REGION} or {NATION}",
    )


def size_rows(sizes: Sequence[Size]) -> Iterator[dict[str, Cell]]:
    """The rows of the size file."""
    for size in sizes:
        yield {
            "region": size.region,
            "area": size.area,
            "counted_wte": size.counted_wte,
            "estimated_wte": size.estimated_wte,
            "ratio": size.ratio,
            "mix": size.mix,
        }
