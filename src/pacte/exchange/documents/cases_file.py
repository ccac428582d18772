"""The cases of a list as a csv or a workbook: one row a case, its short answers, and its lines in a second sheet.

Batches are written as they come, so that fifty thousand cases need the memory of one batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from pacte.exchange.documents.csv_file import BOM, csv_text
from pacte.exchange.documents.xlsx_worksheet import WorksheetWriter, creation_time, new_workbook
from pacte.kernel.clock import paris_date
from pacte.procedures.queries import CaseExportBatch, ExportedCase
from pacte.procedures.queries.reference_names import ReferenceNames
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import (
    AmountField,
    AttachmentField,
    FormField,
    LinesField,
    NumberField,
    TextField,
)
from pacte.procedures.rules.answer_text import answer_text
from pacte.procedures.rules.conditions import is_filled

_COMMON = (
    "N°", "Procédure", "Action", "Intitulé", "Étape", "Issue", "Responsable", "Demandeur", "Reçu le", "Ouvert le",
    "Prochaine échéance", "En attente depuis", "Terminé le",
)  # fmt: skip
_LINE_HEADINGS = ("N°", "Partie", "Ligne", "Colonne", "Réponse")
_SYNTHETIC = "données fictives"
ExportCell = str | int | None


@dataclass(frozen=True, slots=True)
class CasesExport:
    """``procedure``: the only one that the list holds, whose short answers are columns; None for several."""

    title: str
    procedure: Procedure | None
    as_of: date
    synthetic: bool

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The answers of one line: no long text, no lines, no attachment."""
        every = self.procedure.fields if self.procedure else ()
        return tuple(
            each for each in every if not isinstance(each, LinesField | AttachmentField) and not _is_long(each)
        )

    @property
    def headings(self) -> tuple[str, ...]:
        nature = ("Nature",) if self.synthetic else ()
        return (*_COMMON, *(each.label for each in self.fields), *nature)


def cases_csv_chunks(export: CasesExport, batches: Iterable[CaseExportBatch]) -> Iterator[str]:
    """A csv, a text for each batch."""
    yield BOM + csv_text([export.headings])
    for batch in batches:
        yield csv_text(_row(export, case, batch.names) for case in batch.cases)


def write_cases_xlsx(stream: IO[bytes], export: CasesExport, batches: Iterable[CaseExportBatch]) -> None:
    """A workbook: the cases, and the lines of their answers where the procedure has some."""
    comments = "Données fictives" if export.synthetic else ""
    created = creation_time(export.as_of)
    with new_workbook(stream, is_large=True, title=export.title, comments=comments, created=created) as workbook:
        cases = WorksheetWriter(workbook, "Dossiers")
        cases.widths([8.0, *[22.0] * (len(export.headings) - 1)])
        cases.write_title(export.title, synthetic=export.synthetic)
        cases.write_headings(1, export.headings)
        lines = WorksheetWriter(workbook, "Lignes")
        lines.widths([8.0, 28.0, 8.0, 28.0, 40.0])
        lines.write_title(export.title, synthetic=export.synthetic)
        lines.write_headings(1, _LINE_HEADINGS)
        plain = cases.cell_format(text_wrap=False)
        case_row = line_row = 2
        for batch in batches:
            for case in batch.cases:
                cells = _row(export, case, batch.names)
                cases.write_row(case_row, cells, [plain] * len(cells))
                case_row += 1
                for cells in _lines(export, case, batch.names):
                    lines.write_row(line_row, cells, [plain] * len(cells))
                    line_row += 1
        cases.set_table_layout("Dossiers", columns=len(export.headings), lines=case_row - 2, synthetic=export.synthetic)


def _row(export: CasesExport, case: ExportedCase, names: ReferenceNames) -> list[ExportCell]:
    summary, due = case.summary, case.summary.next_due
    received_on = paris_date(case.sent_at) if case.sent_at else None
    return [
        summary.number, summary.procedure.short_title, str(summary.action_number), summary.title, summary.stage.label,
        summary.outcome, summary.owner_name, case.applicant_name,
        _day(received_on), _day(summary.opened_on), _day(due.on if due else None), _day(summary.held_since),
        _day(summary.ended_on),
        *(_answer(each, case, case.values, names) for each in export.fields),
        *((_SYNTHETIC,) if export.synthetic else ()),
    ]  # fmt: skip


def _lines(export: CasesExport, case: ExportedCase, names: ReferenceNames) -> Iterator[list[ExportCell]]:
    """What was answered in each column of each line; nothing for who may not read the case in full."""
    for field in export.procedure.fields if export.procedure and case.in_full else ():
        answer = case.values.get(field.code)
        if isinstance(field, LinesField) and isinstance(answer, list):
            for rank, line in enumerate(answer, start=1):
                for column in field.columns:
                    if is_filled(line.get(column.code)):
                        words = _answer(column, case, line, names)
                        yield [case.summary.number, field.label, rank, column.label, words]


def _answer(field: FormField, case: ExportedCase, values: Mapping[str, Any], names: ReferenceNames) -> ExportCell:
    answer = values.get(field.code)
    if not is_filled(answer) or not (case.in_full or _is_open(field)):
        return ""
    return answer if isinstance(field, NumberField) and type(answer) is int else answer_text(field, answer, names)


def _is_open(field: FormField) -> bool:
    """As on the page of a case: amounts and what is personal are for those who read its documents."""
    return not (field.is_personal or isinstance(field, AmountField))


def _is_long(field: FormField) -> bool:
    return isinstance(field, TextField) and field.is_long


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
