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
from pacte.web.form_fields import paragraph
from pacte.web.pages.advising.frame import STYLE, actor_in, frame, person_url
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from uuid import UUID

_KINDS = [(kind.value, NOTE_LABELS[kind]) for kind in NoteKind if kind is not NoteKind.WORD]


class ContactForm(forms.Form):
    kind = forms.ChoiceField(label="Comment ?", choices=_KINDS, initial=NoteKind.CALL.value)
    reached = forms.ChoiceField(
        label="La personne a-t-elle répondu ?", choices=[("", "choisir"), ("oui", "oui"), ("non", "non")],
        error_messages={"required": "Dites si elle a répondu."},
    )  # fmt: skip
    text = paragraph(
        "Ce qui est dit", required=False, max_length=LONGEST,
        help_text="Facultatif. L’organisme qui forme le lira aussi ; rien sur la santé ni sur la vie privée.",
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor = actor_in(request)
    journey = journey_by_key(actor=actor, key=key)
    found = learner_record(actor=actor, key=journey.learner.key, on=today())
    form = ContactForm(request.POST if request.method == "POST" else None)
    back = person_url(found.learner.key)

    def run(values: dict[str, Any]) -> str:
        reached = values["reached"] == "oui"
        write_notebook_entry(actor=actor, key=key, kind=NoteKind(values["kind"]), text=values["text"], reached=reached)
        return "Le contact est noté." if reached else "L’essai est noté : la personne reste sans nouvelles."

    said = ActPage(
        title=f"Joindre {found.name}",
        verb="Noter le contact",
        back=back,
        answer=f"Dernière nouvelle le {format_day(found.learner.last_seen_on)}.",
        stylesheet=STYLE,
        template="advising/contact.html",
    )
    contact = found.contact
    values = frame((found.name, back), ("Contact", "")) | {
        "phone": contact.phone if contact else "",
        "email": contact.email if contact else "",
    }
    return act_page(request, said, form, run, values)
