"""Sensitive facts: reading requires a purpose and is audited. Writing requires the consent of the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.adviser_learners import LearnerRecord, learner_record, sensitive_reads_of
from pacte.journeys.queries.handovers import body_by_id
from pacte.journeys.records import PURPOSE_LABELS, SENSITIVE_LABELS, Purpose, SensitiveFactInput, SensitiveKind
from pacte.journeys.services import read_sensitive_facts, write_sensitive_fact
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.web.form_fields import day
from pacte.web.pages.advising.frame import actor_in, frame, person_url
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from pacte.journeys.models import SensitiveRead
    from pacte.kernel.actor import Actor

_PURPOSES = [("", "choisir"), *((each.value, PURPOSE_LABELS[each]) for each in Purpose)]
_KINDS = [("", "choisir"), *((each.value, SENSITIVE_LABELS[each]) for each in SensitiveKind)]
_CHOOSE = {"required": "Choisissez dans la liste."}


class ReadForm(forms.Form):
    purpose = forms.ChoiceField(label="Pour quoi les lisez-vous ?", choices=_PURPOSES, error_messages=_CHOOSE)


class WriteForm(forms.Form):
    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, auto_id="id_write_%s", **named)

    kind = forms.ChoiceField(label="Information", choices=_KINDS, error_messages=_CHOOSE)
    purpose = forms.ChoiceField(label="Pour quoi ?", choices=_PURPOSES, error_messages=_CHOOSE)
    consent_on = day(
        "La personne a donné son accord le", error_messages={"required": "Sans accord daté, rien ne s’écrit."}
    )
    valid_from = day("Vrai depuis le")
    valid_until = day("Jusqu’au", required=False, help_text="Vide : sans fin connue.")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor = actor_in(request)
    found = learner_record(actor=actor, key=key, on=today())
    is_writing = request.POST.get("act") == "write"
    reading = ReadForm(request.POST if request.method == "POST" and not is_writing else None)
    writing = WriteForm(request.POST if is_writing else None, initial={"valid_from": today()})
    shown: list[dict[str, Any]] | None = None
    if is_writing and writing.is_valid() and _written(actor, found, writing):
        messages.success(request, "L’information est écrite. Le journal dit qu’elle l’a été, jamais ce qu’elle dit.")
        return HttpResponseRedirect(person_url(key, "facts"))
    if reading.is_bound and reading.is_valid():
        shown = _read(actor, found, Purpose(reading.cleaned_data["purpose"]))
    wrong = writing if is_writing else reading
    values = frame((found.name, person_url(key)), ("Informations protégées", "")) | {
        "title": "Quelles informations protégées sont écrites ?",
        "answer": "Ces informations ne se lisent que pour une raison, et chaque lecture s’écrit.",
        "file": found,
        "reading": reading,
        "writing": writing,
        "wrong": wrong,
        "shown": shown,
        "reads": [_line(each) for each in sensitive_reads_of(actor=actor, learner=found.learner)],
        "synthetic": found.learner.is_synthetic,
    }
    status = 422 if wrong.is_bound and wrong.errors else 200
    return render(request, "advising/facts.html", values, status=status)


def _written(actor: Actor, found: LearnerRecord, form: WriteForm) -> bool:
    given = form.cleaned_data
    fact = SensitiveFactInput(
        SensitiveKind(given["kind"]), Purpose(given["purpose"]), given["consent_on"], given["valid_from"],
        given["valid_until"],
    )  # fmt: skip
    try:
        write_sensitive_fact(actor=actor, learner=found.learner, body=body_by_id(found.body_id), fact_input=fact)
    except ValidationError as error:
        form.add_error("consent_on", str(error))
        return False
    return True


def _read(actor: Actor, found: LearnerRecord, purpose: Purpose) -> list[dict[str, Any]]:
    facts = read_sensitive_facts(actor=actor, learner=found.learner, purpose=purpose, channel="html", on=today())
    return [
        {
            "label": SENSITIVE_LABELS[SensitiveKind(fact.kind)],
            "purpose": PURPOSE_LABELS[Purpose(fact.purpose)],
            "consent": fact.consent_on,
            "until": fact.valid_until,
        }
        for fact in facts
    ]


def _line(each: SensitiveRead) -> dict[str, Any]:
    why = PURPOSE_LABELS[Purpose(each.purpose)] if each.purpose in set(Purpose) else each.purpose
    return {"at": each.at, "who": each.person_name, "what": f"lecture, pour {why}"}
