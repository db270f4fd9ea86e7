"""Tables drawn in text, as the method's specification states them: parsed, turned into a study, and compared."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from cadreworks.study import Study, read_study
from small_study import FILES, LEVELS, STUDY_TOML

Grid = list[dict[str, str]]

PLAIN_ASSUMPTIONS = {
    "supply_base_years": "3",
    "pay_growth_per_year": "0",
    "on_cost_pension": "0",
    "on_cost_national_insurance": "0",
    "discount_rate_per_year": "0",
}
UNITS = {
    "supply_base_years": "years",
    "pay_growth_per_year": "share per year",
    "on_cost_pension": "share of pay",
    "on_cost_national_insurance": "share of pay",
    "discount_rate_per_year": "share per year",
}


def parse(text: str) -> Grid:
    """The rows of a drawn table, each by its headings."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def same_as(drawn: str, within: float = 1e-6) -> list[dict[str, object]]:
    """A drawn table as expected values: numbers may be off by a millionth, or as much as is said, words may not."""
    return [
        {
            name: pytest.approx(float(cell), rel=within, abs=1e-6) if _is_number(cell) else cell
            for name, cell in row.items()
        }
        for row in parse(drawn)
    ]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def study_of(
    *,
    stock: str,
    growth: str = "",
    typical: str = "",
    returns: str = "",
    bands: str = "",
    level_bands: str = "",
    pay: str = "",
    assumptions: str = "",
    overrides: str = "",
    awards: str = "",
    levers: str = "",
    plan: str = "",
    leaving: float = 0.0,
    asked: str = "2022",
    until: int = 2022,
) -> Study:
    """A study whose inputs are drawn tables; what a specification does not draw is plain and says nothing.

    stock, typical: area, then a column for each level; growth: area (and level), then a column for each year;
    returns: organisation, year, area, then a column for each level; levers: a column for each setting; plan: lever,
    year, amount_wte (and to_area, to_level); leaving: of people whom a lever brings; asked: the years asked about
    """
    areas = [row["area"] for row in parse(stock)]
    points = [int(year) for year in asked.split()]
    typical = typical or stock
    plain_growth = "area | 2016-17 | 2017-18 | 2018-19\n" + "\n".join(f"{area} | 0 | 0 | 0" for area in areas)
    files = {
        "study.toml": _study_toml(areas, points, until, overrides=bool(overrides), awards=bool(awards)),
        "stock.csv": _by_level(stock, "area,level,wte,status,source"),
        "typical_organisation.csv": _by_level(typical, "area,level,wte,status,source"),
        "growth.csv": _growth(growth or plain_growth),
        "returns.csv": _returns(returns or _unchanged(typical, points)),
        "pay_points.csv": _lines(pay, "band,top_of_band_gbp,status,source") if pay else FILES["pay_points.csv"],
        "pay_bands.csv": _bands(areas, bands, level_bands),
        "assumptions.csv": _assumptions(assumptions),
    }
    if overrides:
        files["overrides.csv"] = "assumption,value,low,high,who,when,why\n" + "".join(
            f"{row['assumption']},{row['value']},{row.get('low', '')},{row.get('high', '')},board,2021-05-01,{row['why']}\n"
            for row in parse(overrides)
        )
    if awards:
        files["pay_awards.csv"] = _lines(awards, "year,award,status,source")
    if levers:
        files["study.toml"] += '[inputs.levers]\nfile = "levers.toml"\nstatus = ["assumed"]\nsource = "spec"\n'
        files["levers.toml"] = _levers(parse(levers), parse(plan), leaving)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
        return read_study(folder)


def _study_toml(areas: list[str], points: list[int], until: int, *, overrides: bool, awards: bool) -> str:
    text = STUDY_TOML.replace('["clinical_coding", "ict"]', str(areas).replace("'", '"'))
    text = text.replace("points = [2021, 2022]", f"points = {points}").replace("horizon = 2022", f"horizon = {until}")
    text = text.replace('status = ["collected"]', 'status = ["assumed"]')  # as the rows below say
    if not overrides:
        text = text[: text.index("[inputs.overrides]")]
    if awards:
        text += '[inputs.pay_awards]\nfile = "pay_awards.csv"\nstatus = ["published"]\nsource = "awards"\n'
    return text


