"""Documents made of a plan: the operational table as a workbook, a csv, and tagged PDF. Pure, same bytes twice."""
