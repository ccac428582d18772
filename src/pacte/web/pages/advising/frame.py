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

DESK, PEOPLE = "advising", "people"
STYLE = "pacte/css/advising.css"
_KEPT = "advising_silent_days"
_WORDS = {ScopeKind.MINE: "miennes", ScopeKind.AGENCY: "agence", ScopeKind.COVERED: "remplacees"}


def actor_in(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def bodies_of(actor: Actor) -> tuple[Organisation, Organisation]:
    """Organisation of the adviser, and the Region of its pact. Raises ``NotFound`` when the actor is not an adviser."""
    body_id = adviser_bodies(actor)[0]
    host_id = next(post.host_id for post in actor.memberships if post.organisation_id == body_id)
    return body_by_id(body_id), body_by_id(host_id)


@dataclass(frozen=True, slots=True)
class Look:
    """Scope chosen among those of the adviser, and the number of days without news after which a person is silent."""

    actor: Actor
    on: date
    scope: AdviserScope
    scopes: tuple[AdviserScope, ...]
    silent_days: int

    def query(self, scope: AdviserScope | None = None, **others: object) -> str:
        """« ?qui=agence&… »; the default scope is omitted."""
        pairs = {"qui": _word(scope or self.scope), **others}
        return "?" + urlencode({name: value for name, value in pairs.items() if value not in ("", None)})


def look_of(request: HttpRequest) -> Look:
    """Parse the URL; the delay of silence is kept in the web session. Raises ``NotFound`` for anyone but an adviser."""
    actor, on = actor_in(request), today()
    found = tuple(adviser_scopes(actor=actor, on=on))
    asked = request.GET.get("qui", "")
    scope = next((each for each in found if _word(each) == asked), found[0])
    return Look(actor, on, scope, found, _silent_days(request))


def _silent_days(request: HttpRequest) -> int:
    asked = request.GET.get("silence", "")
    if (days := parse_whole_number(asked)) in SILENT_CHOICES:
        request.session[_KEPT] = days
    kept = request.session.get(_KEPT, SILENT_DAYS)
    return int(kept) if kept in SILENT_CHOICES else SILENT_DAYS


def _word(scope: AdviserScope) -> str:
    """Empty for the default scope; a substituted person is identified by number."""
    if scope.kind is ScopeKind.MINE:
        return ""
    return f"{_WORDS[scope.kind]}-{scope.person_id}" if scope.kind is ScopeKind.COVERED else _WORDS[scope.kind]


def tabs(look: Look, page: str) -> list[dict[str, Any]]:
    """« Mes personnes 84 · Mon agence 1 212 · Remplacée : Mme Lopes 61 »."""
    counts = learner_counts(actor=look.actor, scopes=look.scopes)
    return [
        {
            "label": _label(each),
            "count": format_number(counts[each]),
            "url": reverse(page) + (look.query(each) if _word(each) else ""),
            "is_current": each == look.scope,
        }
        for each in look.scopes
    ]


def _label(scope: AdviserScope) -> str:
    if scope.kind is ScopeKind.COVERED:
        return f"En remplacement de {scope.name}"
    return "Mes personnes" if scope.kind is ScopeKind.MINE else "Mon agence"


def person_url(key: UUID, page: str = "person") -> str:
    return reverse(f"advising:{page}", args=[key])


def frame(*trail: tuple[str, str], nav: str = PEOPLE) -> dict[str, Any]:
    """Menu and breadcrumb, which starts at the list of people; its last label is the page itself."""
    steps = (("Mes personnes", reverse("advising:people")), *trail)
    return {
        "nav": nav,
        "trail": [{"label": label, "url": url} if url else {"label": label} for label, url in steps],
    }
