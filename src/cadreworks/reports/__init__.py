"""Reports: a projection -> tables, charts, a workbook and a page."""
