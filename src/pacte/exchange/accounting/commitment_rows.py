"""Reads one row of the table: a commitment, a total, a repeated header, or a defect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pacte.exchange.accounting.cell_values import (
    find_action_code,
    find_axis_code,
    find_fiscal_year,
    normalise_commitment_number,
    parse_amount_cell,
    parse_day_cell,
    parse_fund,
    parse_section,
)
from pacte.exchange.accounting.table_detection import CommitmentTable
from pacte.exchange.accounting.totals import RunningTotals, is_total_label
from pacte.exchange.accounting.vocabulary import AMOUNTS, DATES, FIELD_LABELS, accounting_heading_key
from pacte.exchange.documents.formula_guard import unescape_formula
from pacte.exchange.records import EMPTY_CELL, GridCell
from pacte.finance.records import ExtractLine, Imputation, MoneyStage
from pacte.kernel.defects import CellReference, Defect, Severity
from pacte.kernel.errors import ValidationError


class CommitmentRowReader:
    """Reads the rows of one table in order. ``defects`` and ``rows_read`` are updated on the way."""

    def __init__(self, table: CommitmentTable) -> None:
        self._table = table
        self._headings = table.heading_words()
        self._totals = RunningTotals()
        self.defects: list[Defect] = []
        self.lines: list[ExtractLine] = []
        self.rows_read = 0

    def read_all(self) -> list[ExtractLine]:
        view = self._table.view
        for row in range(self._table.top + 1, view.height + 1):
            texts = [text for column in view.own_columns(row) if (text := view.text(row, column))]
            if not texts or {accounting_heading_key(text) for text in texts} <= self._headings:
                continue
            self._read_row(row, texts)
        return self.lines

    def _read_row(self, row: int, texts: list[str]) -> None:
        number = self._text(row, "number")
        if is_total_label([number, self._text(row, "label"), texts[0]]):
            self._handle_total(row)
            return
        self.rows_read += 1
        try:
            amounts = self._amounts(row)
        except ValidationError as fault:
            self._add_field_error(fault.code, row, self._current_field or "number", fault)
            return
        if not number:
            self._handle_missing_number(row, amounts)
            return
        try:
            commitment_number = normalise_commitment_number(unescape_formula(number))
        except ValidationError as fault:
            self._add_field_error(fault.code, row, "number", fault)
            return
        if not amounts:
            self._add_error(
                "amount_none", row, "number", f"L’engagement {commitment_number} n’a aucun montant.", number
            )
            return
        self._totals.add(amounts)
        self.lines.append(self._commitment(row, commitment_number, amounts))

    _current_field = ""

    def _amounts(self, row: int) -> dict[MoneyStage, int]:
        cents_by_stage: dict[MoneyStage, int] = {}
        for name, stage in AMOUNTS.items():
            if name in self._table.columns:
                self._current_field = name
                cents = parse_amount_cell(self._cell(row, name), self._table.units.get(name, "€"))
                if cents is not None:
                    cents_by_stage[stage] = cents
        self._current_field = ""
        return cents_by_stage

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
        year = find_fiscal_year(text)
        if text and year is None:
            self._add_warning("year_shape", row, "year", f"« {text[:20]} » n’est pas un exercice.", text)
        return year or (self._table.year if "year" not in self._table.columns else None)

    def _dates(self, row: int) -> dict[MoneyStage, date]:
        day_by_stage: dict[MoneyStage, date] = {}
        for name, stage in DATES.items():
            try:
                day = parse_day_cell(self._cell(row, name))
            except ValidationError as fault:
                self._add_warning(
                    "day_shape", row, name, f"{fault.message} Elle est laissée de côté.", self._text(row, name)
                )
                continue
            if day is not None:
                day_by_stage[stage] = day
        return day_by_stage

    def _imputation(self, row: int) -> Imputation:
        action, axis = self._text(row, "action"), self._text(row, "axis")
        section, fund = self._text(row, "section"), self._text(row, "fund")
        number = find_action_code(action) if action else None
        if action and number is None:
            self._add_warning("action_shape", row, "action", f"« {action[:30]} » n’est pas un numéro d’action.", action)
        kind = parse_section(section) if section else None
        if section and kind is None:
            self._add_warning(
                "section_shape", row, "section", f"« {section[:30]} » n’est pas une section connue.", section
            )
        return Imputation(
            plan_code=self._text(row, "plan"),
            action=number,
            axis_code=find_axis_code(axis) if axis else "",
            operation=self._text(row, "operation")[:80],
            nature=self._text(row, "nature")[:40],
            section=kind,
            fund=parse_fund(fund) if fund else None,
            financer=self._text(row, "financer")[:200],
        )

    def _handle_missing_number(self, row: int, amounts: Mapping[MoneyStage, int]) -> None:
        """A row with amounts and no number: an unlabelled total, or a commitment that cannot be identified."""
        if amounts and self._totals.is_sum(amounts):
            self.rows_read -= 1
            self._handle_total(row)
        elif amounts:
            self._add_error(
                "number_missing", row, "number", f"La ligne {row} a des montants et pas de numéro d’engagement."
            )
        else:
            self.rows_read -= 1

    def _handle_total(self, row: int) -> None:
        try:
            amounts = self._amounts(row)
        except ValidationError:
            amounts = {}
        gap = self._totals.gap_message(amounts)
        message = f"La ligne {row} est un total : elle n’est pas comptée."
        self._add_warning("total_line", row, "number", f"{message} Écart : {gap}." if gap else message)
        self._totals.close()

    def _cell(self, row: int, name: str) -> GridCell:
        column = self._table.columns.get(name)
        return self._table.view.value(row, column) if column else EMPTY_CELL

    def _text(self, row: int, name: str) -> str:
        return unescape_formula(" ".join(self._cell(row, name).text.split()))

    def _place(self, row: int, name: str) -> CellReference:
        return self._table.view.cell(row, self._table.columns.get(name, 1))

    def _add_field_error(self, code: str, row: int, name: str, fault: ValidationError) -> None:
        self._add_error(code, row, name, f"{FIELD_LABELS[name].capitalize()} : {fault.message}", self._text(row, name))

    def _add_error(self, code: str, row: int, name: str, message: str, value: str = "") -> None:
        todo = "Corrigez la ligne dans l’extraction ; les autres sont gardées."
        self.defects.append(Defect(code, message, self._place(row, name), value[:80], todo))

    def _add_warning(self, code: str, row: int, name: str, message: str, value: str = "") -> None:
        self.defects.append(Defect(code, message, self._place(row, name), value[:80], severity=Severity.WARNING))
