"""Addresses of the requests for a place, for the pages of other groups."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from pacte.offer.records import Triplet

# The parameter of the form that chooses a date: « <action>/<session> ».
DATE_PARAMETER = "date"
# The parameter of « Ouvrir un dossier » that names a request, and nobody.
REQUEST_PARAMETER = "demande"


def place_request_url(number: str, triplet: Triplet | None = None) -> str:
    """The form of a visitor for a training; with a session chosen, when there is one."""
    form = reverse("place_requests:ask", args=[number])
    if triplet is None:
        return form
    return f"{form}?{urlencode({DATE_PARAMETER: date_value(triplet)})}"


def date_value(triplet: Triplet) -> str:
    return f"{triplet.training_action}/{triplet.session}"


def record_url(identifier: int) -> str:
    """« Ouvrir un dossier » from a request: the address holds its number only."""
    return f"{reverse('advisers:open')}?{urlencode({REQUEST_PARAMETER: identifier})}"
