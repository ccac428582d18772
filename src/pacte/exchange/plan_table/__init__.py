"""Reads a plan from a table, given as grids of cells. Pure; independent of any region's plan.

The table may be on any sheet, under any title, with columns in any order and headings close to the usual words; cells
may be merged; totals, repeated headings and blank rows are told apart from actions. Uncertain points become questions,
errors are reported with their cell, all in one pass.
"""

from pacte.exchange.plan_table.reading import read_plan_table

__all__ = ["read_plan_table"]
