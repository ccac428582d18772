"""Review page of an import: the uploaded sheet with marks, defects, columns, changes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.exchange.plan_table.heading_matching import FIELDS, SURE_SCORE
from pacte.kernel.french import apply_french_spacing, pluralise
from pacte.kernel.money import format_millions
from pacte.plan.records import CellReference, ColumnGuess, Defect, VersionState
from pacte.plan.rules.changes import ChangeKind, ChangeSubject
from pacte.plan.rules.labels import enum_label
from pacte.web.pages.plan_editing.import_changes import cell_of_change, import_change_values
from pacte.web.pages.plan_editing.import_sheet import SheetCellMark, column_samples, marked_sheets

if TYPE_CHECKING:
    from pacte.exchange.records import Grid
    from pacte.workflows.import_plan import PlanImportReview

_MAX_DEFECTS = 400
# Beyond this number, wording changes are folded.
_MAX_OPEN_WORDING = 12
IGNORED_FIELD = "ignore"
# Errors that another column mapping may fix.
_COLUMN_ERROR_CODES = {"heading_missing", "table_missing"}


def import_review_context(review: PlanImportReview, grids: Sequence[Grid]) -> dict[str, Any]:
    """Context of ``plan_editing/review.html``."""
    cells_by_field = review.reading.cell_by_field or {}
    new_defects, accepted = new_warnings(review), accepted_warnings(review)
    defect_values = [
        _defect_values(rank, defect)
        for rank, defect in enumerate([*review.errors, *new_defects][:_MAX_DEFECTS], start=1)
    ]
    changes = import_change_values(review.difference, cells_by_field)
    columns = _columns(review, column_samples(grids, review.reading.columns))
    wording = [change for change in changes if change["is_wording"]]
    shown = len(defect_values) + len(changes)
    return {
        "title": f"Ce fichier peut-il devenir un projet{' d’avenant' if review.base else ''} ?",
        "answer": _answer(review),
        "steps": _steps(review),
        "is_draft_open": review.base is not None and review.base.state == VersionState.DRAFT,
        "defects": defect_values,
        "asked": _defects_heading(review),
        "left": [_defect_values(rank, defect) for rank, defect in enumerate(accepted[:_MAX_DEFECTS], start=1)],
        "sheets": marked_sheets(grids, _cell_marks(review, changes), review.reading.columns),
        "legend": _legend(review, changes),
        "columns": columns,
        "unsure": any(not column["sure"] for column in columns)
        or any(defect.code in _COLUMN_ERROR_CODES for defect in review.errors),
        "binding": [change for change in changes if not change["is_wording"]],
        "wording": wording,
        "folds_wording": len(wording) > _MAX_OPEN_WORDING or len(wording) < len(changes),
        "counts": _counts(review),
        "unshown": max(len(review.errors) + len(new_defects) + _change_count(review) - shown, 0),
        "must_accept": len(new_defects),
        "summary": _summary(review),
    }


def new_warnings(review: PlanImportReview) -> tuple[Defect, ...]:
    """New warnings: about what the file changes, or about a new plan."""
    return tuple(defect for defect in review.warnings if not _is_accepted(defect, review))


def accepted_warnings(review: PlanImportReview) -> tuple[Defect, ...]:
    """Warnings about text that the plan already contains unchanged: they were accepted before."""
    return tuple(defect for defect in review.warnings if _is_accepted(defect, review))


def _is_accepted(defect: Defect, review: PlanImportReview) -> bool:
    if review.difference is None:
        return False
    cells_by_field = review.reading.cell_by_field or {}
    if defect.cell:
        return defect.cell not in {cell_of_change(change, cells_by_field) for change in review.difference.changes}
    return defect.at is None or defect.at not in {(change.key, change.field) for change in review.difference.changes}


def column_field_choices(guess: ColumnGuess, every: Sequence[ColumnGuess]) -> tuple[str, ...]:
    """Fields that a person may assign to this column."""
    dated = [each.field for each in every if each.field.startswith(("period:", "amount:"))]
    return tuple(dict.fromkeys(each for each in (guess.field, *guess.others, IGNORED_FIELD, *FIELDS, *dated) if each))


def _change_count(review: PlanImportReview) -> int:
    return len(review.difference.changes) if review.difference else 0


def _answer(review: PlanImportReview) -> SafeString:
    errors, new_count = len(review.errors), len(new_warnings(review))
    headline, sentences = "", []
    if review.content is None or errors:
        headline = f"Pas encore : {pluralise(errors, 'défaut bloque', 'défauts bloquent')}."
        sentences.append(_fix_advice(review))
    elif review.changes_nothing:
        headline = "Rien à écrire : ce fichier dit la même chose que le plan."
    elif review.difference is None:
        headline = "Oui : il deviendrait un nouveau plan, en projet."
    else:
        headline = "Oui : il deviendrait un projet d’avenant."
        sentences.append(_effect_text(review))
    if new_count:
        sentences.append(
            f"{pluralise(new_count, 'réserve est à revoir et peut', 'réserves sont à revoir et peuvent')} rester "
            f"{'telle quelle' if new_count < 2 else 'telles quelles'}."
        )
    return format_html(
        "<strong>{}</strong> {}", apply_french_spacing(headline), apply_french_spacing(" ".join(sentences))
    )


def _fix_advice(review: PlanImportReview) -> str:
    if any(defect.code in _COLUMN_ERROR_CODES for defect in review.errors) and review.reading.columns:
        return "Dites plus bas ce que contiennent les colonnes, ou corrigez les en-têtes du fichier."
    it = "Corrigez-le" if len(review.errors) < 2 else "Corrigez-les"
    return f"{it} dans le fichier, puis déposez-le de nouveau."


def _effect_text(review: PlanImportReview) -> str:
    """« Il change 4 choses au plan et n’en efface aucune. »"""
    changes = review.difference.changes if review.difference else ()
    removed_rows = [each for each in changes if each.kind is ChangeKind.REMOVED and each.subject is ChangeSubject.ROW]
    removal_text = (
        "n’en efface aucune ligne" if not removed_rows else f"en efface {pluralise(len(removed_rows), 'ligne')}"
    )
    return f"Il y fait {pluralise(len(changes), 'changement')} et {removal_text}."


def _steps(review: PlanImportReview) -> list[dict[str, str]]:
    blocked = bool(review.errors)
    fresh = pluralise(len(new_warnings(review)), "réserve")
    compared = pluralise(_change_count(review), "changement") if review.difference else "nouveau plan"
    return [
        {"label": "Déposer", "detail": review.file_name, "state": "done"},
        {
            "label": "Vérifier",
            "detail": f"{pluralise(len(review.errors), 'blocage')}, {fresh}",
            "state": "current" if blocked else "done",
        },
        {
            "label": "Comparer",
            "detail": compared if review.content else "pas encore possible",
            "state": "todo" if blocked else "current",
        },
        {"label": "Garder en projet", "detail": "rien n’est encore écrit", "state": "todo"},
    ]


def _defects_heading(review: PlanImportReview) -> str:
    """Introduction of the section of defects."""
    errors, fresh, left = len(review.errors), len(new_warnings(review)), len(accepted_warnings(review))
    text = f"{pluralise(errors, 'blocage')}, puis {pluralise(fresh, 'réserve à revoir', 'réserves à revoir')}"
    if left:
        text += f" ; {pluralise(left, 'autre était déjà dans le plan', 'autres étaient déjà dans le plan')}"
    return text


def _counts(review: PlanImportReview) -> str:
    counts = review.difference.counts if review.difference else {}
    return " · ".join(f"{enum_label(nature)} : {count}" for nature, count in counts.items())


def _summary(review: PlanImportReview) -> str:
    content = review.content
    if content is None:
        return ""
    return (
        f"{pluralise(len(content.axes), 'axe')}, {pluralise(len(content.numbers), 'action')}, "
        f"{pluralise(len(content.rows), 'ligne')}, {format_millions(content.total_cents)}"
    )


def _defect_values(rank: int, defect: Defect) -> dict[str, Any]:
    return {
        "mark": str(rank),
        "where": f"{defect.cell.column}{defect.cell.row}" if defect.cell else "fichier",
        "message": defect.message,
        "value": defect.value,
        "fix": defect.fix,
        "is_error": defect.is_error,
    }


def _cell_marks(review: PlanImportReview, changes: Sequence[Mapping[str, Any]]) -> dict[CellReference, SheetCellMark]:
    """One mark per cell. Priority: error, new warning, change, accepted warning."""
    defects = enumerate([*review.errors, *new_warnings(review)], start=1)
    # After errors, a misread plan would seem changed everywhere.
    shown_changes = () if review.errors else changes
    marks = [
        *((defect.cell, SheetCellMark(str(rank), "bad" if defect.is_error else "watch")) for rank, defect in defects),
        *((change["place"], SheetCellMark(change["mark"], change["tone"])) for change in shown_changes),
        *((defect.cell, SheetCellMark("", "left")) for defect in accepted_warnings(review)),
    ]
    return {cell: mark for cell, mark in reversed(marks) if cell}


def _legend(review: PlanImportReview, changes: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The marks used on this page only."""
    tones = {change["tone"] for change in changes} if not review.errors else set()
    errors, fresh = len(review.errors), len(new_warnings(review))
    keys = (
        ("1", "bad", "bloque", errors),
        (str(errors + 1), "watch", "réserve", fresh),
        ("A", "accent", "changé", "accent" in tones),
        ("A", "good", "ajouté", "good" in tones),
        ("·", "left", "doute déjà dans le plan", len(accepted_warnings(review))),
    )
    return [{"text": text, "tone": tone, "label": label} for text, tone, label, is_used in keys if is_used]


def _columns(review: PlanImportReview, samples: Mapping[tuple[str, str], str]) -> list[dict[str, Any]]:
    """One entry per letter: a mapping is by letter, whatever the sheet."""
    every = review.reading.columns
    first = {guess.letter: guess for guess in reversed(every)}
    return [_column(guess, every, samples) for guess in every if first[guess.letter] is guess]


def _column(guess: ColumnGuess, every: Sequence[ColumnGuess], samples: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    return {
        "letter": guess.letter,
        "heading": guess.heading or "sans en-tête",
        "sample": samples.get((guess.sheet, guess.letter), ""),
        "sure": guess.confidence >= SURE_SCORE or not guess.field,
        "choices": [
            {"value": value, "label": _field_label(value), "chosen": value == (guess.field or IGNORED_FIELD)}
            for value in column_field_choices(guess, every)
        ],
    }


def _field_label(field: str) -> str:
    if field == IGNORED_FIELD:
        return "laisser de côté"
    if field.startswith("period:"):
        return f"croix {field.removeprefix('period:')}"
    if field.startswith("amount:"):
        year = field.removeprefix("amount:")
        return f"montant {year}" if year else "montant sur toute la période"
    return FIELDS[field].label if field in FIELDS else field
