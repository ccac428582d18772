"""What the page of a plan file shows of it: its sheets with marks, its defects, then its changes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.exchange.records import Grid, column_letter
from pacte.kernel.defects import CellReference, Defect
from pacte.kernel.french import pluralise
from pacte.plan.rules.change_cells import CellsByField, cell_of_change
from pacte.plan.rules.change_labels import change_label
from pacte.plan.rules.changes import ChangeKind, ChangeNature, ChangeSubject, PlanChange
from pacte.plan.rules.labels import enum_label
from pacte.plan.rules.text_diff import WordChange, word_changes
from pacte.web.pages.intake.plan_sheet import SheetCellMark, marked_sheets
from pacte.workflows.import_plan import PlanImportReview

_MAX_CHANGES = 400
# A longer run of unchanged words is cut in the middle, so that the changes stay visible.
_MAX_UNCHANGED_LENGTH = 90
# Long texts that share less than this are shown side by side, without word marks.
_MIN_SHARED_RATIO = 0.4


def _change_values(rank: int, change: PlanChange, cells_by_field: CellsByField) -> dict[str, Any]:
    cell = cell_of_change(change, cells_by_field)
    before, after = _before_and_after(change)
    return {
        "mark": column_letter(rank + 1),
        "tone": "good" if change.kind is ChangeKind.ADDED else "accent",
        "what": change_label(change),
        "cell": f"{cell.column}{cell.row}" if cell else "",
        "place": cell,
        "nature": enum_label(change.nature),
        "is_wording": change.nature is ChangeNature.WORDING,
        "before": before,
        "after": after,
    }


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
# Errors that another column mapping may fix.
_COLUMN_ERROR_CODES = {"heading_missing", "table_missing"}


class ReviewedPlanFile:
    """A plan file as its page tells it.

    ``fresh`` warnings are about what the file changes, or about a new plan. ``accepted`` ones are about text that the
    plan already contains unchanged: they were accepted before.
    """

    def __init__(self, review: PlanImportReview) -> None:
        self.review, self.cells_by_field = review, review.reading.cell_by_field or {}
        self.changes = review.difference.changes if review.difference else ()
        self.errors, self.columns = review.errors, review.reading.columns
        self.accepted, self.fresh = review.known_warnings, review.new_warnings

    def page_values(self, *, has_unsure_columns: bool) -> dict[str, Any]:
        """What the page says above its sections, and whether it asks about the columns first."""
        return {
            "title": f"Ce fichier peut-il devenir un projet{' d’avenant' if self.review.base else ''} ?",
            "answer": self._answer(),
            "steps": self._steps(),
            "asks_first": self._misses_columns() or has_unsure_columns,
        }

    def section_values(self, grids: Sequence[Grid]) -> dict[str, Any]:
        """What ``intake/plan.html`` reads."""
        review = self.review
        defects = _numbered_defects([*self.errors, *self.fresh])
        ordered = sorted(self.changes, key=lambda change: change.nature is ChangeNature.WORDING)
        changes = [
            _change_values(rank, change, self.cells_by_field) for rank, change in enumerate(ordered[:_MAX_CHANGES])
        ]
        wording = [change for change in changes if change["is_wording"]]
        unshown = len(self.errors) + len(self.fresh) - len(defects) + len(self.changes) - len(changes)
        return {
            "is_blocked": bool(self.errors),
            "defects": defects,
            "asked": self._defects_heading(),
            "left": _numbered_defects(self.accepted),
            "sheets": marked_sheets(grids, self._cell_marks(changes), self.columns),
            "legend": self._legend(changes),
            "binding": [change for change in changes if not change["is_wording"]],
            "wording": wording,
            "folds_wording": len(wording) > _MAX_OPEN_WORDING or len(wording) < len(changes),
            "counts": " · ".join(
                f"{enum_label(nature)} : {count}"
                for nature, count in (review.difference.counts if review.difference else {}).items()
            ),
            "unshown": unshown,
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
