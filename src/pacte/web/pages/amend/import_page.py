"""What the review page of an import shows: the user's own sheet with marks, defects, columns, changes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pacte.exchange.plan_table.words import FIELDS
from pacte.exchange.records import EMPTY_CELL, Grid, column_letter
from pacte.kernel.french import plural
from pacte.kernel.money import millions
from pacte.plan.records import Cell, ColumnGuess, Defect
from pacte.plan.rules.changes import Change, ChangeKind
from pacte.plan.rules.labels import field_label, word
from pacte.plan.rules.wording import Op, word_changes
from pacte.workflows.import_plan import Review

_AROUND = 1  # rows shown on each side of a marked row
_WIDEST = 16
_LONGEST = 40
_MOST_ROWS = 120


@dataclass(frozen=True, slots=True)
class Mark:
    text: str
    tone: str


def page_of(review: Review, grids: Sequence[Grid]) -> dict[str, Any]:
    """Values for ``amend/review.html``."""
    defects = sorted(review.defects, key=lambda defect: not defect.is_error)
    lines = [_defect_line(rank, defect) for rank, defect in enumerate(defects, start=1)]
    changes = [
        _change_line(rank, change, review)
        for rank, change in enumerate(review.difference.changes if review.difference else ())
    ]
    marks = _marks(defects, changes, review)
    return {
        "answer": _answer(review),
        "steps": _steps(review),
        "defects": lines,
        "sheets": [sheet for grid in grids if not grid.is_hidden and (sheet := _sheet(grid, marks))],
        "columns": [_column(guess) for guess in review.reading.columns],
        "unsure": any(guess.field and guess.confidence < 1 for guess in review.reading.columns),
        "changes": changes,
        "counts": [
            f"{word(nature)} : {count}" for nature, count in (review.difference.counts if review.difference else {}).items()
        ],
        "summary": _summary(review),
    }


def _answer(review: Review) -> str:
    errors, warnings = len(review.errors), len(review.warnings)
    if review.content is None or errors:
        return f"Pas encore : {plural(errors, 'défaut bloque', 'défauts bloquent')}. Rien n’est écrit."
    if review.changes_nothing:
        return "Ce fichier dit la même chose que le plan : il n’y a rien à écrire."
    doubt = f" {plural(warnings, 'réserve est à revoir', 'réserves sont à revoir')}." if warnings else ""
    if review.difference is None:
        return f"Oui : il deviendrait un nouveau plan, en projet.{doubt}"
    changes = plural(len(review.difference.changes), "changement")
    return f"Oui : il deviendrait un projet d’avenant, avec {changes}.{doubt}"


def _steps(review: Review) -> list[dict[str, str]]:
    blocked = bool(review.errors)
    defects = plural(len(review.errors), "blocage"), plural(len(review.warnings), "réserve")
    difference = review.difference
    compared = plural(len(difference.changes), "changement") if difference else "nouveau plan"
    return [
        {"label": "Déposer", "detail": review.file_name, "state": "done"},
        {"label": "Vérifier", "detail": ", ".join(defects), "state": "current" if blocked else "done"},
        {"label": "Comparer", "detail": compared, "state": "todo" if blocked else "current"},
        {"label": "Garder en projet", "detail": "rien n’est encore écrit", "state": "todo"},
    ]


def _summary(review: Review) -> str:
    content = review.content
    if content is None:
        return ""
    return (
        f"{plural(len(content.axes), 'axe')}, {plural(len(content.numbers), 'action')}, "
        f"{plural(len(content.rows), 'ligne')}, {millions(content.total_cents)}"
    )


def _defect_line(rank: int, defect: Defect) -> dict[str, Any]:
    return {
        "mark": str(rank),
        "where": str(defect.cell) if defect.cell else "",
        "message": defect.message,
        "value": defect.value,
        "fix": defect.fix,
        "is_error": defect.is_error,
    }


def _change_line(rank: int, change: Change, review: Review) -> dict[str, Any]:
    cell = (review.reading.where or {}).get((change.key, change.field))
    place = f"Action {change.number}" if change.number else ("Le plan" if not change.key else f"{change.key}")
    label = field_label(change.subject, change.field) if change.field else word(change.subject)
    return {
        "mark": _letters(rank),
        "what": f"{place}, {label}",
        "cell": str(cell) if cell else "",
        "place": cell,
        "nature": word(change.nature),
        "kind": change.kind.value,
        "parts": _parts(change),
    }


def _parts(change: Change) -> list[dict[str, str]]:
    if change.kind is ChangeKind.ADDED:
        return [{"kind": "ins", "text": change.after or "ajouté"}]
    if change.kind is ChangeKind.REMOVED:
        return [{"kind": "del", "text": change.before or "retiré"}]
    kinds = {Op.SAME: "same", Op.REMOVED: "del", Op.ADDED: "ins"}
    return [
        {"kind": kinds[operation], "text": text} for operation, text in word_changes(change.before, change.after)
    ]


def _marks(defects: Sequence[Defect], changes: Sequence[Mapping[str, Any]], review: Review) -> dict[Cell, Mark]:
    """One mark a cell: a defect speaks before a change."""
    marks: dict[Cell, Mark] = {}
    for change in changes:
        if change["place"]:
            tone = "good" if change["kind"] == "added" else "accent"
            marks.setdefault(change["place"], Mark(change["mark"], tone))
    for rank, defect in reversed(list(enumerate(defects, start=1))):
        if defect.cell:
            marks[defect.cell] = Mark(str(rank), "bad" if defect.is_error else "watch")
    return marks


def _sheet(grid: Grid, marks: Mapping[Cell, Mark]) -> dict[str, Any] | None:
    """The sheet around its marks, as its author knows it; None when nothing is marked there."""
    here = {cell: mark for cell, mark in marks.items() if cell.sheet == grid.sheet}
    if not here:
        return None
    wanted = sorted(
        {
            row
            for cell in here
            for row in range(max(cell.row - _AROUND, 1), cell.row + _AROUND + 1)
            if row <= grid.height
        }
    )[:_MOST_ROWS]
    letters = [column_letter(column) for column in range(1, min(grid.width, _WIDEST) + 1)]
    rows: list[dict[str, Any]] = []
    last = 0
    for row in wanted:
        if row > last + 1:
            rows.append({"skipped": _skipped(last + 1, row - 1)})
        rows.append({"number": row, "cells": [_cell(grid, row, letter, here) for letter in letters]})
        last = row
    if last < grid.height:
        rows.append({"skipped": _skipped(last + 1, grid.height)})
    return {"name": grid.sheet, "letters": letters, "rows": rows, "label": f"feuille « {grid.sheet} »"}


def _skipped(first: int, last: int) -> str:
    return f"ligne {first} : rien à signaler" if first == last else f"lignes {first} à {last} : rien à signaler"


def _cell(grid: Grid, row: int, letter: str, marks: Mapping[Cell, Mark]) -> dict[str, str]:
    column = sum((ord(sign) - 64) * 26**power for power, sign in enumerate(reversed(letter)))
    text = grid.cells.get((row, column), EMPTY_CELL).text.replace("\n", " ")
    shown = f"{text[:_LONGEST].rstrip()}…" if len(text) > _LONGEST else text
    mark = marks.get(Cell(grid.sheet, row, letter))
    return {"text": shown} | ({"mark": mark.text, "tone": mark.tone} if mark else {})


def _column(guess: ColumnGuess) -> dict[str, Any]:
    choices = dict.fromkeys((guess.field, *guess.others, "ignore", *FIELDS))
    return {
        "letter": guess.letter,
        "heading": guess.heading,
        "confidence": guess.confidence,
        "sure": guess.confidence >= 1,
        "choices": [
            {"value": value, "label": _field_words(value), "chosen": value == (guess.field or "ignore")}
            for value in choices
            if value
        ],
    }


def _field_words(field: str) -> str:
    if field == "ignore":
        return "laisser de côté"
    if field.startswith("period:"):
        return f"croix {field.removeprefix('period:')}"
    if field.startswith("amount:"):
        year = field.removeprefix("amount:")
        return f"montant {year}" if year else "montant sur toute la période"
    return FIELDS[field].label if field in FIELDS else field


def _letters(rank: int) -> str:
    return column_letter(rank + 1)
