"""Dashboard of sessions: their own for a provider, pending decisions for a buyer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pacte.kernel.actor import Role
from pacte.kernel.clock import today
from pacte.web.pages.supply.buyer_desk import buyer_desk
from pacte.web.pages.supply.frame import actor_in
from pacte.web.pages.supply.provider_desk import provider_desk
from pacte.web.signed_in import signed_in


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor neither runs sessions nor reads requests."""
    actor = actor_in(request)
    if actor.has_role(Role.PROVIDER):
        is_past = request.GET.get("passees") == "oui"
        return render(request, "supply/provider.html", provider_desk(actor, today(), is_past=is_past))
    return render(request, "supply/buyer.html", buyer_desk(actor, today()))
