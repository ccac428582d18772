"""Shared by the pages of advisers: actor, scope, chosen delay of silence, breadcrumb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from pacte.journeys.queries.adviser_scope import adviser_bodies, adviser_scopes, learner_counts
from pacte.journeys.queries.handovers import body_by_id
from pacte.journeys.records.adviser_desk import SILENT_CHOICES, SILENT_DAYS, AdviserScope, ScopeKind
from pacte.kernel.clock import today
from pacte.kernel.french import format_number
from pacte.kernel.user_input import parse_whole_number

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor

DESK_NAV, PEOPLE_NAV = "advising", "people"
ADVISERS_STYLESHEET = "pacte/css/advising.css"
_SILENT_DAYS_KEY = "advising_silent_days"
_SCOPE_WORDS = {ScopeKind.MINE: "miennes", ScopeKind.AGENCY: "agence", ScopeKind.COVERED: "remplacees"}


def request_actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def adviser_and_region(actor: Actor) -> tuple[Organisation, Organisation]:
    """Organisation of the adviser, and the Region of its pact. Raises ``NotFound`` when the actor is not an adviser."""
    body_id = adviser_bodies(actor)[0]
    host_id = next(post.host_id for post in actor.memberships if post.organisation_id == body_id)
    return body_by_id(body_id), body_by_id(host_id)


@dataclass(frozen=True, slots=True)
class AdviserContext:
    """Scope chosen among those of the adviser, and the number of days without news after which a person is silent."""

    actor: Actor
    on: date
    scope: AdviserScope
    scopes: tuple[AdviserScope, ...]
    silent_days: int

    def query(self, scope: AdviserScope | None = None, **others: object) -> str:
        """« ?qui=agence&… »; the default scope is omitted."""
        pairs = {"qui": _scope_url_word(scope or self.scope), **others}
        return "?" + urlencode({name: value for name, value in pairs.items() if value not in ("", None)})


def adviser_context(request: HttpRequest) -> AdviserContext:
    """Parse the URL; the delay of silence is kept in the web session. Raises ``NotFound`` for anyone but an adviser."""
    actor, on = request_actor(request), today()
    available_scopes = tuple(adviser_scopes(actor=actor, on=on))
    scope_word = request.GET.get("qui", "")
    scope = next((each for each in available_scopes if _scope_url_word(each) == scope_word), available_scopes[0])
    return AdviserContext(actor, on, scope, available_scopes, _silent_days(request))


def _silent_days(request: HttpRequest) -> int:
    days_text = request.GET.get("silence", "")
    if (days := parse_whole_number(days_text)) in SILENT_CHOICES:
        request.session[_SILENT_DAYS_KEY] = days
    saved_days = request.session.get(_SILENT_DAYS_KEY, SILENT_DAYS)
    return int(saved_days) if saved_days in SILENT_CHOICES else SILENT_DAYS


def _scope_url_word(scope: AdviserScope) -> str:
    """Empty for the default scope; a substituted person is identified by number."""
    if scope.kind is ScopeKind.MINE:
        return ""
    return (
        f"{_SCOPE_WORDS[scope.kind]}-{scope.person_id}" if scope.kind is ScopeKind.COVERED else _SCOPE_WORDS[scope.kind]
    )


def scope_tabs(context: AdviserContext, page: str) -> list[dict[str, Any]]:
    """« Mes personnes 84 · Mon agence 1 212 · Remplacée : Mme Lopes 61 »."""
    counts = learner_counts(actor=context.actor, scopes=context.scopes)
    return [
        {
            "label": _scope_label(each),
            "count": format_number(counts[each]),
            "url": reverse(page) + (context.query(each) if _scope_url_word(each) else ""),
            "is_current": each == context.scope,
        }
        for each in context.scopes
    ]


def _scope_label(scope: AdviserScope) -> str:
    if scope.kind is ScopeKind.COVERED:
        return f"En remplacement de {scope.name}"
    return "Mes personnes" if scope.kind is ScopeKind.MINE else "Mon agence"


def learner_page_url(key: UUID, page: str = "person") -> str:
    return reverse(f"advising:{page}", args=[key])


def advisers_page_context(*breadcrumb: tuple[str, str], nav: str = PEOPLE_NAV) -> dict[str, Any]:
    """Menu and breadcrumb, which starts at the list of people; its last label is the page itself."""
    trail = (("Mes personnes", reverse("advising:people")), *breadcrumb)
    return {
        "nav": nav,
        "trail": [{"label": label, "url": url} if url else {"label": label} for label, url in trail],
    }
