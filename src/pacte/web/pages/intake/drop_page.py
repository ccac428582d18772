"""Drop files of a kind: they are kept, checked on their own page, and nothing is written before that."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect

from pacte.exchange.errors import UnreadableFile
from pacte.intake.queries import waiting_rows
from pacte.intake.records import FileContext, FileState
from pacte.intake.services import discard_file, preview_file, receive_file, start_writing, write_received_file
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import pluralise
from pacte.web.form_fields import several_files_field
from pacte.web.heavy_views import heavy_when_sent
from pacte.web.page import Crumb, FormPage
from pacte.web.pages.intake.file_tables import SHOWN_ROWS, waiting_table
from pacte.web.pages.intake.kind_pages import (
    KindPage,
    counts_sentence,
    file_table,
    file_url,
    latest_files,
    link_crumbs,
    link_url,
)
from pacte.web.pages.intake.option_form import FileOptionForm

if TYPE_CHECKING:
    from pacte.intake.models import ReceivedFile, RefusedRow
    from pacte.web.tables import Table

# A larger file is checked on its own page only, not while it is dropped too.
_CHECKED_AT_ONCE = 1024**2


class DropForm(FileOptionForm):
    """Files, and the questions of their kind."""

    file = several_files_field("Fichiers", missing="Choisissez un fichier.")


class DropPage(KindPage, FormPage):
    """« act=check » keeps the files; « act=write » writes them too, where nothing is to be decided."""

    template_name = "intake/drop.html"
    decorators = (heavy_when_sent,)

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if self.request.method == "POST" and not self.senders:
            raise PermissionDenied(
                "intake_right",
                "Votre fonction ne permet pas de déposer ce fichier.",
                hint="Demandez-le à qui l’envoie.",
            )
        if self.senders:
            self.kind.check_subject(self.drop_context)
        elif self.kind.url_options:
            raise NotFound

    @cached_property
    def drop_context(self) -> FileContext:
        return self.new_context(self._sent_answers())

    def _sent_answers(self) -> Mapping[str, str]:
        sent = self.request.POST if self.request.method == "POST" else {}
        return {
            name: value for name in self.kind.url_options if (value := sent.get(name) or self.request.GET.get(name, ""))
        }

    def breadcrumb(self) -> list[Crumb]:
        above = link_crumbs(self.kind, self.drop_context) if self.senders else []
        return [*above, (self.kind.words.label, "")]

    def build_form(self) -> DropForm:
        sent = (self.request.POST, self.request.FILES) if self.request.method == "POST" else (None, None)
        options = self.kind.options(self.drop_context) if self.senders else ()
        self.form = form = DropForm(*sent, options=options, initial=self._sent_answers())
        return form

    def save(self, data: dict[str, Any]) -> HttpResponseBase:
        answers = {**self._sent_answers(), **self.form.answers()}
        files = [self._receive(each, answers) for each in data["file"]]
        writes = self.request.POST.get("act") == "write" and self.kind.writes_at_once
        if len(files) == 1:
            return self._next_page(files[0], writes=writes)
        ordered = sorted(files, key=lambda each: self.kind.writing_rank(each.file_name))
        written = [each for each in ordered if writes and self._write(each)]
        sentence = pluralise(len(files), "fichier déposé", "fichiers déposés")
        messages.success(self.request, f"{sentence}, {pluralise(len(written), 'écrit')}." if writes else f"{sentence}.")
        return HttpResponseRedirect(self.request.get_full_path())

    def _receive(self, upload: Any, answers: Mapping[str, str]) -> ReceivedFile:
        """Raises ``ValidationError`` on the field of the file, for one that nobody can read."""
        file = receive_file(
            actor=self.actor, kind=self.kind, sender=self.drop_context.sender, file_name=upload.name,
            data=upload.read(), options=answers,
        )  # fmt: skip
        preview = preview_file(actor=self.actor, file=file) if file.size <= _CHECKED_AT_ONCE else None
        if preview is not None and preview.is_unreadable:
            discard_file(actor=self.actor, file=file)
            first = preview.defects[0]
            raise ValidationError("file", first.message, hint=first.hint)
        return file

    def _next_page(self, file: ReceivedFile, *, writes: bool) -> HttpResponseRedirect:
        if writes and self._write(file):
            file.refresh_from_db()
            messages.success(self.request, f"{counts_sentence(self.kind, file.counts)}.".capitalize())
        return HttpResponseRedirect(file_url(file))

    def _write(self, file: ReceivedFile) -> bool:
        """False when the sender must look first: something blocks, or asks for an agreement."""
        preview = preview_file(actor=self.actor, file=file)
        if preview is None or not preview.is_ready_to_write:
            return False
        file = start_writing(actor=self.actor, file=file, agreements={}, row_count=preview.row_count)
        try:
            file = write_received_file(actor=self.actor, file=file, synthetic=self.is_synthetic)
        except (UnreadableFile, ValidationError, Conflict) as error:
            messages.error(self.request, str(error))
            return False
        return file.state == FileState.DONE

    def context(self) -> dict[str, Any]:
        words = self.kind.words
        return {
            "title": words.question if self.senders else "Quels fichiers ont été déposés ?",
            "answer": words.intro if self.senders else f"{words.label} : vous lisez ce que les autres ont déposé.",
            "words": words,
            "kind": self.kind,
            "may_send": bool(self.senders),
            "accept": ",".join(self.kind.extensions),
            "help": f"{self.kind.max_bytes // 1024**2} Mo au plus · {words.promise}",
            "downloads": [
                {"label": each.label, "url": link_url(each)} for each in self.kind.downloads(self.drop_context)
            ]
            if self.senders
            else [],
            "waiting": self._waiting_table(),
            "waiting_note": self.waiting_note,
            "files": file_table(
                [each for each in latest_files(self, [self.kind]) if self._is_here(each)],
                caption="Fichiers déposés", empty="Aucun fichier n’a encore été déposé.",
            ),
        }  # fmt: skip

    def _waiting_table(self) -> Table[RefusedRow] | None:
        """What waits in all the files, where rows are corrected one by one."""
        if not self.kind.corrects_rows:
            return None
        rows = list(waiting_rows(actor=self.actor, kind=self.kind)[:SHOWN_ROWS])
        return waiting_table(self.kind, rows) if rows else None

    def _is_here(self, file: ReceivedFile) -> bool:
        answers = self._sent_answers()
        return all(file.options.get(name) == answers.get(name) for name in self.kind.url_options)

    def render_form(self, form: forms.BaseForm) -> HttpResponse:
        return self.render({"form": form, **self.context()}, status=422 if form.is_bound else 200)
