"""A study folder in, a checked Study out, or every problem that the folder has.

Reading goes on past each problem, so that one check names all of them. What a bad file would only repeat (a
total that cannot fit because a cell is bad) is not said twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cadreworks.assumptions import (
    OVERRIDES_TABLE,
    REGISTER_TABLE,
    Assumption,
    Override,
    Register,
    read_overrides,
    read_register,
)
from cadreworks.bands import Array
from cadreworks.cost import (
    COST_ASSUMPTIONS,
    PAY_AWARDS_TABLE,
    PAY_BANDS_TABLE,
    PAY_POINTS_TABLE,
    Pay,
    check_awards,
    read_pay,
)
from cadreworks.demand import (
    RETURNS_TABLE,
    TYPICAL_ORGANISATION_TABLE,
    Returns,
    estimate_scale,
    read_returns,
    read_typical_organisation,
    scale_specs,
)
from cadreworks.demand.desirable import DEMAND_BASELINE_TABLE
from cadreworks.demand.exercise import Exercise, load_exercise
from cadreworks.demand.pooling import (
    COOKE,
    SEEDS_TABLE,
    Seeds,
    Weighed,
    check_every_area_is_answered,
    read_seeds,
    weigh_returns,
)
from cadreworks.demand.returns import PARTIAL_RETURNS_TABLE
from cadreworks.demand.themes import VIEWPOINTS_TABLE, Viewpoints, read_viewpoints
from cadreworks.disclosure import small_cells
from cadreworks.problems import InputProblems, ProblemList, counted
from cadreworks.published import reference_study
from cadreworks.settings_file import Input, LoadedFile, load_file, load_input
from cadreworks.study.exercise import check_exercise, settings_with_exercise
from cadreworks.study.folder import find_study_file
from cadreworks.study.publication import (
    PRIORITIES_TABLE,
    RECOMMENDATIONS_TABLE,
    Recommendation,
    read_priorities,
    read_recommendations,
)
from cadreworks.study.read_settings import FAR_OFF, read_settings
from cadreworks.study.settings import EXERCISE, STUDY_FILE, StudySettings
from cadreworks.supply import (
    BASE_YEARS,
    GROWTH_TABLE,
    STOCK_TABLE,
    GrowthHistory,
    NetGrowth,
    SupplyMethod,
    check_base_years,
    growth_rates,
    read_growth,
    read_stock,
)
from cadreworks.supply.rate_specs import rate_specs
from cadreworks.supply.track_record import SCORES_FILE, Score, read_scores
from cadreworks.tables import Table, TableSpec, read_table, read_text
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS
from cadreworks.vocabulary.columns import STATUS

if TYPE_CHECKING:  # a study of tables need not load what reads records
    from cadreworks.supply.from_records import SupplyRecords

DECLARED_ASSUMPTIONS = (BASE_YEARS, *COST_ASSUMPTIONS)
"""The assumptions that every study must declare, since its methods need them."""

INPUT_TABLES: Mapping[str, TableSpec] = {
    "stock": STOCK_TABLE,
    "growth": GROWTH_TABLE,
    "demand_baseline": DEMAND_BASELINE_TABLE,
    "backtest": SCORES_FILE,
    "typical_organisation": TYPICAL_ORGANISATION_TABLE,
    "returns": RETURNS_TABLE,
    "seeds": SEEDS_TABLE,
    "viewpoints": VIEWPOINTS_TABLE,
    "pay_points": PAY_POINTS_TABLE,
    "pay_bands": PAY_BANDS_TABLE,
    "pay_awards": PAY_AWARDS_TABLE,
    "assumptions": REGISTER_TABLE,
    "overrides": OVERRIDES_TABLE,
    "priorities": PRIORITIES_TABLE,
    "recommendations": RECOMMENDATIONS_TABLE,
}


@dataclass(frozen=True)
class Study:
    """Everything that a study folder holds, checked, and what was taken from staff records. Its results depend on this
    and on nothing else.

    exercise: what the returns answer, where the study names it; stock, typical_organisation: wte (area, level) at
    the base year; growth: where supply rests on tables; records: where it rests on staff records and they have been
    given (`study.records`), until when the stock is nobody; track_record: how the method of supply did on the past,
    where anybody tried it; declared: the register as the study's owner wrote it; files: study.toml and every input;
    status_rows: how many rows of each input have which status, where its rows say so themselves
    """

    settings: StudySettings
    exercise: Exercise | None
    stock: Array
    desirable: Array | None
    growth: GrowthHistory | None
    records: SupplyRecords | None
    track_record: tuple[Score, ...]
    typical_organisation: Array
    returns: Returns
    seeds: Seeds | None
    viewpoints: Viewpoints
    pay: Pay
    declared: tuple[Assumption, ...]
    overrides: tuple[Override, ...]
    priorities: Mapping[str, tuple[str, ...]]
    recommendations: tuple[Recommendation, ...]
    files: tuple[LoadedFile, ...]
    status_rows: Mapping[str, Mapping[str, int]]

    @cached_property
    def register(self) -> Register:
        """All assumptions, declared and worked out, with their overrides."""
        declared = Register.of(self.declared).overriding(self.overrides)
        source = self._source("growth") if self.settings.records is None else self.settings.records.source
        worked_out = self.supply.assumptions(declared, source=source, owner=self.settings.owner) + estimate_scale(
            self.demand_baseline,
            self.typical_organisation,
            self.settings.areas,
            source=self._source("typical_organisation"),
            owner=self.settings.owner,
        )
        return Register.of([*self.declared, *worked_out]).overriding(self.overrides)

    @property
    def demand_baseline(self) -> Array:
        """wte (area, level) from which demand begins: the stock, as in the report, unless the study says otherwise."""
        return self.stock if self.desirable is None else self.desirable

    @property
    def supply(self) -> SupplyMethod:
        """The method of supply with what it rests on. Raises ValueError while staff records are still to come."""
        if self.records is not None:
            return self.records.method
        if self.growth is None:
            raise ValueError("supply rests on staff records, which have not been given")
        return NetGrowth(self.growth)

    @cached_property
    def weighed(self) -> Weighed:
        """The returns with what each of them weighs.

        Raises InputProblems where one cannot be weighed, or an area has no answer that weighs anything.
        """
        settings, exercise = self.settings, self.exercise
        weighed = weigh_returns(
            self.returns,
            self.typical_organisation,
            settings.pooling,
            areas=settings.areas,
            invited=exercise.invited if exercise else (),
            seeds=self.seeds,
        )
        check_every_area_is_answered(weighed.judgements, settings.areas)
        return weighed

    @cached_property
    def small_cells(self) -> int:
        """How many cells of the stock may point to people, in wte or in people."""
        in_wte = small_cells(self.stock)
        return in_wte if self.records is None else max(in_wte, small_cells(self.records.method.people))

    def _source(self, role: str) -> str:
        return next(f"{item.file}: {item.source}" for item in self.settings.inputs if item.role == role)


def read_study(folder: Path) -> Study:
    """Read and check the study in `folder`.

    Raises InputProblems with every problem found, EnvironmentFault where the machine refuses to read.
    """
    problems = ProblemList()
    study_file = load_file(find_study_file(folder), STUDY_FILE, problems)
    text = read_text(study_file.raw, problems, file=STUDY_FILE) if study_file else None
    settings = read_settings(text, problems) if text is not None else None
    if study_file is None or settings is None:
        raise InputProblems(problems)
    loaded = {item.role: load_input(folder, item, problems, settings_file=STUDY_FILE) for item in settings.inputs}
    files = {role: file for role, file in loaded.items() if file is not None}
    exercise = load_exercise(folder, files[EXERCISE].name, problems) if EXERCISE in files else None
    tables = {
        item.role: _read_input(item, files[item.role], settings, problems)
        for item in settings.inputs
        if item.role in files and item.role in INPUT_TABLES
    }
    asked = exercise.files if exercise else ()
    every = {file.name: file for file in (study_file, *files.values(), *asked)}  # one file may have two roles
    study = _Reading(settings, tables, exercise, problems).study(tuple(every.values()))
    if settings.reconcile_to and not len(problems):
        _check_published_figures(study, problems)
    problems.stop_if_any()
    _ = study.weighed  # what cannot be weighed is a problem of the study, and no surprise of its run
    return study


def _read_input(item: Input, file: LoadedFile, settings: StudySettings, problems: ProblemList) -> Table:
    """The table of one input. Rows about areas that the study does not cover are kept out of it."""
    described = INPUT_TABLES[item.role]
    if item.role == "returns" and settings.partial_returns:
        described = PARTIAL_RETURNS_TABLE
    spec = described.allowing({"scenario": tuple(scenario.id for scenario in settings.scenarios)})
    table = read_table(file.raw, spec, problems, file=file.name)
    elsewhere = set(AREA_IDS) - set(settings.areas)
    rows, spoilt = (
        tuple(row for row in part if row.text("area") not in elsewhere) for part in (table.rows, table.spoilt)
    )
    if table.rows and not rows and not spoilt:
        problems.add(
            file.name,
            f"no row is about an area of work that this study covers ({', '.join(settings.areas)})",
            "Add rows for them, or mend `areas` in study.toml.",
            kind="missing row",
        )
    _check_status(table, item, problems)
    return replace(table, rows=rows, spoilt=spoilt)


def _check_status(table: Table, item: Input, problems: ProblemList) -> None:
    """Whether study.toml lists every status that a row has: it is what the report says of the whole input."""
    if not item.status:
        return  # that it is missing was reported
    for unlisted, rows in _count_status(table).items():
        if unlisted not in item.status:
            first = next(row for row in table.rows if row.text("status") == unlisted)
            problems.add(
                table.where(first, "status"),
                f"{STUDY_FILE} does not list {unlisted}, which {counted(rows, 'row')} of this file "
                f"{'has' if rows == 1 else 'have'}, among the status of its {item.role} ({', '.join(item.status)})",
                f"Mend the rows, or status and source of [inputs.{item.role}] in {STUDY_FILE}.",
                kind="unlisted status",
            )


@dataclass(frozen=True)
class _Reading:
    """The tables of one study on their way to being a Study.

    A table that is missing or unreadable was reported already. A harmless stand-in takes its place, so that
    the others are still checked; the study that comes of it is never used.
    """

    settings: StudySettings
    tables: Mapping[str, Table]
    exercise: Exercise | None
    problems: ProblemList

    def study(self, files: tuple[LoadedFile, ...]) -> Study:
        settings, exercise = self.settings, self.exercise
        typical, growth, declared = self._typical_organisation(), self._growth(), self._declared()
        overrides = self._overrides(growth)
        self._check_base_years(growth, declared, overrides)
        returns = self._returns(typical)
        priorities, recommendations = self._usable("priorities"), self._usable("recommendations")
        if exercise:
            check_exercise(exercise, settings, typical, self.problems)
        return Study(
            settings=settings_with_exercise(settings, exercise) if exercise else settings,
            exercise=exercise,
            stock=self._staff("stock"),
            desirable=self._staff("demand_baseline") if "demand_baseline" in self.tables else None,
            growth=None if self.settings.from_records else growth,
            records=None,
            track_record=self._track_record(),
            typical_organisation=typical,
            returns=returns,
            seeds=self._seeds(returns),
            viewpoints=self._viewpoints(),
            pay=self._pay(),
            declared=tuple(declared),
            overrides=tuple(overrides),
            priorities=read_priorities(priorities) if priorities else {},
            recommendations=read_recommendations(recommendations) if recommendations else (),
            files=files,
            status_rows={role: _count_status(table) for role, table in self.tables.items()},
        )

    def _usable(self, role: str) -> Table | None:
        """The table, unless it is missing or not one of its rows could be made out."""
        table = self.tables.get(role)
        return table if table and (table.rows or table.spoilt) else None

    def _nobody(self) -> Array:
        return np.zeros((len(self.settings.areas), len(LEVEL_IDS)))

    def _staff(self, role: str) -> Array:
        table = self._usable(role)
        return read_stock(table, self.settings.areas, self.problems) if table else self._nobody()

    def _typical_organisation(self) -> Array:
        table = self._usable("typical_organisation")
        return read_typical_organisation(table, self.settings.areas, self.problems) if table else self._nobody()

    def _track_record(self) -> tuple[Score, ...]:
        table = self._usable("backtest")
        return read_scores(table) if table else ()

    def _growth(self) -> GrowthHistory:
        table = self._usable("growth")
        if table:
            return read_growth(table, self.settings.areas, self.settings.horizon.base, self.problems)
        return GrowthHistory(self.settings.areas, (), np.zeros((0, *self._nobody().shape)), frozenset())

    def _returns(self, typical: Array) -> Returns:
        table = self._usable("returns")
        if not table:
            return Returns((), self.settings.points, {})
        return read_returns(
            table,
            self.problems,
            scenarios=tuple(scenario.id for scenario in self.settings.scenarios),
            points=self.settings.points or tuple(sorted({int(row.number("year")) for row in table.rows})),
            areas=self.settings.areas,
            typical_wte=float(typical.sum()),
            partial=self.settings.partial_returns,
        )

    def _seeds(self, returns: Returns) -> Seeds | None:
        table = self._usable("seeds")
        if table:
            return read_seeds(table, self.problems, organisations=returns.organisations)
        if self.settings.demand_method == COOKE:
            self.problems.add(
                f"{STUDY_FILE}, [demand] method",
                f"{COOKE} weighs experts by questions with known answers, and the study has no answers to them",
                "Name them as [inputs.seeds], or choose another method.",
                kind="missing setting",
            )
        return None

    def _viewpoints(self) -> Viewpoints:
        table = self._usable("viewpoints")
        return read_viewpoints(table, self.problems) if table else {}

    def _pay(self) -> Pay:
        points, bands = self._usable("pay_points"), self._usable("pay_bands")
        if points and bands:
            awards = self._usable("pay_awards")
            if awards and self.settings.horizon != FAR_OFF:
                check_awards(awards, self.settings.horizon, self.problems)
            return read_pay(points, bands, awards, self.settings.areas, self.problems)
        return Pay(np.zeros(0), np.zeros(0), (), (), None, {})

    def _declared(self) -> list[Assumption]:
        table = self._usable("assumptions")
        return read_register(table, DECLARED_ASSUMPTIONS, self.problems) if table else []

    def _overrides(self, growth: GrowthHistory) -> list[Override]:
        table, settings = self._usable("overrides"), self.settings
        if settings.from_records:
            rates = rate_specs(settings.areas, settings.recruitment)
        else:
            rates = [rate.spec for rate in growth_rates(growth)]
        known = [*DECLARED_ASSUMPTIONS, *rates, *scale_specs(self.settings.areas)]
        return read_overrides(table, known, self.problems) if table else []

    def _check_base_years(self, growth: GrowthHistory, declared: list[Assumption], overrides: list[Override]) -> None:
        """Also for the registered value under an override, since results are worked out without it too."""
        register = Register.of(declared).overriding(overrides)
        table = self._usable("growth")
        if table and BASE_YEARS.id in register.assumptions:
            entry = register[BASE_YEARS.id]
            for base_years in sorted({int(entry.value), int(entry.in_use)}):
                check_base_years(growth, base_years, self.problems, file=table.file)


def _check_published_figures(study: Study, problems: ProblemList) -> None:
    """Whether the study has what the published figures are about, which is what the reference study has."""
    (text,) = (raw.decode() for name, raw in reference_study() if name == STUDY_FILE)
    theirs, ours = read_settings(text, ProblemList()), study.settings
    if theirs is None:
        raise ValueError(f"the reference study's {STUDY_FILE} is not TOML")
    scenarios = {scenario.id for scenario in ours.scenarios}
    lacking = [f"scenario {item.id}" for item in theirs.scenarios if item.id not in scenarios]
    lacking += [f"area {area}" for area in theirs.areas if area not in ours.areas]
    if ours.horizon != theirs.horizon:
        lacking.append(f"years {theirs.horizon.base} to {theirs.horizon.last}")
    if study.pay.whole is None:
        lacking.append("one band for the whole workforce")
    if lacking:
        problems.add(
            f"{STUDY_FILE}, reconcile_to",
            f"the figures of the 2030 report need what this study lacks: {', '.join(lacking)}",
            "Leave the setting out, or add what is lacking.",
            kind="no such figures",
        )


def _count_status(table: Table) -> dict[str, int]:
    """How many rows say of themselves that they are published, derived, made up and so on."""
    if STATUS not in table.spec.columns:  # a recommendation's status is how far it has come
        return {}
    return dict(Counter(row.text("status") for row in table.rows if row.text("status")))
