"""What the pages of received files share: the kind of their URL, its sender, its words, its links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from pacte.intake.catalog import file_kind
from pacte.intake.file_kind import FileKind, KindLink
from pacte.intake.queries import context_of, may_act_on, received_file_by_id, received_files
from pacte.intake.records import STATE_LABELS, FileContext, FileSender, FileState, Outcome
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.page import Crumb, Page
from pacte.web.tables import Column, Table, cell, day_column

if TYPE_CHECKING:
    from pacte.intake.models import ReceivedFile

IS_SYNTHETIC = "demo"
_SHOWN_FILES = 30


class KindPage(Page):
    """A page about one kind of file. Whoever may neither send nor read such files gets ``NotFound``."""

    kind: FileKind

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.kind = file_kind(kwargs["kind"])
        if not self.senders and not self.kind.reader_hosts(self.actor):
            raise NotFound
        self.nav = self.kind.nav

    @cached_property
    def senders(self) -> Sequence[FileSender]:
        return self.kind.senders(self.actor)

    @property
    def waiting_note(self) -> str:
        return "chaque titre ouvre de quoi corriger" if self.senders else "les corriger revient à qui les envoie"

    @property
    def is_synthetic(self) -> bool:
        return settings.INSTANCE.name == IS_SYNTHETIC

    def new_context(self, options: Mapping[str, str], sender: FileSender | None = None) -> FileContext:
        """Of a file that is not dropped yet."""
        return FileContext(self.actor, sender or self.senders[0], "", options, synthetic=self.is_synthetic)


class ReceivedFilePage(KindPage):
    """A page about one file. ``NotFound`` for those who may not read it."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.file = received_file_by_id(actor=self.actor, kind=self.kind, identifier=kwargs["identifier"])

    @cached_property
    def may_act(self) -> bool:
        """True for the senders of the file; others read its line."""
        return may_act_on(actor=self.actor, file=self.file)

    def refuse_other_readers(self) -> None:
        if not self.may_act:
            raise PermissionDenied("intake_right", "Ce fichier est à qui l’a déposé.", hint="Demandez-le-lui.")

    @cached_property
    def file_context(self) -> FileContext:
        return context_of(actor=self.actor, file=self.file, synthetic=self.is_synthetic)

    def breadcrumb(self) -> Sequence[Crumb]:
        drop_url = drop_page_url(self.kind, self.file.options)
        return [
            *link_crumbs(self.kind, self.file_context),
            (self.kind.words.label, drop_url),
            (self.file.file_name, ""),
        ]


def link_crumbs(kind: FileKind, context: FileContext) -> list[Crumb]:
    return [(each.label, link_url(each)) for each in kind.breadcrumb(context)]


def link_url(link: KindLink) -> str:
    url = reverse(link.view, args=link.arguments)
    return f"{url}?{link.query}" if link.query else url


def drop_page_url(kind: FileKind, options: Mapping[str, str]) -> str:
    """Where files of that kind are dropped, with the answers that its URL carries."""
    query = urlencode({name: options[name] for name in kind.url_options if name in options})
    return link_url(KindLink("", "intake:drop", (kind.code,), query))


def file_table(files: Sequence[ReceivedFile], *, caption: str, empty: str) -> Table[ReceivedFile]:
    """Files, latest first, with what each brought."""
    return Table(
        files,
        Column("Fichier", lambda each: cell(each.file_name, url=file_url(each), note=file_kind(each.kind).words.label)),
        Column("De qui", lambda each: each.person_name or "la machine"),
        day_column("Déposé le", lambda each: format_day(paris_date(each.received_at))),
        Column("État", _state_cell),
        Column("Lignes refusées", lambda each: _waiting_text(each)),
        id="fichiers-table",
        caption=caption,
        empty=empty,
    )


def latest_files(page: Page, kinds: Sequence[FileKind]) -> list[ReceivedFile]:
    return list(received_files(actor=page.actor, kinds=kinds)[:_SHOWN_FILES])


def file_url(file: ReceivedFile) -> str:
    return reverse("intake:file", args=[file.kind, file.pk])


def counts_sentence(kind: FileKind, counts: Mapping[str, int]) -> str:
    """« 3 lignes ajoutées, 2 changées, 1 refusée »; « rien » without any."""
    parts: list[str] = []
    for outcome in Outcome:
        number = int(counts.get(outcome, 0))
        if not number:
            continue
        one, many = kind.words.outcomes[outcome]
        noun = f"{kind.words.row[number > 1]} " if not parts else ""
        parts.append(f"{format_number(number)} {noun}{many if number > 1 else one}")
    return ", ".join(parts) or "rien"


def _state_cell(file: ReceivedFile) -> object:
    state = FileState(file.state)
    if state is FileState.DONE:
        note = file.note or counts_sentence(file_kind(file.kind), file.counts)
        return cell(f"écrit le {format_day(paris_date(file.written_at))}", note=note) if file.written_at else "écrit"
    return cell(STATE_LABELS[state], note=file.note)


def _waiting_text(file: ReceivedFile) -> str:
    count = getattr(file, "waiting_count", 0)
    return pluralise(count, "attend", "attendent") if count else ""