def _levers(levers: Grid, plan: Grid, leaving: float) -> str:
    """levers.toml; what a table does not say is nothing, and capacity is ample."""
    lines = [
        'title = "spec"',
        'owner = "spec"',
        "price_year = 2020",
        "price_growth_per_year = { value = 0, low = 0, high = 0, source = 'spec' }",
        "shortfall_gbp_per_wte_year = { value = 0, low = 0, high = 0, source = 'spec' }",
        f"leaving_per_year = {{ all = {{ value = {leaving}, low = {leaving}, high = {leaving}, source = 'spec' }} }}",
        "[goal]",
        'closes = ["future"]',
        "confidence = 0.8\nlevel_share = 0.9\nfirst_year = 2021\ndecide_in = 2021",
        "growth_per_year = 1\ngrowth_wte = 1000\nmoving_share = 1",
    ]
    for row in levers:
        said = {"lead_years": "0", "completion": "1", **{name: cell for name, cell in row.items() if cell}}
        lines += ["[[levers]]", f'id = "{row["lever"]}"', f'name = "{row["lever"]}"', "capacity = { 2021 = 1000 }"]
        lines += [f'{name} = "spec"' for name in ("owner", "source")] + ['funder = "local"', 'evidence = "E"']
        for name, cell in said.items():
            if name in ("from_areas", "to_areas", "to_levels"):
                lines.append(f"{name} = {str(cell.split()).replace(chr(39), chr(34))}")
            elif name != "lever":
                lines.append(f'{name} = "{cell}"' if name == "kind" else f"{name} = {cell}")
        for amount in (each for each in plan if each["lever"] == row["lever"]):
            lines.append("[[levers.plan]]")
            for name, cell in amount.items():
                if name != "lever":
                    lines.append(f"{name} = {cell}" if name in ("year", "amount_wte") else f'{name} = "{cell}"')
    return "\n".join(lines) + "\n"


def _by_level(drawn: str, header: str) -> str:
    rows = [f"{row['area']},{level},{row[level]},assumed,spec" for row in parse(drawn) for level in LEVELS]
    return "\n".join([header, *rows]) + "\n"


def _growth(drawn: str) -> str:
    rows = [
        f"{row['area']},{row.get('level', 'all')},{year},{value},assumed,spec"
        for row in parse(drawn)
        for year, value in row.items()
        if year not in ("area", "level")
    ]
    return "\n".join(["area,level,year,net_growth,status,source", *rows]) + "\n"


def _unchanged(typical: str, points: list[int]) -> str:
    lines = ["organisation | year | area | " + " | ".join(LEVELS)]
    lines += [
        " | ".join(["one", str(year), row["area"], *(row[level] for level in LEVELS)])
        for row in parse(typical)
        for year in points
    ]
    return "\n".join(lines)


def _returns(drawn: str) -> str:
    rows = [
        f"{row['organisation']},future,{row['year']},{row['area']},{level},{row[level]},director"
        for row in parse(drawn)
        for level in LEVELS
    ]
    return "\n".join(["organisation,scenario,year,area,level,wte,signed_off_by", *rows]) + "\n"


def _bands(areas: list[str], bands: str, level_bands: str) -> str:
    of_area = {row["area"]: row["band"] for row in parse(bands)} if bands else dict.fromkeys(areas, "4")
    plain = dict(zip(LEVELS, ("4", "6", "8a", "8c"), strict=True))
    of_level = {row["level"]: row["band"] for row in parse(level_bands)} if level_bands else plain
    rows = [f"area,{area},{of_area[area]},assumed,spec" for area in areas]
    rows += [f"level,{level},{of_level[level]},assumed,spec" for level in LEVELS]
    return "\n".join(["costed,id,band,status,source", *rows]) + "\n"


def _lines(drawn: str, header: str) -> str:
    return "\n".join([header, *(",".join([*row.values(), "published", "spec"]) for row in parse(drawn))]) + "\n"


def _assumptions(drawn: str) -> str:
    values = PLAIN_ASSUMPTIONS | {row["assumption"]: row["value"] for row in parse(drawn or "assumption | value")}
    rows = [f"{name},{value},{UNITS[name]},{value},{value},spec,spec,2021-04-01," for name, value in values.items()]
    return "\n".join(["id,value,unit,low,high,source,owner,date,note", *rows]) + "\n"
