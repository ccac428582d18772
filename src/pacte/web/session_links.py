"""Address of the page of a training session, from any group of pages."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from pacte.offer.records import Triplet


def session_url(triplet: Triplet, page: str = "session") -> str:
    """Empty when the numbers do not fit in a URL."""
    try:
        return reverse(f"sessions:{page}", args=[triplet.training, triplet.training_action, triplet.session])
    except NoReverseMatch:
        return ""
