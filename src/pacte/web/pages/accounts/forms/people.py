"""Forms of people and memberships."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.accounts.records import ROLE_HELP, ROLE_LABELS
from pacte.kernel.clock import today
from pacte.reference.records import ZONE_KIND_LABELS as ZONE_LABELS
from pacte.web.form_fields import text_field
from pacte.web.pages.accounts.forms import fields

Choices = list[tuple[str, str]]
_ROLES = [(role.value, f"{label} : {ROLE_HELP[role]}") for role, label in ROLE_LABELS.items()]
_ZONES = [("", "Tout le territoire"), *((kind.value, one.capitalize()) for kind, (one, _) in ZONE_LABELS.items())]


class MembershipForm(forms.Form):
    """A membership. The choices of organisations, services and pacts come from the directory."""

    role = forms.ChoiceField(label="Rôle", choices=_ROLES, widget=forms.RadioSelect)
    organisation = forms.ChoiceField(label="Pour quel organisme ?")
    service = forms.ChoiceField(label="Service", required=False)
    host = forms.ChoiceField(label="Dans le pacte de")
    zone_kind = forms.ChoiceField(label="Territoire", choices=_ZONES, required=False)
    zone_code = forms.CharField(
        label="Code du territoire",
        required=False,
        max_length=20,
        help_text="Code officiel, par exemple « 18 » pour le Cher. Vide pour tout le territoire.",
    )
    valid_from = fields.account_day_field("À partir du", initial=today)
    valid_until = fields.account_day_field(
        "Jusqu’au", required=False, help_text="Dernier jour. Vide si la fin n’est pas connue."
    )

    def __init__(self, *arguments: Any, organisations: Choices, services: Choices, hosts: Choices, **named: Any):
        super().__init__(*arguments, **named)
        self.fields["organisation"].choices = [("", "Choisissez"), *organisations]
        self.fields["service"].choices = [("", "Aucun en particulier"), *services]
        self.fields["host"].choices = hosts
        if len(hosts) == 1:
            del self.fields["host"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, code = cleaned.get("zone_kind", ""), str(cleaned.get("zone_code", "")).strip()
        if kind and not code:
            self.add_error("zone_code", "Écrivez le code du territoire choisi.")
        if code and not kind:
            self.add_error("zone_kind", "Dites de quelle sorte de territoire ce code est le code.")
        return cleaned | {"zone_code": code}


class InvitationForm(MembershipForm):
    email = fields.email_field(autocomplete="off", help_text="L’invitation y est envoyée. Elle vaut 7 jours.")
    first_name = text_field("Prénom", 80)
    last_name = text_field("Nom", 80)
    field_order = ["email", "first_name", "last_name"]


class PersonForm(forms.Form):
    first_name = text_field("Prénom", 80)
    last_name = text_field("Nom", 80)


class EndMembershipForm(forms.Form):
    on = fields.account_day_field(
        "Premier jour sans cette fonction",
        initial=today,
        help_text="Aujourd’hui : l’accès s’arrête à la prochaine page demandée.",
    )
    reason = fields.account_reason_field("Pourquoi cette fonction finit-elle ?")


class AccountReasonForm(forms.Form):
    reason = fields.account_reason_field()
