"""How often did intervals of this method hold what came? The back-test of the method in use -> coverage by horizon."""

from __future__ import annotations

from collections.abc import Sequence

from cadreworks.study import Study
from cadreworks.supply import BASE_YEARS, COHORT, NET_GROWTH, OF_RECORDS, RATIO
from cadreworks.supply.track_record import COHORT_RATIO, PREDICTIVE, Method, Score


def scores_in_use(study: Study, scores: Sequence[Score]) -> list[Score]:
    """The scores of the method in use, and of net growth with chance in its intervals beside net growth itself, by what
    they are judged on and horizon; only those that have an interval.
    """
    name = study.settings.supply_method
    if name in OF_RECORDS:
        name = COHORT  # people one by one come to what a cohort expects
    if name == COHORT and study.settings.recruitment == RATIO:
        name = COHORT_RATIO
    base_years = int(study.register[BASE_YEARS.id].in_use)
    wanted = [Method(name, base_years)]
    if name == NET_GROWTH:
        wanted.append(Method(PREDICTIVE, base_years))
    return [score for score in scores if score.method in wanted and score.coverage_80 is not None]
