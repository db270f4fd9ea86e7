"""Two runs compared, as people read it: a page with waterfall charts, a workbook, and tables for machines."""

from cadreworks.reports.comparison.publish import COMPARISON_PAGE, publish_comparison

__all__ = ["COMPARISON_PAGE", "publish_comparison"]
