"""Merges one row of a file into one row of a version.

A file is often less detailed than the version: a workbook has one column for the nature of the expense, and none for
the certainty of a date. What no row of the file gives is considered unsupported by the file, and is unchanged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Any

from pacte.kernel.french import fold_text
from pacte.plan.records import Expense, Figure, Lead, Placement, PlanContent, PlanRow, Schedule
from pacte.plan.rules.diff_rows import same_substance
from pacte.plan.rules.display import describe_lead as lead_text
from pacte.plan.rules.figures import figure_numbers, has_number, pair_figures, text_states_figure
from pacte.plan.rules.figures_in_text import figures_updated_from_text

_WORDS = re.compile(r"\w+")
# Fields that a plain list of figures never contains: they are set by a person in the version.
_VERSION_OWNED_FIELDS = {"kind", "indicator_code", "proposed"}
# Fields that the file gives with less detail than the source: unchanged as long as the numbers are the same.
_SOURCE_DETAIL_FIELDS = {"source_text", "doubt"}


@dataclass(frozen=True, slots=True)
class FilePrecision:
    """What a file contains, and with which level of detail."""

    names: frozenset[str]
    figures: bool
    figure_fields: frozenset[str]
    expense_periods: bool
    placements: bool

    @classmethod
    def of(cls, content: PlanContent, names: frozenset[str]) -> FilePrecision:
        named = frozenset(name.removeprefix("figure.") for name in names if name.startswith("figure."))
        rows = content.rows
        return cls(
            names=names,
            figures="figures" in names and any(row.figures for row in rows),
            figure_fields=named,
            expense_periods=any(expense.period for row in rows for expense in row.expenses),
            placements=any(row.schedule.placement in (Placement.ASSUMED, Placement.UNKNOWN) for row in rows),
        )


def merged_row(base: PlanRow, read: PlanRow, precision: FilePrecision) -> PlanRow:
    """Return ``base`` with the fields of the file. The key is that of ``base``."""
    values: dict[str, Any] = {
        name: getattr(read, name) for name in _ROW_NAMES if name in precision.names and name not in _SPECIAL_FIELDS
    }
    values["leads"] = _merged_leads(base, read, precision.names)
    if "schedule" in precision.names:
        values["schedule"] = _merged_schedule(base.schedule, read.schedule, precision)
    if "expenses" in precision.names:
        values["expenses"] = _merged_expenses(base.expenses, read.expenses, precision)
    if precision.figures:
        values["figures"] = _merged_figures(base.figures, read.figures, precision)
    merged = replace(base, **values)
    return replace(merged, figures=figures_updated_from_text(base, merged))


_ROW_NAMES = tuple(each.name for each in fields(PlanRow))
_SPECIAL_FIELDS = frozenset({"key", "leads", "schedule", "expenses", "figures"})


def _merged_leads(base: PlanRow, read: PlanRow, names: frozenset[str]) -> tuple[Lead, ...]:
    """Merge leads. When the file has printed text only, the version's structured leads stay while the text matches."""
    if "leads" in names:
        return base.leads if same_leads(base.leads, read.leads) else read.leads
    if "leads_as_printed" not in names or _words_of_text(_printed_leads(base)) == _words_of_text(_printed_leads(read)):
        return base.leads
    return read.leads


def same_leads(base: tuple[Lead, ...], read: tuple[Lead, ...]) -> bool:
    """Return whether the organisations and roles are the same, and the file's notes add nothing."""
    notes = {fold_text(each.note) for each in base}
    return same_substance("leads", base, read) and all(not each.note or fold_text(each.note) in notes for each in read)


def _printed_leads(row: PlanRow) -> str:
    return row.leads_as_printed or " / ".join(lead_text(each) for each in row.leads)


def _words_of_text(text: str) -> list[str]:
    return _WORDS.findall(fold_text(text))


def _merged_schedule(base: Schedule, read: Schedule, precision: FilePrecision) -> Schedule:
    as_sure = read if precision.placements else replace(read, placement=base.placement, flag_count=base.flag_count)
    if not same_substance("schedule", base, as_sure):
        return read
    return replace(
        as_sure,
        flag_count=base.flag_count if as_sure.placement is not Placement.UNKNOWN else as_sure.flag_count,
        note=read.note or base.note,
        as_printed=base.as_printed
        if _marks_without_spaces(read) in ("", _marks_without_spaces(base))
        else read.as_printed,
    )


def _marks_without_spaces(schedule: Schedule) -> str:
    """Return the printed marks without spaces: « X XX » and « X X X » are the same three marks."""
    return "".join(schedule.as_printed.split())


def _merged_expenses(
    base: tuple[Expense, ...], read: tuple[Expense, ...], precision: FilePrecision
) -> tuple[Expense, ...]:
    """Merge expenses. A single « nature » column has no periods: the version's expenses by period are unchanged."""
    if precision.expense_periods:
        return read
    return read + tuple(each for each in base if each.period)


def _merged_figures(base: tuple[Figure, ...], read: tuple[Figure, ...], precision: FilePrecision) -> tuple[Figure, ...]:
    """Merge figures. Kind, indicator and proposals come from the version, unless the file has them."""
    merged: list[Figure] = []
    for old, new in pair_figures(base, read):
        if new is not None:
            merged.append(new if old is None else _merged_figure(old, new, precision.figure_fields))
        elif old is not None and old.proposed and "proposed" not in precision.figure_fields:
            merged.append(old)
    return tuple(merged)


def _merged_figure(base: Figure, read: Figure, names: frozenset[str]) -> Figure:
    """Merge one figure.

    A plain list of figures contains numbers only, without fields: the other details stay those of the version.
    """
    if names:
        return replace(base, **{name: getattr(read, name) for name in names})
    if has_number(base) and not has_number(read) and text_states_figure(f"{read.what} {read.source_text}", base):
        return base
    known = _VERSION_OWNED_FIELDS | (_SOURCE_DETAIL_FIELDS if figure_numbers(base) == figure_numbers(read) else set())
    return replace(read, **{name: getattr(base, name) for name in known})
