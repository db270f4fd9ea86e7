"""The toolkit: one workbook for each organisation that is asked."""
