"""Review page of an import: the uploaded sheet with marks, defects, columns, then the changes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.exchange.plan_table.heading_matching import FIELDS, SURE_SCORE
from pacte.exchange.records import Grid, column_letter
from pacte.kernel.defects import CellReference, Defect
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_millions
from pacte.plan.records import ColumnGuess, VersionState
from pacte.plan.rules.changes import ChangeKind, ChangeNature, ChangeSubject, PlanChange
from pacte.plan.rules.labels import enum_label, plan_field_label
from pacte.plan.rules.text_diff import WordChange, word_changes
from pacte.web.pages.plan_editing.import_sheet import SheetCellMark, column_samples, marked_sheets
from pacte.workflows.import_plan import PlanImportReview

_MAX_CHANGES = 400
# A longer run of unchanged words is cut in the middle, so that the changes stay visible.
_MAX_UNCHANGED_LENGTH = 90
# Long texts that share less than this are shown side by side, without word marks.
_MIN_SHARED_RATIO = 0.4
# Fields read from the cell of another field.
_FIELD_SHARING_CELL = {
    "description": "title",
    "short_title": "title",
    "title_as_printed": "title",
    "leads_as_printed": "leads",
    "figures": "expected_result",
    "key": "number",
}
_SUBJECT_LABELS = {
    ChangeSubject.PLAN: "Le plan",
    ChangeSubject.AXIS: "Axe {}",
    ChangeSubject.OBJECTIVE: "Objectif {}",
}

# Keys of the parsed plan for the subject of a cell.
_SUBJECT_KEYS = {
    ChangeSubject.PLAN: "plan",
    ChangeSubject.AXIS: "axis:{key}",
    ChangeSubject.OBJECTIVE: "objective:{key}",
    ChangeSubject.ACTION: "action:{number}",
}

CellsByField = Mapping[tuple[str, str], CellReference]


def cell_of_change(change: PlanChange, cells_by_field: CellsByField) -> CellReference | None:
    subject = _SUBJECT_KEYS.get(change.subject, "{key}").format(key=change.key, number=change.number)
    if change.subject is ChangeSubject.FIGURE:
        return cells_by_field.get((subject, "figures")) or cells_by_field.get((subject, "expected_result"))
    field = change.field or "number"
    shared = _FIELD_SHARING_CELL.get(field, "title")
    return cells_by_field.get((subject, field)) or cells_by_field.get((subject, shared))


def _change_values(rank: int, change: PlanChange, cells_by_field: CellsByField) -> dict[str, Any]:
    cell = cell_of_change(change, cells_by_field)
    before, after = _before_and_after(change)
    return {
        "mark": column_letter(rank + 1),
        "tone": "good" if change.kind is ChangeKind.ADDED else "accent",
        "what": f"{_place_label(change)}, {_subject_label(change)}",
        "cell": f"{cell.column}{cell.row}" if cell else "",
        "place": cell,
        "nature": enum_label(change.nature),
        "is_wording": change.nature is ChangeNature.WORDING,
        "before": before,
        "after": after,
    }


def _place_label(change: PlanChange) -> str:
    if change.number is not None:
        return f"Action {change.number}"
    return _SUBJECT_LABELS.get(change.subject, "Ligne {}").format(change.key)


def _subject_label(change: PlanChange) -> str:
    if change.field:
        return plan_field_label(change.subject, change.field)
    return {
        ChangeKind.ADDED: f"{enum_label(change.subject)} en plus",
        ChangeKind.REMOVED: f"{enum_label(change.subject)} en moins",
        ChangeKind.CHANGED: enum_label(change.subject),
    }[change.kind]


def _before_and_after(change: PlanChange) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Words before and after: removed words are struck through on the left, added ones underlined on the right."""
    if change.kind is ChangeKind.ADDED:
        return [{"kind": "same", "text": "n’y est pas"}], [{"kind": "ins", "text": change.after or "ajouté"}]
    if change.kind is ChangeKind.REMOVED:
        return [{"kind": "del", "text": change.before or "retiré"}], [{"kind": "same", "text": "n’y est plus"}]
    runs = word_changes(change.before, change.after)
    shared = sum(len(text) for op, text in runs if op is WordChange.EQUAL)
    if (
        shared < _MIN_SHARED_RATIO * max(len(change.before), len(change.after))
        and len(change.before) > _MAX_UNCHANGED_LENGTH
    ):
        return [{"kind": "same", "text": change.before}], [{"kind": "same", "text": change.after or "vide"}]
    before = [_diff_run(op, text, "del") for op, text in runs if op is not WordChange.ADDED and text.strip()]
    after = [_diff_run(op, text, "ins") for op, text in runs if op is not WordChange.REMOVED and text.strip()]
    empty = [{"kind": "same", "text": "vide"}]
    return before or empty, after or empty


