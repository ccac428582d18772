"""Dashboard of sessions: their own for a provider, pending decisions for a buyer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pacte.kernel.actor import Role
from pacte.kernel.clock import today
from pacte.web.pages.sessions.buyer_desk import buyer_desk_context
from pacte.web.pages.sessions.page_context import request_actor
from pacte.web.pages.sessions.provider_desk import provider_desk_context
from pacte.web.require_login import require_login


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor neither runs sessions nor reads requests."""
    actor = request_actor(request)
    if actor.has_role(Role.PROVIDER):
        is_past = request.GET.get("passees") == "oui"
        return render(request, "supply/provider.html", provider_desk_context(actor, today(), is_past=is_past))
    return render(request, "supply/buyer.html", buyer_desk_context(actor, today()))
