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
from pacte.web.form_fields import paragraph
from pacte.web.pages.advising.frame import STYLE, actor_in, frame, person_url
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from uuid import UUID


class NoteForm(forms.Form):
    text = paragraph(
        "Votre mot", max_length=LONGEST, error_messages={"required": "Écrivez un mot."},
        help_text="Lu par l’organisme qui oriente et par celui qui forme, par personne d’autre. Rien sur la santé.",
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor = actor_in(request)
    found = read_notebook(actor=actor, key=key, on=today())
    form = NoteForm(request.POST if request.method == "POST" else None)

    def run(values: dict[str, Any]) -> str:
        write_notebook_entry(actor=actor, key=key, text=values["text"])
        return "Votre mot est dans le carnet."

    said = ActPage(
        title=f"Carnet partagé : {found.name}",
        verb="Écrire dans le carnet",
        back=reverse("advising:notebook", args=[key]),
        answer=_answer(found),
        stylesheet=STYLE,
        template="advising/notebook.html",
    )
    return act_page(request, said, form, run, _values(found))


def _answer(found: Notebook) -> str:
    with_whom = " et ".join(name for name in (found.referrer, found.provider) if name)
    return f"{pluralise(len(found.lines), 'ligne')}. Lu par {with_whom}."


def _values(found: Notebook) -> dict[str, Any]:
    key = found.journey.learner.key
    around = frame((found.name, person_url(key)), ("Carnet partagé", "")) if found.is_referrer else {"nav": "supply"}
    return around | {
        "lines": [_line(each) for each in found.lines],
        "title_of_session": found.title,
        "contacts": [
            {"label": PHASE_LABELS[phase], "value": pluralise(found.contacts[phase], "contact")} for phase in Phase
        ],
        "synthetic": found.journey.is_synthetic,
    }


def _line(each: NotebookItem) -> dict[str, Any]:
    what = NOTE_LABELS[each.kind]
    if each.kind is not NoteKind.WORD:
        what += ", personne jointe" if each.reached else ", sans réponse"
    return {
        "at": each.at,
        "who": f"{each.who}, {each.body}" if each.body else each.who,
        "what": f"{what} ({PHASE_LABELS[each.phase].lower()} la formation)",
        "text": each.text,
    }
