"""Reads the amounts of the actions, by year or in total, and checks the sums printed in the table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pacte.exchange.plan_table.amount_cells import cents_in_cell, display_cents_in_unit
from pacte.exchange.plan_table.axis_cells import parse_axis_cell
from pacte.exchange.plan_table.axis_list import AxisDraft
from pacte.exchange.plan_table.findings import TableFindings, quoted_excerpt
from pacte.exchange.plan_table.heading_matching import unit_in
from pacte.exchange.plan_table.row_numbers import NumberedLine
from pacte.exchange.plan_table.table_detection import MoneyColumn
from pacte.exchange.plan_table.table_lines import TableLine, TableLineKind
from pacte.exchange.records import column_letter
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.defects import CellReference
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.plan.records import Amount

_AXIS_WORD = re.compile(r"\b(?:axe|pilier|volet|orientation|d[ée]fi|chantier)s?\s+(?:n°\s*)?(\w+)", re.I)
_FEW_AXES = 50


@dataclass(slots=True)
class _Entry:
    """Amounts of one line, by year; None for the whole period."""

    axis: str
    years: dict[int, int] = field(default_factory=dict)
    whole: int | None = None

    @property
    def cents(self) -> int:
        return self.whole if self.whole is not None and not self.years else sum(self.years.values())

    def of(self, year: int | None) -> int:
        return self.cents if year is None else self.years.get(year, 0)


class _AxisNames:
    """Finds the axis named by a sum: by its code, or by its words when there are few axes."""

    def __init__(self, drafts: Sequence[AxisDraft]) -> None:
        self._by_code = {draft.code: draft for draft in drafts}
        few = drafts if len(drafts) <= _FEW_AXES else ()
        self._by_words = [
            (fold_text(words), draft) for draft in few for words in (draft.axis_cell.label, draft.axis_cell.title)
        ]

    def find(self, code: str, text: str) -> AxisDraft | None:
        if code in self._by_code:
            return self._by_code[code]
        return next((draft for words, draft in self._by_words if len(words) > 4 and words in text), None)


class PlanAmounts:
    """Reads the amounts of every line once, then checks every sum that the table prints."""

    def __init__(self, rows: Sequence[NumberedLine], axis_codes: Sequence[str], findings: TableFindings) -> None:
        self._findings = findings
        self._rows = rows
        self._seen: set[tuple[str, int, int]] = set()
        self._columns_without_unit: set[int] = set()
        self._sums: dict[int | None, dict[str | None, int]] = {}
        self.entries = [self._entry(row, axis) for row, axis in zip(rows, axis_codes, strict=True)]

    @property
    def has_amounts(self) -> bool:
        return any(entry.years or entry.whole is not None for entry in self.entries)

    def amounts(self) -> tuple[Amount, ...]:
        """Returns one amount per action and year; the total of an action is used when its years are not given."""
        sums: dict[tuple[ActionCode, int | None], int] = defaultdict(int)
        for row, entry in zip(self._rows, self.entries, strict=True):
            if entry.years:
                for year, cents in entry.years.items():
                    sums[(row.number, year)] += cents
            elif entry.whole is not None:
                sums[(row.number, None)] += entry.whole
        return tuple(Amount(number, year, cents) for (number, year), cents in sums.items() if number)

    def _entry(self, row: NumberedLine, axis: str) -> _Entry:
        entry = _Entry(axis)
        whole_cell: CellReference | None = None
        for money in row.line.table.money:
            anchor = row.line.table.view.anchor(row.line.row, money.column)
            if anchor[1] != money.column and anchor[1] not in {each.column for each in row.line.table.money}:
                continue
            place = (row.line.table.view.grid.sheet, *anchor)
            cell = row.line.table.view.cell(row.line.row, money.column)
            name = "amounts" if money.year is None else f"amounts:{money.year}"
            self._findings.where.setdefault((row.key, name), cell)
            self._findings.where.setdefault((row.key, "amounts"), cell)
            # A merged amount covers several rows or columns: it is counted once.
            cents = None if place in self._seen else self._cents(row.line, money, cell, (row.key, name))
            self._seen.add(place)
            if cents is None:
                continue
            if money.year is None:
                entry.whole, whole_cell = cents, cell
            else:
                entry.years[money.year] = entry.years.get(money.year, 0) + cents
        if entry.years and entry.whole is not None and entry.whole != sum(entry.years.values()):
            self._report_difference(
                whole_cell,
                f"l'action n° {row.number}",
                entry.whole,
                sum(entry.years.values()),
                "de ses années",
                (row.key, "amounts"),
            )
        return entry

    def _cents(
        self, line: TableLine, money: MoneyColumn, cell: CellReference, at: tuple[str, str] | None
    ) -> int | None:
        value = line.table.view.value(line.row, money.column)
        try:
            cents = cents_in_cell(value, money.unit)
        except ValidationError as refusal:
            self._findings.invalid(refusal, cell, value.text, at)
            return None
        if cents and not money.unit and money.column not in self._columns_without_unit and not unit_in(value.text):
            self._columns_without_unit.add(money.column)
            letter = column_letter(money.column)
            self._findings.warning(
                "amount_without_unit",
                line.table.view.cell(line.table.bottom, money.column),
                f"Ni l'en-tête ni les cellules de la colonne {letter} ne disent l'unité : les montants sont pris"
                " pour des euros.",
                "Écrivez l'unité dans l'en-tête, par exemple « Montant 2024 (k€) ».",
            )
        return cents

    def _sum(self, axis: str | None, year: int | None) -> int:
        """Returns the sum of an axis, or of the whole plan (None). Cached by year."""
        if year not in self._sums:
            sums: dict[str | None, int] = defaultdict(int)
            for entry in self.entries:
                sums[entry.axis] += entry.of(year)
                sums[None] += entry.of(year)
            self._sums[year] = sums
        return self._sums[year].get(axis, 0)

    def check(self, lines: Sequence[TableLine], drafts: Sequence[AxisDraft]) -> None:
        """Checks the sums printed in the table, in order: a subtotal covers the lines above it."""
        sums = [line for line in lines if line.kind is TableLineKind.SUM]
        places = {id(row.line): index for index, row in enumerate(self._rows)}
        names = _AxisNames(drafts)
        start = index = 0
        for line in lines:
            if line.kind is TableLineKind.ACTION:
                index = places[id(line)] + 1
                continue
            draft = self._axis_named(line, names)
            if draft is not None:
                self._check_axis(line, draft)
                start = index
            elif self._is_subtotal(line, sums):
                self._check_span(line, range(start, index), drafts)
                start = index
            else:
                self._check_whole(line, drafts)

    def _axis_named(self, line: TableLine, names: _AxisNames) -> AxisDraft | None:
        text = " ".join(dict.fromkeys((line.label, line.text("axis"))))
        named = _AXIS_WORD.search(text)
        code = parse_axis_cell(f"Axe {named[1]}").code if named else parse_axis_cell(line.text("axis")).code
        return names.find(code, fold_text(text))

    @staticmethod
    def _is_subtotal(line: TableLine, sums: Sequence[TableLine]) -> bool:
        """Whether the line is a « Sous-total », or a plain « Total » followed by another sum."""
        if fold_text(line.label).startswith(("sous", "s/")):
            return True
        return line is not sums[-1] and not re.search(r"general|plan|pacte|programme", fold_text(line.label))

    def _stated_amounts(self, line: TableLine) -> list[tuple[MoneyColumn | None, int, CellReference]]:
        """Returns the amounts printed on a sum line: by column, in the column of the axis, or in its text."""
        stated_amounts: list[tuple[MoneyColumn | None, int, CellReference]] = []
        for money in line.table.money:
            cell = line.table.view.cell(line.row, money.column)
            if cell.row == line.row and (cents := self._cents(line, money, cell, None)) is not None:
                stated_amounts.append((money, cents, cell))
        view = line.table.view
        if line.text("axis_amount"):
            unit = unit_in(view.text(line.table.bottom, line.table.columns["axis_amount"])) or line.table.unit
            try:
                cents = cents_in_cell(line.value("axis_amount"), unit)
            except ValidationError as refusal:
                self._findings.invalid(refusal, line.cell("axis_amount"), line.text("axis_amount"))
                return stated_amounts
            if cents is not None:
                stated_amounts.append((None, cents, line.cell("axis_amount")))
        if stated_amounts:
            return stated_amounts
        texts = [(column, view.text(line.row, column)) for column in view.own_columns(line.row)]
        for column, text in texts:
            printed = parse_axis_cell(f"Total\n{text}")
            cell = view.cell(line.row, column)
            if printed.refusal:
                self._findings.invalid(printed.refusal, cell, text)
            elif printed.amount_cents is not None:
                return [(None, printed.amount_cents, cell)]
        return []

    def _check_axis(self, line: TableLine, draft: AxisDraft) -> None:
        for money, cents, cell in self._stated_amounts(line):
            year = money.year if money else None
            computed = self._sum(draft.code, year)
            whole_of_axis = draft.axis_cell.amount_cents
            if self.has_amounts and cents != computed:
                self._report_difference(
                    cell,
                    self._name(line, money),
                    cents,
                    computed,
                    "de ses actions",
                    (f"axis:{draft.code}", "amount_cents") if year is None else None,
                    money.unit if money else "",
                )
            elif not self.has_amounts and whole_of_axis is not None and cents != whole_of_axis:
                self._report_difference(cell, self._name(line, money), cents, whole_of_axis, "que donne l'axe", None)
            if year is None and whole_of_axis is None:
                draft.axis_cell = replace(draft.axis_cell, amount_cents=cents)
                draft.amount_cell = cell

    def _check_span(self, line: TableLine, span: range, drafts: Sequence[AxisDraft]) -> None:
        stated_amounts = self._stated_amounts(line)
        axes = {self.entries[index].axis for index in span}
        for money, cents, cell in stated_amounts:
            year = money.year if money else None
            computed = sum(self.entries[index].of(year) for index in span)
            if self.has_amounts and cents != computed:
                self._report_difference(
                    cell,
                    self._name(line, money),
                    cents,
                    computed,
                    "des lignes qu'il ferme",
                    None,
                    money.unit if money else "",
                )
            owner = next((draft for draft in drafts if axes == {draft.code}), None)
            if owner and year is None and owner.axis_cell.amount_cents is None and self.has_amounts:
                owner.axis_cell = replace(owner.axis_cell, amount_cents=cents)
                owner.amount_cell = cell

    def _check_whole(self, line: TableLine, drafts: Sequence[AxisDraft]) -> None:
        stated_amounts = self._stated_amounts(line)
        if not stated_amounts:
            self._findings.warning(
                "sum_without_amount",
                line.table.view.cell(line.row, line.label_column),
                f"La ligne {line.row}, {quoted_excerpt(line.label)}, ne donne aucun montant : elle est "
                f"laissée de côté.",
                "Si c'est une action, donnez-lui un numéro.",
                line.label,
            )
        for money, cents, cell in stated_amounts:
            year = money.year if money else None
            in_columns = money is not None and self.has_amounts
            computed = (
                self._sum(None, year)
                if in_columns
                else sum(draft.axis_cell.amount_cents or 0 for draft in drafts) or self._sum(None, None)
            )
            if year is None:
                self._findings.where[("plan", "total")] = self._findings.where[("plan", "total_cents")] = cell
            if cents != computed:
                self._report_difference(
                    cell,
                    self._name(line, money),
                    cents,
                    computed,
                    "des montants",
                    ("plan", "total_cents") if year is None else None,
                    money.unit if money else "",
                )

    @staticmethod
    def _name(line: TableLine, money: MoneyColumn | None) -> str:
        when = f" de {money.year}" if money and money.year else ""
        return f"la ligne {quoted_excerpt(line.label)}{when}"

    def _report_difference(
        self,
        cell: CellReference | None,
        subject: str,
        stated_cents: int,
        computed: int,
        of_what: str,
        at: tuple[str, str] | None,
        unit: str = "",
    ) -> None:
        sum_of = f"la somme {of_what}" if of_what != "que donne l'axe" else "le montant que donne l'axe"
        self._findings.error(
            "total_differs",
            cell,
            f"Pour {subject}, le fichier donne {display_cents_in_unit(unit, stated_cents, computed)}, et {sum_of} fait"
            f" {display_cents_in_unit(unit, computed, stated_cents)} (écart : "
            f"{display_cents_in_unit(unit, abs(stated_cents - computed))}).",
            "Corrigez le total, ou le montant qui ne va pas.",
            display_cents_in_unit(unit, stated_cents, computed),
            at,
        )

    def complete_axes(self, drafts: Sequence[AxisDraft]) -> None:
        """Gives an axis without an amount the sum of its actions; if it has both, they must agree."""
        paid = {entry.axis for entry in self.entries if entry.years or entry.whole is not None}
        cells_in_error = {defect.cell for defect in self._findings.defects if defect.code == "total_differs"}
        for draft in drafts:
            if draft.code not in paid:
                continue
            computed = self._sum(draft.code, None)
            if draft.axis_cell.amount_cents is None:
                draft.axis_cell = replace(draft.axis_cell, amount_cents=computed)
            elif draft.axis_cell.amount_cents != computed and draft.amount_cell not in cells_in_error:
                at = (f"axis:{draft.code}", "amount_cents")
                self._report_difference(
                    draft.amount_cell,
                    f"l'axe {draft.code}",
                    draft.axis_cell.amount_cents,
                    computed,
                    "de ses actions",
                    at,
                )
