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

COLUMN = "column-"
_MOST_DEFECTS, _MOST_LINES = 300, 200
_FATES = {
    ImportLineStatus.ADDED: "nouvelle",
    ImportLineStatus.CHANGED: "changée",
    ImportLineStatus.UNCHANGED: "déjà connue",
    ImportLineStatus.SKIPPED: "laissée de côté",
}
LINES = (
    {"label": "Engagement"}, {"label": "Objet et tiers"}, {"label": "Sort de la ligne"}, {"label": "Va à"},
    {"label": "Ce qui bouge"},
)  # fmt: skip
SUMS = (
    {"label": "Étape"}, {"label": "Total des lignes prises", "kind": "num"},
    {"label": "Ce que le fichier ajoute", "kind": "num"},
)  # fmt: skip


def offered() -> dict[str, str]:
    """Fields that a person may assign to a column: field → label."""
    return {IGNORED: "laisser de côté", **FIELD_LABELS}


def page_of(extract: Extract, outcome: ImportOutcome) -> dict[str, Any]:
    """Context of ``money/review.html``."""
    asked = [*outcome.errors, *outcome.warnings]
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
        "unsure": any(guess.field and guess.confidence < CONFIDENT_SCORE for guess in extract.columns) or not extract.lines,
        "defects": [_defect(rank, each) for rank, each in enumerate(asked[:_MOST_DEFECTS], start=1)],
        "asked": f"{pluralise(len(outcome.errors), 'défaut')}, {pluralise(len(outcome.warnings), 'réserve')}",
        "unshown": max(len(asked) - _MOST_DEFECTS, 0),
        "sum_columns": SUMS,
        "sums": [
            [
                STAGE_LABELS[stage],
                {"text": format_euros(cents), "value": str(Decimal(cents) / 100)},
                {"text": format_euros(outcome.moved_cents.get(stage, 0)),
                 "value": str(Decimal(outcome.moved_cents.get(stage, 0)) / 100)},
            ]
            for stage, cents in outcome.total_cents.items()
        ],
        "line_columns": LINES,
        "lines": [_line(each) for each in moving[:_MOST_LINES]],
        "lines_note": pluralise(len(moving), "ligne bouge", "lignes bougent")
        + (f", les {_MOST_LINES} premières" if len(moving) > _MOST_LINES else ""),
        "may_write": bool(extract.lines) and not outcome.changes_nothing,
        "changes_nothing": outcome.changes_nothing,
        "extracted": format_day(extract.extracted_on) if extract.extracted_on else "",
    }  # fmt: skip


def _answer(extract: Extract, outcome: ImportOutcome) -> SafeString:
    if not extract.lines:
        return format_html(
            "<strong>{}</strong>", apply_french_spacing("Pas encore : aucune ligne d’engagement n’a pu être lue.")
        )
    if outcome.changes_nothing:
        said = f"Rien à écrire : ses {pluralise(outcome.known, 'ligne est déjà connue', 'lignes sont déjà connues')}."
        return format_html("<strong>{}</strong>{}", apply_french_spacing(said), apply_french_spacing(_left(outcome)))
    said = f"Oui : {pluralise(outcome.added, 'ligne nouvelle', 'lignes nouvelles')}, "
    said += f"{pluralise(outcome.changed, 'changée')}, "
    said += f"{pluralise(outcome.known, 'déjà connue', 'déjà connues')}."
    return format_html("<strong>{}</strong>{}", apply_french_spacing(said), apply_french_spacing(_left(outcome)))


def _left(outcome: ImportOutcome) -> str:
    said = ""
    if outcome.skipped:
        said += f" {pluralise(outcome.skipped, 'ligne est laissée', 'lignes sont laissées')} de côté, avec sa raison."
    if outcome.unmatched:
        said += f" {pluralise(outcome.unmatched, 'ligne attendra', 'lignes attendront')} que l’on dise où elle va."
    return said.replace("avec sa raison", "avec leur raison") if outcome.skipped > 1 else said


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
            {"value": value, "label": label, "chosen": value == chosen} for value, label in offered().items()
        ],
    }  # fmt: skip


def _defect(rank: int, defect: Defect) -> dict[str, Any]:
    return {
        "mark": str(rank),
        "where": str(defect.cell) if defect.cell else "fichier",
        "message": defect.message,
        "value": defect.value,
        "fix": defect.fix,
        "is_error": defect.is_error,
    }


def _line(each: ImportLineOutcome) -> list[Any]:
    line = each.line
    moves = ", ".join(f"{STAGE_LABELS[stage].lower()} {_signed(cents)}" for stage, cents in each.deltas.items())
    where = each.target.label.capitalize() if each.target else "à affecter"
    return [
        {"text": line.number, "note": f"{each.year}{f', poste {each.post}' if each.post else ''}"},
        {"text": line.label or "sans objet", "note": line.supplier},
        {"text": _FATES[each.status], "note": str(line.cell)},
        {"text": where, "note": "" if each.target else each.why_waiting},
        moves or "rien",
    ]


def _signed(cents: int) -> str:
    return f"+{format_euros(cents)}" if cents > 0 else format_euros(cents)
