"""The visitor's own page, opened by the secret of its address: what was sent, to whom, and how to take it back.

As on the pages of a personal link (``learner_portal``), no CSRF token: the browser sends nothing by itself, since the
secret is in the address, and the referrer is forbidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from pacte.accounts.queries import organisation_names
from pacte.accounts.row_context import acting_as
from pacte.journeys.records.place_requests import PLACE_REQUEST_OUTCOME_LABELS, PlaceRequestOutcome
from pacte.journeys.services.place_requests import use_place_request_link, withdraw_place_request
from pacte.kernel.actor import system_actor
from pacte.kernel.clock import today
from pacte.kernel.errors import TooManyRequests
from pacte.kernel.french import join_words
from pacte.kernel.user_input import dial_number
from pacte.web.own_transactions import own_transactions
from pacte.web.page import Page
from pacte.web.private_pages import PRIVACY_HEADERS, opened_by_secret, with_headers
from pacte.web.request import Request
from pacte.web.session_display import session_dates_text

if TYPE_CHECKING:
    from pacte.journeys.models import PlaceRequest
    from pacte.offer.models import Session

_HTTP_GONE = 410
_VISITOR = "visite, par le lien de sa demande"


class VisitorPage(Page):
    """A use of the link is committed first: it counts even when the rest is refused."""

    is_public = True
    http_method_names = ("get", "head", "post")
    decorators = (own_transactions, opened_by_secret, csrf_exempt)
    template_name = "place_requests/mine.html"
    place_request: PlaceRequest

    @sensitive_variables()
    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        try:
            with acting_as(system_actor(_VISITOR)) as actor:
                place_request = use_place_request_link(actor=actor, secret=kwargs["secret"])
        except TooManyRequests as error:
            headers = {"Retry-After": str(error.retry_after_seconds), **PRIVACY_HEADERS}
            page = render(request, "place_requests/too_fast.html", {"error": error}, status=error.status)
            return with_headers(page, headers)
        if place_request is None:
            return with_headers(render(request, "place_requests/gone.html", status=_HTTP_GONE))
        self.place_request = place_request
        with acting_as(request.actor):
            return with_headers(super().dispatch(request, *args, **kwargs))

    def post(self, request: Request) -> HttpResponseRedirect:
        """« Retirer ma demande »."""
        withdraw_place_request(actor=system_actor(_VISITOR), identifier=self.place_request.pk)
        return HttpResponseRedirect(self.url("place_requests:mine", self.kwargs["secret"]))

    def context(self) -> dict[str, Any]:
        row = self.place_request
        names = organisation_names(on=today())
        provider = row.training.provider
        network = names.get(row.network_id, "") if row.network_id else ""
        readers = [provider.name] if row.provider_body_id else []
        readers += [network] if network else []
        contact = _contact(row)
        return {
            "bar": "Ma demande",
            "is_fictive": row.is_synthetic,
            "place_request": row,
            "what": row.training.title,
            "when": _when(row.session),
            "readers": join_words(readers),
            "handler": "" if row.handled_by_id is None else names.get(row.handled_by_id, ""),
            "outcome": PLACE_REQUEST_OUTCOME_LABELS[PlaceRequestOutcome(row.outcome)] if row.outcome else "",
            "is_emptied": not row.first_name,
            "provider": provider.name,
            "contact": contact | {"dial": dial_number(contact["phone"])},
            "sent": _sent_facts(row),
            "address": settings.PUBLIC_URL + self.url("place_requests:mine", self.kwargs["secret"]),
            "sheet": self.url("search:training", row.training.number),
        }


def _when(session: Session | None) -> str:
    if session is None:
        return "n’importe quelle date"
    dates = session_dates_text(session)
    return f"{dates}, {session.site.town}" if session.site and session.site.town else dates


def _contact(row: PlaceRequest) -> dict[str, str]:
    """Telephone and e-mail of the session asked for, else those of the provider."""
    of_session = row.session.contact if row.session and isinstance(row.session.contact, dict) else {}
    return {name: str(of_session.get(name) or getattr(row.training.provider, name)) for name in ("phone", "email")}


def _sent_facts(row: PlaceRequest) -> list[tuple[str, str]]:
    facts = (
        ("Nom", f"{row.first_name} {row.last_name}".strip()), ("Téléphone", row.phone), ("Courriel", row.email),
        ("Commune", row.town), ("Message", row.message),
    )  # fmt: skip
    return [(label, value) for label, value in facts if value]
