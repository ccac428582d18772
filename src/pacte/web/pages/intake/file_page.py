"""One received file: what it holds and would change, its columns, then its writing, and what was refused."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect

from pacte.exchange.documents.rejected_rows_file import MEDIA_TYPES
from pacte.exchange.errors import UnreadableFile
from pacte.intake.background import queue_writing
from pacte.intake.errors import KnownFile
from pacte.intake.queries import content_expiry, refused_rows, undoable_changes
from pacte.intake.records import Agreement, FileMapping, FileState, Outcome, Preview
from pacte.intake.services import (
    answer_file_questions,
    discard_file,
    preview_file,
    save_file_mapping,
    set_file_mapping,
    start_writing,
    undo_file,
    write_received_file,
)
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.web.heavy_views import heavy_view
from pacte.web.page import UNPROCESSABLE_STATUS
from pacte.web.pages.intake.detail_catalog import detail_values
from pacte.web.pages.intake.file_tables import (
    SHOWN_ROWS,
    applied_table,
    change_table,
    column_fields,
    defect_table,
    defects_title,
    refused_table,
    sheet_column_rows,
    steps_of,
    word_fields,
)
from pacte.web.pages.intake.kind_pages import (
    ReceivedFilePage,
    counts_sentence,
    drop_page_url,
    link_url,
)
from pacte.web.pages.intake.option_form import FileOptionForm
from pacte.web.request import Request

REFRESH_SECONDS = 3
_SUMMARISED = 5
_COLUMN, _WORD, _MEANING, _LETTER = "col_", "word_", "meaning_", "column-"


class FilePage(ReceivedFilePage):
    """« act »: answer, map, write, discard or undo. A file that is being written shows where it is, and asks again."""

    http_method_names = ("get", "head", "post")
    template_name = "intake/file.html"
    decorators = (heavy_view,)
    refusal: ValidationError | Conflict | UnreadableFile | None = None
    known_file_url = ""

    @cached_property
    def preview(self) -> Preview | None:
        if self.file.state != FileState.RECEIVED or not self.may_act:
            return None
        return preview_file(actor=self.actor, file=self.file, synthetic=self.is_synthetic)

    def post(self, request: Request) -> HttpResponseBase:
        self.refuse_other_readers()
        acts = {
            "answer": self._answer_questions, "map": self._map, "write": self._write, "discard": self._discard,
            "undo": self._undo,
        }  # fmt: skip
        act = acts.get(request.POST.get("act", ""))
        try:
            if act is None:
                raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Rechargez-la.")
            return act()
        except (ValidationError, Conflict) as error:
            self.refusal = error
            self.file.refresh_from_db()
            return self.render(self.context(), status=UNPROCESSABLE_STATUS)

    @cached_property
    def answers(self) -> FileOptionForm:
        """The questions of the kind, as they were answered or as they are now."""
        sent = self.request.POST if self.request.POST.get("act") == "answer" else None
        return FileOptionForm(sent, options=self.kind.open_options(self.file_context), initial=self.file.options)

    def _answer_questions(self) -> HttpResponseBase:
        form = self.answers
        try:
            if form.is_valid():
                answer_file_questions(actor=self.actor, file=self.file, answers=form.answers())
                return self.redirect(self.request.path, "Le fichier est relu avec ces réponses.")
        except ValidationError as error:
            form.add_error(error.code if error.code in form.fields else None, str(error))
        except KnownFile as error:
            form.add_error(None, str(error))
            self.known_file_url = self.url("intake:file", self.kind.code, error.file_id)
        self.file.refresh_from_db()
        return self.render(self.context(), status=UNPROCESSABLE_STATUS)

    def _map(self) -> HttpResponseBase:
        set_file_mapping(actor=self.actor, file=self.file, mapping=self._sent_mapping())
        return self.redirect(self.request.path, "Le fichier est relu avec ces choix.")

    def _sent_mapping(self) -> FileMapping:
        sent, saved = self.request.POST, self.file_context.mapping
        headings = {name.removeprefix(_COLUMN): sent[name][:200] for name in sent if name.startswith(_COLUMN)}
        meanings = {
            sent[name][:80]: sent.get(f"{_MEANING}{name.removeprefix(_WORD)}", "")[:80]
            for name in sent
            if name.startswith(_WORD)
        }
        known = {word: meaning for word, meaning in meanings.items() if meaning}
        forgotten = {word for word, meaning in meanings.items() if not meaning}
        words = {word: meaning for word, meaning in saved.words.items() if word not in forgotten}
        columns = self._sent_columns()
        return FileMapping({**saved.headings, **headings}, {**words, **known}, columns or saved.columns)

    def _sent_columns(self) -> dict[str, str]:
        """What each column holds, among what the page offers for it."""
        sent, columns = self.request.POST, self.preview.sheet_columns if self.preview else ()
        offered = {each.letter: {choice.value for choice in each.choices} for each in columns}
        answers = {letter: sent.get(f"{_LETTER}{letter}", "") for letter in offered}
        return {letter: field for letter, field in answers.items() if field in offered[letter]}

    def _write(self) -> HttpResponseBase:
        """Writes a short file at once, and queues a long one."""
        preview = self.preview
        if preview is None or preview.is_blocked:
            raise ValidationError("blocked", "Ce fichier ne peut pas encore être écrit.", hint="Voyez ce qui bloque.")
        if preview.is_compared and not self.kind.would_write(preview):
            raise ValidationError("nothing_to_write", "Ce fichier ne change rien : rien n’est à écrire.")
        answers = self._agreed(preview)
        self._keep_mapping(preview)
        self.file = start_writing(actor=self.actor, file=self.file, agreements=answers, row_count=preview.row_count)
        if not preview.is_compared:
            queue_writing(self.file.pk)
            return self.redirect(self.request.path, "L’écriture commence : cette page dit où elle en est.")
        self.file = write_received_file(actor=self.actor, file=self.file, synthetic=self.is_synthetic)
        sentence = self.file.note or counts_sentence(self.kind, self.file.counts)
        return self.redirect(self.request.path, f"Fichier écrit : {sentence}.")

    def _keep_mapping(self, preview: Preview) -> None:
        """The columns and words as they were read, for the next file of this sender."""
        headings = {each.field: each.heading for each in preview.columns}
        words = {each.word: each.meaning for each in preview.words if each.meaning}
        if headings or words or preview.saved_columns:
            mapping = FileMapping(headings, words, preview.saved_columns)
            save_file_mapping(actor=self.actor, file=self.file, mapping=mapping)

    def _agreed(self, preview: Preview) -> dict[str, str]:
        answers = {}
        for agreement in preview.agreements:
            answer = self.request.POST.get(agreement.name, "").strip()[:2000]
            if not answer:
                raise ValidationError(agreement.name, agreement.missing)
            answers[agreement.name] = answer
        return answers

    def _discard(self) -> HttpResponseBase:
        discard_file(actor=self.actor, file=self.file)
        messages.success(self.request, f"« {self.file.file_name} » est abandonné : rien n’a été écrit.")
        return HttpResponseRedirect(drop_page_url(self.kind, self.file.options))

    def _undo(self) -> HttpResponseBase:
        problems = undo_file(actor=self.actor, file=self.file)
        for problem in problems[:_SUMMARISED]:
            messages.error(self.request, problem)
        done = "Le fichier est défait." if not problems else "Le reste est défait."
        return self.redirect(self.request.path, done)

    def context(self) -> dict[str, Any]:
        file, preview = self.file, self.preview
        state = FileState(file.state)
        return {
            "title": self.kind.words.question if self.senders else "Qu’a apporté ce fichier ?",
            "answer": self._answer(),
            "steps": steps_of(self.kind, file, preview),
            "file": file,
            "words": self.kind.words,
            "corrects_rows": self.kind.corrects_rows,
            "may_act": self.may_act,
            "problems": self._problems(),
            "is_waiting": preview is not None,
            "is_writing": state is FileState.WRITING,
            "refresh_seconds": REFRESH_SECONDS if state is FileState.WRITING else 0,
            "is_lost": state is FileState.RECEIVED and self.may_act and preview is None,
            "drop_url": drop_page_url(self.kind, file.options),
            "drop_again": [{"label": "Déposer de nouveau", "url": drop_page_url(self.kind, file.options)}],
            "downloads": [
                {
                    "label": f"Télécharger les lignes refusées (.{each})",
                    "url": self.url("intake:refused", self.kind.code, file.pk, each),
                }
                for each in MEDIA_TYPES
            ],
            "total_rows": max(file.row_count, file.position),
            "progress_note": f"{pluralise(int(file.counts.get('refused', 0)), 'ligne refusée', 'lignes refusées')}",
            **(self._preview_values(preview) if preview else self._written_values()),
        }

    def _problems(self, *, are_shown_below: bool = False) -> list[dict[str, str]]:
        if self.refusal is not None:
            agreements = {each.name for each in self.preview.agreements} if self.preview else set()
            field = f"id_{self.refusal.code}" if self.refusal.code in agreements else ""
            return [{"message": str(self.refusal), "field": field}]
        if self.preview is None or not self.preview.is_blocked or are_shown_below:
            return []
        errors = [each for each in self.preview.defects if each.is_error]
        return [{"message": str(each), "field": ""} for each in errors[:_SUMMARISED]]

    def _preview_values(self, preview: Preview) -> dict[str, Any]:
        more = len(preview.defects) - SHOWN_ROWS
        detail = detail_values(self.kind, preview, self.file_context)
        return {
            "preview": preview,
            "answers": self.answers,
            "known_file_url": self.known_file_url,
            "problems": self._problems(are_shown_below=bool(detail.get("replaces_sections"))),
            "columns": column_fields(preview.columns),
            "sheet_columns": sheet_column_rows(preview.sheet_columns),
            "columns_note": "proposé d’après les titres, ou d’après le fichier précédent ; gardé pour le suivant",
            "meanings": word_fields(preview.words),
            "asks_first": preview.asks_first,
            "defects": defect_table(self.kind, preview.defects),
            "defects_title": defects_title(preview.defects),
            "defects_note": f"et {pluralise(more, 'autre')} : corrigez d’abord ceux-ci" if more > 0 else "",
            "changes": change_table(preview.changes) if preview.changes else None,
            "more_changes": max(len(preview.changes) - SHOWN_ROWS, 0) + preview.more_changes,
            "has_refused": bool(preview.refused),
            "can_write": not preview.is_blocked and self.kind.would_write(preview),
            "why_not": "attend que ce qui bloque soit corrigé" if preview.is_blocked else "rien n’est à écrire",
            "agreements": [self._agreement_field(each) for each in preview.agreements],
            "kept_until": self._kept_until(),
            **detail,
        }

    def _kept_until(self) -> str:
        until = content_expiry(actor=self.actor, file=self.file)
        return f"gardé jusqu’au {format_day(paris_date(until))} en attendant votre accord" if until else ""

    def _agreement_field(self, agreement: Agreement) -> dict[str, Any]:
        """Parameters of the component ``field``, with what was sent and its error."""
        sent = self.request.POST.get(agreement.name, "")
        is_wrong = self.refusal is not None and self.refusal.code == agreement.name
        return {
            "id": f"id_{agreement.name}",
            "name": agreement.name,
            "label": agreement.label,
            "kind": "checkbox" if agreement.kind == "tick" else "textarea",
            "help": agreement.help,
            "value": sent,
            "checked": bool(sent),
            "required": True,
            "error": str(self.refusal) if is_wrong else "",
        }

    def _written_values(self) -> dict[str, Any]:
        file = self.file
        is_done = file.state in (FileState.DONE, FileState.UNDONE)
        rows = list(refused_rows(actor=self.actor, file=file)[:SHOWN_ROWS]) if is_done else []
        changes = list(undoable_changes(actor=self.actor, file=file).reverse()[:SHOWN_ROWS]) if is_done else []
        done_link = self.kind.done_link(self.file_context) if self.may_act else None
        return {
            "refused": refused_table(self.kind, rows) if rows else None,
            "waiting_note": self.waiting_note,
            "applied": applied_table(changes) if changes else None,
            "can_undo": self.may_act and bool(changes) and file.state == FileState.DONE,
            "done_link": {"label": done_link.label, "url": link_url(done_link)} if done_link else None,
        }

    def _answer(self) -> str:
        file, preview, state = self.file, self.preview, FileState(self.file.state)
        if state is FileState.RECEIVED and not self.may_act:
            return "Ce fichier attend l’accord de qui l’a déposé. Rien n’est encore écrit."
        if state is FileState.RECEIVED and preview is None:
            return "Ce fichier n’est plus gardé. Déposez-le de nouveau pour l’écrire."
        if preview is not None:
            return _preview_answer(counts_sentence(self.kind, preview.counts), preview)
        if state is FileState.WRITING:
            return "L’écriture est en cours. Vous pouvez quitter cette page : un message dira la fin."
        if state is FileState.DISCARDED:
            return "Ce fichier est abandonné : rien n’a été écrit."
        if state is FileState.UNDONE:
            return "Ce fichier est défait : ce qu’il changeait est revenu comme avant."
        return f"Fichier écrit : {file.note or counts_sentence(self.kind, file.counts)}."


def _preview_answer(sentence: str, preview: Preview) -> str:
    if preview.is_blocked:
        return "Pas encore : dites quelle colonne est laquelle, ou corrigez ce qui bloque. Rien n’est écrit."
    if not preview.is_compared:
        refused = preview.counts[Outcome.REFUSED]
        aside = f", {pluralise(refused, 'refusée', 'refusées')}" if refused else ""
        good = pluralise(preview.written_count, "ligne bien écrite", "lignes bien écrites")
        return f"{good}{aside}. Le fichier est long : ce que chaque ligne change sera dit à mesure qu’elle s’écrit."
    if not preview.written_count:
        return f"Rien ne change : {sentence}."
    return f"{sentence}. Rien n’est encore écrit."
