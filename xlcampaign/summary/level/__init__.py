"""The workbook of a level: what its units reported, side by side."""
