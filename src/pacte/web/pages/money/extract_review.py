"""Review of an extract: counts, sums by stage, columns, defects, and the status of each line. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.exchange.accounting import FIELD_LABELS, IGNORED
from pacte.exchange.accounting.vocabulary import CONFIDENT_SCORE
from pacte.finance.records import STAGE_LABELS, Extract, ImportLineOutcome, ImportLineStatus, ImportOutcome
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.kernel.money import format_euros
from pacte.plan.records import ColumnGuess, Defect

COLUMN_PREFIX = "column-"
_MAX_DEFECTS, _MAX_LINES = 300, 200
_STATUS_LABELS = {
    ImportLineStatus.ADDED: "nouvelle",
    ImportLineStatus.CHANGED: "changée",
    ImportLineStatus.UNCHANGED: "déjà connue",
    ImportLineStatus.SKIPPED: "laissée de côté",
}
LINE_COLUMNS = (
    {"label": "Engagement"}, {"label": "Objet et tiers"}, {"label": "Sort de la ligne"}, {"label": "Va à"},
    {"label": "Ce qui bouge"},
)  # fmt: skip
SUM_COLUMNS = (
    {"label": "Étape"}, {"label": "Total des lignes prises", "kind": "num"},
    {"label": "Ce que le fichier ajoute", "kind": "num"},
)  # fmt: skip


def column_field_options() -> dict[str, str]:
    """Fields that a person may assign to a column: field → label."""
    return {IGNORED: "laisser de côté", **FIELD_LABELS}


def extract_review_context(extract: Extract, outcome: ImportOutcome) -> dict[str, Any]:
    """Context of ``money/review.html``."""
    defects = [*outcome.errors, *outcome.warnings]
    moving = [
        each
        for each in outcome.outcomes
        if each.status in (ImportLineStatus.ADDED, ImportLineStatus.CHANGED) or each.is_newly_allocated
    ]
    return {
        "title": "Cette extraction peut-elle être écrite ?",
        "answer": _answer(extract, outcome),
        "steps": _steps(extract, outcome),
        "columns": [_column(guess) for guess in extract.columns],
        "unsure": any(guess.field and guess.confidence < CONFIDENT_SCORE for guess in extract.columns)
        or not extract.lines,
        "defects": [_defect(rank, each) for rank, each in enumerate(defects[:_MAX_DEFECTS], start=1)],
        "asked": f"{pluralise(len(outcome.errors), 'défaut')}, {pluralise(len(outcome.warnings), 'réserve')}",
        "unshown": max(len(defects) - _MAX_DEFECTS, 0),
        "sum_columns": SUM_COLUMNS,
        "sums": [
            [
                STAGE_LABELS[stage],
                {"text": format_euros(cents), "value": str(Decimal(cents) / 100)},
                {
                    "text": format_euros(outcome.moved_cents.get(stage, 0)),
                    "value": str(Decimal(outcome.moved_cents.get(stage, 0)) / 100),
                },
            ]
            for stage, cents in outcome.total_cents.items()
        ],
        "line_columns": LINE_COLUMNS,
        "lines": [_outcome_row(each) for each in moving[:_MAX_LINES]],
        "lines_note": pluralise(len(moving), "ligne bouge", "lignes bougent")
        + (f", les {_MAX_LINES} premières" if len(moving) > _MAX_LINES else ""),
        "may_write": bool(extract.lines) and not outcome.changes_nothing,
        "changes_nothing": outcome.changes_nothing,
        "extracted": format_day(extract.extracted_on) if extract.extracted_on else "",
    }


def _answer(extract: Extract, outcome: ImportOutcome) -> SafeString:
    if not extract.lines:
        return format_html(
            "<strong>{}</strong>", apply_french_spacing("Pas encore : aucune ligne d’engagement n’a pu être lue.")
        )
    if outcome.changes_nothing:
        headline = (
            f"Rien à écrire : ses {pluralise(outcome.known, 'ligne est déjà connue', 'lignes sont déjà connues')}."
        )
        return format_html(
            "<strong>{}</strong>{}", apply_french_spacing(headline), apply_french_spacing(_remaining_text(outcome))
        )
    headline = f"Oui : {pluralise(outcome.added, 'ligne nouvelle', 'lignes nouvelles')}, "
    headline += f"{pluralise(outcome.changed, 'changée')}, "
    headline += f"{pluralise(outcome.known, 'déjà connue', 'déjà connues')}."
    return format_html(
        "<strong>{}</strong>{}", apply_french_spacing(headline), apply_french_spacing(_remaining_text(outcome))
    )


def _remaining_text(outcome: ImportOutcome) -> str:
    text = ""
    if outcome.skipped:
        text += f" {pluralise(outcome.skipped, 'ligne est laissée', 'lignes sont laissées')} de côté, avec sa raison."
    if outcome.unmatched:
        text += f" {pluralise(outcome.unmatched, 'ligne attendra', 'lignes attendront')} que l’on dise où elle va."
    return text.replace("avec sa raison", "avec leur raison") if outcome.skipped > 1 else text


def _steps(extract: Extract, outcome: ImportOutcome) -> list[dict[str, str]]:
    read = bool(extract.lines)
    return [
        {"label": "Déposer", "detail": extract.name, "state": "done"},
        {
            "label": "Vérifier",
            "detail": pluralise(len(outcome.errors), "défaut"),
            "state": "done" if read else "current",
        },
        {"label": "Écrire", "detail": "rien n’est encore écrit", "state": "current" if read else "todo"},
        {"label": "Affecter", "detail": pluralise(outcome.unmatched, "ligne"), "state": "todo"},
    ]


def _column(guess: ColumnGuess) -> dict[str, Any]:
    chosen = guess.field or IGNORED
    return {
        "letter": guess.letter,
        "heading": guess.heading or "sans en-tête",
        "sheet": guess.sheet,
        "sure": guess.confidence >= CONFIDENT_SCORE or not guess.field,
        "choices": [
            {"value": value, "label": label, "chosen": value == chosen}
            for value, label in column_field_options().items()
        ],
    }


def _defect(rank: int, defect: Defect) -> dict[str, Any]:
    return {
        "mark": str(rank),
        "where": str(defect.cell) if defect.cell else "fichier",
        "message": defect.message,
        "value": defect.value,
        "fix": defect.fix,
        "is_error": defect.is_error,
    }


def _outcome_row(each: ImportLineOutcome) -> list[Any]:
    line = each.line
    moves = ", ".join(f"{STAGE_LABELS[stage].lower()} {_signed_amount(cents)}" for stage, cents in each.deltas.items())
    where = each.target.label.capitalize() if each.target else "à affecter"
    return [
        {"text": line.number, "note": f"{each.year}{f', poste {each.post}' if each.post else ''}"},
        {"text": line.label or "sans objet", "note": line.supplier},
        {"text": _STATUS_LABELS[each.status], "note": str(line.cell)},
        {"text": where, "note": "" if each.target else each.why_waiting},
        moves or "rien",
    ]


def _signed_amount(cents: int) -> str:
    return f"+{format_euros(cents)}" if cents > 0 else format_euros(cents)
