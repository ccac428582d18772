"""Files of the statement of decisions (frozen when issued) and of the decision register (as of a day)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from xlsxwriter import Workbook

from pacte.exchange.documents.pack_pdf import page_texts
from pacte.exchange.documents.pdf_rendering import render_pdf
from pacte.exchange.documents.pdf_texts import page_text
from pacte.exchange.documents.worksheet_table import MEDIA_TYPE, TableCell, workbook_bytes, write_worksheet_table
from pacte.kernel.french import format_day, pluralise
from pacte.steering.records.meetings import DECISION_EVENT_LABELS, DecisionSummary
from pacte.steering.records.statement import Statement
from pacte.steering.rules.pack_decisions import decision_status_label
from pacte.steering.rules.serialisation import record_to_json

__all__ = ["MEDIA_TYPE", "statement_pdf", "statement_xlsx", "write_decision_register"]

_STATEMENT_COLUMNS = (
    ("Réf.", 9), ("Décision", 70), ("Actions", 44), ("Responsable", 30), ("Échéance", 13), ("Effet attendu", 50),
    ("À vérifier le", 13),
)  # fmt: skip
_REGISTER_COLUMNS = (
    ("Réf.", 9), ("Décision", 60), ("Actions", 12), ("Responsable", 30), ("Décidé le", 13), ("Comité", 34),
    ("Échéance", 13), ("Effet attendu", 44), ("À vérifier le", 13), ("Où elle en est", 34), ("Jours de retard", 10),
    ("Dernier mot", 44),
)  # fmt: skip
_STEP_COLUMNS = (("Réf.", 9), ("Date", 13), ("Ce qui s’est passé", 20), ("Mot", 70), ("Par", 26), ("Reportée au", 13))


def statement_pdf(statement: Statement) -> bytes:
    """The statement as PDF. The same statement gives the same bytes."""
    data: dict[str, Any] = page_texts(record_to_json(statement))
    decision_count = pluralise(len(statement.decisions), "décision prise", "décisions prises")
    data |= {
        "title_of_meeting": data["title"],
        "title": page_text(f"Relevé de décisions n° {statement.number}"),
        "short": True,
        "description": page_text(f"Relevé de décisions n° {statement.number}, {statement.title}"),
        "keywords": ["pacte", "comité", "relevé de décisions"],
        "running_title": page_text(statement.title),
        "footer": page_text(f"{statement.plan_title} · relevé n° {statement.number}"),
        "when": page_text(
            " · ".join(part for part in (format_day(statement.held_on), statement.hour, statement.place) if part)
        ),
        "answer": page_text(decision_count if statement.decisions else "Aucune décision prise"),
        "issued": page_text(f"Relevé établi le {format_day(statement.issued_on)} par {statement.issued_by}."),
    }
    return render_pdf("statement.typ", data, statement.issued_on)


def statement_xlsx(statement: Statement) -> bytes:
    """The statement as a workbook."""
    title = f"Relevé de décisions n° {statement.number} · {statement.title}, {format_day(statement.held_on)}"
    rows = [
        (each.ref, each.text, "\n".join(each.actions), each.owner, each.due_on, each.effect, each.check_on)
        for each in statement.decisions
    ]
    return workbook_bytes(
        title,
        statement.plan_title,
        statement.issued_on,
        synthetic=statement.synthetic,
        fill=lambda book: write_worksheet_table(
            book, "Relevé", title, _STATEMENT_COLUMNS, rows, synthetic=statement.synthetic, empty="Aucune décision."
        ),
    )


def write_decision_register(title: str, decisions: Sequence[DecisionSummary], *, on: date, synthetic: bool) -> bytes:
    """The register with the status of each decision on a day, and all its steps on a second sheet."""
    register_title = f"Décisions · {title}, au {format_day(on)}"
    register = [
        (
            decision.ref,
            decision.text,
            ", ".join(map(str, decision.actions)),
            decision.owner_label,
            decision.decided_on,
            decision.committee_title,
            decision.status.due_on,
            decision.expected_effect,
            decision.status.check_on,
            decision_status_label(decision),
            decision.status.days_late or None,
            decision.status.last_note,
        )
        for decision in decisions
    ]
    steps = [
        (
            decision.ref,
            step.happened_on,
            DECISION_EVENT_LABELS[step.kind],
            step.note,
            step.by,
            step.due_on or step.check_on,
        )
        for decision in decisions
        for step in decision.steps
        if step.happened_on <= on
    ]
    return workbook_bytes(
        register_title,
        title,
        on,
        synthetic=synthetic,
        fill=lambda book: _fill_register(book, register_title, register, steps, synthetic=synthetic),
    )


def _fill_register(
    book: Workbook,
    register_title: str,
    register: Sequence[Sequence[TableCell]],
    steps: Sequence[Sequence[TableCell]],
    *,
    synthetic: bool,
) -> None:
    write_worksheet_table(
        book, "Décisions", register_title, _REGISTER_COLUMNS, register, synthetic=synthetic, empty="Aucune décision."
    )
    write_worksheet_table(book, "Étapes", f"Étapes · {register_title}", _STEP_COLUMNS, steps, synthetic=synthetic)
