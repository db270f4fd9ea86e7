"""What is a study once it has been read? Everything that its results depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cadreworks.assumptions import (
    Assumption,
    Override,
    Register,
)
from cadreworks.bands import Array
from cadreworks.cost import (
    COST_ASSUMPTIONS,
    Pay,
)
from cadreworks.demand import (
    Returns,
    estimate_scale,
)
from cadreworks.demand.exercise import Exercise
from cadreworks.demand.pooling import (
    Seeds,
    Weighed,
    check_every_area_is_answered,
    weigh_returns,
)
from cadreworks.demand.themes import Viewpoints
from cadreworks.disclosure import small_cells
from cadreworks.plan.levers import LeverSet
from cadreworks.problems import Problem
from cadreworks.settings_file import LoadedFile
from cadreworks.study.publication import (
    Recommendation,
)
from cadreworks.study.settings import StudySettings
from cadreworks.supply import (
    BASE_YEARS,
    GrowthHistory,
    NetGrowth,
    SupplyMethod,
)
from cadreworks.supply.establishment import PUSH
from cadreworks.supply.track_record import Score

if TYPE_CHECKING:  # a study of tables need not load what reads records
    from cadreworks.supply.from_records import SupplyRecords


DECLARED_ASSUMPTIONS = (BASE_YEARS, *COST_ASSUMPTIONS)
"""The assumptions that every study must declare, since its methods need them."""


@dataclass(frozen=True)
class StudyPlan:
    """What a study does about its gap. sizes: wte that start, (route of the levers, projected year)"""

    levers: LeverSet
    sizes: Array


@dataclass(frozen=True)
class Study:
    """Everything that a study folder holds, checked, and what was taken from staff records. Its results depend on this
    and on nothing else.

    exercise: what the returns answer, where the study names it; stock, typical_organisation: wte (area, level) at the
    base year; growth: where supply rests on tables; records: where it rests on staff records and they have been given
    (`study.records`), until when the stock is nobody; establishment: posts in wte, (area, level, year), not a number
    where a cell has no limit, or None where the study has none; track_record: how the method of supply did on the past,
    where anybody tried it; plan: what is done about the gap, where the study says so; declared: the register as the
    study's owner wrote it; told: what was noticed about workbooks that were read; files: study.toml and every input;
    status_rows: how many rows of each input have which status, where its rows say so themselves
    """

    settings: StudySettings
    exercise: Exercise | None
    stock: Array
    desirable: Array | None
    growth: GrowthHistory | None
    records: SupplyRecords | None
    establishment: Array | None
    track_record: tuple[Score, ...]
    typical_organisation: Array
    returns: Returns
    seeds: Seeds | None
    viewpoints: Viewpoints
    pay: Pay
    plan: StudyPlan | None
    declared: tuple[Assumption, ...]
    overrides: tuple[Override, ...]
    priorities: Mapping[str, tuple[str, ...]]
    recommendations: tuple[Recommendation, ...]
    told: tuple[Problem, ...]
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
        of_levers = self.plan.levers.register.entries if self.plan else ()
        return Register.of([*self.declared, *worked_out, *of_levers]).overriding(self.overrides)

    @property
    def demand_baseline(self) -> Array:
        """wte (area, level) from which demand begins: the stock, as in the report, unless the study says otherwise."""
        return self.stock if self.desirable is None else self.desirable

    @property
    def supply(self) -> SupplyMethod:
        """The method of supply with what it rests on. Raises ValueError while staff records are still to come."""
        if self.records is not None:
            method = self.records.method
            return method if self.establishment is None else method.with_posts(self.establishment, self._promotion)
        if self.growth is None:
            raise ValueError("supply rests on staff records, which have not been given")
        return NetGrowth(self.growth)

    @property
    def _promotion(self) -> str:
        return self.settings.promotion or PUSH

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
