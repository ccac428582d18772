"""A table of a plan, as grids of cells, becomes a plan. Pure; nothing here knows one region's plan.

The table may stand on any sheet, under any title, its columns in any order and close to the usual words; cells may be
merged; sums, repeated headings and blank rows are told from the actions. What is not sure is asked, what is wrong is
named with its cell, all in one pass.
"""

from __future__ import annotations

from pacte.exchange.plan_table.reading import reading_from

__all__ = ["reading_from"]
