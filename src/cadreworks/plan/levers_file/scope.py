"""What of a study must levers fit? Its areas of work, its scenarios and its years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cadreworks.periods import Horizon
from cadreworks.settings_file import SettingsFile


@dataclass(frozen=True)
class Scope:
    """areas and scenarios: ids, in the study's order; horizon: its first year is the base year, in which nothing can
    start.
    """

    areas: tuple[str, ...]
    scenarios: tuple[str, ...]
    horizon: Horizon

    @property
    def projected(self) -> tuple[int, ...]:
        """The years in which a plan can act."""
        return self.horizon.years[1:]


def every_year(steps: Mapping[int, float], first_year: int, last_year: int) -> dict[int, float]:
    """Each year's number from a table of years: the one last stated, 0 before the first."""
    found = {}
    for year in range(first_year, last_year + 1):
        stated = [known for known in steps if known <= year]
        found[year] = float(steps[max(stated)]) if stated else 0.0
    return found


def check_years(steps: Mapping[int, float], place: str, file: SettingsFile, *, scope: Scope) -> bool:
    """Whether all years of a table are years in which something may start; `place` is how problems name the table."""
    first, last = scope.projected[0], scope.projected[-1]
    outside = [year for year in steps if not first <= year <= last]
    for year in outside:
        remedy = f"Name years from {first} to {last}."
        file.add_problem(f"{place}.{year}", "nothing can start in this year", remedy, kind="wrong year")
    return not outside
