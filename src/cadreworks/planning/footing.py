"""What of the study does following a plan up take? footing.json in a plan's folder, written and read back.

It stands beside the plan so that nobody needs the run, or the staff records behind it, to say how far the plan has
come. Where supply rests on records it holds rates of cells, and is for the plan's owner only.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from cadreworks.assumptions import Override
from cadreworks.periods import Horizon
from cadreworks.plan.basis import Footing
from cadreworks.plan.levers import LeverSet
from cadreworks.plan.result import PlanFor
from cadreworks.problems import Problem
from cadreworks.supply.carry import Carry

FOOTING_FILE = "footing.json"
_REMEDY = "Make the plan again with this version."


@dataclass(frozen=True)
class Held:
    """What the file holds. overrides: of the levers' estimates, which the study had and the levers file has not"""

    footing: Footing
    about: PlanFor
    overrides: tuple[Override, ...]


def footing_text(footing: Footing, about: PlanFor, levers: LeverSet) -> str:
    """The file's text; numbers are unrounded."""
    carry = footing.carry
    held = {
        "about": asdict(about),
        "overrides": [asdict(entry.override) for entry in levers.register.overridden if entry.override],
        "areas": footing.areas,
        "base_year": footing.horizon.base,
        "horizon": footing.horizon.last,
        "pay_gbp_by_level_and_year": footing.pay.tolist(),
        "leaving_per_year_by_cell": carry.leaving.tolist(),
        "carried_on_in_place": carry.in_place,
        "carried_on": carry.kept.tolist(),
    }
    return json.dumps(held, ensure_ascii=False) + "\n"


def read_footing(text: str, where: str) -> Held | Problem:
    """What the file holds, or the problem with it."""
    try:
        raw: dict[str, Any] = json.loads(text)
        footing = Footing(
            areas=tuple(raw["areas"]),
            horizon=Horizon(raw["base_year"], raw["horizon"]),
            pay=np.array(raw["pay_gbp_by_level_and_year"], dtype=np.float64),
            carry=Carry(
                np.array(raw["carried_on"], dtype=np.float64),
                np.array(raw["leaving_per_year_by_cell"], dtype=np.float64),
                bool(raw["carried_on_in_place"]),
            ),
        )
        overrides = tuple(Override(**entry) for entry in raw["overrides"])
        return Held(footing, PlanFor(**raw["about"]), overrides)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        return Problem(where, f"it cannot be read ({type(error).__name__})", _REMEDY, "bad footing")
