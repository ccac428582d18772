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
from pacte.web.form_fields import day, reason, text
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.journeys.models import Learner
    from pacte.kernel.actor import Actor

_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WHY = [("", "choisir"), *((each.value, HOLD_LABELS[each]) for each in ErasureHold)]
_UNKNOWN = (
    "Ce numéro n’est celui d’aucun dossier. Demandez au réseau qui suit la personne le numéro écrit au bas de sa page."
)


class HoldForm(forms.Form):
    dossier = text(
        "Numéro du dossier", 200, help_text="Le réseau référent le lit au bas de la page de la personne.",
        error_messages={"required": "Collez le numéro du dossier, ou l’adresse de sa page."},
    )  # fmt: skip
    until = day("Le garder jusqu’au", error_messages={"required": "Donnez le dernier jour."})
    kind = forms.ChoiceField(
        label="Pour quoi ?", choices=_WHY, error_messages={"required": "Choisissez dans la liste."}
    )
    why = reason("La raison, en une phrase", help_text="Sans le nom de la personne. Elle reste au journal.")


class LiftForm(forms.Form):
    dossier = forms.CharField(max_length=40, widget=forms.HiddenInput)
    why = reason("Pourquoi ne plus le garder ?")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` for users who may not place a hold."""
    actor = request.actor  # type: ignore[attr-defined]
    found = learners_on_hold(actor=actor, on=today())
    asked = request.POST.get("act", "hold") if request.method == "POST" else ""
    form = HoldForm(request.POST if asked == "hold" else None)
    lift = LiftForm(request.POST if asked == "lift" else None)
    done = ""
    if asked == "hold" and form.is_valid():
        done = _held(actor, form)
    elif asked == "lift" and lift.is_valid():
        done = _lifted(actor, lift)
    if done:
        messages.success(request, done)
        return HttpResponseRedirect(reverse("keeping:holds"))
    values = {
        "nav": "",
        "trail": [{"label": "Données personnelles", "url": reverse("personal_data")}, {"label": "Dossiers gardés"}],
        "title": "Quels dossiers ne doivent pas être effacés ?",
        "answer": _answer(len(found), count_ending_soon(actor=actor, on=today())),
        "form": form,
        "lift": lift,
        "wrong": lift if asked == "lift" else form,
        "files": [_line(each) for each in found],
    }
    return render(request, "keeping/holds.html", values, status=422 if asked else 200)


def _held(actor: Actor, form: HoldForm) -> str:
    """Returns the success message; "" when the form has errors."""
    given = form.cleaned_data
    learner = _named(actor, form, given["dossier"])
    if learner is None:
        return ""
    try:
        hold_purge(
            actor=actor, learner=learner, until=given["until"], why=ErasureHold(given["kind"]), reason=given["why"]
        )
    except ValidationError as error:
        form.add_error("until", str(error))
        return ""
    return f"Ce dossier ne sera pas effacé avant le {french_day(given['until'])} inclus."


def _lifted(actor: Actor, form: LiftForm) -> str:
    learner = _named(actor, form, form.cleaned_data["dossier"])
    if learner is None:
        return ""
    lift_hold(actor=actor, learner=learner, reason=form.cleaned_data["why"])
    return "La garde est levée : la durée ordinaire compte de nouveau."


def _named(actor: Actor, form: forms.Form, said: str) -> Learner | None:
    """Finds the learner by the record number, or by the URL of its page."""
    key = _KEY.search(said.lower())
    if key:
        with suppress(NotFound):
            return learner_to_hold(actor=actor, key=key[0])
    form.add_error("dossier", _UNKNOWN)
    return None


def _answer(held: int, ending: int) -> str:
    kept = f"{pluralise(held, 'dossier est gardé', 'dossiers sont gardés')}." if held else "Aucun n’est gardé."
    ends = f"{pluralise(ending, 'dossier sans nouvelle sera effacé', 'dossiers sans nouvelle seront effacés')}"
    return f"{kept} {ends} dans les trente jours." if ending else f"{kept} Aucun effacement n’est annoncé."


def _line(each: LearnerOnHold) -> dict[str, Any]:
    return {
        "key": str(each.key),
        "body": each.body or "réseau non dit",
        "why": HOLD_LABELS[each.why],
        "until": each.until,
        "seen": each.last_seen_on,
    }
