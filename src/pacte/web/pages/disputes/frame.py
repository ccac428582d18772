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

NAV = "territory"
STYLE = "pacte/css/territory.css"


def actor_in(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def region_of(actor: Actor) -> int:
    """Id of the Region whose disputes the actor reads, this installation's first. Raises ``NotFound`` without one."""
    own = host_organisation()
    if own is not None and own.pk in actor.host_ids:
        return own.pk
    if not actor.host_ids:
        raise NotFound
    return min(actor.host_ids)


def dispute_of(request: HttpRequest, number: int) -> Dispute:
    actor = actor_in(request)
    return dispute_by_number(actor=actor, host_id=region_of(actor), number=number)


def region_in(actor: Actor) -> Organisation:
    found = organisation_by_id(region_of(actor))
    if found is None:
        raise NotFound
    return found


def frame(*trail: dict[str, str]) -> dict[str, Any]:
    return {"nav": NAV, "trail": [{"label": "Désaccords", "url": reverse("disputes:list")}, *trail]}


def dispute_url(number: int) -> str:
    return reverse("disputes:dispute", args=[number])
