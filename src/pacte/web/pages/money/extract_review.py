"""Review of an extract: counts, sums by stage, columns, defects, and the status of each line. Pure."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.exchange.accounting import FIELD_LABELS, IGNORED
from pacte.exchange.accounting.vocabulary import CONFIDENT_SCORE
from pacte.finance.records import STAGE_LABELS, Extract, ImportLineOutcome, ImportLineStatus, ImportOutcome
from pacte.kernel.french import apply_french_spacing, pluralise
from pacte.kernel.money import format_euros
from pacte.web.pages.money.money_detail import exact_money_cell
from pacte.web.tables import Column, Table, cell, number_column

COLUMN_PREFIX = "column-"
_MAX_DEFECTS, _MAX_LINES = 300, 200
_STATUS_LABELS = {
    ImportLineStatus.ADDED: "nouvelle",
    ImportLineStatus.CHANGED: "changée",
    ImportLineStatus.UNCHANGED: "déjà connue",
    ImportLineStatus.SKIPPED: "laissée de côté",
}


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
        "columns": [
            {
                "letter": guess.letter,
                "heading": guess.heading or "sans en-tête",
                "sheet": guess.sheet,
                "sure": guess.confidence >= CONFIDENT_SCORE or not guess.field,
                "choices": [
                    {"value": value, "label": label, "chosen": value == (guess.field or IGNORED)}
                    for value, label in column_field_options().items()
                ],
            }
            for guess in extract.columns
        ],
        "unsure": any(guess.field and guess.confidence < CONFIDENT_SCORE for guess in extract.columns)
        or not extract.lines,
        "defects": [
            {
                "mark": str(rank),
                "where": str(each.cell) if each.cell else "fichier",
                "message": each.message,
                "value": each.value,
                "hint": each.hint,
                "is_error": each.is_error,
            }
            for rank, each in enumerate(defects[:_MAX_DEFECTS], start=1)
        ],
        "asked": f"{pluralise(len(outcome.errors), 'défaut')}, {pluralise(len(outcome.warnings), 'réserve')}",
        "unshown": max(len(defects) - _MAX_DEFECTS, 0),
        "sums": Table(
            outcome.total_cents.items(),
            Column("Étape", lambda total: STAGE_LABELS[total[0]]),
            number_column("Total des lignes prises", lambda total: exact_money_cell(total[1])),
            number_column(
                "Ce que le fichier ajoute", lambda total: exact_money_cell(outcome.moved_cents.get(total[0], 0))
            ),
            id="sommes",
            caption="Totaux par étape",
        ),
        "lines": Table(
            moving[:_MAX_LINES],
            Column(
                "Engagement",
                lambda each: cell(each.line.number, note=f"{each.year}{f', poste {each.post}' if each.post else ''}"),
            ),
            Column("Objet et tiers", lambda each: cell(each.line.label or "sans objet", note=each.line.supplier)),
            Column("Sort de la ligne", lambda each: cell(_STATUS_LABELS[each.status], note=str(each.line.cell))),
            Column(
                "Va à",
                lambda each: (
                    each.target.label.capitalize() if each.target else cell("à affecter", note=each.why_waiting)
                ),
            ),
            Column("Ce qui bouge", _moves),
            id="sort",
            caption="Sort de chaque ligne",
        ),
        "lines_note": pluralise(len(moving), "ligne bouge", "lignes bougent")
        + (f", les {_MAX_LINES} premières" if len(moving) > _MAX_LINES else ""),
        "may_write": bool(extract.lines) and not outcome.changes_nothing,
        "changes_nothing": outcome.changes_nothing,
    }


def _answer(extract: Extract, outcome: ImportOutcome) -> SafeString:
    if not extract.lines:
        headline = "Pas encore : aucune ligne d’engagement n’a pu être lue."
    elif outcome.changes_nothing:
        headline = (
            f"Rien à écrire : ses {pluralise(outcome.known, 'ligne est déjà connue', 'lignes sont déjà connues')}."
        )
    else:
        headline = f"Oui : {pluralise(outcome.added, 'ligne nouvelle', 'lignes nouvelles')}, "
        headline += f"{pluralise(outcome.changed, 'changée')}, "
        headline += f"{pluralise(outcome.known, 'déjà connue', 'déjà connues')}."
    rest = _remaining_text(outcome) if extract.lines else ""
    return format_html("<strong>{}</strong>{}", apply_french_spacing(headline), apply_french_spacing(rest))


def _remaining_text(outcome: ImportOutcome) -> str:
    text = ""
    if outcome.skipped:
        text += f" {pluralise(outcome.skipped, 'ligne est laissée', 'lignes sont laissées')} de côté, avec sa raison."
    if outcome.unmatched:
        where = "elle va" if outcome.unmatched == 1 else "elles vont"
        text += f" {pluralise(outcome.unmatched, 'ligne attendra', 'lignes attendront')} que l’on dise où {where}."
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


def _moves(each: ImportLineOutcome) -> str:
    moves = [
        f"{STAGE_LABELS[stage].lower()} {'+' if cents > 0 else ''}{format_euros(cents)}"
        for stage, cents in each.deltas.items()
    ]
    return ", ".join(moves) or "rien"
