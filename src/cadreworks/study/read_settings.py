"""What does study.toml say? Its text -> settings, and every problem that it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cadreworks.demand.pooling.methods import COOKE, MEAN_SD
from cadreworks.demand.pooling.weights import NO_WEIGHTS
from cadreworks.demand.scenarios import read_scenarios
from cadreworks.periods import Horizon
from cadreworks.problems import ProblemList
from cadreworks.settings_file import Input, SettingsFile
from cadreworks.study.settings import (
    DEMAND_SETTINGS,
    ESTABLISHMENT,
    EXERCISE,
    FROM_RECORDS,
    GIVEN_WITH_RECORDS,
    LEVERS,
    RECORDS_ROLE,
    RECORDS_SETTINGS,
    ROLES,
    STUDY_FILE,
    STUDY_SETTINGS,
    SUPPLY_SETTINGS,
    StudySettings,
)
from cadreworks.supply.establishment import LEVERS_UNDER_LIMITS, PULL, PUSH, WITHOUT_LEVERS
from cadreworks.supply.method import COHORT, COUNT, MICROSIMULATION, OF_RECORDS
from cadreworks.vocabulary import AREA_IDS

_WEIGHS_ITSELF = {
    MEAN_SD: "weighs all returns the same, as the report did",
    COOKE: "weighs experts by their seed answers alone",
}
SECTIONS = ("supply", "demand", "records", "inputs", "scenarios")
FAR_OFF = Horizon(9000, 9001)
"""Stands in for years that cannot be told, so that no other year is taken to lie outside them."""


def read_settings(text: str, problems: ProblemList) -> StudySettings | None:
    """The settings, with every problem of the file; None only where the file is not TOML at all."""
    file = SettingsFile.parse(text, STUDY_FILE, problems)
    if file is None:
        return None
    top = file.read_section(file.raw, STUDY_SETTINGS, also=SECTIONS)
    supply = file.read_section(file.table("supply"), SUPPLY_SETTINGS, "[supply] ")
    demand = file.read_section(file.table("demand"), DEMAND_SETTINGS, "[demand] ")
    horizon = _horizon(top, file)
    settings = StudySettings(
        title=top["title"] or "",
        coverage=top["coverage"] or "",
        owner=top["owner"] or "",
        edition=top["edition"] or "",
        horizon=horizon or FAR_OFF,
        seed=top["seed"] or 0,
        draws=top["draws"] or 1,
        areas=tuple(area for area in AREA_IDS if area in (top["areas"] or AREA_IDS)),
        limitations=tuple(top["limitations"] or ()),
        reconcile_to=top["reconcile_to"] or "",
        supply_method=supply["method"] or "",
        recruitment=_recruitment(supply, file),
        promotion=_promotion(supply, file),
        demand_method=demand["method"] or "",
        points=_points(demand, horizon, file),
        weights=demand["weights"],
        post_stratify=demand["post_stratify"],
        partial_returns=demand["partial_returns"],
        scenarios=read_scenarios(file),
        inputs=file.read_inputs(ROLES, _told_by_records(supply["method"]) | _without_limits(supply["method"])),
        records=_records(file, supply["method"] or ""),
    )
    _check_draws(settings, file)
    _check_weighting(settings, file)
    _check_levers(settings, file)
    return settings


def _told_by_records(supply_method: str | None) -> dict[str, tuple[str, str]]:
    if supply_method not in OF_RECORDS:
        return {}
    remedy = "Leave the input out."
    return {
        role: (f"with the method {supply_method}, {what} comes from the staff records", remedy)
        for role, what in FROM_RECORDS.items()
    }


def _without_limits(supply_method: str | None) -> dict[str, tuple[str, str]]:
    if supply_method in (None, MICROSIMULATION):
        return {}
    what = f"the method {supply_method} knows no limits on posts"
    return {ESTABLISHMENT: (what, f"Leave the input out, or choose the method {MICROSIMULATION}.")}


def _check_weighting(settings: StudySettings, file: SettingsFile) -> None:
    """Weights need a method that weighs, and to know who was invited."""
    asked = [("weights", settings.weights != NO_WEIGHTS), ("post_stratify", settings.post_stratify)]
    named = [item.role for item in settings.inputs]
    for name in (name for name, wanted in asked if wanted):
        if settings.demand_method in _WEIGHS_ITSELF:
            file.add_problem(
                f"[demand] {name}",
                f"the method {settings.demand_method} {_WEIGHS_ITSELF[settings.demand_method]}",
                "Leave the setting out, or choose another method.",
                kind="wrong setting",
            )
        elif EXERCISE not in named:
            file.add_problem(
                f"[demand] {name}",
                "nothing says of what size and type the organisations are",
                f"Name the exercise, as [inputs.{EXERCISE}].",
                kind="missing setting",
            )


def _check_levers(settings: StudySettings, file: SettingsFile) -> None:
    """People whom a plan brings would need posts of their own, which nothing says yet."""
    named = {item.role for item in settings.inputs}
    if named >= {ESTABLISHMENT, LEVERS}:
        file.add_problem(f"[inputs.{LEVERS}]", LEVERS_UNDER_LIMITS, WITHOUT_LEVERS, kind="two sources")


def _check_draws(settings: StudySettings, file: SettingsFile) -> None:
    """Whether the draws fit into memory: a long horizon leaves room for fewer."""
    if settings.draws > settings.most_draws:
        file.add_problem(
            "draws",
            f"{settings.draws:,} draws of {len(settings.horizon.years)} years of this study are too many",
            f"Enter at most {settings.most_draws:,}, or shorten the horizon.",
            kind="out of range",
        )


def _horizon(top: Mapping[str, Any], file: SettingsFile) -> Horizon | None:
    """The years of the projection, or None where they cannot be told, which was or is reported."""
    base, last = top["base_year"], top["horizon"]
    if base is None or last is None:
        return None
    if last <= base:
        file.add_problem(
            "horizon",
            f"{last} does not lie after the base year {base}",
            "Enter the last year of the projection.",
            kind="wrong horizon",
        )
        return None
    if last - base > 50:
        file.add_problem(
            "horizon",
            f"{last} lies more than 50 years after the base year {base}",
            "Enter a nearer year.",
            kind="wrong horizon",
        )
    return Horizon(base, last)


def _points(demand: Mapping[str, Any], horizon: Horizon | None, file: SettingsFile) -> tuple[int, ...]:
    points: tuple[int, ...] = tuple(demand["points"] or ())
    where = "[demand] points"
    if not points or horizon is None:
        return points
    if list(points) != sorted(set(points)):
        file.add_problem(where, "the years are not in order", "List each year once, the earliest first.", kind="points")
    for point in points:
        if not horizon.base < point <= horizon.last:
            file.add_problem(
                where,
                f"{point} lies outside the horizon, {horizon.base} to {horizon.last}",
                "Leave it out, or move the horizon.",
                kind="year outside",
            )
    if horizon.last not in points:
        file.add_problem(
            where,
            f"nobody was asked about the last year, {horizon.last}",
            "Add it with its returns, or let the horizon end where the returns do; demand is not extrapolated.",
            kind="points",
        )
    return tuple(sorted(set(points)))


def _recruitment(supply: Mapping[str, Any], file: SettingsFile) -> str:
    """How recruitment is carried forward; nothing where the method knows of none."""
    given = supply["recruitment"] or ""
    if supply["method"] in OF_RECORDS:
        return given or COUNT
    if given and supply["method"]:
        file.add_problem(
            "[supply] recruitment",
            f"the method {supply['method']} tells no joiners from leavers",
            f"Leave it out, or choose the method {COHORT} or {MICROSIMULATION}.",
            kind="wrong setting",
        )
    return ""


def _promotion(supply: Mapping[str, Any], file: SettingsFile) -> str:
    """How people rise; nothing where the method knows no single people."""
    given, where = supply["promotion"] or "", "[supply] promotion"
    if supply["method"] == MICROSIMULATION:
        inputs = file.raw.get("inputs")
        if given == PULL and not (isinstance(inputs, dict) and ESTABLISHMENT in inputs):
            file.add_problem(
                where,
                f"with {PULL} people rise into vacancies, and nothing says how many posts there are",
                f"Name the establishment, as [inputs.{ESTABLISHMENT}], or choose {PUSH}.",
                kind="missing setting",
            )
        return given or PUSH
    if given and supply["method"]:
        file.add_problem(
            where,
            f"the method {supply['method']} knows no single people who could rise",
            f"Leave it out, or choose the method {MICROSIMULATION}.",
            kind="wrong setting",
        )
    return ""


def _records(file: SettingsFile, supply_method: str) -> Input | None:
    """Where the staff records come from, which only their owner can say; None where supply rests on none."""
    if supply_method not in OF_RECORDS:
        if "records" in file.raw and supply_method:
            file.add_problem(
                "[records]",
                f"the method {supply_method} reads no staff records",
                f"Leave the section out, or choose the method {COHORT} or {MICROSIMULATION}.",
                kind="wrong setting",
            )
        return None
    values = file.read_section(file.table("records"), RECORDS_SETTINGS, "[records] ")
    return Input(RECORDS_ROLE, GIVEN_WITH_RECORDS, tuple(values["status"] or ()), values["source"] or "")
