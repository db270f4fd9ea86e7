"""What does levers.toml say? The file and the study's areas, scenarios and years -> levers, or every problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cadreworks.assumptions import Assumption, Register
from cadreworks.periods import Horizon
from cadreworks.plan.check_sizes import check_sizes
from cadreworks.plan.levers import LEVERS_FILE, Lever, LeverSet
from cadreworks.plan.levers_file.check_cycles import check_cycles
from cadreworks.plan.levers_file.goal import read_goal
from cadreworks.plan.levers_file.lever import NO_YEAR, assumption_of, read_lever
from cadreworks.plan.levers_file.limits import Sections, check_different, named_by_id, read_limits
from cadreworks.plan.levers_file.scope import Scope
from cadreworks.plan.levers_file.settings import FILE_SETTINGS, LEAVING_OF_ALL, LEAVING_SETTINGS
from cadreworks.plan.sizes import sizes_in_file
from cadreworks.problems import InputProblems, Problem, ProblemList
from cadreworks.settings_file import Estimate, LoadedFile, SettingsFile, load_file
from cadreworks.tables import read_text
from cadreworks.vocabulary import ALL


@dataclass(frozen=True)
class _OfFile:
    """An estimate of the file itself, and how it stands in the register."""

    setting: str
    title: str
    unit: str


PRICE_GROWTH = _OfFile("price_growth_per_year", "Growth of prices", "share per year")
SHORTFALL = _OfFile(
    "shortfall_gbp_per_wte_year", "What a missing wte costs the service", "pounds of {year} per wte and year"
)
SECTIONS = ("leaving_per_year", "goal", "limits", "levers")


def read_levers(path: Path, *, areas: tuple[str, ...], scenarios: tuple[str, ...], horizon: Horizon) -> LeverSet:
    """The levers in the file `path`, or in the folder `path`, for a study of these areas, scenarios and years.

    Raises InputProblems with every problem found, EnvironmentFault where the machine refuses to read.
    """
    path = path / LEVERS_FILE if path.is_dir() else path
    if not path.is_file():
        raise InputProblems([Problem(str(path), "there is no such file", "Name a file of levers.", "no levers")])
    problems = ProblemList()
    loaded = load_file(path, path.name, problems)
    levers = None
    if loaded:
        levers = load_levers(loaded, areas=areas, scenarios=scenarios, horizon=horizon, problems=problems)
    problems.stop_if_any()
    if levers is None:
        raise ValueError("levers that cannot be read have no problem")
    return levers


def load_levers(
    file: LoadedFile, *, areas: tuple[str, ...], scenarios: tuple[str, ...], horizon: Horizon, problems: ProblemList
) -> LeverSet | None:
    """The levers in a file that was loaded; None, with all its problems, where something is wrong with it."""
    before = len(problems)
    text = read_text(file.raw, problems, file=file.name)
    settings = SettingsFile.parse(text, file.name, problems) if text is not None else None
    if settings is None:
        return None
    found = _lever_set(settings, Scope(areas, scenarios, horizon))
    return found if len(problems) == before else None


def _lever_set(file: SettingsFile, scope: Scope) -> LeverSet | None:
    """The levers as far as they can be read; what is wrong is reported, and they are then not used."""
    top = file.read_section(file.raw, FILE_SETTINGS, also=SECTIONS)
    price_year = top["price_year"] or (NO_YEAR if "price_year" in file.raw else None)
    _check_price_year(price_year, file, scope)
    goal = read_goal(file, scope)
    first_year = goal.first_year if goal else scope.projected[0]
    sections = file.sections("levers", "id, name, kind and the rest")
    different = check_different(sections, "lever", file)
    levers = _levers(file, sections, scope, price_year=price_year, first_year=first_year)
    ids = tuple(dict.fromkeys(entry["id"] for _, entry in sections if isinstance(entry.get("id"), str)))
    limits = read_limits(file, ids, scope=scope, first_year=first_year)
    leaving = _leaving(file, scope, top["owner"] or "")
    growth, shortfall = (_of_file(top, spec, file) for spec in (PRICE_GROWTH, SHORTFALL))
    if goal is None or growth is None or shortfall is None or not different:
        return None
    check_cycles(levers, file, price_growth=growth.value, scope=scope)
    found = LeverSet(
        title=top["title"],
        owner=top["owner"],
        goal=goal,
        levers=levers,
        limits=limits,
        leaving=leaving,
        shortfall_gbp=shortfall,
        price_year=price_year or NO_YEAR,
        price_growth=growth,
        register=Register.of(_entries(growth, shortfall, leaving, levers)),
    )
    sizes = sizes_in_file(found, scope.horizon)
    check_sizes(sizes, found, file.problems, horizon=scope.horizon, where=f"{file.name}, [[levers.plan]]")
    return found


def _entries(
    growth: Assumption, shortfall: Assumption, leaving: Mapping[str, Assumption], levers: Iterable[Lever]
) -> Iterator[Assumption]:
    """All that is estimated, in the order in which the register lists it."""
    yield growth
    yield shortfall
    yield from dict.fromkeys(leaving.values())
    for lever in levers:
        yield from (lever.completion, lever.drop_out, lever.deadweight, lever.effect)
        yield from (lever.costs.set_up, lever.costs.per_start, lever.costs.per_year)


def _check_price_year(price_year: int | None, file: SettingsFile, scope: Scope) -> None:
    if price_year is not None and price_year > scope.horizon.last:
        what = f"{price_year} lies after the horizon {scope.horizon.last}"
        file.add_problem("price_year", what, "Enter the year whose prices the costs are.", kind="wrong year")


def _of_file(top: Mapping[str, Any], spec: _OfFile, file: SettingsFile) -> Assumption | None:
    """An estimate of the file itself; None where it could not be read."""
    estimate: Estimate | None = top[spec.setting]
    if estimate is None:
        return None
    _check_source(estimate, spec.setting, file)
    return assumption_of(
        f"levers.{spec.setting}",
        estimate,
        title=spec.title,
        unit=spec.unit.format(year=top["price_year"]),
        source=estimate.source,
        owner=top["owner"] or "",
    )


def _check_source(estimate: Estimate, place: str, file: SettingsFile) -> None:
    """Whether an estimate that belongs to no lever, from which it could have one, names its source."""
    if not estimate.source:
        remedy = 'Write what it rests on, as { value = 0.02, source = "..." }.'
        file.add_problem(f"{place}.source", "the setting is missing", remedy, kind="missing setting")


def _levers(
    file: SettingsFile, sections: Sections, scope: Scope, *, price_year: int | None, first_year: int
) -> tuple[Lever, ...]:
    read = (
        read_lever(where, entry, file, scope=scope, price_year=price_year, first_year=first_year)
        for where, entry in named_by_id(sections, "levers")
    )
    return tuple(lever for lever in read if lever)


def _leaving(file: SettingsFile, scope: Scope, owner: str) -> dict[str, Assumption]:
    """For each area of the study its own share, or the one of all areas, which is then one and the same assumption."""
    raw, where = file.table("leaving_per_year"), "[leaving_per_year] "
    entries = {}
    for name, estimate in file.read_section(raw, LEAVING_SETTINGS, where).items():
        if estimate is not None:
            _check_source(estimate, f"{where}{name}", file)
            entries[name] = assumption_of(
                f"levers.leaving_per_year.{name}",
                estimate,
                title="Leaving of people brought by levers",
                unit="share per year",
                source=estimate.source,
                owner=owner,
            )
    lacking = [area for area in scope.areas if area not in raw]
    if lacking and ALL not in raw:
        what = f"the setting is missing, and there is no line for {', '.join(lacking)}"
        file.add_problem(f"{where}{ALL}", what, f"Add {LEAVING_OF_ALL.means}.", kind="missing setting")
    return {area: entries.get(area) or entries[ALL] for area in scope.areas if area in entries or ALL in entries}
