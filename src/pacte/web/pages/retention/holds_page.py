"""« Quels dossiers ne doivent pas être effacés ? »: holds that delay the erasure of a learner record, with a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django import forms

from pacte.journeys.queries.erasure import count_ending_soon, learner_to_hold, learners_on_hold
from pacte.journeys.rules.retention import HOLD_LABELS, ErasureHold
from pacte.journeys.services.erasure import hold_purge, lift_hold
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.web.form_fields import day_field, reason_field, text_field
from pacte.web.page import Crumb, FormPage

if TYPE_CHECKING:
    from pacte.journeys.models import Learner

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


class HoldsPage(FormPage):
    """Two forms: one places a hold, the other lifts it. Raises ``NotFound`` for users who may not place a hold."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.holds = learners_on_hold(actor=self.actor, on=today())
        self.is_lift = self.request.POST.get("act") == "lift"
        self.form_class = LiftHoldForm if self.is_lift else RetentionHoldForm

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Données personnelles", self.url("personal_data")), *super().breadcrumb()]

    def context(self) -> dict[str, Any]:
        return {
            "answer": _summary_sentence(len(self.holds), count_ending_soon(actor=self.actor, on=today())),
            "form": RetentionHoldForm() if self.is_lift else self.form,
            "wrong": self.form,
            "files": [
                {
                    "key": str(each.key),
                    "body": each.body or "réseau non dit",
                    "why": HOLD_LABELS[each.why],
                    "until": each.until,
                    "seen": each.last_seen_on,
                }
                for each in self.holds
            ],
        }

    def learner(self, reference: str) -> Learner:
        """By the record number, or by the URL of its page. Raises ``ValidationError``."""
        key = _KEY.search(reference.lower())
        if key:
            with suppress(NotFound):
                return learner_to_hold(actor=self.actor, key=key[0])
        raise ValidationError("dossier", _UNKNOWN)


@HoldsPage.view(
    template_name="retention/holds.html",
    title="Quels dossiers ne doivent pas être effacés ?",
    crumb="Dossiers gardés",
    back="retention:holds",
)
def hold_or_lift(page: HoldsPage, data: dict[str, Any]) -> str:
    learner = page.learner(data["dossier"])
    if page.is_lift:
        lift_hold(actor=page.actor, learner=learner, reason=data["why"])
        return "La garde est levée : la durée ordinaire compte de nouveau."
    kind, until = ErasureHold(data["kind"]), data["until"]
    hold_purge(actor=page.actor, learner=learner, until=until, why=kind, reason=data["why"])
    return f"Ce dossier ne sera pas effacé avant le {format_day(until)} inclus."


def _summary_sentence(hold_count: int, ending: int) -> str:
    sentence = (
        f"{pluralise(hold_count, 'dossier est gardé', 'dossiers sont gardés')}." if hold_count else "Aucun n’est gardé."
    )
    ends = f"{pluralise(ending, 'dossier sans nouvelle sera effacé', 'dossiers sans nouvelle seront effacés')}"
    return f"{sentence} {ends} dans les trente jours." if ending else f"{sentence} Aucun effacement n’est annoncé."
