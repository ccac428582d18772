"""« Ouvrir un dossier » from a request for a place: its form begins filled in, then that session is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.journeys.queries.place_requests import PlaceRequestSummary, place_request_by_id
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, NotFound
from pacte.kernel.user_input import parse_whole_number
from pacte.web.searched_for import PARAMETER

if TYPE_CHECKING:
    from pacte.journeys.models import Journey

_SAME_FIELDS = ("first_name", "last_name", "phone", "email", "town")


def requested_place(actor: Actor, number: str) -> PlaceRequestSummary | None:
    """None without a number. Raises ``NotFound`` for a request of another network, ``Conflict`` once it is closed."""
    if not number:
        return None
    summary = place_request_by_id(actor=actor, identifier=parse_whole_number(number) or 0)
    if summary.network_id is None:
        raise NotFound
    if summary.closed_at is not None:
        raise Conflict("place_request_closed", "Cette demande est déjà traitée.", hint="Revenez à la liste.")
    return summary


def initial_values(summary: PlaceRequestSummary | None) -> dict[str, Any]:
    return {name: getattr(summary, name) for name in _SAME_FIELDS} if summary else {}


def proposal_url(journey: Journey, summary: PlaceRequestSummary) -> str:
    """The proposal of the session asked for; for any date, the sheet, where one is chosen for that person."""
    if summary.session is None:
        return f"{reverse('search:training', args=[summary.training.number])}?{PARAMETER}={journey.key}"
    triplet = summary.session.triplet
    return reverse("advisers:propose", args=[journey.key, triplet.training, triplet.training_action, triplet.session])
