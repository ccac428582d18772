"""Secret shared with a partner, renewed and shown once; a partner stopped or resumed, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pacte.interop.queries.partners import may_configure, partner_by_slug
from pacte.interop.services.partners import renew_secret, resume_partner, stop_partner
from pacte.kernel.errors import NotFound
from pacte.web.form_fields import reason_field
from pacte.web.pages.partners.page_context import moment_or_never, partners_page_context, request_actor
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.interop.models import Partner


class RenewSecretForm(forms.Form):
    sure = forms.BooleanField(
        label="Le secret d’avant n’ouvrira plus rien : le partenaire est prévenu",
        error_messages={"required": "Cochez cette case : ses messages seront refusés jusqu’à ce qu’il ait le nouveau."},
    )


class SwitchPartnerForm(forms.Form):
    why = reason_field("Pourquoi ?")


@require_login
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Raises ``NotFound`` when the actor may not configure exchanges."""
    actor = request_actor(request)
    partner = partner_by_slug(actor=actor, slug=slug)
    if not may_configure(actor=actor, partner=partner):
        raise NotFound
    act = request.POST.get("act", "renew") if request.method == "POST" else ""
    renew_form = RenewSecretForm(request.POST if act == "renew" else None)
    switch_form = SwitchPartnerForm(request.POST if act == "switch" else None)
    secret = ""
    if act == "switch" and switch_form.is_valid():
        change = stop_partner if partner.is_active else resume_partner
        change(actor=actor, partner=partner, reason=switch_form.cleaned_data["why"])
        messages.success(request, f"{partner.name} est {'de nouveau en service' if partner.is_active else 'arrêté'}.")
        return HttpResponseRedirect(reverse("partners:partner", args=[slug]))
    if act == "renew" and renew_form.is_valid():
        secret = renew_secret(actor=actor, partner=partner)
    failed_form = switch_form if act == "switch" else renew_form
    back = reverse("partners:partner", args=[slug])
    context = partners_page_context((partner.name, back), ("Réglages", "")) | {
        "title": "Que régler avec ce partenaire ?",
        "answer": _answer(partner),
        "partner": partner,
        "renew": renew_form,
        "switch": switch_form,
        "wrong": failed_form,
        "secret": secret,
        "back": back,
        "facts": [
            {"label": "Adresse", "value": partner.url or "aucune : rien ne lui est encore envoyé"},
            {"label": "Nom court", "value": partner.slug},
            {"label": "Secret", "value": f"le {partner.generation}ᵉ" if partner.generation > 1 else "le premier"},
            {"label": "Relié", "value": moment_or_never(partner.created_at)},
        ],
    }
    status = 422 if act and not secret else 200
    return render(request, "partners/settings.html", context, status=status)


def _answer(partner: Partner) -> str:
    if partner.is_active:
        return "Il est en service : ses messages entrent, les nôtres partent."
    return "Il est arrêté : rien ne part, et sa porte répond comme si elle n’existait pas."
