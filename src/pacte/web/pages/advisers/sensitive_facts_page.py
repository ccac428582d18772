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
from pacte.web.form_fields import day_field
from pacte.web.pages.advisers.page_context import advisers_page_context, learner_page_url, request_actor
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from uuid import UUID

    from pacte.journeys.models import SensitiveRead
    from pacte.kernel.actor import Actor

_PURPOSES = [("", "choisir"), *((each.value, PURPOSE_LABELS[each]) for each in Purpose)]
_KINDS = [("", "choisir"), *((each.value, SENSITIVE_LABELS[each]) for each in SensitiveKind)]
_CHOOSE = {"required": "Choisissez dans la liste."}


class ReadFactsForm(forms.Form):
    purpose = forms.ChoiceField(label="Pour quoi les lisez-vous ?", choices=_PURPOSES, error_messages=_CHOOSE)


class WriteFactForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_write_%s", **kwargs)

    kind = forms.ChoiceField(label="Information", choices=_KINDS, error_messages=_CHOOSE)
    purpose = forms.ChoiceField(label="Pour quoi ?", choices=_PURPOSES, error_messages=_CHOOSE)
    consent_on = day_field(
        "La personne a donné son accord le", error_messages={"required": "Sans accord daté, rien ne s’écrit."}
    )
    valid_from = day_field("Vrai depuis le")
    valid_until = day_field("Jusqu’au", required=False, help_text="Vide : sans fin connue.")


@require_login
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor = request_actor(request)
    record = learner_record(actor=actor, key=key, on=today())
    is_writing = request.POST.get("act") == "write"
    read_form = ReadFactsForm(request.POST if request.method == "POST" and not is_writing else None)
    write_form = WriteFactForm(request.POST if is_writing else None, initial={"valid_from": today()})
    facts: list[dict[str, Any]] | None = None
    if is_writing and write_form.is_valid() and _save_fact(actor, record, write_form):
        messages.success(request, "L’information est écrite. Le journal dit qu’elle l’a été, jamais ce qu’elle dit.")
        return HttpResponseRedirect(learner_page_url(key, "facts"))
    if read_form.is_bound and read_form.is_valid():
        facts = _readable_facts(actor, record, Purpose(read_form.cleaned_data["purpose"]))
    active_form = write_form if is_writing else read_form
    values = advisers_page_context((record.name, learner_page_url(key)), ("Informations protégées", "")) | {
        "title": "Quelles informations protégées sont écrites ?",
        "answer": "Ces informations ne se lisent que pour une raison, et chaque lecture s’écrit.",
        "file": record,
        "reading": read_form,
        "writing": write_form,
        "wrong": active_form,
        "shown": facts,
        "reads": [_read_row(each) for each in sensitive_reads_of(actor=actor, learner=record.learner)],
        "synthetic": record.learner.is_synthetic,
    }
    status = 422 if active_form.is_bound and active_form.errors else 200
    return render(request, "advising/facts.html", values, status=status)


def _save_fact(actor: Actor, record: LearnerRecord, form: WriteFactForm) -> bool:
    values = form.cleaned_data
    fact = SensitiveFactInput(
        SensitiveKind(values["kind"]), Purpose(values["purpose"]), values["consent_on"], values["valid_from"],
        values["valid_until"],
    )  # fmt: skip
    try:
        write_sensitive_fact(actor=actor, learner=record.learner, body=body_by_id(record.body_id), fact_input=fact)
    except ValidationError as error:
        form.add_error("consent_on", str(error))
        return False
    return True


def _readable_facts(actor: Actor, record: LearnerRecord, purpose: Purpose) -> list[dict[str, Any]]:
    facts = read_sensitive_facts(actor=actor, learner=record.learner, purpose=purpose, channel="html", on=today())
    return [
        {
            "label": SENSITIVE_LABELS[SensitiveKind(fact.kind)],
            "purpose": PURPOSE_LABELS[Purpose(fact.purpose)],
            "consent": fact.consent_on,
            "until": fact.valid_until,
        }
        for fact in facts
    ]


def _read_row(each: SensitiveRead) -> dict[str, Any]:
    why = PURPOSE_LABELS[Purpose(each.purpose)] if each.purpose in set(Purpose) else each.purpose
    return {"at": each.at, "who": each.person_name, "what": f"lecture, pour {why}"}
