"""A firm confirms how many of the people trained it hired: one click, by the link of its letter, and no name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponseRedirect

from pacte.accounts.records import GuestScope
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.procedures.queries import hire_inquiry
from pacte.procedures.services import record_hires
from pacte.web.guest_pages import GuestFormPage

# Beyond, a row of buttons would be longer to read than a number is to write.
_MOST_BUTTONS = 12


class HiresForm(forms.Form):
    hired = forms.IntegerField(
        label="Nombre d’embauches", min_value=0,
        error_messages={
            "required": "Donnez un nombre, même zéro.",
            "invalid": "Donnez un nombre entier.",
            "min_value": "Donnez un nombre, même zéro.",
        },
    )  # fmt: skip


class HiresPage(GuestFormPage):
    """« Combien en avez-vous embauchées ? »: of the firm that was asked, and of no other."""

    scopes = frozenset({GuestScope.CONFIRM})
    subject_argument = "inquiry"
    bar = "Promesses d’embauche"
    template_name = "cases/hires.html"
    form_class = HiresForm
    done_messages = {"note": ("C’est noté.", "Vous pouvez corriger ce nombre tant que ce lien sert.")}

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.detail = hire_inquiry(actor=self.actor, inquiry_id=kwargs["inquiry"], on=today())

    def save(self, data: dict[str, Any]) -> HttpResponseRedirect:
        record_hires(actor=self.actor, inquiry_id=self.detail.inquiry.pk, hired=data["hired"])
        return self.redirect(self.url("cases:hires", self.detail.inquiry.pk), "note")

    def context(self) -> dict[str, Any]:
        promise, hired = self.detail.promise, self.detail.hired
        return {
            "title": self.detail.case_title,
            "firm": promise.name,
            "promised": pluralise(promise.posts, "poste promis", "postes promis"),
            "by": format_day(promise.by) if promise.by else "",
            "said": pluralise(self.detail.said_hires, "personne formée dit", "personnes formées disent"),
            "hired": None if hired is None else pluralise(hired, "embauche"),
            "choices": [
                {"value": each, "label": pluralise(each, "embauche") if each else "Aucune embauche"}
                for each in range(promise.posts, -1, -1)
            ]
            if promise.posts <= _MOST_BUTTONS
            else [],
        }
