"""What does study.toml say? Its text -> settings, and every problem that it has.

A setting that cannot be read is reported and left at a harmless value, so that the rest of the folder is still
checked in the same go.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from cadreworks.demand import Scenario
from cadreworks.periods import Horizon
from cadreworks.problems import ProblemList, quoted
from cadreworks.randomness import LARGEST_SEED
from cadreworks.study.settings import (
    DEMAND_SETTINGS,
    GIVEN_WITH_RECORDS,
    INPUT_SETTINGS,
    RECORDS_ROLE,
    RECORDS_SETTINGS,
    ROLES,
    SCENARIO_SETTINGS,
    STUDY_FILE,
    STUDY_SETTINGS,
    SUPPLY_SETTINGS,
    Input,
    Of,
    Setting,
    StudySettings,
)
from cadreworks.supply.method import COHORT, COUNT
from cadreworks.tables import BadCell, check_text, suggestion
from cadreworks.vocabulary import ALL, AREA_IDS

SECTIONS = ("supply", "demand", "records", "inputs", "scenarios")
FAR_OFF = Horizon(9000, 9001)
"""Stands in for years that cannot be told, so that no other year is taken to lie outside them."""
_CURLY = re.compile("[\u2018\u2019\u201c\u201d]")
_ID = re.compile(r"^[a-z][a-z0-9_]*$", re.ASCII)


def read_settings(text: str, problems: ProblemList) -> StudySettings | None:
    """The settings, with every problem of the file; None only where the file is not TOML at all."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.add(STUDY_FILE, f"this is not TOML: {error}", _remedy_of_toml(error, text), kind="not TOML")
        return None
    except (ValueError, RecursionError):  # Python's limits on the digits of a number and on nesting
        what = "a number in it has too many digits, or lists in it are nested too deeply"
        problems.add(STUDY_FILE, what, "Shorten them.", kind="not TOML")
        return None
    top = _read_section(raw, STUDY_SETTINGS, "", problems, also=SECTIONS)
    supply = _read_section(_table_of(raw, "supply", problems), SUPPLY_SETTINGS, "[supply] ", problems)
    demand = _read_section(_table_of(raw, "demand", problems), DEMAND_SETTINGS, "[demand] ", problems)
    horizon = _horizon(top, problems)
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
        recruitment=_recruitment(supply, problems),
        demand_method=demand["method"] or "",
        points=_points(demand, horizon, problems),
        scenarios=_scenarios(raw, problems),
        inputs=_inputs(raw, supply["method"] or "", problems),
        records=_records(raw, supply["method"] or "", problems),
    )
    _check_draws(settings, problems)
    return settings


def _remedy_of_toml(error: tomllib.TOMLDecodeError, text: str) -> str:
    """Word processors turn straight quotation marks into curly ones, which the eye passes over."""
    named = re.search(r"at line (\d+)", str(error))
    line = text.split("\n")[int(named[1]) - 1] if named else ""
    if _CURLY.search(line):
        return 'Write straight quotation marks, ", in place of the curly ones in that line.'
    return "Mend the line that is named."


def _check_draws(settings: StudySettings, problems: ProblemList) -> None:
    """Whether the draws fit into memory: a long horizon leaves room for fewer."""
    if settings.draws > settings.most_draws:
        problems.add(
            f"{STUDY_FILE}, draws",
            f"{settings.draws:,} draws of {len(settings.horizon.years)} years of this study are too many",
            f"Enter at most {settings.most_draws:,}, or shorten the horizon.",
            kind="out of range",
        )


def _table_of(raw: Mapping[str, Any], name: str, problems: ProblemList) -> Mapping[str, Any]:
    value = raw.get(name, {})
    if isinstance(value, dict):
        return value
    problems.add(
        f"{STUDY_FILE}, {name}", "this is a single value", f"Make it a section, [{name}].", kind="wrong setting"
    )
    return {}


