"""Base classes of the pages of advisers: a scope of people, a network, one person, one journey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.adviser_learners import (
    learner_record,
)
from pacte.journeys.queries.adviser_scope import adviser_bodies, adviser_scopes, learner_counts
from pacte.journeys.queries.handovers import body_by_id
from pacte.journeys.records.adviser_desk import (
    AdviserScope,
    ScopeKind,
    WaitStatus,
)
from pacte.kernel.clock import today
from pacte.kernel.french import format_number
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.silent_days import silent_days_of

WAIT_URL_WORDS = {WaitStatus.TO_DO: "a-faire", WaitStatus.AWAITED: "en-attente", WaitStatus.SILENT: "sans-nouvelles"}
WAIT_LABELS = {WaitStatus.TO_DO: "À faire", WaitStatus.AWAITED: "En attente", WaitStatus.SILENT: "Sans nouvelles"}


class ScopePage(Page):
    """People of the scope chosen in the URL: the adviser's own, the agency's, or those of a replaced colleague.

    ``silent_days``: days without news after which a person is silent.
    """

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` for anyone but an adviser."""
        self.on = today()
        self.scopes = adviser_scopes(actor=self.actor, on=self.on)
        word = self.request.GET.get("qui", "")
        self.scope = next((each for each in self.scopes if scope_url_word(each) == word), self.scopes[0])
        self.silent_days = silent_days_of(self.request)

    def query(self, scope: AdviserScope | None = None, **others: object) -> str:
        """« ?qui=agence&… »; the default scope is omitted."""
        pairs = {"qui": scope_url_word(scope or self.scope), **others}
        query = urlencode({name: value for name, value in pairs.items() if value not in ("", None)})
        return f"?{query}" if query else ""

    def tabs(self) -> list[dict[str, Any]]:
        """« Mes personnes 84 · Mon agence 1 212 · En remplacement de Mme Lopes 61 »."""
        counts = learner_counts(actor=self.actor, scopes=self.scopes)
        return [
            {
                "label": _scope_label(each),
                "count": format_number(counts[each]),
                "url": self.request.path + (self.query(each) if scope_url_word(each) else ""),
                "is_current": each == self.scope,
            }
            for each in self.scopes
        ]


def scope_url_word(scope: AdviserScope) -> str:
    """Empty for the default scope; a replaced person is identified by number."""
    words = {ScopeKind.MINE: "", ScopeKind.AGENCY: "agence", ScopeKind.COVERED: f"remplacees-{scope.person_id}"}
    return words[scope.kind]


def people_pager(number: int, total: int, size: int, list_url: Callable[..., str]) -> dict[str, Any] | None:
    """Parameters of the component ``pager`` for page ``number`` of a list of people; None when one page holds all.

    ``list_url``: address of the list with the page ``p``, "" for the first.
    """
    if total <= size:
        return None
    last = min(total, number * size)
    return {
        "first": min((number - 1) * size + 1, total),
        "last": last,
        "total": total,
        "thing": "personnes",
        "previous_url": list_url(p=number - 1 if number > 2 else "") if number > 1 else "",
        "next_url": list_url(p=number + 1) if last < total else "",
    }


def _scope_label(scope: AdviserScope) -> str:
    if scope.kind is ScopeKind.COVERED:
        return f"En remplacement de {scope.name}"
    return "Mes personnes" if scope.kind is ScopeKind.MINE else "Mon agence"


class AdviserPage(Page):
    """A page under the list of people."""

    nav = "people"

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Mes personnes", self.url("advisers:people")), *super().breadcrumb()]


class NetworkPage(AdviserPage):
    """A page about the network of an adviser: its organisation, and the Region of its pact."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` for anyone but an adviser."""
        body_id = adviser_bodies(self.actor)[0]
        region_id = next(post.host_id for post in self.actor.memberships if post.organisation_id == body_id)
        self.body, self.region = body_by_id(body_id), body_by_id(region_id)


class LearnerRecordPage(AdviserPage):
    """A page of one person, whose key is in the URL. ``crumb`` is the label of a page below it."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.record = learner_record(actor=self.actor, key=kwargs["key"], on=today())

    @property
    def back_url(self) -> str:
        """The page of the person."""
        return self.url("advisers:person", self.record.learner.key)

    def breadcrumb(self) -> Sequence[Crumb]:
        people, *own = super().breadcrumb()
        return [people, (self.record.name, self.back_url if own else ""), *own]


class LearnerRecordFormPage(LearnerRecordPage, FormPage):
    """A form about one person, which goes back to their page."""

    stylesheet = "pacte/css/advisers.css"


class JourneyPage(LearnerRecordPage):
    """A page of one journey, whose key is in the URL."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.journey = journey_by_key(actor=self.actor, key=kwargs["key"])
        super().load(key=self.journey.learner.key)


class JourneyFormPage(JourneyPage, LearnerRecordFormPage):
    """A form about one journey."""
