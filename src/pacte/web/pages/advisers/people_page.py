"""« Qui est-ce que j’accompagne ? »: the people of a scope, with search and filters; its URL holds the state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.utils.html import format_html

from pacte.exchange.documents.csv_file import MEDIA_TYPE, csv_bytes
from pacte.journeys.permissions import bodies_with_journey_right
from pacte.journeys.queries.learner_list import PAGE, LearnerFilters, LearnerPage, learners_of_scope
from pacte.journeys.records import STATE_LABELS, THEME_LABELS, JourneyState, Theme
from pacte.journeys.records.adviser_desk import NEXT_DATE_LABELS, LearnerSummary, WaitStatus
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.reference.queries import communes_by_code
from pacte.reference.records import Place
from pacte.web.downloads import file_response
from pacte.web.filter_form import FilterForm
from pacte.web.pages.advisers.adviser_pages import WAIT_LABELS, WAIT_URL_WORDS, ScopePage, people_pager, scope_url_word
from pacte.web.pages.advisers.people_filters import people_filter
from pacte.web.tables import Cell, Column, Table, cell

_SORTS = {"": "name", "anciens": "seen", "recents": "-seen"}
_WAITS = {word: wait for wait, word in WAIT_URL_WORDS.items()}
_EVERYBODY = "tous"
_STATES = {_EVERYBODY: "toutes, même après la fin"} | {
    state.value: STATE_LABELS[state] for state in JourneyState if state is not JourneyState.NEW
}
# A file that one adviser, or one agency, can open.
_MOST_EXPORTED = 5_000


class PeopleFilterForm(FilterForm):
    transient = frozenset({"p"})
    qui = forms.CharField(initial="")
    q = forms.CharField(initial="")
    attente = forms.TypedChoiceField(
        choices=[(word, WAIT_LABELS[wait]) for word, wait in _WAITS.items()], coerce=_WAITS.__getitem__
    )
    etat = forms.ChoiceField(choices=list(_STATES.items()), initial="")
    frein = forms.TypedChoiceField(choices=[(theme.value, THEME_LABELS[theme]) for theme in Theme], coerce=Theme)
    tri = forms.ChoiceField(choices=[(word, word) for word in _SORTS], initial="")
    p = forms.IntegerField(min_value=1, max_value=9_999, initial=1)


class PeoplePage(ScopePage):
    """The list of a scope. ``filters`` come from ``form``, which also writes the links of the page.

    By default only people whose journey goes on; a name that is looked for is found whoever bears it.
    """

    nav = "people"
    template_name = "advisers/people.html"

    def read_list(self, size: int = PAGE) -> LearnerPage:
        """The people asked by the URL, ``size`` a page."""
        self.form = PeopleFilterForm(self.request.GET)
        values = self.form.values
        words, state = values["q"].strip()[:80], values["etat"]
        self.filters = LearnerFilters(
            words=words, wait=values["attente"], theme=values["frein"], sort=_SORTS[values["tri"]], page=values["p"],
            state=JourneyState(state) if state and state != _EVERYBODY else None,
            is_current=not (state or words or values["attente"]),
        )  # fmt: skip
        return learners_of_scope(
            actor=self.actor, scope=self.scope, filters=self.filters, on=self.on, silent_days=self.silent_days,
            size=size,
        )  # fmt: skip

    def context(self) -> dict[str, Any]:
        learners = self.read_list()
        chips = self._chips()
        return {
            "title": "Qui est-ce que j’accompagne ?",
            "answer": self._answer(learners, is_filtered=bool(chips)),
            "tabs": self.tabs(),
            "learners": self._table(learners.lines, is_filtered=bool(chips)),
            "form": self.form,
            "filters": [
                people_filter(self.form, "q", "Nom, prénom ou numéro", kind="search"),
                people_filter(self.form, "attente", "Ce qui attend", every="tout"),
                people_filter(self.form, "etat", "Où elle en est", every="en cours"),
                people_filter(self.form, "frein", "Frein", every="tout"),
            ],
            "chips": chips,
            "clear_url": self.request.path + self.query(),
            "everybody_url": self._list_url(etat=_EVERYBODY) if self.filters.is_current else "",
            "file_url": self.url("advisers:people_file") + self.form.querystring(qui=scope_url_word(self.scope)),
            "count": pluralise(learners.total, "personne"),
            "pager": people_pager(self.filters.page, learners.total, PAGE, self._list_url),
        }

    def _list_url(self, **changed: object) -> str:
        return self.request.path + self.form.querystring(qui=scope_url_word(self.scope), **changed)

    def _chips(self) -> list[dict[str, str]]:
        filters, state = self.filters, self.form.values["etat"]
        labels = {
            "q": f"« {filters.words} »" if filters.words else "",
            "attente": WAIT_LABELS[filters.wait] if filters.wait else "",
            "etat": _STATES[state] if state else "",
            "frein": f"frein : {THEME_LABELS[filters.theme]}" if filters.theme else "",
        }
        return [{"label": label, "url": self._list_url(**{name: ""})} for name, label in labels.items() if label]

    def _answer(self, learners: LearnerPage, *, is_filtered: bool) -> str:
        count_text = pluralise(learners.total, "personne")
        if is_filtered:
            return f"{count_text} répond{'ent' if learners.total > 1 else ''} à vos choix."
        whose = "" if self.scope.person_id is not None else " dans votre agence"
        return f"{count_text}{whose} dont le parcours est en cours."

    def _table(self, learners: tuple[LearnerSummary, ...], *, is_filtered: bool) -> Table[LearnerSummary]:
        towns = communes_by_code(learner.commune_code for learner in learners if learner.commune_code)
        # The database sorts: by name, or by last news, whose link goes round both orders.
        sort_words = {"seen": "" if self.filters.sort == "-seen" else "anciens", "-seen": "recents"}
        return Table(
            learners,
            Column("Personne", lambda learner: self._person_cell(learner, _town(learner, towns)), key="name"),
            Column("Où elle en est", _state_cell),
            Column("Prochaine date", _next_date_cell, "day"),
            Column(
                "Silence",
                lambda learner: cell(self._silence(learner), value=learner.seen_on.isoformat()),
                "day",
                key="seen",
            ),
            Column("Freins", _barriers),
            Column("Suivie par", lambda learner: learner.adviser or "personne de nommé")
            if self.scope.person_id is None
            else None,
            id="liste",
            caption="Personnes accompagnées",
            empty="Personne ne répond à ces choix." if is_filtered else "Personne n’a de parcours en cours.",
            sort=self.filters.sort,
            sort_url=lambda key: self._list_url(tri=sort_words.get(key, "")),
        )

    def _person_cell(self, learner: LearnerSummary, town: str) -> Cell:
        """A box to tick, for those who have a journey, then the link to the person."""
        link = format_html(
            '<a href="{}">{}</a>{}', self.url("advisers:person", learner.learner_key), learner.name,
            format_html('<span class="note cell-note">{}</span>', town) if town else "",
        )  # fmt: skip
        if learner.journey_key is None:
            return link
        return format_html(
            '<span class="tick-row"><label class="tick"><input type="checkbox" name="qui" value="{}">'
            '<span class="hidden-text">Cocher {}</span></label><span>{}</span></span>',
            learner.journey_key, learner.name, link,
        )  # fmt: skip

    def _silence(self, learner: LearnerSummary) -> str:
        days = (self.on - learner.seen_on).days
        return pluralise(days, "jour") if days > 0 else "aujourd’hui"


def _town(learner: LearnerSummary, towns: Mapping[str, Place]) -> str:
    return towns[learner.commune_code].name if learner.commune_code in towns else ""


def _state_cell(learner: LearnerSummary) -> Cell:
    state = STATE_LABELS[learner.state] if learner.state else "Aucun parcours"
    wait = WAIT_LABELS[learner.wait].lower() if learner.wait else ""
    return cell(state, note=" · ".join(part for part in (learner.title, wait) if part))


def _next_date_cell(learner: LearnerSummary) -> Cell:
    each = learner.next_date
    if each is None:
        return ""
    return cell(format_day(each.on), note=NEXT_DATE_LABELS[each.kind], value=each.on.isoformat())


def _barriers(learner: LearnerSummary) -> str:
    return ", ".join(THEME_LABELS[theme] for theme in learner.barriers)


@PeoplePage.view()
def people_file(page: PeoplePage) -> HttpResponse:
    """The list of the URL as a csv, all pages of it: at most 5,000 people. For those who may read the names."""
    hide_unless(set(page.scope.body_ids) <= bodies_with_journey_right(page.actor, "journeys.read_name"))
    learners = page.read_list(_MOST_EXPORTED)
    name = f"personnes_{page.on:%Y-%m-%d}.csv"
    return file_response(csv_bytes(_file_rows(page, learners)), MEDIA_TYPE, name)


def _file_rows(page: PeoplePage, learners: LearnerPage) -> Iterator[list[str]]:
    towns = communes_by_code(each.commune_code for each in learners.lines if each.commune_code)
    fictive = "Données fictives" if settings.INSTANCE.name == "demo" else ""
    yield [
        "Personne", "Commune", "Où elle en est", "Depuis le", "Formation", "Qui attend", "Prochaine date",
        "Pour quoi", "Dernière nouvelle", "Jours de silence", "Freins", "Suivie par", fictive,
    ]  # fmt: skip
    for each in learners.lines:
        next_date = each.next_date
        yield [
            each.name,
            _town(each, towns),
            STATE_LABELS[each.state] if each.state else "Aucun parcours",
            each.state_on.isoformat() if each.state_on else "",
            each.title,
            _wait_text(each.wait),
            next_date.on.isoformat() if next_date else "",
            NEXT_DATE_LABELS[next_date.kind] if next_date else "",
            each.seen_on.isoformat(),
            format_number((page.on - each.seen_on).days),
            _barriers(each),
            each.adviser,
            fictive,
        ]


def _wait_text(wait: WaitStatus | None) -> str:
    return WAIT_LABELS[wait].lower() if wait else ""
