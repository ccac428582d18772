"""Resolves dated columns, and asks about uncertain or unknown columns."""

from __future__ import annotations

from pacte.exchange.plan_table.findings import TableFindings, quoted_excerpt
from pacte.exchange.plan_table.heading_matching import FIELDS, SURE_SCORE, has_word, unit_in
from pacte.exchange.plan_table.table_detection import MoneyColumn, PlanTable
from pacte.exchange.spreadsheet.cell_texts import column_number
from pacte.kernel.errors import ValidationError
from pacte.kernel.period import Period
from pacte.plan.records import ColumnGuess


def resolve_columns(table: PlanTable, findings: TableFindings) -> None:
    """Turns the dated columns of a table into periods and amounts, and warns about uncertain columns."""
    for guess in table.guesses:
        column = column_number(guess.letter)
        cell = table.view.cell(table.bottom, column)
        if guess.field.startswith(("period:", "amount:")):
            _add_dated_column(table, guess, column, findings)
        elif guess.field and guess.confidence < SURE_SCORE:
            findings.warning(
                "heading_unsure",
                cell,
                f"La colonne {guess.letter}, {quoted_excerpt(guess.heading)}, est prise pour"
                f" {quoted_excerpt(FIELDS[guess.field].label)}.",
                "Confirmez-le, ou dites ce qu'elle contient.",
                guess.heading,
            )
        elif not guess.field and _has_values(table, column):
            findings.warning(
                "heading_unknown",
                cell,
                f"La colonne {guess.letter}, {quoted_excerpt(guess.heading)}, n'est pas reconnue : elle est "
                f"laissée de côté.",
                "Dites ce qu'elle contient, ou laissez-la.",
                guess.heading,
            )
    table.periods.sort(key=lambda pair: pair[0])


def _has_values(table: PlanTable, column: int) -> bool:
    return any(place[1] == column and place[0] > table.bottom for place in table.view.grid.cells)


def _add_dated_column(table: PlanTable, guess: ColumnGuess, column: int, findings: TableFindings) -> None:
    kind, _, span = guess.field.partition(":")
    unit = unit_in(guess.heading) or table.unit
    if not span or span == "total":
        table.money.append(MoneyColumn(column, None, unit))
        return
    cell = table.view.cell(table.bottom, column)
    try:
        period = Period.parse(span)
    except ValidationError as refusal:
        findings.invalid(refusal, cell, guess.heading, ("plan", "periods"))
        return
    if kind == "period":
        table.periods.append((column, period))
        findings.where.setdefault(("plan", f"period:{period.code}"), cell)
        findings.where.setdefault(("plan", "periods"), cell)
        return
    alone = not any(each.field.startswith("amount:") and each is not guess for each in table.guesses)
    if period.first_year != period.last_year and (alone or has_word(guess.heading, ("total",))):
        table.money.append(MoneyColumn(column, None, unit))
        return
    if period.first_year != period.last_year:
        findings.warning(
            "amount_period",
            cell,
            f"La colonne {quoted_excerpt(guess.heading)} couvre plusieurs années : ses montants sont comptés en"
            f" {period.first_year}.",
            "Séparez les années, si vous les connaissez.",
            guess.heading,
        )
    table.money.append(MoneyColumn(column, period.first_year, unit))
