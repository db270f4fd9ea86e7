"""All that is said of what drives a study's gap: a study with its inputs in, the whole analysis out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cadreworks.progress import Progress, no_progress
from cadreworks.review.sensitivity.centre import Centre
from cadreworks.review.sensitivity.choices import for_what_ifs
from cadreworks.review.sensitivity.coverage import scores_in_use
from cadreworks.review.sensitivity.effects import GroupEffects, estimate_group_effects
from cadreworks.review.sensitivity.fans import Fan, draw_fans
from cadreworks.review.sensitivity.grid import DEFAULT_SAMPLES, Grids, draw_grids
from cadreworks.review.sensitivity.information import Worth, estimate_worth
from cadreworks.review.sensitivity.thresholds import Threshold, find_thresholds
from cadreworks.review.sensitivity.tornado import Swing, compare_low_and_high
from cadreworks.study import Study
from cadreworks.supply.track_record import Score


@dataclass(frozen=True)
class Sensitivity:
    """What drives the gap of a study, and how sure it is. samples: draws of each group; scores: of the method in use on
    the past; notices: what its reader should know
    """

    grids: Grids
    centre: Centre
    samples: int
    effects: tuple[GroupEffects, ...]
    fans: tuple[Fan, ...]
    scores: tuple[Score, ...]
    swings: tuple[Swing, ...]
    thresholds: tuple[Threshold, ...]
    worth: tuple[Worth, ...]
    notices: tuple[str, ...]

    @property
    def study(self) -> Study:
        return self.grids.study

    def swings_by_gap(self, scenario: str) -> list[Swing]:
        """The widest swing of the gap first; of those that move none, the widest swing of cost."""
        return sorted(self.swings, key=lambda one: (-one.swing(scenario), -one.cost_swing(scenario), one.id))

    def worth_of(self, scenario: str | None, methods: str) -> list[Worth]:
        """What knowing is worth in a scenario, or over all: what would narrow the band most first."""
        return [one for one in self.worth if (one.scenario, one.methods) == (scenario, methods)]


def estimate_sensitivity(
    study: Study,
    scores: Sequence[Score],
    *,
    seed: int,
    samples: int = DEFAULT_SAMPLES,
    progress: Progress = no_progress,
) -> Sensitivity:
    """The whole analysis; a plan that the study holds is left out. scores: of methods of supply on the past."""
    notices = ("The run holds a plan of its own, which is left out here.",) if study.plan else ()
    study = replace(study, plan=None)
    grids = draw_grids(study, seed=seed, samples=samples, progress=progress)
    progress("Parting the spread among its causes", 0, 0)
    effects = estimate_group_effects(grids)
    fans = draw_fans(grids)
    progress("Trying each assumption at its ends", 0, 0)
    asked, told = for_what_ifs(study)
    centre = Centre.of(asked)
    swings = compare_low_and_high(centre, grids)
    progress("Looking for what would close the gap", 0, 0)
    thresholds = find_thresholds(centre, grids)
    return Sensitivity(
        grids=grids,
        centre=centre,
        samples=samples,
        effects=tuple(effects),
        fans=tuple(fans),
        scores=tuple(scores_in_use(study, scores)),
        swings=tuple(swings),
        thresholds=tuple(thresholds),
        worth=tuple(estimate_worth(centre, grids, effects, swings)),
        notices=(*notices, *told),
    )
