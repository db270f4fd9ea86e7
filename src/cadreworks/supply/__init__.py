"""Supply: stock and rates -> the stock of the years to come."""

from cadreworks.supply.baseline import STOCK_TABLE, read_stock
from cadreworks.supply.growth_history import GROWTH_TABLE, GrowthHistory, check_base_years, read_growth
from cadreworks.supply.method import (
    COHORT,
    COUNT,
    MICROSIMULATION,
    NET_GROWTH,
    OF_RECORDS,
    RATIO,
    Careers,
    People,
    Supply,
    SupplyMethod,
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
    "GROWTH_PREFIX",
    "GROWTH_TABLE",
    "MICROSIMULATION",
    "NET_GROWTH",
    "OF_RECORDS",
    "RATIO",
    "STOCK_TABLE",
    "Careers",
    "GrowthHistory",
    "NetGrowth",
    "People",
    "Supply",
    "SupplyMethod",
    "check_base_years",
    "draw_growth",
    "estimate_growth",
    "growth_in_use",
    "growth_rates",
    "project_supply",
    "read_growth",
    "read_stock",
]
