"""Base classes of the pages opened by a personal link: no account, no cookie, no script. The person has the secret.

Forms need no CSRF token here: the browser sends nothing by itself, since the secret is in the URL of the page. Pages
may therefore forbid the referrer, which would break CSRF tokens.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from pacte.accounts.row_context import acting_as
from pacte.journeys.queries.learner_portal import LearnerPortal, learner_portal, my_learner
from pacte.journeys.services import OpenedLink, use_link
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, TooManyRequests, ValidationError
from pacte.web.own_transactions import own_transactions
from pacte.web.page import UNPROCESSABLE_STATUS, Page
from pacte.web.request import Request

if TYPE_CHECKING:
    from pacte.journeys.models import Learner

HTTP_GONE = 410
# Not cached, not indexed by search engines, no referrer sent to other sites.
_PRIVACY_HEADERS = {
    "Cache-Control": "no-store, private, max-age=0",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


class LinkPage(Page):
    """A page of the whole journey, for whoever holds its link: that of one invitation does not open it."""

    is_public = True
    decorators = (own_transactions, csrf_exempt)
    # What the bar says, above the page.
    bar: str = "Mon parcours"
    link: OpenedLink

    @sensitive_variables()
    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Opens the link, then the page as its person. A use is committed first: it counts even when refused."""
        try:
            with acting_as(system_actor("lien personnel")) as actor:
                link = use_link(actor=actor, secret=kwargs["secret"])
        except TooManyRequests as error:
            headers = {"Retry-After": str(error.retry_after_seconds), **_PRIVACY_HEADERS}
            return _with_headers(
                render(request, "learner_portal/too_fast.html", {"error": error}, status=error.status), headers
            )
        if link is None or not self.accepts(link):
            return _with_headers(render(request, "learner_portal/gone.html", status=HTTP_GONE), _PRIVACY_HEADERS)
        self.link = link
        with acting_as(link.actor):
            return _with_headers(super().dispatch(request, *args, **kwargs), _PRIVACY_HEADERS)

    def accepts(self, link: OpenedLink) -> bool:
        return link.invitation_id is None

    @property
    def actor(self) -> Actor:
        return self.link.actor

    @cached_property
    def learner(self) -> Learner:
        return my_learner(actor=self.actor)

    @cached_property
    def portal(self) -> LearnerPortal:
        return learner_portal(actor=self.actor, on=today())

    @property
    def is_fictive(self) -> bool:
        return self.learner.is_synthetic

    def url(self, name: str, *args: object) -> str:
        """URL of a page of the same link."""
        return reverse(name, args=[self.kwargs["secret"], *args])

    def render(self, values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        common = {"bar": self.bar, "secret": self.kwargs["secret"], "is_fictive": self.is_fictive}
        return render(self.request, self.template_name, {**common, **values}, status=status)


class LinkFormPage(LinkPage):
    """A page with a form; what is wrong with the answer is said above it."""

    http_method_names = ("get", "head", "post")

    @abstractmethod
    def act(self) -> str:
        """Runs what was asked, in one transaction. Returns where to go. Raises ``ValidationError`` or ``Conflict``."""

    def post(self, request: Request) -> HttpResponseBase:
        try:
            with transaction.atomic():
                return HttpResponseRedirect(self.act())
        except (ValidationError, Conflict) as error:
            # Read again: a conflict comes from a change made meanwhile.
            self.load(**self.kwargs)
            return self.render({**self.context(), "done": None, "error": str(error)}, status=UNPROCESSABLE_STATUS)


def _with_headers(response: HttpResponseBase, headers: Mapping[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response.headers[name] = value
    return response
