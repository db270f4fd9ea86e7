"""What people one by one tell: the rows of result tables, and the chapter of the report."""
