"""The organisation that every expert is asked about (Table 5.3), so that their answers can be compared.

Its table -> wte by area and level. National demand scales what experts say of it by the ratio of national to
typical stock of the area.
"""

from __future__ import annotations

import numpy as np

from cadreworks.assumptions import Assumption, AssumptionSpec, Origin, Register
from cadreworks.bands import Array
from cadreworks.problems import ProblemList
from cadreworks.tables import Table, read_grid
from cadreworks.vocabulary import ALL, LEVEL_IDS, area_of_work
from cadreworks.vocabulary.columns import staff_table

TYPICAL_ORGANISATION_TABLE = staff_table(
    "typical_organisation",
    "Staff of the typical organisation at the base year, one row for each area of work and job level.",
    most_wte=100_000,
)


def read_typical_organisation(
    table: Table, areas: tuple[str, ...], problems: ProblemList, *, asked_in: str = "study.toml"
) -> Array:
    """wte of the typical organisation, shape (area, level). asked_in: the file that names the areas

    An area in which it has nobody is a problem: what experts say of nobody cannot be scaled to a nation.
    """
    before = len(problems)
    typical = read_grid(table, {"area": areas, "level": LEVEL_IDS}, "wte", problems, total=ALL, total_over="level")
    if len(problems) == before and not table.spoilt:
        for area, levels in zip(areas, typical, strict=True):
            if not levels.sum():
                problems.add(
                    table.file,
                    f"the typical organisation has nobody in {area}, so returns for it cannot be scaled up",
                    f"Enter its staff, or leave the area out of `areas` in {asked_in}.",
                    kind="nobody in area",
                )
    return typical


def scale_specs(areas: tuple[str, ...]) -> list[AssumptionSpec]:
    """The assumptions that scaling works out: how many typical organisations each area of the study makes."""
    return [
        AssumptionSpec(
            id=f"typical_organisations.{area}",
            title=f"Typical organisations that make up the stock, {area_of_work(area).name}",
            unit="organisations",
            means="stock of the area over its stock in the typical organisation",
            least=0,
            most=1_000_000,
        )
        for area in areas
    ]


def estimate_scale(
    stock: Array, typical: Array, areas: tuple[str, ...], *, source: str, owner: str
) -> list[Assumption]:
    """The scale of each area, as assumptions. Scaling by the area lets a level that starts at nobody grow."""
    scale = stock.sum(axis=-1) / typical.sum(axis=-1)
    return [
        Assumption(
            id=spec.id,
            title=spec.title,
            value=float(value),
            unit=spec.unit,
            low=float(value),
            high=float(value),
            source=source,
            owner=owner,
            date="",
            note="It does not vary between draws.",
            origin=Origin.WORKED_OUT,
        )
        for spec, value in zip(scale_specs(areas), scale, strict=True)
    ]


def scale_in_use(register: Register, areas: tuple[str, ...]) -> Array:
    """The scale of each area in the central run, shape (area,)."""
    return np.array([register[spec.id].in_use for spec in scale_specs(areas)])


def draw_scale(register: Register, areas: tuple[str, ...], seed: int, draws: int) -> Array:
    """The scale of each area in `draws` draws, shape (draw, area). Only an override with a range makes it vary."""
    return np.stack([register[spec.id].draw(seed, draws) for spec in scale_specs(areas)], axis=-1)
