"""Reads one row of the table: a commitment, a total, a repeated header, or a defect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pacte.exchange.accounting.headings import Table
from pacte.exchange.accounting.totals import Running, says_total
from pacte.exchange.accounting.values import (
    action_in,
    axis_in,
    cents_of,
    day_of,
    fund_in,
    number_of,
    section_in,
    year_in,
)
from pacte.exchange.accounting.vocabulary import AMOUNTS, DATES, FIELD_LABELS, heading_key
from pacte.exchange.documents.guard import unguarded
from pacte.exchange.records import EMPTY_CELL, GridCell
from pacte.finance.records import ExtractCell, ExtractLine, Imputation, MoneyStage
from pacte.kernel.errors import ValidationError
from pacte.plan.records import Defect


class Lines:
    """Reads the rows of one table in order. ``defects`` and ``rows_read`` are updated on the way."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._headings = table.heading_words()
        self._running = Running()
        self.defects: list[Defect] = []
        self.lines: list[ExtractLine] = []
        self.read = 0

    def all(self) -> list[ExtractLine]:
        view = self._table.view
        for row in range(self._table.top + 1, view.height + 1):
            texts = [text for column in view.own_columns(row) if (text := view.text(row, column))]
            if not texts or {heading_key(text) for text in texts} <= self._headings:
                continue
            self._line(row, texts)
        return self.lines

    def _line(self, row: int, texts: list[str]) -> None:
        number = self._text(row, "number")
        if says_total([number, self._text(row, "label"), texts[0]]):
            self._total(row)
            return
        self.read += 1
        try:
            amounts = self._amounts(row)
        except ValidationError as fault:
            self._defect(fault.code, row, self._wrong or "number", fault)
            return
        if not number:
            self._numberless(row, amounts)
            return
        try:
            known = number_of(unguarded(number))
        except ValidationError as fault:
            self._defect(fault.code, row, "number", fault)
            return
        if not amounts:
            self._say("amount_none", row, "number", f"L’engagement {known} n’a aucun montant.", number)
            return
        self._running.add(amounts)
        self.lines.append(self._commitment(row, known, amounts))

    _wrong = ""

    def _amounts(self, row: int) -> dict[MoneyStage, int]:
        found: dict[MoneyStage, int] = {}
        for name, stage in AMOUNTS.items():
            if name in self._table.columns:
                self._wrong = name
                cents = cents_of(self._cell(row, name), self._table.units.get(name, "€"))
                if cents is not None:
                    found[stage] = cents
        self._wrong = ""
        return found

    def _commitment(self, row: int, number: str, amounts: Mapping[MoneyStage, int]) -> ExtractLine:
        return ExtractLine(
            number=number,
            cell=self._place(row, "number"),
            amounts=amounts,
            year=self._year(row),
            post=self._text(row, "post").removesuffix(".0")[:40],
            label=self._text(row, "label")[:300],
            supplier=self._text(row, "supplier")[:200],
            dates=self._dates(row),
            imputation=self._imputation(row),
        )

    def _year(self, row: int) -> int | None:
        text = self._text(row, "year")
        found = year_in(text)
        if text and found is None:
            self._doubt("year_shape", row, "year", f"« {text[:20]} » n’est pas un exercice.", text)
        return found or (self._table.year if "year" not in self._table.columns else None)

    def _dates(self, row: int) -> dict[MoneyStage, date]:
        found: dict[MoneyStage, date] = {}
        for name, stage in DATES.items():
            try:
                day = day_of(self._cell(row, name))
            except ValidationError as fault:
                self._doubt("day_shape", row, name, f"{fault.message} Elle est laissée de côté.", self._text(row, name))
                continue
            if day is not None:
                found[stage] = day
        return found

    def _imputation(self, row: int) -> Imputation:
        action, axis = self._text(row, "action"), self._text(row, "axis")
        section, fund = self._text(row, "section"), self._text(row, "fund")
        number = action_in(action) if action else None
        if action and number is None:
            self._doubt("action_shape", row, "action", f"« {action[:30]} » n’est pas un numéro d’action.", action)
        kind = section_in(section) if section else None
        if section and kind is None:
            self._doubt("section_shape", row, "section", f"« {section[:30]} » n’est pas une section connue.", section)
        return Imputation(
            plan_code=self._text(row, "plan"),
            action=number,
            axis_code=axis_in(axis) if axis else "",
            operation=self._text(row, "operation")[:80],
            nature=self._text(row, "nature")[:40],
            section=kind,
            fund=fund_in(fund) if fund else None,
            financer=self._text(row, "financer")[:200],
        )

    def _numberless(self, row: int, amounts: Mapping[MoneyStage, int]) -> None:
        """A row with amounts and no number: an unlabelled total, or a commitment that cannot be identified."""
        if amounts and self._running.is_sum(amounts):
            self.read -= 1
            self._total(row)
        elif amounts:
            self._say("number_missing", row, "number", f"La ligne {row} a des montants et pas de numéro d’engagement.")
        else:
            self.read -= 1

    def _total(self, row: int) -> None:
        try:
            amounts = self._amounts(row)
        except ValidationError:
            amounts = {}
        gap = self._running.gap(amounts)
        message = f"La ligne {row} est un total : elle n’est pas comptée."
        self._doubt("total_line", row, "number", f"{message} Écart : {gap}." if gap else message)
        self._running.close()

    def _cell(self, row: int, name: str) -> GridCell:
        column = self._table.columns.get(name)
        return self._table.view.value(row, column) if column else EMPTY_CELL

    def _text(self, row: int, name: str) -> str:
        return unguarded(" ".join(self._cell(row, name).text.split()))

    def _place(self, row: int, name: str) -> ExtractCell:
        return self._table.view.cell(row, self._table.columns.get(name, 1))

    def _defect(self, code: str, row: int, name: str, fault: ValidationError) -> None:
        self._say(code, row, name, f"{FIELD_LABELS[name].capitalize()} : {fault.message}", self._text(row, name))

    def _say(self, code: str, row: int, name: str, message: str, value: str = "") -> None:
        todo = "Corrigez la ligne dans l’extraction ; les autres sont gardées."
        self.defects.append(Defect(code, message, self._place(row, name), value[:80], todo))

    def _doubt(self, code: str, row: int, name: str, message: str, value: str = "") -> None:
        self.defects.append(Defect(code, message, self._place(row, name), value[:80], is_error=False))
