"""Resolves dated columns, and asks about uncertain or unknown columns."""

from __future__ import annotations

from pacte.exchange.plan_table.findings import Findings, quoted
from pacte.exchange.plan_table.headings import MoneyColumn, Table
from pacte.exchange.plan_table.words import FIELDS, SURE, has_word, unit_in
from pacte.exchange.spreadsheet_sheet import column_number
from pacte.kernel.errors import ValidationError
from pacte.kernel.period import Period
from pacte.plan.records import ColumnGuess


def settle(table: Table, found: Findings) -> None:
    """Turns the dated columns of a table into periods and amounts, and warns about uncertain columns."""
    for guess in table.guesses:
        column = column_number(guess.letter)
        cell = table.view.cell(table.bottom, column)
        if guess.field.startswith(("period:", "amount:")):
            _keep_dated(table, guess, column, found)
        elif guess.field and guess.confidence < SURE:
            found.warning(
                "heading_unsure",
                cell,
                f"La colonne {guess.letter}, {quoted(guess.heading)}, est prise pour"
                f" {quoted(FIELDS[guess.field].label)}.",
                "Confirmez-le, ou dites ce qu'elle contient.",
                guess.heading,
            )
        elif not guess.field and _has_values(table, column):
            found.warning(
                "heading_unknown",
                cell,
                f"La colonne {guess.letter}, {quoted(guess.heading)}, n'est pas reconnue : elle est laissée de côté.",
                "Dites ce qu'elle contient, ou laissez-la.",
                guess.heading,
            )
    table.periods.sort(key=lambda pair: pair[0])


def _has_values(table: Table, column: int) -> bool:
    return any(place[1] == column and place[0] > table.bottom for place in table.view.grid.cells)


def _keep_dated(table: Table, guess: ColumnGuess, column: int, found: Findings) -> None:
    kind, _, span = guess.field.partition(":")
    unit = unit_in(guess.heading) or table.unit
    if not span or span == "total":
        table.money.append(MoneyColumn(column, None, unit))
        return
    cell = table.view.cell(table.bottom, column)
    try:
        period = Period.parse(span)
    except ValidationError as refusal:
        found.invalid(refusal, cell, guess.heading, ("plan", "periods"))
        return
    if kind == "period":
        table.periods.append((column, period))
        found.where.setdefault(("plan", f"period:{period.code}"), cell)
        found.where.setdefault(("plan", "periods"), cell)
        return
    alone = not any(each.field.startswith("amount:") and each is not guess for each in table.guesses)
    if period.first_year != period.last_year and (alone or has_word(guess.heading, ("total",))):
        table.money.append(MoneyColumn(column, None, unit))
        return
    if period.first_year != period.last_year:
        found.warning(
            "amount_period",
            cell,
            f"La colonne {quoted(guess.heading)} couvre plusieurs années : ses montants sont comptés en"
            f" {period.first_year}.",
            "Séparez les années, si vous les connaissez.",
            guess.heading,
        )
    table.money.append(MoneyColumn(column, period.first_year, unit))
