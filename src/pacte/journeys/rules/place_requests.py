"""Requests for a place: until when an answer is asked, how long they are kept, what the visitor agrees to. Pure.

The delays are practices that a Region may change, not rules of law. Nothing here decides who may enter a training.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pacte.journeys.records.place_requests import PlaceRequestInput, PlaceRequestState
from pacte.kernel.french import join_words

DAYS_TO_ANSWER = 3
DAYS_AFTER_CLOSING = 30
MOST_DAYS = 90
# A change of what ``consent_sentences`` says needs another version: the row keeps the one that was read.
CONSENT_VERSION = "2026-11"
MOST_MESSAGE_SIGNS = 500


def answer_due_on(made_on: date) -> date:
    """The day before which the provider and the network are asked to answer."""
    return made_on + timedelta(days=DAYS_TO_ANSWER)


def place_request_purge_on(made_on: date, closed_on: date | None = None) -> date:
    """The day on which a request is deleted: a month after it was closed, three months after it was made at most."""
    latest = made_on + timedelta(days=MOST_DAYS)
    return latest if closed_on is None else min(latest, closed_on + timedelta(days=DAYS_AFTER_CLOSING))


def place_request_path(identifier: int) -> str:
    """The page of ``web/pages/place_requests`` where its readers answer: notifications leave outside any request."""
    return f"/demandes-de-place/{identifier}/"


def place_request_state(handled_at: datetime | None, closed_at: datetime | None) -> PlaceRequestState:
    if closed_at is not None:
        return PlaceRequestState.CLOSED
    return PlaceRequestState.WAITING if handled_at is None else PlaceRequestState.HANDLED


def input_faults(place_request_input: PlaceRequestInput, *, provider_reads: bool) -> dict[str, str]:
    """What is missing, a sentence by field; empty when the request may be sent."""
    faults = {}
    if not (place_request_input.phone or place_request_input.email):
        faults["phone"] = "Comment vous répondre ? Écrivez un téléphone ou une adresse électronique."
    if place_request_input.network_id is None and place_request_input.has_adviser:
        faults["network"] = "Choisissez le réseau de votre conseiller."
    elif place_request_input.network_id is None and not provider_reads:
        faults["network"] = "Choisissez un réseau : l’organisme ne lit pas les demandes sur ce site."
    return faults


def consent_sentences(provider: str, *, provider_reads: bool, has_networks: bool) -> tuple[str, ...]:
    """Who reads the request, for what, until when, and how to take it back. ``provider``: its name."""
    readers = [provider] if provider_reads else []
    readers += ["le réseau choisi ci-dessus, s’il y en a un"] if has_networks and provider_reads else []
    readers += ["le réseau choisi ci-dessus"] if has_networks and not provider_reads else []
    return (
        f"Qui lit : {join_words(readers)}. Personne d’autre.",
        "Pour quoi : vous répondre sur cette formation.",
        f"Jusqu’à quand : {DAYS_AFTER_CLOSING} jours après la réponse, {MOST_DAYS} jours au plus. Puis tout est "
        "effacé.",
        "Pour changer d’avis : la page suivante a un bouton « Retirer ma demande ».",
    )
