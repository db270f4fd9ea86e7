"""What does a study's plan rest on? Its levers and dated sizes, and the projection without them as plans need it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cadreworks.assumptions import Assumption, AssumptionSpec, Register
from cadreworks.bands import Array
from cadreworks.cost import PayRates
from cadreworks.plan.basis import Basis
from cadreworks.plan.check_sizes import check_sizes
from cadreworks.plan.levers import LeverSet
from cadreworks.plan.levers_file import load_levers, possible_values
from cadreworks.plan.result import PlanFor
from cadreworks.plan.sizes import read_plan, sizes_in_file
from cadreworks.problems import InputProblems, Problem, ProblemList
from cadreworks.settings_file import LoadedFile, digest_of
from cadreworks.study.settings import ESTABLISHMENT, LEVERS, PLAN, STUDY_FILE, StudySettings
from cadreworks.study.study import Study, StudyPlan
from cadreworks.supply.carry import FlowChanges
from cadreworks.supply.establishment import LEVERS_UNDER_LIMITS, WITHOUT_LEVERS
from cadreworks.vocabulary import LEVEL_IDS


@dataclass(frozen=True)
class Without:
    """The projection without a plan, with a leading axis of draws or none.

    supply: (..., area, level, year); demand: the same by scenario; rates: (..., year)
    """

    supply: Array
    demand: dict[str, Array]
    rates: PayRates


def read_study_plan(
    levers_file: LoadedFile | None, plan_file: LoadedFile | None, settings: StudySettings, problems: ProblemList
) -> StudyPlan | None:
    """The plan that a study names: the file's, or what its levers propose themselves; None where it names no levers.

    What is wrong with either is reported, and None given where nothing can be made of it.
    """
    if levers_file is None:
        if plan_file is not None:
            problems.add(
                f"{STUDY_FILE}, [inputs.{PLAN}]",
                "nothing says what the levers of the plan are",
                f"Name their file, as [inputs.{LEVERS}].",
                kind="missing setting",
            )
        return None
    scenarios = tuple(scenario.id for scenario in settings.scenarios)
    levers = load_levers(
        levers_file, areas=settings.areas, scenarios=scenarios, horizon=settings.horizon, problems=problems
    )
    if levers is None:
        return None
    if plan_file is not None:
        sizes = read_plan(plan_file, levers, settings.horizon, problems)
        check_sizes(sizes, levers, problems, horizon=settings.horizon, where=plan_file.name)
        return StudyPlan(levers, sizes)
    sizes = sizes_in_file(levers, settings.horizon)
    if not sizes.any():
        problems.add(
            f"{STUDY_FILE}, [inputs.{LEVERS}]",
            f"{levers_file.name} proposes no plan, so nothing is done",
            f"Name a plan, as [inputs.{PLAN}], or propose one in [[levers.plan]].",
            kind="no plan",
        )
    return StudyPlan(levers, sizes)


def check_levers_can_act(study: Study) -> None:
    """Raises InputProblems where posts limit who may come, since a plan's own people would need posts too."""
    if study.establishment is not None:
        raise InputProblems([Problem(f"{STUDY_FILE}, [inputs.{ESTABLISHMENT}]", LEVERS_UNDER_LIMITS, WITHOUT_LEVERS)])


def plan_file_of(study: Study) -> str:
    """The file that holds the study's plan, as problems name it."""
    files = {item.role: item.file for item in study.settings.inputs}
    return files.get(PLAN, files.get(LEVERS, ""))


def plan_for(study: Study, files: tuple[LoadedFile, ...] = ()) -> PlanFor:
    """The study that a plan is for, in words. files: those of the plan that lie outside the study"""
    settings = study.settings
    return PlanFor(
        settings.title,
        settings.coverage,
        settings.owner,
        settings.edition,
        {scenario.id: scenario.name for scenario in settings.scenarios},
        digest_of((*study.files, *files)),
    )


def levers_in_use(levers: LeverSet, register: Register) -> LeverSet:
    """The levers with the values that the study's register holds for them, where it holds any."""
    entries = {entry.id: entry for entry in levers.register.entries}
    known = {entry.id: entry for entry in register.entries if entry.id in entries}
    return replace(levers, register=Register.of({**entries, **known}.values()))


def lever_specs(levers: LeverSet) -> list[AssumptionSpec]:
    """What an override of each estimate may be: what the levers file itself may say."""
    return [_spec_of(entry) for entry in levers.register.entries]


def _spec_of(entry: Assumption) -> AssumptionSpec:
    least, most = possible_values(entry.id)
    return AssumptionSpec(
        id=entry.id,
        title=entry.title or entry.id,
        unit=entry.unit,
        means=entry.note,
        least=least,
        most=most,
    )


def plan_basis(study: Study, levers: LeverSet, *, centre: Without, drawn: Without, seed: int) -> Basis:
    """What a plan of these levers starts from in this study."""
    settings, register = study.settings, study.register
    supply, draws = study.supply, len(drawn.supply)
    carry = supply.carry(register, settings.horizon, _leaving(levers, settings.areas))
    carry_drawn = supply.carry(register, settings.horizon, _leaving_drawn(levers, settings.areas, seed, draws))

    def engine(changes: FlowChanges) -> Array:
        return supply.project_with(register, study.stock, settings.horizon, changes=changes, carry=carry)

    return Basis(
        areas=settings.areas,
        horizon=settings.horizon,
        seed=seed,
        supply=centre.supply,
        supply_drawn=drawn.supply,
        demand=centre.demand,
        demand_drawn=drawn.demand,
        pay=_pay_of_levels(study, centre.rates),
        pay_drawn=_pay_of_levels(study, drawn.rates),
        carry=carry,
        carry_drawn=carry_drawn,
        engine=engine,
    )


def _pay_of_levels(study: Study, rates: PayRates) -> Array:
    """Pounds for a wte and year, (..., level, year)."""
    pay: Array = study.pay.by_level[:, np.newaxis] * rates.multiplier[..., np.newaxis, :]
    return pay


def _leaving(levers: LeverSet, areas: tuple[str, ...]) -> Array:
    """The share who leave a year, (cell,)."""
    return np.repeat([levers.register[levers.leaving[area].id].in_use for area in areas], len(LEVEL_IDS))


def _leaving_drawn(levers: LeverSet, areas: tuple[str, ...], seed: int, draws: int) -> Array:
    """The same by draw, (draw, cell)."""
    by_area = [levers.register[levers.leaving[area].id].draw(seed, draws) for area in areas]
    return np.repeat(np.stack(by_area, axis=-1), len(LEVEL_IDS), axis=-1)