def _diff_run(op: WordChange, text: str, kind: str) -> dict[str, str]:
    flat = " ".join(text.split())
    if op is not WordChange.EQUAL:
        return {"kind": kind, "text": flat}
    if len(flat) > _MAX_UNCHANGED_LENGTH:
        flat = f"{flat[: _MAX_UNCHANGED_LENGTH // 2].rstrip()} […] {flat[-_MAX_UNCHANGED_LENGTH // 2 :].lstrip()}"
    return {"kind": "same", "text": flat}


_MAX_DEFECTS = 400
# Beyond this number, wording changes are folded.
_MAX_OPEN_WORDING = 12
IGNORED_FIELD = "ignore"
# Errors that another column mapping may fix.
_COLUMN_ERROR_CODES = {"heading_missing", "table_missing"}


class ReviewedFile:
    """An uploaded file as its review page tells it.

    ``fresh`` warnings are about what the file changes, or about a new plan. ``accepted`` ones are about text that the
    plan already contains unchanged: they were accepted before.
    """

    def __init__(self, review: PlanImportReview) -> None:
        self.review, self.cells_by_field = review, review.reading.cell_by_field or {}
        self.changes = review.difference.changes if review.difference else ()
        self.errors, self.columns = review.errors, review.reading.columns
        touched: set[object] = {(change.key, change.field) for change in self.changes}
        touched |= {cell_of_change(change, self.cells_by_field) for change in self.changes} - {None}

        def is_accepted(defect: Defect) -> bool:
            return review.difference is not None and (defect.cell or defect.at) not in touched

        self.accepted = [defect for defect in review.warnings if is_accepted(defect)]
        self.fresh = [defect for defect in review.warnings if not is_accepted(defect)]

    def context(self, grids: Sequence[Grid]) -> dict[str, Any]:
        """Context of ``plan_editing/review.html``."""
        review, samples = self.review, column_samples(grids, self.columns)
        defects = _numbered_defects([*self.errors, *self.fresh])
        ordered = sorted(self.changes, key=lambda change: change.nature is ChangeNature.WORDING)
        changes = [
            _change_values(rank, change, self.cells_by_field) for rank, change in enumerate(ordered[:_MAX_CHANGES])
        ]
        # A mapping is by letter, whatever the sheet.
        first = {guess.letter: guess for guess in reversed(self.columns)}
        columns = [_column(each, self.columns, samples) for each in self.columns if first[each.letter] is each]
        wording = [change for change in changes if change["is_wording"]]
        unshown = len(self.errors) + len(self.fresh) - len(defects) + len(self.changes) - len(changes)
        return {
            "title": f"Ce fichier peut-il devenir un projet{' d’avenant' if review.base else ''} ?",
            "answer": self._answer(),
            "steps": self._steps(),
            "is_draft_open": review.base is not None and review.base.state == VersionState.DRAFT,
            "defects": defects,
            "asked": self._defects_heading(),
            "left": _numbered_defects(self.accepted),
            "sheets": marked_sheets(grids, self._cell_marks(changes), self.columns),
            "legend": self._legend(changes),
            "columns": columns,
            "unsure": self._misses_columns() or any(not column["sure"] for column in columns),
            "binding": [change for change in changes if not change["is_wording"]],
            "wording": wording,
            "folds_wording": len(wording) > _MAX_OPEN_WORDING or len(wording) < len(changes),
            "counts": " · ".join(
                f"{enum_label(nature)} : {count}"
                for nature, count in (review.difference.counts if review.difference else {}).items()
            ),
            "unshown": unshown,
            "must_accept": len(self.fresh),
            "summary": self._summary(),
        }

    def _misses_columns(self) -> bool:
        """True when another column mapping may fix an error."""
        return any(defect.code in _COLUMN_ERROR_CODES for defect in self.errors)

    def _answer(self) -> SafeString:
        headline, sentence, fresh = "", "", len(self.fresh)
        if self.review.content is None or self.errors:
            headline = f"Pas encore : {pluralise(len(self.errors), 'défaut bloque', 'défauts bloquent')}."
            sentence = self._fix_advice()
        elif self.review.changes_nothing:
            headline = "Rien à écrire : ce fichier dit la même chose que le plan."
        elif self.review.difference is None:
            headline = "Oui : il deviendrait un nouveau plan, en projet."
        else:
            headline = "Oui : il deviendrait un projet d’avenant."
            sentence = self._effect_text()
        left = f"{pluralise(fresh, 'réserve est à revoir et peut', 'réserves sont à revoir et peuvent')} rester "
        left += f"{'telle quelle' if fresh < 2 else 'telles quelles'}."
        return format_html("<strong>{}</strong> {} {}", headline, sentence, left if fresh else "")

    def _fix_advice(self) -> str:
        if self._misses_columns() and self.columns:
            return "Dites plus bas ce que contiennent les colonnes, ou corrigez les en-têtes du fichier."
        it = "Corrigez-le" if len(self.errors) < 2 else "Corrigez-les"
        return f"{it} dans le fichier, puis déposez-le de nouveau."

    def _effect_text(self) -> str:
        """« Il change 4 choses au plan et n’en efface aucune. »"""
        removed = sum(each.kind is ChangeKind.REMOVED and each.subject is ChangeSubject.ROW for each in self.changes)
        removal_text = f"en efface {pluralise(removed, 'ligne')}" if removed else "n’en efface aucune ligne"
        return f"Il y fait {pluralise(len(self.changes), 'changement')} et {removal_text}."

    def _steps(self) -> list[dict[str, str]]:
        compared = pluralise(len(self.changes), "changement") if self.review.difference else "nouveau plan"
        return [
            {"label": "Déposer", "detail": self.review.file_name, "state": "done"},
            {
                "label": "Vérifier",
                "detail": f"{pluralise(len(self.errors), 'blocage')}, {pluralise(len(self.fresh), 'réserve')}",
                "state": "current" if self.errors else "done",
            },
            {
                "label": "Comparer",
                "detail": compared if self.review.content else "pas encore possible",
                "state": "todo" if self.errors else "current",
            },
            {"label": "Garder en projet", "detail": "rien n’est encore écrit", "state": "todo"},
        ]

    def _defects_heading(self) -> str:
        """Introduction of the section of defects."""
        fresh = pluralise(len(self.fresh), "réserve à revoir", "réserves à revoir")
        left = pluralise(len(self.accepted), "autre était déjà dans le plan", "autres étaient déjà dans le plan")
        return f"{pluralise(len(self.errors), 'blocage')}, puis {fresh}" + (f" ; {left}" if self.accepted else "")

    def _summary(self) -> str:
        content = self.review.content
        if content is None:
            return ""
        return (
            f"{pluralise(len(content.axes), 'axe')}, {pluralise(len(content.numbers), 'action')}, "
            f"{pluralise(len(content.rows), 'ligne')}, {format_millions(content.total_cents)}"
        )

    def _cell_marks(self, changes: Sequence[Mapping[str, Any]]) -> dict[CellReference, SheetCellMark]:
        """One mark per cell. Priority: error, fresh warning, change, accepted warning."""
        defects = [*((each, "bad") for each in self.errors), *((each, "watch") for each in self.fresh)]
        # After errors, a misread plan would seem changed everywhere.
        shown = () if self.errors else changes
        marks = [
            *((each.cell, SheetCellMark(str(rank), tone)) for rank, (each, tone) in enumerate(defects, start=1)),
            *((change["place"], SheetCellMark(change["mark"], change["tone"])) for change in shown),
            *((defect.cell, SheetCellMark("", "left")) for defect in self.accepted),
        ]
        return {cell: mark for cell, mark in reversed(marks) if cell}

    def _legend(self, changes: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
        """The marks used on this page only."""
        tones = set() if self.errors else {change["tone"] for change in changes}
        keys = (
            ("1", "bad", "bloque", self.errors),
            (str(len(self.errors) + 1), "watch", "réserve", self.fresh),
            ("A", "accent", "changé", "accent" in tones),
            ("A", "good", "ajouté", "good" in tones),
            ("·", "left", "doute déjà dans le plan", self.accepted),
        )
        return [{"text": text, "tone": tone, "label": label} for text, tone, label, is_used in keys if is_used]


def column_field_choices(guess: ColumnGuess, every: Sequence[ColumnGuess]) -> tuple[str, ...]:
    """Fields that a person may assign to this column."""
    dated = [each.field for each in every if each.field.startswith(("period:", "amount:"))]
    return tuple(dict.fromkeys(each for each in (guess.field, *guess.others, IGNORED_FIELD, *FIELDS, *dated) if each))


def _numbered_defects(defects: Sequence[Defect]) -> list[dict[str, Any]]:
    return [_defect_values(rank, defect) for rank, defect in enumerate(defects[:_MAX_DEFECTS], start=1)]


def _defect_values(rank: int, defect: Defect) -> dict[str, Any]:
    return {
        "mark": str(rank),
        "where": f"{defect.cell.column}{defect.cell.row}" if defect.cell else "fichier",
        "message": defect.message,
        "value": defect.value,
        "hint": defect.hint,
        "is_error": defect.is_error,
    }


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
