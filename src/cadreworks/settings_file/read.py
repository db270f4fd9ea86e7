"""What does a settings file say? Its text -> values by name, and every problem that it has.

A setting that cannot be read is reported and left at a harmless value, so that the rest of the folder is still
checked in the same go.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from cadreworks.problems import ProblemList, quoted
from cadreworks.settings_file.described import ESTIMATE_SETTINGS, INPUT_SETTINGS, Estimate, Input, Of, Role, Setting
from cadreworks.settings_file.values import PYTHON_TYPES, check_limits, is_a, shown
from cadreworks.tables import BadCell, check_text, suggestion

_CURLY = re.compile("[\u2018\u2019\u201c\u201d]")
_YEAR = re.compile(r"^\d{4}$", re.ASCII)


@dataclass(frozen=True)
class SettingsFile:
    """A TOML file of settings on its way to being checked; `name` is how problems name it."""

    name: str
    raw: Mapping[str, Any]
    problems: ProblemList

    @classmethod
    def parse(cls, text: str, name: str, problems: ProblemList) -> SettingsFile | None:
        """The file's settings, unchecked; None, with a problem, where it is not TOML at all."""
        try:
            return cls(name, tomllib.loads(text), problems)
        except tomllib.TOMLDecodeError as error:
            problems.add(name, f"this is not TOML: {error}", _remedy_of_toml(error, text), kind="not TOML")
        except (ValueError, RecursionError):  # Python's limits on the digits of a number and on nesting
            what = "a number in it has too many digits, or lists in it are nested too deeply"
            problems.add(name, what, "Shorten them.", kind="not TOML")
        return None

    def add_problem(self, where: str, what: str, remedy: str, *, kind: str) -> None:
        self.problems.add(f"{self.name}, {where}", what, remedy, kind=kind)

    def table(self, name: str) -> Mapping[str, Any]:
        """The section called `name`; empty where it is missing, or a single value, which is a problem."""
        value = self.raw.get(name, {})
        if isinstance(value, dict):
            return value
        self.add_problem(name, "this is a single value", f"Make it a section, [{name}].", kind="wrong setting")
        return {}

    def sections(self, name: str, what_it_has: str) -> list[tuple[str, Mapping[str, Any]]]:
        """The sections [[name]], each with how problems name it; a problem where there is none."""
        listed = self.raw.get(name)
        if not isinstance(listed, list) or not listed:
            self.add_problem(
                name,
                f"no {name.removesuffix('s')} is named",
                f"Add a section [[{name}]] with {what_it_has} for each.",
                kind="missing setting",
            )
            return []
        return self.optional_sections(self.raw, name)

    def optional_sections(
        self, raw: Mapping[str, Any], name: str, where: str = "", *, of: str = ""
    ) -> list[tuple[str, Mapping[str, Any]]]:
        """The sections [[name]] of `raw`, each with how problems name it, by its number; none where there are none.

        where: how problems name what they belong to (`[[levers]] coders: `); of: the section that they lie in (`goal.`)
        """
        listed = raw.get(name, [])
        if not isinstance(listed, list):
            self.add_problem(f"{where}{name}", "this is not a section", f"Write [[{of}{name}]].", kind="wrong setting")
            return []
        found: list[tuple[str, Mapping[str, Any]]] = []
        for number, entry in enumerate(listed, start=1):
            place = f"{where}[[{of}{name}]] {number}: "
            if isinstance(entry, dict):
                found.append((place, entry))
            else:
                self.add_problem(place[:-2], "this is not a section", f"Write [[{of}{name}]].", kind="setting")
        return found

    def read_section(
        self, raw: Mapping[str, Any], settings: tuple[Setting, ...], where: str = "", *, also: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """The values of one section by name; None, or the default, where one is left out or cannot be read.

        where: how problems name the section (`[demand] `); also: names that are known here and read elsewhere
        """
        known = tuple(setting.name for setting in settings) + also
        for name in raw:
            if name not in known:
                self.add_problem(
                    f"{where}{name}",
                    "no such setting is known here",
                    suggestion(name, known),
                    kind="unknown setting",
                )
        values = {}
        for setting in settings:
            if setting.name in raw:
                values[setting.name] = self._read_setting(raw[setting.name], setting, where)
            else:
                values[setting.name] = setting.default
                if setting.required:
                    self.add_problem(
                        f"{where}{setting.name}",
                        "the setting is missing",
                        f"Add {setting.means}.",
                        kind="missing setting",
                    )
        return values

    def read_inputs(self, roles: tuple[Role, ...], refused: Mapping[str, tuple[str, str]]) -> tuple[Input, ...]:
        """The files named under [inputs], in order of their roles. refused: what and remedy of roles that have no
        place here, which are then not required either.
        """
        section = self.table("inputs")
        known = [role.name for role in roles]
        read = {name: self._read_input(name, entry, known, refused) for name, entry in section.items()}
        for role in roles:
            if role.required and role.name not in section and role.name not in refused:
                self.add_problem(
                    f"[inputs.{role.name}]",
                    "the input is missing",
                    f"Name the file that holds {role.means}.",
                    kind="missing setting",
                )
        return tuple(found for name in known if (found := read.get(name)))

    def _read_input(
        self, name: str, entry: Any, known: list[str], refused: Mapping[str, tuple[str, str]]
    ) -> Input | None:
        where = f"[inputs.{name}]"
        if name not in known:
            self.add_problem(where, "no such input is known", suggestion(name, tuple(known)), kind="unknown setting")
        elif name in refused:
            self.add_problem(where, *refused[name], kind="two sources")
        elif not isinstance(entry, dict):
            remedy = f"Write {where} with file, status and source."
            self.add_problem(where, "this is not a section", remedy, kind="wrong setting")
        else:
            values = self.read_section(entry, INPUT_SETTINGS, f"{where} ")
            if values["file"]:
                file = str(PurePosixPath(values["file"].replace("\\", "/")))
                return Input(name, file, tuple(values["status"] or ()), values["source"] or "")
        return None

    def _read_setting(self, value: Any, setting: Setting, where: str) -> Any:
        place = f"{where}{setting.name}"
        if setting.kind is Of.ESTIMATE:
            found = self._read_estimate(value, setting, where)
            return setting.default if found is None else found
        if setting.kind is Of.STEPS:
            return self._read_steps(value, setting, place)
        wanted = PYTHON_TYPES[setting.kind]
        is_list = setting.kind in (Of.TEXTS, Of.WHOLES)
        entries = value if isinstance(value, list) else [value]
        if isinstance(value, list) != is_list or any(not is_a(entry, wanted) for entry in entries):
            what = f"{shown(value)} is not a {setting.kind.value}"
            if isinstance(value, list) and is_list:
                what = f"this is not a {setting.kind.value}"
            self.add_problem(place, what, f"Enter {setting.means}.", kind="wrong setting")
            return setting.default
        good = [entry for entry in entries if self._check_entry(entry, setting, place)]
        if not entries:
            self.add_problem(place, "the list is empty", f"Enter {setting.means}.", kind="wrong setting")
        if not good:
            return setting.default
        if setting.kind is Of.NUMBER:
            return float(good[0])
        return tuple(good) if is_list else good[0]

    def _read_estimate(self, value: Any, setting: Setting, where: str) -> Estimate | None:
        """A number, or a section of `ESTIMATE_SETTINGS`; None where it cannot be read."""
        plain = replace(setting, kind=Of.NUMBER, default=None)
        if not isinstance(value, dict):
            number = self._read_setting(value, plain, where)
            return None if number is None else Estimate(number, number, number)
        place = f"{where}{setting.name}"
        parts = tuple(
            replace(part, least=setting.least, most=setting.most, too_much=setting.too_much)
            if part.kind is Of.NUMBER
            else part
            for part in ESTIMATE_SETTINGS
        )
        before = len(self.problems)
        read = self.read_section(value, parts, f"{place}.")
        given = [name for name in ("low", "high") if name in value]
        if len(given) == 1:
            lacking = "high" if given == ["low"] else "low"
            what = "the setting is missing, but the other end of the range is given"
            self.add_problem(f"{place}.{lacking}", what, "Enter both, or neither.", kind="half a range")
        if len(self.problems) > before:
            return None
        found = Estimate(
            read["value"],
            read["value"] if read["low"] is None else read["low"],
            read["value"] if read["high"] is None else read["high"],
            read["source"],
            read["note"],
        )
        if found.low <= found.value <= found.high:
            return found
        value, low, high = (f"{number:.12g}" for number in (found.value, found.low, found.high))
        what = f"the value {value} does not lie between its low {low} and its high {high}"
        self.add_problem(place, what, "Mend whichever of the three is wrong.", kind="wrong range")
        return None

    def _read_steps(self, value: Any, setting: Setting, place: str) -> Mapping[int, float] | None:
        """Numbers by year, the earliest first; None where they cannot be read."""
        if not isinstance(value, dict) or not value:
            what = "no year is stated" if value == {} else f"{shown(value)} is not a {setting.kind.value}"
            self.add_problem(place, what, f"Enter {setting.means}.", kind="wrong setting")
            return None
        before = len(self.problems)
        for name in value:
            if not _YEAR.match(name):
                what = f"{quoted(name)} is not a year"
                self.add_problem(place, what, f"Enter {setting.means}.", kind="wrong setting")
        years = sorted(name for name in value if _YEAR.match(name))
        parts = tuple(replace(setting, name=year, kind=Of.NUMBER) for year in years)
        read = self.read_section({year: value[year] for year in years}, parts, f"{place}.")
        return None if len(self.problems) > before else {int(year): read[year] for year in years}

    def _check_entry(self, entry: Any, setting: Setting, place: str) -> bool:
        if isinstance(entry, str):
            if not entry.strip():
                self.add_problem(place, "the text is empty", f"Enter {setting.means}.", kind="wrong setting")
                return False
            try:
                check_text(entry)
            except BadCell as bad:
                self.add_problem(place, bad.what, bad.remedy, kind=bad.kind)
                return False
            if setting.one_of and entry not in setting.one_of:
                self.add_problem(
                    place, f"{quoted(entry)} is not known", suggestion(entry, setting.one_of), kind="unknown value"
                )
                return False
            return True
        return check_limits(entry, setting, place, self.add_problem)


def _remedy_of_toml(error: tomllib.TOMLDecodeError, text: str) -> str:
    """Word processors turn straight quotation marks into curly ones, which the eye passes over."""
    named = re.search(r"at line (\d+)", str(error))
    line = text.split("\n")[int(named[1]) - 1] if named else ""
    if _CURLY.search(line):
        return 'Write straight quotation marks, ", in place of the curly ones in that line.'
    return "Mend the line that is named."
