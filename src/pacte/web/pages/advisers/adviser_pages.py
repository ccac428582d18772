"""Base classes of the pages of advisers: a scope of people, a network, one person, one journey; the list of people.

« Qui est-ce que j’accompagne ? » has a search and filters; its URL holds the state.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms

from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.adviser_learners import (
    PAGE,
    LearnerFilters,
    LearnerPage,
    learner_record,
    learners_of_scope,
)
from pacte.journeys.queries.adviser_scope import adviser_bodies, adviser_scopes, learner_counts
from pacte.journeys.queries.handovers import body_by_id
from pacte.journeys.records import STATE_LABELS, THEME_LABELS, JourneyState, Theme
from pacte.journeys.records.adviser_desk import (
    AdviserScope,
    LearnerSummary,
    ScopeKind,
    WaitStatus,
)
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.reference.queries import communes_by_code
from pacte.web.filter_form import FilterForm
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.silent_days import silent_days_of
from pacte.web.tables import Column, Table, cell

WAIT_URL_WORDS = {WaitStatus.TO_DO: "a-faire", WaitStatus.AWAITED: "en-attente", WaitStatus.SILENT: "sans-nouvelles"}
WAIT_LABELS = {WaitStatus.TO_DO: "À faire", WaitStatus.AWAITED: "En attente", WaitStatus.SILENT: "Sans nouvelles"}
_SORTS = {"": "name", "anciens": "seen", "recents": "-seen"}
_WAITS = {word: wait for wait, word in WAIT_URL_WORDS.items()}


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
        return "?" + urlencode({name: value for name, value in pairs.items() if value not in ("", None)})

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


class PeopleFilterForm(FilterForm):
    transient = frozenset({"p"})
    qui = forms.CharField(initial="")
    q = forms.CharField(initial="")
    attente = forms.TypedChoiceField(
        choices=[(word, WAIT_LABELS[wait]) for word, wait in _WAITS.items()], coerce=_WAITS.__getitem__
    )
    etat = forms.TypedChoiceField(choices=[(state.value, STATE_LABELS[state]) for state in JourneyState
                                           if state is not JourneyState.NEW], coerce=JourneyState)  # fmt: skip
    frein = forms.TypedChoiceField(choices=[(theme.value, THEME_LABELS[theme]) for theme in Theme], coerce=Theme)
    tri = forms.ChoiceField(choices=[(word, word) for word in _SORTS], initial="")
    p = forms.IntegerField(min_value=1, max_value=9_999, initial=1)


class PeoplePage(ScopePage):
    """The list of a scope. ``filters`` come from ``form``, which also writes the links of the page."""

    nav = "people"
    template_name = "advisers/people.html"

    def context(self) -> dict[str, Any]:
        self.form = PeopleFilterForm(self.request.GET)
        values = self.form.values
        self.filters = LearnerFilters(
            words=values["q"].strip()[:80], wait=values["attente"], state=values["etat"], theme=values["frein"],
            sort=_SORTS[values["tri"]], page=values["p"],
        )  # fmt: skip
        learners = learners_of_scope(
            actor=self.actor, scope=self.scope, filters=self.filters, on=self.on, silent_days=self.silent_days
        )
        chips = self._chips()
        return {
            "title": "Qui est-ce que j’accompagne ?",
            "answer": self._answer(learners, is_filtered=bool(chips)),
            "tabs": self.tabs(),
            "learners": self._table(learners.lines, is_filtered=bool(chips)),
            "form": self.form,
            "chips": chips,
            "clear_url": self.request.path + self.query(),
            "count": pluralise(learners.total, "personne"),
            "pager": self._pager(learners.total),
        }

    def _list_url(self, **changed: object) -> str:
        return self.request.path + self.form.querystring(qui=scope_url_word(self.scope), **changed)

    def _chips(self) -> list[dict[str, str]]:
        filters = self.filters
        labels = {
            "q": f"« {filters.words} »" if filters.words else "",
            "attente": WAIT_LABELS[filters.wait] if filters.wait else "",
            "etat": STATE_LABELS[filters.state] if filters.state else "",
            "frein": f"frein : {THEME_LABELS[filters.theme]}" if filters.theme else "",
        }
        return [{"label": label, "url": self._list_url(**{name: ""})} for name, label in labels.items() if label]

    def _answer(self, learners: LearnerPage, *, is_filtered: bool) -> str:
        count_text = pluralise(learners.total, "personne")
        if is_filtered:
            return f"{count_text} répond{'ent' if learners.total > 1 else ''} à vos choix."
        return f"{count_text}." if self.scope.person_id is not None else f"{count_text} dans votre agence."

    def _table(self, learners: tuple[LearnerSummary, ...], *, is_filtered: bool) -> Table[LearnerSummary]:
        towns = communes_by_code(learner.commune_code for learner in learners if learner.commune_code)
        # The database sorts: by name, or by last news, whose link goes round both orders.
        sort_words = {"seen": "" if self.filters.sort == "-seen" else "anciens", "-seen": "recents"}
        return Table(
            learners,
            Column(
                "Personne",
                lambda learner: cell(learner.name, url=self.url("advisers:person", learner.learner_key)),
                key="name",
            ),
            Column("Où elle en est", _state_cell),
            Column("Formation", lambda learner: learner.title),
            Column(
                "Commune",
                lambda learner: towns[learner.commune_code].name if learner.commune_code in towns else "",
            ),
            Column(
                "Dernière nouvelle",
                lambda learner: cell(format_day(learner.seen_on), value=learner.seen_on.isoformat()),
                "day",
                key="seen",
            ),
            Column("Suivie par", lambda learner: learner.adviser or "personne de nommé")
            if self.scope.person_id is None
            else None,
            id="liste",
            caption="Personnes accompagnées",
            empty="Personne ne répond à ces choix." if is_filtered else "Vous n’accompagnez encore personne.",
            sort=self.filters.sort,
            sort_url=lambda key: self._list_url(tri=sort_words.get(key, "")),
        )

    def _pager(self, total: int) -> dict[str, Any] | None:
        if total <= PAGE:
            return None
        number, last = self.filters.page, min(total, self.filters.page * PAGE)
        return {
            "first": min((number - 1) * PAGE + 1, total),
            "last": last,
            "total": total,
            "thing": "personnes",
            "previous_url": self._list_url(p=number - 1 if number > 2 else "") if number > 1 else "",
            "next_url": self._list_url(p=number + 1) if last < total else "",
        }


def _state_cell(learner: LearnerSummary) -> dict[str, Any]:
    state = STATE_LABELS[learner.state] if learner.state else "Aucun parcours"
    return cell(state, note=WAIT_LABELS[learner.wait].lower() if learner.wait else "")
