"""How large is demand today, going by organisations that are digitally mature? The desirable workforce.

Its comparison with the others (`comparison`) stands apart: a study needs none of it, and its statistics take half a
second to load.
"""

from cadreworks.demand.desirable.organisations import (
    FEWEST,
    MATURITY_TABLE,
    ORGANISATION_STAFF_TABLE,
    TOP,
    Organisation,
    Ranked,
    Scored,
    choose_highest,
    read_organisations,
)
from cadreworks.demand.desirable.workforce import (
    BAND_COLUMNS,
    DEMAND_BASELINE_TABLE,
    STOCK_COLUMNS,
    Desirable,
    band_rows,
    estimate_desirable,
    read_demand_baseline,
    stock_rows,
)

__all__ = [
    "BAND_COLUMNS",
    "DEMAND_BASELINE_TABLE",
    "FEWEST",
    "MATURITY_TABLE",
    "ORGANISATION_STAFF_TABLE",
    "STOCK_COLUMNS",
    "TOP",
    "Desirable",
    "Organisation",
    "Ranked",
    "Scored",
    "band_rows",
    "choose_highest",
    "estimate_desirable",
    "read_demand_baseline",
    "read_organisations",
    "stock_rows",
]
