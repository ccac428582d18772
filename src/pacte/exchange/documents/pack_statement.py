"""Files of the statement of decisions (frozen when issued) and of the decision register (as of a day)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from xlsxwriter import Workbook

from pacte.exchange.documents.pack_pdf import papered
from pacte.exchange.documents.pack_sheets import MEDIA_TYPE, Cell, workbook_bytes, write_sheet
from pacte.exchange.documents.pdf_making import made
from pacte.exchange.documents.pdf_texts import paper
from pacte.kernel.french import format_day, pluralise
from pacte.steering.records.meetings import DECISION_EVENT_LABELS, DecisionSummary
from pacte.steering.records.statement import Statement
from pacte.steering.rules.pack_decisions import decision_status_label
from pacte.steering.rules.serialisation import record_to_json

__all__ = ["MEDIA_TYPE", "statement_pdf", "statement_xlsx", "write_register"]

_ISSUED = (
    ("Réf.", 9), ("Décision", 70), ("Actions", 44), ("Responsable", 30), ("Échéance", 13), ("Effet attendu", 50),
    ("À vérifier le", 13),
)  # fmt: skip
_REGISTER = (
    ("Réf.", 9), ("Décision", 60), ("Actions", 12), ("Responsable", 30), ("Décidé le", 13), ("Comité", 34),
    ("Échéance", 13), ("Effet attendu", 44), ("À vérifier le", 13), ("Où elle en est", 34), ("Jours de retard", 10),
    ("Dernier mot", 44),
)  # fmt: skip
_STEPS = (("Réf.", 9), ("Date", 13), ("Ce qui s’est passé", 20), ("Mot", 70), ("Par", 26), ("Reportée au", 13))


def statement_pdf(statement: Statement) -> bytes:
    """The statement as PDF. The same statement gives the same bytes."""
    said: dict[str, Any] = papered(record_to_json(statement))
    decided = pluralise(len(statement.decisions), "décision prise", "décisions prises")
    said |= {
        "title_of_meeting": said["title"],
        "title": paper(f"Relevé de décisions n° {statement.number}"),
        "short": True,
        "description": paper(f"Relevé de décisions n° {statement.number}, {statement.title}"),
        "keywords": ["pacte", "comité", "relevé de décisions"],
        "running_title": paper(statement.title),
        "footer": paper(f"{statement.plan_title} · relevé n° {statement.number}"),
        "when": paper(
            " · ".join(part for part in (format_day(statement.held_on), statement.hour, statement.place) if part)
        ),
        "answer": paper(decided if statement.decisions else "Aucune décision prise"),
        "issued": paper(f"Relevé établi le {format_day(statement.issued_on)} par {statement.issued_by}."),
    }
    return made("statement.typ", said, statement.issued_on)


def statement_xlsx(statement: Statement) -> bytes:
    """The statement as a workbook."""
    title = f"Relevé de décisions n° {statement.number} · {statement.title}, {format_day(statement.held_on)}"
    lines = [
        (each.ref, each.text, "\n".join(each.actions), each.owner, each.due_on, each.effect, each.check_on)
        for each in statement.decisions
    ]
    return workbook_bytes(
        title,
        statement.plan_title,
        statement.issued_on,
        synthetic=statement.synthetic,
        fill=lambda book: write_sheet(
            book, "Relevé", title, _ISSUED, lines, synthetic=statement.synthetic, empty="Aucune décision."
        ),
    )


def write_register(title: str, lines: Sequence[DecisionSummary], *, on: date, synthetic: bool) -> bytes:
    """The register with the status of each decision on a day, and all its steps on a second sheet."""
    said = f"Décisions · {title}, au {format_day(on)}"
    register = [
        (
            line.ref, line.text, ", ".join(map(str, line.actions)), line.owner_label, line.decided_on,
            line.committee_title, line.status.due_on, line.expected_effect, line.status.check_on, decision_status_label(line),
            line.status.days_late or None, line.status.last_note,
        )
        for line in lines
    ]  # fmt: skip
    steps = [
        (line.ref, step.happened_on, DECISION_EVENT_LABELS[step.kind], step.note, step.by, step.due_on or step.check_on)
        for line in lines
        for step in line.steps
        if step.happened_on <= on
    ]
    return workbook_bytes(
        said,
        title,
        on,
        synthetic=synthetic,
        fill=lambda book: _fill_register(book, said, register, steps, synthetic=synthetic),
    )


def _fill_register(
    book: Workbook, said: str, register: Sequence[Sequence[Cell]], steps: Sequence[Sequence[Cell]], *, synthetic: bool
) -> None:
    write_sheet(book, "Décisions", said, _REGISTER, register, synthetic=synthetic, empty="Aucune décision.")
    write_sheet(book, "Étapes", f"Étapes · {said}", _STEPS, steps, synthetic=synthetic)
