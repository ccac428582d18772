"""Access by personal link: no account, no cookie, no script. Only the person holds the secret.

Forms need no CSRF token here: the browser sends nothing by itself, since the secret is in the URL of the page. Pages
may therefore forbid the referrer, which would break CSRF tokens.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from pacte.accounts.row_context import acting_as
from pacte.journeys.services import OpenedLink, use_link
from pacte.kernel.actor import system_actor
from pacte.kernel.errors import TooManyRequests
from pacte.web.own_transactions import own_transactions

View = Callable[..., HttpResponse]
GONE = 410


def journey_link(view: View) -> View:
    """For pages of the whole journey: the link of one invitation does not open them."""
    return _by_link(view, lambda link, parts: link.invitation_id is None)


def slot_link(view: View) -> View:
    """For the slots of one invitation: opened by its own link, or by the link of its journey."""
    return _by_link(view, lambda link, parts: (link.invitation_id is None) == ("invitation" in parts))


def _by_link(view: View, opens: Callable[[OpenedLink, dict[str, Any]], bool]) -> View:
    @csrf_exempt
    @wraps(view)
    @sensitive_variables("secret")
    def opened(request: HttpRequest, secret: str, **parts: Any) -> HttpResponse:
        # Committed before rendering: a use counts even when it is then refused.
        try:
            with acting_as(system_actor("lien personnel")) as machine:
                link = use_link(actor=machine, secret=secret)
        except TooManyRequests as error:
            return _private(_too_fast(request, error))
        if link is None or not opens(link, parts):
            return _private(render(request, "mine/gone.html", status=GONE))
        with acting_as(link.actor):
            return _private(view(request, link, secret, **parts))

    return own_transactions(opened)


def _too_fast(request: HttpRequest, error: TooManyRequests) -> HttpResponse:
    page = render(request, "mine/too_fast.html", {"error": error}, status=error.status)
    page.headers["Retry-After"] = str(error.retry_after_seconds)
    return page


def _private(response: HttpResponse) -> HttpResponse:
    """Not cached, not indexed by search engines, no referrer sent to other sites."""
    response.headers["Cache-Control"] = "no-store, private, max-age=0"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
