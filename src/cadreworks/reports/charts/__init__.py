"""Charts: what is to be drawn -> a Vega-Lite specification -> SVG and PNG."""

from cadreworks.reports.charts.answers import Strip, answers
from cadreworks.reports.charts.composition import composition
from cadreworks.reports.charts.cost import CostBar, cost
from cadreworks.reports.charts.lines import Line, lines, spread_apart
from cadreworks.reports.charts.render import Drawing, Order, draw, draw_all
from cadreworks.reports.charts.staffing import StaffBar, staffing
from cadreworks.reports.charts.track_record import Tried, track_record
from cadreworks.reports.charts.vega import Spec

__all__ = [
    "CostBar",
    "Drawing",
    "Line",
    "Order",
    "Spec",
    "StaffBar",
    "Strip",
    "Tried",
    "answers",
    "composition",
    "cost",
    "draw",
    "draw_all",
    "lines",
    "spread_apart",
    "staffing",
    "track_record",
]
