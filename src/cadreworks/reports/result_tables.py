"""The rows of the result tables, made from a projection; what each table holds stands in result_specs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from cadreworks.bands import Array, Uncertain
from cadreworks.gap import THRESHOLDS, shortfall, sooner_than_not
from cadreworks.reports.expert_judgement import judge_returns, pool_rows
from cadreworks.reports.one_by_one.rows import career_rows
from cadreworks.reports.published_table import share
from cadreworks.reports.result_specs import (
    ASSUMPTIONS,
    CHANGE,
    COMPOSITION,
    COST,
    COST_BY_LEVEL,
    COST_BY_METHOD,
    DEMAND,
    GAP,
    GAP_CHANCE,
    OVERRIDES,
    POOL,
    RESULT_TABLES,
    SUPPLY,
    SUPPLY_FLOWS,
    SUPPLY_HEADCOUNT,
    VACANCIES,
)
from cadreworks.review.overrides import OverrideEffect
from cadreworks.study import Projection, ScenarioProjection
from cadreworks.supply import People, Vacancies
from cadreworks.supply.track_record import SCORES_TABLE, score_row
from cadreworks.tables import Cell, Measure, TableSpec, number_or_empty
from cadreworks.vocabulary import ALL, LEVEL_IDS


@dataclass(frozen=True)
class ResultTable:
    """A result table with its rows, each a mapping by column name."""

    spec: TableSpec
    rows: Sequence[Mapping[str, Cell]]


def result_tables(projection: Projection, effects: Sequence[OverrideEffect]) -> list[ResultTable]:
    """All result tables of a projection, in the order of RESULT_TABLES; then those that not every study has."""
    rows = {
        SUPPLY: _supply(projection),
        DEMAND: _by_scenario(projection, _demand),
        GAP: _by_scenario(projection, _gap),
        GAP_CHANCE: _by_scenario(projection, _gap_chance),
        COMPOSITION: _by_scenario(projection, _composition),
        COST: _by_scenario(projection, _cost),
        COST_BY_LEVEL: _by_scenario(projection, _cost_by_level),
        COST_BY_METHOD: _by_scenario(projection, _method_rows),
        CHANGE: _by_scenario(projection, _change),
        POOL: pool_rows(projection, judge_returns(projection)),
        ASSUMPTIONS: _assumptions(projection),
        OVERRIDES: (asdict(effect) for effect in effects),
    }
    tables = [ResultTable(spec, list(rows[spec])) for spec in RESULT_TABLES]
    if projection.people is not None:
        tables.append(ResultTable(SUPPLY_HEADCOUNT, list(_headcount(projection, projection.people))))
        tables.append(ResultTable(SUPPLY_FLOWS, list(_flows(projection, projection.people))))
    if projection.careers is not None:
        rows_of_careers = career_rows(projection, projection.careers)
        tables += [ResultTable(spec, list(of_table)) for spec, of_table in rows_of_careers.items()]
    if projection.vacancies is not None:
        tables.append(ResultTable(VACANCIES, list(_vacancies(projection, projection.vacancies))))
    if projection.study.track_record:
        tables.append(ResultTable(SCORES_TABLE, [score_row(score) for score in projection.study.track_record]))
    return tables


Rows = Iterator[dict[str, Cell]]
ScenarioRows = Callable[[Projection, ScenarioProjection], Rows]


def _places(projection: Projection) -> Iterator[tuple[dict[str, Cell], tuple[int, int, int]]]:
    """Each year, area and level, totals included, with its index into arrays of (area, level, year)."""
    settings = projection.study.settings
    for at_year, year in enumerate(settings.horizon.years):
        for at_area, area in enumerate((*settings.areas, ALL)):
            for at_level, level in enumerate((*LEVEL_IDS, ALL)):
                yield {"year": year, "area": area, "level": level}, (at_area, at_level, at_year)


def _at(values: Array, index: tuple[int, ...]) -> float | None:
    return number_or_empty(values[index])


def _band(uncertain: Uncertain, index: tuple[int, ...]) -> dict[str, Cell]:
    return {
        "p05": _at(uncertain.p05, index),
        "p50": _at(uncertain.p50, index),
        "p95": _at(uncertain.p95, index),
    }


def _by_scenario(projection: Projection, make: ScenarioRows) -> Rows:
    for scenario in projection.study.settings.scenarios:
        for row in make(projection, projection.scenarios[scenario.id]):
            yield {"scenario": scenario.id, **row}


def _supply(projection: Projection) -> Rows:
    for place, index in _places(projection):
        mean = _at(projection.supply.central, index)
        yield {**place, "measure": Measure.WTE.value, "mean": mean, **_band(projection.supply, index)}


def _headcount(projection: Projection, people: People) -> Rows:
    for place, index in _places(projection):
        mean = _at(people.headcount.central, index)
        yield {**place, "measure": Measure.HEADCOUNT.value, "mean": mean, **_band(people.headcount, index)}


def _flows(projection: Projection, people: People) -> Rows:
    for place, (at_area, at_level, at_year) in _places(projection):
        for name, flow in people.flows.items() if at_year and place["level"] == ALL else ():
            index = (at_area, at_level, at_year - 1)
            mean = _at(flow.central, index)
            yield {**place, "measure": Measure.HEADCOUNT.value, "flow": name, "mean": mean, **_band(flow, index)}


def _vacancies(projection: Projection, found: Vacancies) -> Rows:
    for place, index in _places(projection):
        posts = _at(found.posts_wte, index)
        if posts is None:
            continue
        yield {
            **place,
            "posts_wte": posts,
            "wte": _at(found.wte, index),
            "vacancy_wte": _at(found.vacancy.central, index),
            **_band(found.vacancy, index),
            **_turned_away(found.turned_away, index),
        }


def _turned_away(people: Uncertain, index: tuple[int, int, int]) -> dict[str, Cell]:
    at_area, at_level, at_year = index
    if at_year == 0:
        return {}
    of_year = (at_area, at_level, at_year - 1)
    bands = {f"turned_away_{name}": value for name, value in _band(people, of_year).items()}
    return {"turned_away": _at(people.central, of_year), **bands}


def _demand(projection: Projection, scenario: ScenarioProjection) -> Rows:
    for place, index in _places(projection):
        yield {
            **place,
            "measure": Measure.WTE.value,
            "mean": _at(scenario.demand.central, index),
            "sd": _at(scenario.sd, index),
            **_band(scenario.demand, index),
            "no_change": _at(scenario.no_change, index),
        }


def _gap(projection: Projection, scenario: ScenarioProjection) -> Rows:
    for place, index in _places(projection):
        yield {
            **place,
            "supply": _at(projection.supply.central, index),
            "demand": _at(scenario.demand.central, index),
            "gap": _at(scenario.gap.central, index),
            **_band(scenario.gap, index),
        }


def _gap_chance(projection: Projection, scenario: ScenarioProjection) -> Rows:
    settings = projection.study.settings
    years = settings.horizon.years
    for at_year, year in enumerate(years):
        for at_area, area in enumerate((*settings.areas, ALL)):
            for threshold, chance in zip(THRESHOLDS, scenario.gap_chance[:, at_area], strict=True):
                yield {
                    "year": year,
                    "area": area,
                    "threshold": threshold,
                    "chance": number_or_empty(chance[at_year]),
                    "sooner_than_not": sooner_than_not(chance, years),
                }


def _composition(projection: Projection, scenario: ScenarioProjection) -> Rows:
    for place, index in _places(projection):
        if place["level"] != ALL:
            share = _at(scenario.composition.central, index)
            yield {**place, "share": share, **_band(scenario.composition, index)}


def _cost(projection: Projection, scenario: ScenarioProjection) -> Rows:
    for place, (at_area, at_level, at_year) in _places(projection):
        if place["level"] == ALL:
            index = (at_area, at_year)
            yield {
                "year": place["year"],
                "area": place["area"],
                "wte": _at(scenario.demand.central, (at_area, at_level, at_year)),
                "cost_gbp": _at(scenario.cost.central, index),
                "baseline_cost_gbp": _at(scenario.baseline_cost, index),
                **_band(scenario.cost, index),
                "present_value_gbp": number_or_empty(scenario.cost.central[index] * scenario.discount[at_year]),
            }


def _cost_by_level(projection: Projection, scenario: ScenarioProjection) -> Rows:
    for place, index in _places(projection):
        yield {
            **place,
            "wte": _at(scenario.demand.central, index),
            "cost_gbp": _at(scenario.cost_by_level.central, index),
            **_band(scenario.cost_by_level, index),
        }


def costs_by_method(scenario: ScenarioProjection) -> dict[str, tuple[Array, Array]]:
    """What the whole workforce costs by each way of costing, by year: as needed, and unchanged in number."""
    methods = {
        "by_area": (scenario.cost.central[-1], scenario.baseline_cost[-1]),
        "by_level": (scenario.cost_by_level.central[-1, -1], scenario.baseline_cost_by_level[-1, -1]),
    }
    if scenario.at_one_band is not None and scenario.baseline_at_one_band is not None:
        methods["at_one_band"] = (scenario.at_one_band, scenario.baseline_at_one_band)
    return methods


def _method_rows(projection: Projection, scenario: ScenarioProjection) -> Rows:
    methods = costs_by_method(scenario)
    for at_year, year in enumerate(projection.study.settings.horizon.years):
        for method, (cost, baseline) in methods.items():
            yield {
                "year": year,
                "method": method,
                "wte": _at(scenario.demand.central, (-1, -1, at_year)),
                "cost_gbp": number_or_empty(cost[at_year]),
                "baseline_cost_gbp": number_or_empty(baseline[at_year]),
            }


def _change(projection: Projection, scenario: ScenarioProjection) -> Rows:
    for place, (at_area, at_level, at_year) in _places(projection):
        if at_year != 0:
            return
        demand, supply = scenario.demand.central, projection.supply.central
        base = supply[at_area, at_level, 0]
        needed, there = demand[at_area, at_level, -1], supply[at_area, at_level, -1]
        yield {
            "area": place["area"],
            "level": place["level"],
            "base_wte": number_or_empty(base),
            "demand_wte": number_or_empty(needed),
            "demand_change_wte": number_or_empty(needed - base),
            "demand_change_share": share(needed - base, base),
            "supply_wte": number_or_empty(there),
            "supply_change_wte": number_or_empty(there - base),
            "supply_change_share": share(there - base, base),
            "gap_wte": _at(scenario.gap.central, (at_area, at_level, -1)),
            "shortfall_wte": number_or_empty(shortfall(scenario.gap.central)[at_area, at_level, -1]),
            "base_share_of_area": share(base, supply[at_area, -1, 0]),
            "demand_share_of_area": share(needed, demand[at_area, -1, -1]),
            "base_share_of_workforce": share(base, supply[-1, -1, 0]),
            "demand_share_of_workforce": share(needed, demand[-1, -1, -1]),
        }


def _assumptions(projection: Projection) -> Rows:
    for entry in projection.study.register.entries:
        low, high = entry.range_in_use
        yield {
            "id": entry.id,
            "value": entry.in_use,
            "unit": entry.unit,
            "low": low,
            "high": high,
            "source": entry.source,
            "owner": entry.owner,
            "date": entry.date,
            "note": entry.note_in_use,
            "overridden_by": "" if entry.override is None else str(entry.override),
            "registered_value": entry.value,
            "origin": entry.origin.value,
            "title": entry.title,
        }
