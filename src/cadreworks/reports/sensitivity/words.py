"""How the parts of a sensitivity analysis are called where people read of them, and what stands beneath every table."""

from __future__ import annotations

from cadreworks.demand.pooling import COOKE, LINEAR, MEAN_SD, QUANTILE, RANDOM_EFFECTS
from cadreworks.reports import wording
from cadreworks.reports.notes import TOTAL_AREA
from cadreworks.review.sensitivity.choices import SupplyChoice
from cadreworks.review.sensitivity.effects import IN_USE
from cadreworks.review.sensitivity.fans import METHODS
from cadreworks.review.sensitivity.grid import (
    CHANCE,
    EXPERTS,
    POOLING_METHOD,
    RATES,
    SCALE,
    SCENARIO,
    SUPPLY_METHOD,
)
from cadreworks.review.sensitivity.result import Sensitivity
from cadreworks.vocabulary import area_of_work

ALL_SCENARIOS = "All scenarios, counted alike"
EQUAL_NOTE = (
    "Over all scenarios, each counts alike only so that sizes can be compared: nobody says that they are "
    "equally likely."
)
METHODS_NOTE = (
    "Any method: every method that the study's own data support, each counted alike. In use: those that "
    "the study chose."
)
_GROUPS = {
    CHANCE: "Chance for people",
    SUPPLY_METHOD: "How supply is projected",
    EXPERTS: "Experts' answers",
    SCALE: "Scale of returns to the whole",
    POOLING_METHOD: "How returns are pooled",
    SCENARIO: "Which scenario comes",
    METHODS: "The choice of methods",
}
_POOLS = {
    MEAN_SD: "the mean return",
    LINEAR: "any one expert may be right",
    QUANTILE: "the average expert",
    RANDOM_EFFECTS: "the mean of experts by how sure they are",
    COOKE: "any one expert, by answers to known questions",
}


def group_name(found: Sensitivity, group: str) -> str:
    """A group of assumptions, or a layer of a fan, by name."""
    if group == RATES:
        return "Rates of the staff records" if found.study.settings.from_records else "Growth carried forward"
    return _GROUPS[group]


def scenario_name(found: Sensitivity, scenario: str | None) -> str:
    """A scenario by name, or all of them."""
    names = {item.id: item.name for item in found.study.settings.scenarios}
    return ALL_SCENARIOS if scenario is None else names[scenario]


def methods_name(methods: str) -> str:
    """With which methods something is so."""
    return "methods in use" if methods == IN_USE else "any method"


def supply_name(choice: SupplyChoice) -> str:
    """`net growth, 3 years`."""
    return choice.id.replace("_", " ")


def pooling_name(method: str) -> str:
    """`the mean return (mean_sd)`."""
    return f"{_POOLS[method]} ({method})"


def area_names(found: Sensitivity) -> list[str]:
    """The areas by name, and their total."""
    return [*(area_of_work(area).name for area in found.study.settings.areas), TOTAL_AREA]


def last_year(found: Sensitivity) -> int:
    """The horizon."""
    return found.study.settings.horizon.last


def source_of(found: Sensitivity) -> str:
    """What the tables rest on."""
    settings = found.study.settings
    return f"{settings.title}, {settings.edition}. Calculated with Cadreworks from the inputs of the study."


def samples_note(found: Sensitivity) -> str:
    """On how many draws figures rest."""
    draws = found.grids.draws
    rates = f"{draws[RATES]:,} draws of rates" + (f", {draws[CHANCE]} of chance for each" if draws[CHANCE] > 1 else "")
    return f"From {rates}, and {draws[EXPERTS]:,} of experts, for every method; each meets each of the others."


def left_out_note(found: Sensitivity) -> str:
    """What no share and no band can hold."""
    several = len(found.grids.scenarios) > 1
    future = ", and futures that no scenario describes" if several else ", and futures other than the scenario's"
    return (
        "No band and no share holds what the inputs cannot show: that growth or rates may change for good, experts who "
        f"were not asked{future}."
    )


def short_or_over(gap: float) -> str:
    """`a shortfall of 300 WTEs`, `an excess of 20 WTEs`, `no gap`."""
    if not wording.rounded_wte(gap):
        return "no gap"
    return f"{'a shortfall' if gap < 0 else 'an excess'} of {wording.wte(gap)}"


def short_title(title: str) -> str:
    """A title as it stands in a chart, where the same words over and over would take the room."""
    return title.replace("Net growth carried forward, ", "Growth, ")
