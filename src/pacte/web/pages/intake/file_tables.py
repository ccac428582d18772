"""Tables and fields of the page of a received file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html

from pacte.intake.file_kind import FileKind
from pacte.intake.records import Change, ColumnQuestion, FileState, Preview, SheetColumn, WordQuestion
from pacte.kernel.clock import paris_date
from pacte.kernel.defects import Defect
from pacte.kernel.french import format_day, pluralise
from pacte.web.filter_form import select_choices
from pacte.web.pages.intake.kind_pages import file_url, link_url
from pacte.web.tables import Column, Table, cell

if TYPE_CHECKING:
    from pacte.intake.models import AppliedChange, ReceivedFile, RefusedRow

SHOWN_ROWS = 300
_LONGEST_VALUE = 120
_STEP_LABELS = ("Déposer", "Vérifier", "Comparer")


def steps_of(kind: FileKind, file: ReceivedFile, preview: Preview | None) -> list[dict[str, str]]:
    """Parameter of the component ``stepper``."""
    is_written = file.state in (FileState.DONE, FileState.UNDONE)
    if is_written or file.state == FileState.WRITING:
        rank = 3
    else:
        rank = 1 if preview is None or preview.is_blocked else 2
    errors = sum(each.is_error for each in preview.defects) if preview else 0
    written = f"écrit le {format_day(paris_date(file.written_at))}" if is_written and file.written_at else ""
    details = (
        file.file_name,
        pluralise(errors, "défaut") if errors else ("rien ne bloque" if preview else ""),
        _changes_ahead(preview),
        written or ("en cours" if file.state == FileState.WRITING else "rien n’est encore écrit"),
    )
    labels = (*_STEP_LABELS, kind.words.last_step)
    return [
        {
            "label": label,
            "detail": detail,
            "state": "done" if place < rank or is_written else ("current" if place == rank else "todo"),
        }
        for place, (label, detail) in enumerate(zip(labels, details, strict=True))
    ]


def _changes_ahead(preview: Preview | None) -> str:
    """ "" before the comparison, and for a blocked file, which will change nothing until it is mended."""
    if preview is None or preview.is_blocked or not preview.is_compared:
        return ""
    return pluralise(preview.written_count, "changement")


def defects_title(defects: Sequence[Defect]) -> str:
    """Remarks on rows that enter all the same are no fault."""
    return "Ce qui ne va pas" if any(each.is_error for each in defects) else "À vérifier, sans que rien ne bloque"


def defect_table(kind: FileKind, defects: Sequence[Defect]) -> Table[Defect]:
    """Errors first, in the order of the file."""
    ordered = sorted(defects, key=lambda each: not each.is_error)
    return Table(
        ordered[:SHOWN_ROWS],
        Column("Où", lambda each: kind.place_text(each.cell) if each.cell else "le fichier"),
        Column("Ce qui a été lu", lambda each: each.value[:_LONGEST_VALUE]),
        Column("Ce qui ne va pas", lambda each: each.message),
        Column("Quoi faire", lambda each: each.hint),
        Column("Suite", lambda each: "n’entre pas" if each.is_error else "entre quand même"),
        id="defauts-table",
        caption=defects_title(defects),
        empty="Rien ne bloque.",
    )


def refused_table(kind: FileKind, rows: Sequence[RefusedRow]) -> Table[RefusedRow]:
    """Rows in quarantine, each with all that is wrong in it, and where it is corrected by itself."""

    def sentences(row: RefusedRow, field: str) -> str:
        return " ".join(str(each.get(field) or "") for each in row.defects)

    return Table(
        rows,
        _row_column(kind),
        Column("Ce qui ne va pas", lambda each: _all_messages(kind, each)),
        Column("Quoi faire", lambda each: sentences(each, "hint")),
        id="refusees-table",
        caption="Lignes refusées",
    )


def applied_table(changes: Sequence[AppliedChange]) -> Table[AppliedChange]:
    return Table(
        changes,
        Column("Quoi", lambda each: each.subject),
        Column("Avant", lambda each: _struck(each.before)),
        Column("Après", lambda each: _underlined(each.after)),
        id="appliques-table",
        caption="Ce que ce fichier a changé",
    )


def _struck(text: str) -> str:
    """What goes, as the component ``diff`` shows it."""
    mark = '<span class="diff"><del><span class="hidden-text">retiré\u202f: </span>{}</del></span>'
    return format_html(mark, text) if text else ""


def _underlined(text: str) -> str:
    mark = '<span class="diff"><ins><span class="hidden-text">ajouté\u202f: </span>{}</ins></span>'
    return format_html(mark, text) if text else ""


def waiting_table(kind: FileKind, rows: Sequence[RefusedRow]) -> Table[RefusedRow]:
    """Rows of all files that wait, for a kind whose rows are corrected one by one."""
    return Table(
        rows,
        _row_column(kind),
        Column("Fichier", lambda each: cell(each.file.file_name, url=file_url(each.file))),
        Column(
            "Premier défaut",
            lambda each: cell(
                str(each.defects[0]["message"]) if each.defects else "", note=pluralise(len(each.defects), "défaut")
            ),
        ),
        id="attente-table",
        caption=f"{kind.words.row[1].capitalize()} en quarantaine",
    )


def _row_column(kind: FileKind) -> Column[RefusedRow]:
    """A row by its name and number where it has some, else by its line."""

    def shown(row: RefusedRow) -> object:
        link = kind.row_link(row.pk)
        place = f"{row.sheet}, {row.row}" if row.sheet else str(row.row)
        note = row.key if row.key != row.label else ""
        return cell(row.label or place, url=link_url(link) if link else "", note=note)

    return Column(kind.words.row[0].capitalize() if kind.corrects_rows else "Ligne", shown)


def _all_messages(kind: FileKind, row: RefusedRow) -> str:
    return " ".join(_place_and_message(kind, Defect.from_plain(each)) for each in row.defects)


def _place_and_message(kind: FileKind, defect: Defect) -> str:
    if defect.cell is None or not defect.cell.column:
        return defect.message
    return f"{kind.place_text(defect.cell)} : {defect.message}"


def _effect(change: Change) -> str:
    return change.effect


def change_table(changes: Sequence[Change]) -> Table[Change]:
    return Table(
        changes[:SHOWN_ROWS],
        Column("Quoi", lambda each: cell(each.subject, url=each.url, note=str(each.cell) if each.cell else "")),
        Column("Avant", lambda each: _struck(each.before)),
        Column("Après", lambda each: _underlined(each.after)),
        *([Column("Effet", _effect)] if any(each.effect for each in changes) else ()),
        id="changements-table",
        caption="Ce qui changerait",
        empty="Rien.",
    )


def column_fields(columns: Sequence[ColumnQuestion]) -> list[dict[str, Any]]:
    """For each of our columns, a select of the headings of the file: parameters of the component ``field``."""
    fields = []
    for column in columns:
        options = [("", "pas dans ce fichier"), *((each, each) for each in column.headings)]
        fields.append(
            {
                "id": f"col-{column.field}",
                "name": f"col_{column.field}",
                "label": column.label,
                "choices": select_choices(options, column.heading),
                "required": column.is_required,
                "help": "" if column.is_sure else "à confirmer",
            }
        )
    return fields


def sheet_column_rows(columns: Sequence[SheetColumn]) -> list[dict[str, Any]]:
    """For each column of the file, a select of what it may hold."""
    return [
        {
            "letter": each.letter,
            "heading": each.heading,
            "sample": each.sample,
            "sheet": each.sheet,
            "is_sure": each.is_sure,
            "choices": select_choices([(choice.value, choice.label) for choice in each.choices], each.field),
        }
        for each in columns
    ]


def word_fields(words: Sequence[WordQuestion]) -> list[dict[str, Any]]:
    """For each word of the file, a select of its meanings."""
    fields = []
    for rank, question in enumerate(words):
        options = [("", "je ne sais pas : laisser ces lignes de côté")]
        options += [(each.value, each.label) for each in question.choices]
        fields.append(
            {
                "id": f"meaning-{rank}",
                "name": f"meaning_{rank}",
                "label": f"« {question.word} » veut dire",
                "choices": select_choices(options, question.meaning),
                "word": question.word,
                "rank": rank,
            }
        )
    return fields
