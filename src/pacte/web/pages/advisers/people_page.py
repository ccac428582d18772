"""« Qui est-ce que j’accompagne ? »: list with search and filters; the URL holds the state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from pacte.journeys.queries.adviser_learners import PAGE, LearnerFilters, learners_of_scope
from pacte.journeys.records import STATE_LABELS, THEME_LABELS, JourneyState, Theme
from pacte.journeys.records.adviser_desk import LearnerSummary
from pacte.kernel.french import format_day, pluralise
from pacte.reference.queries import communes_by_code
from pacte.web.filter_form import FilterForm
from pacte.web.pages.advisers.adviser_pages import WAIT_LABELS, WAIT_URL_WORDS, ScopePage, scope_url_word
from pacte.web.tables import Column, Table, cell

if TYPE_CHECKING:
    from pacte.journeys.queries.adviser_learners import LearnerPage

_SORTS = {"": "name", "anciens": "seen", "recents": "-seen"}
_WAITS = {word: wait for wait, word in WAIT_URL_WORDS.items()}


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
        adviser_column: Column[LearnerSummary] = Column(
            "Suivie par", lambda learner: learner.adviser or "personne de nommé"
        )
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
            *([adviser_column] if self.scope.person_id is None else []),
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
