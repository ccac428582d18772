"""Helpers shared by the pages of disputes: region, requested dispute, breadcrumb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from pacte.accounts.queries import host_organisation, organisation_by_id
from pacte.indicators.queries.disputes import dispute_by_number
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.indicators.models import Dispute

DISPUTES_NAV = "territory"
DISPUTES_STYLESHEET = "pacte/css/territory.css"


def request_actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def disputes_region_id(actor: Actor) -> int:
    """Id of the Region whose disputes the actor reads, this installation's first. Raises ``NotFound`` without one."""
    own = host_organisation()
    if own is not None and own.pk in actor.host_ids:
        return own.pk
    if not actor.host_ids:
        raise NotFound
    return min(actor.host_ids)


def requested_dispute(request: HttpRequest, number: int) -> Dispute:
    actor = request_actor(request)
    return dispute_by_number(actor=actor, host_id=disputes_region_id(actor), number=number)


def disputes_region(actor: Actor) -> Organisation:
    organisation = organisation_by_id(disputes_region_id(actor))
    if organisation is None:
        raise NotFound
    return organisation


def dispute_page_context(*breadcrumb: dict[str, str]) -> dict[str, Any]:
    return {"nav": DISPUTES_NAV, "trail": [{"label": "Désaccords", "url": reverse("disputes:list")}, *breadcrumb]}


def dispute_url(number: int) -> str:
    return reverse("disputes:dispute", args=[number])
