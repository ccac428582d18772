"""« Qu’a-t-on dit d’elle, et à elle ? »: notebook shared by the adviser and the training provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.notebook import Notebook, read_notebook
from pacte.journeys.records.adviser_desk import NOTE_LABELS, PHASE_LABELS, NotebookItem, NoteKind, Phase
from pacte.journeys.services.notebook import LONGEST, write_notebook_entry
from pacte.kernel.clock import today
from pacte.kernel.french import pluralise
from pacte.web.form_fields import paragraph_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.advisers.page_context import (
    ADVISERS_STYLESHEET,
    advisers_page_context,
    learner_page_url,
    request_actor,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from uuid import UUID


class NoteForm(forms.Form):
    text = paragraph_field(
        "Votre mot", max_length=LONGEST, error_messages={"required": "Écrivez un mot."},
        help_text="Lu par l’organisme qui oriente et par celui qui forme, par personne d’autre. Rien sur la santé.",
    )  # fmt: skip


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor = request_actor(request)
    shared_notebook = read_notebook(actor=actor, key=key, on=today())
    form = NoteForm(request.POST if request.method == "POST" else None)

    def run(values: dict[str, Any]) -> str:
        write_notebook_entry(actor=actor, key=key, text=values["text"])
        return "Votre mot est dans le carnet."

    page_spec = FormPage(
        title=f"Carnet partagé : {shared_notebook.name}",
        submit_label="Écrire dans le carnet",
        back_url=reverse("advising:notebook", args=[key]),
        intro=_answer(shared_notebook),
        stylesheet=ADVISERS_STYLESHEET,
        template="advising/notebook.html",
    )
    return form_page(request, page_spec, form, run, _page_values(shared_notebook))


def _answer(shared_notebook: Notebook) -> str:
    with_whom = " et ".join(name for name in (shared_notebook.referrer, shared_notebook.provider) if name)
    return f"{pluralise(len(shared_notebook.lines), 'ligne')}. Lu par {with_whom}."


def _page_values(shared_notebook: Notebook) -> dict[str, Any]:
    key = shared_notebook.journey.learner.key
    around = (
        advisers_page_context((shared_notebook.name, learner_page_url(key)), ("Carnet partagé", ""))
        if shared_notebook.is_referrer
        else {"nav": "supply"}
    )
    return around | {
        "lines": [_entry_row(each) for each in shared_notebook.lines],
        "title_of_session": shared_notebook.title,
        "contacts": [
            {"label": PHASE_LABELS[phase], "value": pluralise(shared_notebook.contacts[phase], "contact")}
            for phase in Phase
        ],
        "synthetic": shared_notebook.journey.is_synthetic,
    }


def _entry_row(each: NotebookItem) -> dict[str, Any]:
    what = NOTE_LABELS[each.kind]
    if each.kind is not NoteKind.WORD:
        what += ", personne jointe" if each.reached else ", sans réponse"
    return {
        "at": each.at,
        "who": f"{each.who}, {each.body}" if each.body else each.who,
        "what": f"{what} ({PHASE_LABELS[each.phase].lower()} la formation)",
        "text": each.text,
    }
