"""The tables of a study folder -> a Study: what each holds, and what they must have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cadreworks.assumptions import (
    Assumption,
    Override,
    Register,
    read_overrides,
    read_register,
)
from cadreworks.bands import Array
from cadreworks.cost import (
    Pay,
    check_awards,
    read_pay,
)
from cadreworks.demand import (
    Returns,
    read_returns,
    read_typical_organisation,
    scale_specs,
)
from cadreworks.demand.exercise import Exercise
from cadreworks.demand.pooling import (
    COOKE,
    Seeds,
    read_seeds,
)
from cadreworks.demand.themes import Viewpoints, read_viewpoints
from cadreworks.problems import ProblemList
from cadreworks.settings_file import LoadedFile
from cadreworks.study.exercise import check_exercise, settings_with_exercise
from cadreworks.study.plan import lever_specs
from cadreworks.study.publication import (
    read_priorities,
    read_recommendations,
)
from cadreworks.study.read_settings import FAR_OFF
from cadreworks.study.returned import Workbooks
from cadreworks.study.settings import STUDY_FILE, StudySettings
from cadreworks.study.study import DECLARED_ASSUMPTIONS, Study, StudyPlan
from cadreworks.supply import (
    BASE_YEARS,
    GrowthHistory,
    check_base_years,
    growth_rates,
    read_growth,
    read_stock,
)
from cadreworks.supply.establishment import read_establishment
from cadreworks.supply.rate_specs import rate_specs
from cadreworks.supply.track_record import Score, read_scores
from cadreworks.tables import Table
from cadreworks.vocabulary import LEVEL_IDS
from cadreworks.vocabulary.columns import STATUS


@dataclass(frozen=True)
class Assembly:
    """The tables of one study on their way to being a Study.

    A table that is missing or unreadable was reported already. A harmless stand-in takes its place, so that
    the others are still checked; the study that comes of it is never used.
    """

    settings: StudySettings
    tables: Mapping[str, Table]
    exercise: Exercise | None
    workbooks: Workbooks | None
    plan: StudyPlan | None
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
            establishment=self._establishment(),
            track_record=self._track_record(),
            typical_organisation=typical,
            returns=returns,
            seeds=self._seeds(returns),
            viewpoints=self._viewpoints(),
            pay=self._pay(),
            plan=self.plan,
            declared=tuple(declared),
            overrides=tuple(overrides),
            priorities=read_priorities(priorities) if priorities else {},
            recommendations=read_recommendations(recommendations) if recommendations else (),
            told=self.workbooks.told if self.workbooks else (),
            files=files,
            status_rows={role: count_status(table) for role, table in self.tables.items()},
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

    def _establishment(self) -> Array | None:
        table, settings = self._usable("establishment"), self.settings
        if table is None or settings.horizon == FAR_OFF:
            return None
        return read_establishment(table, settings.areas, settings.horizon, self.problems)

    def _track_record(self) -> tuple[Score, ...]:
        table = self._usable("backtest")
        return read_scores(table) if table else ()

    def _growth(self) -> GrowthHistory:
        table = self._usable("growth")
        if table:
            return read_growth(table, self.settings.areas, self.settings.horizon.base, self.problems)
        return GrowthHistory(self.settings.areas, (), np.zeros((0, *self._nobody().shape)), frozenset())

    def _returns(self, typical: Array) -> Returns:
        table = self._usable("returns") if self.workbooks is None else self.workbooks.table
        if not table or (self.workbooks and not table.rows):
            return Returns((), self.settings.points, {})
        return read_returns(
            table,
            self.problems,
            scenarios=tuple(scenario.id for scenario in self.settings.scenarios),
            points=self.settings.points or tuple(sorted({int(row.number("year")) for row in table.rows})),
            areas=self.settings.areas,
            typical_wte=float(typical.sum()),
            partial=self.settings.partial_returns or self.workbooks is not None,  # what they lack was told
        )

    def _seeds(self, returns: Returns) -> Seeds | None:
        table = self._usable("seeds")
        if table:
            return read_seeds(table, self.problems, organisations=returns.organisations)
        if self.workbooks and self.workbooks.seeds:
            return self.workbooks.seeds
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
        of_levers = lever_specs(self.plan.levers) if self.plan else []
        known = [*DECLARED_ASSUMPTIONS, *rates, *scale_specs(self.settings.areas), *of_levers]
        return read_overrides(table, known, self.problems) if table else []

    def _check_base_years(self, growth: GrowthHistory, declared: list[Assumption], overrides: list[Override]) -> None:
        """Also for the registered value under an override, since results are worked out without it too."""
        register = Register.of(declared).overriding(overrides)
        table = self._usable("growth")
        if table and BASE_YEARS.id in register.assumptions:
            entry = register[BASE_YEARS.id]
            for base_years in sorted({int(entry.value), int(entry.in_use)}):
                check_base_years(growth, base_years, self.problems, file=table.file)


def count_status(table: Table) -> dict[str, int]:
    """How many rows say of themselves that they are published, derived, made up and so on."""
    if STATUS not in table.spec.columns:  # a recommendation's status is how far it has come
        return {}
    return dict(Counter(row.text("status") for row in table.rows if row.text("status")))
