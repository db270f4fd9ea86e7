"""Cost: pay, on-costs and pay growth -> what supply and demand cost, by area and by level."""

from cadreworks.cost.pay import (
    COST_ASSUMPTIONS,
    PAY_AWARDS_TABLE,
    PAY_BANDS_TABLE,
    PAY_POINTS_TABLE,
    Pay,
    PayRates,
    check_awards,
    draw_pay_rates,
    pay_rates,
    read_pay,
)
from cadreworks.cost.workforce import cost_at_one_band, cost_by_area, cost_by_level

__all__ = [
    "COST_ASSUMPTIONS",
    "PAY_AWARDS_TABLE",
    "PAY_BANDS_TABLE",
    "PAY_POINTS_TABLE",
    "Pay",
    "PayRates",
    "check_awards",
    "cost_at_one_band",
    "cost_by_area",
    "cost_by_level",
    "draw_pay_rates",
    "pay_rates",
    "read_pay",
]
