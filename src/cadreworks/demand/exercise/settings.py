"""What is a demand exercise? Who is invited, to answer which questions, about which futures of which organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cadreworks.bands import Array
from cadreworks.demand.scenarios import Scenario
from cadreworks.settings_file import Input, LoadedFile

EXERCISE_FILE = "exercise.toml"
LEVEL_ONLY, RANGE, TERTILES = "level", "range", "tertiles"
QUESTIONS = (LEVEL_ONLY, RANGE, TERTILES)


@dataclass(frozen=True)
class Invited:
    """An organisation that was asked.

    type: id of its organisation type; region: as the exercise names regions; size_wte: all its staff, digital or not
    """

    organisation: str
    type: str
    region: str
    size_wte: float


@dataclass(frozen=True)
class SeedQuestion:
    """A question whose answer is known, though not to those asked: it shows how well somebody judges.

    answer: never written into a workbook
    """

    id: str
    text: str
    unit: str
    answer: float


@dataclass(frozen=True)
class Exercise:
    """exercise.toml and its files, checked.

    deadline: the last day for returns; contact: who is asked for help and sent the return; points: the years asked
    about; questions: `level`, or `range` or `tertiles` of each area's total too; typical: wte (area, level) of the
    typical organisation; baselines: wte (area, level) of an organisation itself, where it is known; inputs: the files
    that it names, with status and source; files: the exercise itself and those files; digest: SHA-256 over them all
    """

    title: str
    owner: str
    contact: str
    deadline: date
    base_year: int
    points: tuple[int, ...]
    questions: str
    areas: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    typical: Array
    invited: tuple[Invited, ...]
    seed_questions: tuple[SeedQuestion, ...] = ()
    baselines: Mapping[str, Array] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()
    files: tuple[LoadedFile, ...] = ()
    digest: str = ""

    @property
    def scenario_ids(self) -> tuple[str, ...]:
        return tuple(scenario.id for scenario in self.scenarios)
