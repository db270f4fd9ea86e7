"""Charts: what is to be drawn -> a Vega-Lite specification -> SVG and PNG."""

from cadreworks.reports.charts.answers import Strip, answers
from cadreworks.reports.charts.bars import Bar, bars
from cadreworks.reports.charts.columns import Row, columns
from cadreworks.reports.charts.composition import composition
from cadreworks.reports.charts.cost import CostBar, cost
from cadreworks.reports.charts.fan import Band, fan
from cadreworks.reports.charts.lines import Line, lines, spread_apart
from cadreworks.reports.charts.pairs import Pair, pairs
from cadreworks.reports.charts.pyramid import Tier, pyramid
from cadreworks.reports.charts.render import Drawing, Order, bare_png, draw, draw_all
from cadreworks.reports.charts.shares import shares
from cadreworks.reports.charts.spans import Span, spans
from cadreworks.reports.charts.stacked import stacked
from cadreworks.reports.charts.staffing import StaffBar, staffing
from cadreworks.reports.charts.track_record import Tried, track_record
from cadreworks.reports.charts.vega import Spec
from cadreworks.reports.charts.waterfall import Fall, from_zero, waterfall

__all__ = [
    "Band",
    "Bar",
    "CostBar",
    "Drawing",
    "Fall",
    "Line",
    "Order",
    "Pair",
    "Row",
    "Span",
    "Spec",
    "StaffBar",
    "Strip",
    "Tier",
    "Tried",
    "answers",
    "bare_png",
    "bars",
    "columns",
    "composition",
    "cost",
    "draw",
    "draw_all",
    "fan",
    "from_zero",
    "lines",
    "pairs",
    "pyramid",
    "shares",
    "spans",
    "spread_apart",
    "stacked",
    "staffing",
    "track_record",
    "waterfall",
]
