"""Requests for a place on the desk of an adviser: those that nobody has taken, and those that are late."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from pacte.journeys.queries.place_requests import PlaceRequestSummary, open_place_requests
from pacte.kernel.actor import Actor
from pacte.kernel.french import pluralise
from pacte.web.pages.advisers.desk_cards import DeskCard


def place_request_cards(actor: Actor, on: date) -> list[DeskCard]:
    return [
        DeskCard(
            title=each.name,
            url_of_title=_url(each),
            note=f"Demande une place : {each.training.title}",
            when=_when(each, on),
            tone="bad" if each.is_late(on) else "watch" if each.due_on == on else "",
            verb="Répondre",
            url=_url(each),
        )
        for each in open_place_requests(actor=actor)
        if each.network_id is not None and (each.handled_at is None or each.is_late(on))
    ]


def _url(each: PlaceRequestSummary) -> str:
    return reverse("place_requests:request", args=[each.identifier])


def _when(each: PlaceRequestSummary, on: date) -> str:
    days = (each.due_on - on).days
    if days < 0:
        return f"en retard de {-days} j"
    return f"reste {pluralise(days, 'jour')}" if days else "aujourd’hui"
