"""Supply by cohort: staff by area, level, age and length of service, carried forward by what the record shows."""

from cadreworks.supply.cohort.account import FLOWS, Stock
from cadreworks.supply.cohort.cohort import Cohort, estimate_cohort, read_cohort
from cadreworks.supply.cohort.population import Tallies
from cadreworks.supply.cohort.project import CohortProjection, project_cohort
from cadreworks.supply.method import COUNT, RATIO

__all__ = [
    "COUNT",
    "FLOWS",
    "RATIO",
    "Cohort",
    "CohortProjection",
    "Stock",
    "Tallies",
    "estimate_cohort",
    "project_cohort",
    "read_cohort",
]
