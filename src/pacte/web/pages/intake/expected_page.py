"""« Quels fichiers manquent ? »: the files that the reader's Region awaits, whether they are late, who owes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from pacte.intake.permissions import followed_hosts
from pacte.intake.queries import ExpectedFile, expected_files, possible_file_owners
from pacte.intake.records import Timeliness
from pacte.intake.senders import region_senders
from pacte.intake.services import name_file_owner
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, pluralise
from pacte.web.page import FormPage
from pacte.web.tables import Column, Table, cell, day_column

_STATES = {Timeliness.UP_TO_DATE: "à jour", Timeliness.EXPECTED: "attendu", Timeliness.LATE: "en retard"}


class FileOwnerForm(forms.Form):
    """``source``: kind and source, joined by « : »."""

    source = forms.ChoiceField(label="Fichier", error_messages={"required": "Choisissez un fichier."})
    person = forms.TypedChoiceField(
        label="Qui en répond ?", coerce=int, error_messages={"required": "Choisissez une personne."}
    )

    def __init__(self, *arguments: Any, choices: dict[str, list[tuple[str, str]]], **others: Any) -> None:
        super().__init__(*arguments, **others)
        for name, values in choices.items():
            self.fields[name].choices = [("", "choisissez"), *values]  # type: ignore[attr-defined]


class ExpectedPage(FormPage):
    """The table of what is awaited, and the form that names who owes a file."""

    template_name = "intake/expected.html"
    form_class = FileOwnerForm
    nav, crumb = "files", "Fichiers attendus"
    title, submit_label, back = "Quels fichiers manquent ?", "Désigner", "intake:expected"

    def load(self, *args: Any, **kwargs: Any) -> None:
        senders = region_senders(self.actor, followed_hosts(self.actor))
        if not senders:
            raise NotFound
        self.host = senders[0].organisation
        self.files = expected_files(actor=self.actor, host=self.host, on=today())

    def form_arguments(self) -> dict[str, Any]:
        people = possible_file_owners(actor=self.actor, host=self.host, on=today())
        return {
            "choices": {
                "source": [(_code(each), each.source.label) for each in self.files],
                "person": [(str(each.pk), str(each)) for each in people],
            }
        }

    def save(self, data: dict[str, Any]) -> str:
        kind, _, source = data["source"].partition(":")
        owner = name_file_owner(
            actor=self.actor, host=self.host, kind=kind, source=source, person_id=data["person"], on=today()
        )
        return f"{owner.owner} répond désormais de ce fichier."

    def context(self) -> dict[str, Any]:
        late = sum(each.timeliness is Timeliness.LATE for each in self.files)
        return {
            "title": self.title,
            "answer": f"{pluralise(late, 'fichier est', 'fichiers sont')} en retard." if late else "Aucun retard.",
            "files": _file_table(self.files),
        }


def _file_table(files: list[ExpectedFile]) -> Table[ExpectedFile]:
    return Table(
        files,
        Column("Source", lambda each: cell(each.source.label, note=each.kind.words.label)),
        Column("Dernier fichier", _last_cell),
        day_column("Attendu le", lambda each: format_day(each.due_on) if each.due_on else ""),
        Column("État", _state_text),
        Column("Qui en répond", lambda each: str(each.owner.owner) if each.owner else "personne"),
        Column("Déposer", lambda each: cell("Déposer", url=reverse("intake:drop", args=[each.kind.code]))),
        id="attendus-table",
        caption="Fichiers attendus",
        empty="Aucun fichier n’est attendu.",
    )


def _last_cell(file: ExpectedFile) -> object:
    received_on = file.source.received_on
    if received_on is None:
        return "jamais reçu"
    return cell(file.source.edition, note=f"reçu le {format_day(received_on)}")


def _state_text(file: ExpectedFile) -> str:
    late = f" de {pluralise(file.days_late, 'jour')}" if file.days_late else ""
    return f"{_STATES[file.timeliness]}{late}"


def _code(file: ExpectedFile) -> str:
    return f"{file.kind.code}:{file.source.code}"
