"""Record a call, a message or a meeting with a person, and its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.adviser_learners import learner_record
from pacte.journeys.records.adviser_desk import NOTE_LABELS, NoteKind
from pacte.journeys.services.notebook import LONGEST, write_notebook_entry
from pacte.kernel.clock import today
from pacte.kernel.french import format_day
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

_KINDS = [(kind.value, NOTE_LABELS[kind]) for kind in NoteKind if kind is not NoteKind.WORD]


class ContactForm(forms.Form):
    kind = forms.ChoiceField(label="Comment ?", choices=_KINDS, initial=NoteKind.CALL.value)
    reached = forms.ChoiceField(
        label="La personne a-t-elle répondu ?", choices=[("", "choisir"), ("oui", "oui"), ("non", "non")],
        error_messages={"required": "Dites si elle a répondu."},
    )  # fmt: skip
    text = paragraph_field(
        "Ce qui est dit", required=False, max_length=LONGEST,
        help_text="Facultatif. L’organisme qui forme le lira aussi ; rien sur la santé ni sur la vie privée.",
    )  # fmt: skip


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor = request_actor(request)
    journey = journey_by_key(actor=actor, key=key)
    record = learner_record(actor=actor, key=journey.learner.key, on=today())
    form = ContactForm(request.POST if request.method == "POST" else None)
    back = learner_page_url(record.learner.key)

    def run(values: dict[str, Any]) -> str:
        is_reached = values["reached"] == "oui"
        write_notebook_entry(
            actor=actor, key=key, kind=NoteKind(values["kind"]), text=values["text"], reached=is_reached
        )
        return "Le contact est noté." if is_reached else "L’essai est noté : la personne reste sans nouvelles."

    page_spec = FormPage(
        title=f"Joindre {record.name}",
        submit_label="Noter le contact",
        back_url=back,
        intro=f"Dernière nouvelle le {format_day(record.learner.last_seen_on)}.",
        stylesheet=ADVISERS_STYLESHEET,
        template="advising/contact.html",
    )
    contact = record.contact
    values = advisers_page_context((record.name, back), ("Contact", "")) | {
        "phone": contact.phone if contact else "",
        "email": contact.email if contact else "",
    }
    return form_page(request, page_spec, form, run, values)
