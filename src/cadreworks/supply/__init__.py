"""Supply: stock and rates -> the stock of the years to come."""

from cadreworks.supply.baseline import STOCK_TABLE, read_stock
from cadreworks.supply.careers import EVENTS, OTHER_PLACES, AgeBand, ByAge, Careers, Promotions
from cadreworks.supply.growth_history import GROWTH_TABLE, GrowthHistory, check_base_years, read_growth
from cadreworks.supply.method import (
    COHORT,
    COUNT,
    MICROSIMULATION,
    NET_GROWTH,
    OF_RECORDS,
    RATIO,
    People,
    Supply,
    SupplyMethod,
    Vacancies,
)
from cadreworks.supply.net_growth import (
    BASE_YEARS,
    GROWTH_PREFIX,
    NetGrowth,
    draw_growth,
    estimate_growth,
    growth_in_use,
    growth_rates,
    project_supply,
)

__all__ = [
    "BASE_YEARS",
    "COHORT",
    "COUNT",
    "EVENTS",
    "GROWTH_PREFIX",
    "GROWTH_TABLE",
    "MICROSIMULATION",
    "NET_GROWTH",
    "OF_RECORDS",
    "OTHER_PLACES",
    "RATIO",
    "STOCK_TABLE",
    "AgeBand",
    "ByAge",
    "Careers",
    "GrowthHistory",
    "NetGrowth",
    "People",
    "Promotions",
    "Supply",
    "SupplyMethod",
    "Vacancies",
    "check_base_years",
    "draw_growth",
    "estimate_growth",
    "growth_in_use",
    "growth_rates",
    "project_supply",
    "read_growth",
    "read_stock",
]
