"""« Quels dossiers ne doivent pas être effacés ? »: holds that delay the erasure of a learner record, with a reason."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.erasure import LearnerOnHold, count_ending_soon, learner_to_hold, learners_on_hold
from pacte.journeys.rules.retention import HOLD_LABELS, ErasureHold
from pacte.journeys.services.erasure import hold_purge, lift_hold
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import format_day as french_day
from pacte.kernel.french import pluralise
from pacte.web.form_fields import day_field, reason_field, text_field
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.journeys.models import Learner
    from pacte.kernel.actor import Actor

_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HOLD_CHOICES = [("", "choisir"), *((each.value, HOLD_LABELS[each]) for each in ErasureHold)]
_UNKNOWN = (
    "Ce numéro n’est celui d’aucun dossier. Demandez au réseau qui suit la personne le numéro écrit au bas de sa page."
)


class RetentionHoldForm(forms.Form):
    dossier = text_field(
        "Numéro du dossier", 200, help_text="Le réseau référent le lit au bas de la page de la personne.",
        error_messages={"required": "Collez le numéro du dossier, ou l’adresse de sa page."},
    )  # fmt: skip
    until = day_field("Le garder jusqu’au", error_messages={"required": "Donnez le dernier jour."})
    kind = forms.ChoiceField(
        label="Pour quoi ?", choices=_HOLD_CHOICES, error_messages={"required": "Choisissez dans la liste."}
    )
    why = reason_field("La raison, en une phrase", help_text="Sans le nom de la personne. Elle reste au journal.")


class LiftHoldForm(forms.Form):
    dossier = forms.CharField(max_length=40, widget=forms.HiddenInput)
    why = reason_field("Pourquoi ne plus le garder ?")


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` for users who may not place a hold."""
    actor = request.actor  # type: ignore[attr-defined]
    holds = learners_on_hold(actor=actor, on=today())
    action = request.POST.get("act", "hold") if request.method == "POST" else ""
    form = RetentionHoldForm(request.POST if action == "hold" else None)
    lift = LiftHoldForm(request.POST if action == "lift" else None)
    message = ""
    if action == "hold" and form.is_valid():
        message = _place_hold(actor, form)
    elif action == "lift" and lift.is_valid():
        message = _lift_hold(actor, lift)
    if message:
        messages.success(request, message)
        return HttpResponseRedirect(reverse("keeping:holds"))
    values = {
        "nav": "",
        "trail": [{"label": "Données personnelles", "url": reverse("personal_data")}, {"label": "Dossiers gardés"}],
        "title": "Quels dossiers ne doivent pas être effacés ?",
        "answer": _summary_sentence(len(holds), count_ending_soon(actor=actor, on=today())),
        "form": form,
        "lift": lift,
        "wrong": lift if action == "lift" else form,
        "files": [_hold_row(each) for each in holds],
    }
    return render(request, "keeping/holds.html", values, status=422 if action else 200)


def _place_hold(actor: Actor, form: RetentionHoldForm) -> str:
    """Returns the success message; "" when the form has errors."""
    data = form.cleaned_data
    learner = _find_learner(actor, form, data["dossier"])
    if learner is None:
        return ""
    try:
        hold_purge(actor=actor, learner=learner, until=data["until"], why=ErasureHold(data["kind"]), reason=data["why"])
    except ValidationError as error:
        form.add_error("until", str(error))
        return ""
    return f"Ce dossier ne sera pas effacé avant le {french_day(data['until'])} inclus."


def _lift_hold(actor: Actor, form: LiftHoldForm) -> str:
    learner = _find_learner(actor, form, form.cleaned_data["dossier"])
    if learner is None:
        return ""
    lift_hold(actor=actor, learner=learner, reason=form.cleaned_data["why"])
    return "La garde est levée : la durée ordinaire compte de nouveau."


def _find_learner(actor: Actor, form: forms.Form, reference: str) -> Learner | None:
    """Finds the learner by the record number, or by the URL of its page."""
    key = _KEY.search(reference.lower())
    if key:
        with suppress(NotFound):
            return learner_to_hold(actor=actor, key=key[0])
    form.add_error("dossier", _UNKNOWN)
    return None


def _summary_sentence(hold_count: int, ending: int) -> str:
    sentence = (
        f"{pluralise(hold_count, 'dossier est gardé', 'dossiers sont gardés')}." if hold_count else "Aucun n’est gardé."
    )
    ends = f"{pluralise(ending, 'dossier sans nouvelle sera effacé', 'dossiers sans nouvelle seront effacés')}"
    return f"{sentence} {ends} dans les trente jours." if ending else f"{sentence} Aucun effacement n’est annoncé."


def _hold_row(each: LearnerOnHold) -> dict[str, Any]:
    return {
        "key": str(each.key),
        "body": each.body or "réseau non dit",
        "why": HOLD_LABELS[each.why],
        "until": each.until,
        "seen": each.last_seen_on,
    }
