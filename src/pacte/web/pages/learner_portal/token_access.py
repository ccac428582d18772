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

LinkView = Callable[..., HttpResponse]
HTTP_GONE = 410


def require_journey_link(view: LinkView) -> LinkView:
    """For pages of the whole journey: the link of one invitation does not open them."""
    return _require_link(view, lambda link, parts: link.invitation_id is None)


def require_slot_link(view: LinkView) -> LinkView:
    """For the slots of one invitation: opened by its own link, or by the link of its journey."""
    return _require_link(view, lambda link, parts: (link.invitation_id is None) == ("invitation" in parts))


def _require_link(view: LinkView, accepts: Callable[[OpenedLink, dict[str, Any]], bool]) -> LinkView:
    @csrf_exempt
    @wraps(view)
    @sensitive_variables("secret")
    def wrapper(request: HttpRequest, secret: str, **parts: Any) -> HttpResponse:
        # Committed before rendering: a use counts even when it is then refused.
        try:
            with acting_as(system_actor("lien personnel")) as actor:
                link = use_link(actor=actor, secret=secret)
        except TooManyRequests as error:
            return _with_privacy_headers(_too_many_requests(request, error))
        if link is None or not accepts(link, parts):
            return _with_privacy_headers(render(request, "mine/gone.html", status=HTTP_GONE))
        with acting_as(link.actor):
            return _with_privacy_headers(view(request, link, secret, **parts))

    return own_transactions(wrapper)


def _too_many_requests(request: HttpRequest, error: TooManyRequests) -> HttpResponse:
    page = render(request, "mine/too_fast.html", {"error": error}, status=error.status)
    page.headers["Retry-After"] = str(error.retry_after_seconds)
    return page


def _with_privacy_headers(response: HttpResponse) -> HttpResponse:
    """Not cached, not indexed by search engines, no referrer sent to other sites."""
    response.headers["Cache-Control"] = "no-store, private, max-age=0"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
