"""The door of personal links: no account, no cookie, no script. Who holds the secret is the person, and nobody else.

A form needs no token against forgery here: nothing is sent by the browser by itself, the secret is in the address of
the page. So pages may ask that no address ever be told to another site, which would break those tokens.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from pacte.accounts.context import bind
from pacte.journeys.services import OpenedLink, use_link
from pacte.kernel.actor import NOBODY, system
from pacte.kernel.errors import Conflict

View = Callable[..., HttpResponse]
GONE, TOO_FAST = 410, 429


def journey_link(view: View) -> View:
    """For pages of the whole journey: the link of one invitation does not open them."""
    return _by_link(view, lambda link, parts: link.invitation_id is None)


def slot_link(view: View) -> View:
    """For the slots of one invitation: by its own link, or by the link of the journey that it belongs to."""
    return _by_link(view, lambda link, parts: (link.invitation_id is None) == ("invitation" in parts))


def _by_link(view: View, opens: Callable[[OpenedLink, dict[str, Any]], bool]) -> View:
    @csrf_exempt
    @wraps(view)
    @sensitive_variables("secret")
    def opened(request: HttpRequest, secret: str, **parts: Any) -> HttpResponse:
        try:
            link = use_link(actor=system("lien personnel"), secret=secret)
        except Conflict as error:
            return _private(render(request, "mine/too_fast.html", {"error": error}, status=TOO_FAST))
        if link is None or not opens(link, parts):
            return _private(render(request, "mine/gone.html", status=GONE))
        bind(link.actor)
        response = _private(view(request, link, secret, **parts))
        # Nothing else of the request happens with the person's sight. After an error nothing is read any more.
        bind(NOBODY)
        return response

    return opened


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by nobody on the way, shown by no search engine, told to no other site."""
    response.headers["Cache-Control"] = "no-store, private, max-age=0"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
