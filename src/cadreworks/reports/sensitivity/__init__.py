"""What drives the gap, as people read it: one page with its charts, and a workbook."""
