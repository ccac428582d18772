"""Sums of the lines of accepted reports, whole or without their small counts. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pacte.journeys.rules.suppression import cells_to_hide
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import ChoiceField, FormField, LinesField, NumberField, ReferenceField
from pacte.procedures.records.report_tables import ReportedRow, ReportedSums, ReportTable
from pacte.procedures.rules.conditions import Values


def report_columns(of: Procedure, report: str, lines: str) -> dict[str, FormField]:
    """Returns the columns of the lines of a report, by code; empty when it has none."""
    kind = of.report(report)
    fields = (each for section in (kind.form if kind else ()) for each in section.fields)
    field = next((each for each in fields if each.code == lines), None)
    return {each.code: each for each in field.columns} if isinstance(field, LinesField) else {}


def report_sums(table: ReportTable, reports: Sequence[Values]) -> ReportedSums:
    """Returns the sums of what these reports say, nothing hidden."""
    sums: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0] * len(table.numbers))
    for values in reports:
        for line in values.get(table.lines) or ():
            row = sums[tuple(str(line.get(column) or "") for column in table.by)]
            for rank, column in enumerate(table.numbers):
                row[rank] += _people(line.get(column))
    rows = [ReportedRow(answers, tuple(numbers), sum(numbers)) for answers, numbers in sums.items()]
    rows.sort(key=lambda each: (-(each.total or 0), each.answers))
    return ReportedSums(table, len(reports), tuple(rows), sum(each.total or 0 for each in rows))


def without_small_counts(sums: ReportedSums) -> ReportedSums:
    """Returns the sums that tell of few people neither in a cell, nor in a row, nor by a subtraction.

    The columns have no total: what a row hides is not the difference of the others.
    """
    hidden_cells = [cells_to_hide(_cells(each.numbers)) for each in sums.rows]
    hidden_totals = cells_to_hide(_cells([each.total for each in sums.rows]))
    if hidden_totals is None:
        nothing = (replace(each, numbers=(None,) * len(each.numbers), total=None) for each in sums.rows)
        return replace(sums, rows=tuple(nothing), total=None)
    rows, shows_total = [], True
    for rank, (row, cells) in enumerate(zip(sums.rows, hidden_cells, strict=True)):
        # Under a sum that is shown, two small cells would each be known within less than the threshold.
        is_hidden = cells is None or str(rank) in hidden_totals
        shows_total = shows_total and (str(rank) in hidden_totals or not is_hidden)
        numbers = (
            None if is_hidden or str(column) in (cells or ()) else number for column, number in enumerate(row.numbers)
        )
        rows.append(ReportedRow(row.answers, tuple(numbers), None if is_hidden else row.total))
    return replace(sums, rows=tuple(rows), total=sums.total if shows_total else None)


def report_table_defects(of: Procedure) -> Iterator[str]:
    """Yields what does not hold in the tables of reports, each as one sentence."""
    for table in of.report_tables:
        columns = report_columns(of, table.report, table.lines)
        yield from (
            f"report table {table.code}: « {column} » makes no row" for column in table.by
            if not isinstance(columns.get(column), ChoiceField | ReferenceField)
        )  # fmt: skip
        yield from (
            f"report table {table.code}: « {column} » is no number" for column in table.numbers
            if not isinstance(columns.get(column), NumberField)
        )  # fmt: skip
        if not table.by or not table.numbers:
            yield f"report table {table.code}: it has no row, or counts nothing"


def _cells(numbers: Iterable[int | None]) -> dict[str, int]:
    return {str(rank): number or 0 for rank, number in enumerate(numbers)}


def _people(answer: Any) -> int:
    return int(answer) if isinstance(answer, int | str) and not isinstance(answer, bool) and answer else 0