def _read_section(
    raw: Mapping[str, Any],
    settings: tuple[Setting, ...],
    where: str,
    problems: ProblemList,
    *,
    also: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The values of one section by name; None where one is left out or cannot be read."""
    known = {setting.name: setting for setting in settings}
    for name in raw:
        if name not in known and name not in also:
            problems.add(
                f"{STUDY_FILE}, {where}{name}",
                "no such setting is known here",
                suggestion(name, tuple(known) + also),
                kind="unknown setting",
            )
    values = {}
    for setting in settings:
        place = f"{STUDY_FILE}, {where}{setting.name}"
        if setting.name in raw:
            values[setting.name] = _read_setting(raw[setting.name], setting, place, problems)
        else:
            values[setting.name] = setting.default
            if setting.required:
                problems.add(place, "the setting is missing", f"Add {setting.means}.", kind="missing setting")
    return values


def _read_setting(value: Any, setting: Setting, place: str, problems: ProblemList) -> Any:
    wanted = {Of.TEXT: str, Of.WHOLE: int, Of.TEXTS: str, Of.WHOLES: int}[setting.kind]
    is_list = setting.kind in (Of.TEXTS, Of.WHOLES)
    entries = value if isinstance(value, list) else [value]
    if isinstance(value, list) != is_list or any(
        not isinstance(entry, wanted) or isinstance(entry, bool) for entry in entries
    ):
        what = f"{_shown(value)} is not a {setting.kind.value}"
        problems.add(place, what, f"Enter {setting.means}.", kind="wrong setting")
        return setting.default
    good = [entry for entry in entries if _check_entry(entry, setting, place, problems)]
    if not entries:
        problems.add(place, "the list is empty", f"Enter {setting.means}.", kind="wrong setting")
    if not good:
        return setting.default
    return tuple(good) if is_list else good[0]


def _check_entry(entry: Any, setting: Setting, place: str, problems: ProblemList) -> bool:
    if isinstance(entry, str):
        if not entry.strip():
            problems.add(place, "the text is empty", f"Enter {setting.means}.", kind="wrong setting")
            return False
        try:
            check_text(entry)
        except BadCell as bad:
            problems.add(place, bad.what, bad.remedy, kind=bad.kind)
            return False
        if setting.one_of and entry not in setting.one_of:
            problems.add(
                place, f"{quoted(entry)} is not known", suggestion(entry, setting.one_of), kind="unknown value"
            )
            return False
        return True
    if (setting.least is not None and entry < setting.least) or (setting.most is not None and entry > setting.most):
        problems.add(
            place,
            f"{_shown(entry)} is out of range",
            f"Enter {setting.least} to {setting.most:,}.",
            kind="out of range",
        )
        return False
    return True


def _shown(value: Any) -> str:
    """A value as a problem names it; Python itself refuses to write a number of thousands of digits."""
    match value:
        case dict():
            return "a section"
        case list():
            return "a list"
        case str():
            return quoted(value)
        case int() if abs(value) > LARGEST_SEED:
            return "a very large number"
    return str(value)


def _horizon(top: Mapping[str, Any], problems: ProblemList) -> Horizon | None:
    """The years of the projection, or None where they cannot be told, which was or is reported."""
    base, last = top["base_year"], top["horizon"]
    if base is None or last is None:
        return None
    if last <= base:
        problems.add(
            f"{STUDY_FILE}, horizon",
            f"{last} does not lie after the base year {base}",
            "Enter the last year of the projection.",
            kind="wrong horizon",
        )
        return None
    if last - base > 50:
        problems.add(
            f"{STUDY_FILE}, horizon",
            f"{last} lies more than 50 years after the base year {base}",
            "Enter a nearer year.",
            kind="wrong horizon",
        )
    return Horizon(base, last)


def _points(demand: Mapping[str, Any], horizon: Horizon | None, problems: ProblemList) -> tuple[int, ...]:
    points: tuple[int, ...] = tuple(demand["points"] or ())
    where = f"{STUDY_FILE}, [demand] points"
    if not points or horizon is None:
        return points
    if list(points) != sorted(set(points)):
        problems.add(where, "the years are not in order", "List each year once, the earliest first.", kind="points")
    for point in points:
        if not horizon.base < point <= horizon.last:
            problems.add(
                where,
                f"{point} lies outside the horizon, {horizon.base} to {horizon.last}",
                "Leave it out, or move the horizon.",
                kind="year outside",
            )
    if horizon.last not in points:
        problems.add(
            where,
            f"nobody was asked about the last year, {horizon.last}",
            "Add it with its returns, or let the horizon end where the returns do; demand is not extrapolated.",
            kind="points",
        )
    return tuple(sorted(set(points)))


def _scenarios(raw: Mapping[str, Any], problems: ProblemList) -> tuple[Scenario, ...]:
    listed = raw.get("scenarios")
    if not isinstance(listed, list) or not listed:
        problems.add(
            f"{STUDY_FILE}, scenarios",
            "no scenario is named",
            "Add a section [[scenarios]] with id and name for each.",
            kind="missing setting",
        )
        return ()
    scenarios: list[Scenario] = []
    for number, entry in enumerate(listed, start=1):
        where = f"[[scenarios]] {number}: "
        if not isinstance(entry, dict):
            problems.add(f"{STUDY_FILE}, {where}", "this is not a section", "Write [[scenarios]].", kind="setting")
            continue
        values = _read_section(entry, SCENARIO_SETTINGS, where, problems)
        scenario_id = values["id"] or ""
        if scenario_id and (not _ID.match(scenario_id) or scenario_id == ALL):
            problems.add(
                f"{STUDY_FILE}, {where}id",
                f"{quoted(scenario_id)} cannot name a scenario",
                "Use small letters, digits and _, beginning with a letter; `all` means a total.",
                kind="wrong id",
            )
        if scenario_id in [scenario.id for scenario in scenarios]:
            problems.add(
                f"{STUDY_FILE}, {where}id", f"{scenario_id} is named twice", "Give each its own id.", kind="duplicate"
            )
            continue
        name = values["name"] or ""
        if name and name.casefold() in [scenario.name.casefold() for scenario in scenarios]:
            problems.add(
                f"{STUDY_FILE}, {where}name",
                f"{quoted(name)} names two scenarios, which no table could tell apart",
                "Give each its own name.",
                kind="duplicate",
            )
        scenarios.append(Scenario(scenario_id, name, values["drivers"], values["narrative"]))
    return tuple(scenarios)


def _recruitment(supply: Mapping[str, Any], problems: ProblemList) -> str:
    """How recruitment is carried forward; nothing where the method knows of none."""
    given = supply["recruitment"] or ""
    if supply["method"] == COHORT:
        return given or COUNT
    if given and supply["method"]:
        problems.add(
            f"{STUDY_FILE}, [supply] recruitment",
            f"the method {supply['method']} tells no joiners from leavers",
            f"Leave it out, or choose the method {COHORT}.",
            kind="wrong setting",
        )
    return ""


def _records(raw: Mapping[str, Any], supply_method: str, problems: ProblemList) -> Input | None:
    """Where the staff records come from, which only their owner can say; None where supply rests on none."""
    if supply_method != COHORT:
        if "records" in raw and supply_method:
            problems.add(
                f"{STUDY_FILE}, [records]",
                f"the method {supply_method} reads no staff records",
                f"Leave the section out, or choose the method {COHORT}.",
                kind="wrong setting",
            )
        return None
    values = _read_section(_table_of(raw, "records", problems), RECORDS_SETTINGS, "[records] ", problems)
    return Input(RECORDS_ROLE, GIVEN_WITH_RECORDS, tuple(values["status"] or ()), values["source"] or "")


def _inputs(raw: Mapping[str, Any], supply_method: str, problems: ProblemList) -> tuple[Input, ...]:
    section = _table_of(raw, "inputs", problems)
    roles = {role.name: role for role in ROLES}
    inputs = []
    for name, entry in section.items():
        where = f"[inputs.{name}] "
        if name not in roles:
            problems.add(
                f"{STUDY_FILE}, {where.strip()}",
                "no such input is known",
                suggestion(name, tuple(roles)),
                kind="unknown setting",
            )
            continue
        if supply_method == COHORT and roles[name].instead:
            problems.add(
                f"{STUDY_FILE}, {where.strip()}",
                f"with the method {COHORT}, {roles[name].instead} comes from the staff records",
                "Leave the input out.",
                kind="two sources",
            )
            continue
        if not isinstance(entry, dict):
            problems.add(
                f"{STUDY_FILE}, {where.strip()}",
                "this is not a section",
                f"Write [inputs.{name}] with file, status and source.",
                kind="wrong setting",
            )
            continue
        values = _read_section(entry, INPUT_SETTINGS, where, problems)
        if values["file"]:
            file = str(PurePosixPath(values["file"].replace("\\", "/")))
            inputs.append(Input(name, file, tuple(values["status"] or ()), values["source"] or ""))
    for role in ROLES:
        if role.required and role.name not in section and not (supply_method == COHORT and role.instead):
            problems.add(
                f"{STUDY_FILE}, [inputs.{role.name}]",
                "the input is missing",
                f"Name the file that holds {role.means}.",
                kind="missing setting",
            )
    return tuple(sorted(inputs, key=lambda item: list(roles).index(item.role)))
