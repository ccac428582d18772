"""Secret shared with a partner, renewed and shown once; a partner stopped or resumed, with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from pacte.interop.queries.partners import may_configure, partner_by_slug
from pacte.interop.services.partners import renew_secret, resume_partner, stop_partner
from pacte.kernel.errors import NotFound
from pacte.web.form_fields import reason_field
from pacte.web.pages.partners.exchange_pages import ExchangeFormsPage, moment_or_never


class RenewSecretForm(forms.Form):
    sure = forms.BooleanField(
        label="Le secret d’avant n’ouvrira plus rien : le partenaire est prévenu",
        error_messages={"required": "Cochez cette case : ses messages seront refusés jusqu’à ce qu’il ait le nouveau."},
    )


class SwitchPartnerForm(forms.Form):
    why = reason_field("Pourquoi ?")


class PartnerSettingsPage(ExchangeFormsPage):
    """Raises ``NotFound`` when the actor may not configure exchanges."""

    template_name = "partners/settings.html"
    decorators = (never_cache,)
    crumb = "Réglages"
    form_classes = {"renew": RenewSecretForm, "switch": SwitchPartnerForm}

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.partner = partner_by_slug(actor=self.actor, slug=kwargs["slug"])
        if not may_configure(actor=self.actor, partner=self.partner):
            raise NotFound

    def context(self) -> dict[str, Any]:
        partner = self.partner
        return {
            "title": "Que régler avec ce partenaire ?",
            "answer": "Il est en service : ses messages entrent, les nôtres partent."
            if partner.is_active
            else "Il est arrêté : rien ne part, et sa porte répond comme si elle n’existait pas.",
            "partner": partner,
            "renew": self.forms["renew"],
            "switch": self.forms["switch"],
            "facts": [
                {"label": "Adresse", "value": partner.url or "aucune : rien ne lui est encore envoyé"},
                {"label": "Nom court", "value": partner.slug},
                {"label": "Secret", "value": f"le {partner.generation}ᵉ" if partner.generation > 1 else "le premier"},
                {"label": "Relié", "value": moment_or_never(partner.created_at)},
            ],
        }

    def save(self, data: dict[str, Any]) -> str | HttpResponse:
        if self.act == "renew":
            secret = renew_secret(actor=self.actor, partner=self.partner)
            return self.render(self.context() | {"form": self.form, "secret": secret})
        change = stop_partner if self.partner.is_active else resume_partner
        change(actor=self.actor, partner=self.partner, reason=data["why"])
        return f"{self.partner.name} est {'de nouveau en service' if self.partner.is_active else 'arrêté'}."
