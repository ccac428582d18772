"""« Qui a commencé, et n’est jamais entré en formation ? »: the people of a scope, and whom to go towards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.utils.html import format_html

from pacte.exchange.documents.csv_file import MEDIA_TYPE, csv_bytes
from pacte.journeys.permissions import bodies_with_journey_right
from pacte.journeys.queries.never_entered import PAGE, StalledFilters, StalledPage, stalled_learners
from pacte.journeys.records import STATE_LABELS, STEP_LABELS, JourneyState
from pacte.journeys.records.campaigns import StalledLearner
from pacte.journeys.records.population import AGE_CLASSES
from pacte.journeys.rules.campaigns import STALLED_STATES
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.reference.queries import communes_by_code
from pacte.reference.records import Place
from pacte.web.downloads import file_response
from pacte.web.filter_form import FilterForm
from pacte.web.page import Crumb
from pacte.web.pages.advisers.adviser_pages import ScopePage, people_pager, scope_url_word
from pacte.web.pages.advisers.people_filters import people_filter
from pacte.web.tables import Cell, Column, Table, cell

_EVERY_AGE = "tous"
_AGES = {each.code: each.label for each in AGE_CLASSES} | {_EVERY_AGE: "tous les âges"}
_DELAYS = {30: "un mois", 90: "trois mois", 180: "six mois", 365: "un an"}
_UNREACHED = "non"
# The same list as on the page: a file that one adviser, or one agency, can open.
_MOST_EXPORTED = 5_000


class NeverEnteredForm(FilterForm):
    transient = frozenset({"p"})
    qui = forms.CharField(initial="")
    age = forms.ChoiceField(choices=list(_AGES.items()), initial=AGE_CLASSES[0].code)
    etat = forms.TypedChoiceField(
        choices=[(state.value, STATE_LABELS[state]) for state in STALLED_STATES], coerce=JourneyState
    )
    lieu = forms.RegexField(r"^(\d{2,3}|2[ABab]|\d{5}|2[ABab]\d{3})$", initial="")
    depuis = forms.TypedChoiceField(choices=list(_DELAYS.items()), coerce=int, initial=0)
    touchee = forms.ChoiceField(choices=[(_UNREACHED, "non touchées")], initial="")
    p = forms.IntegerField(min_value=1, max_value=9_999, initial=1)


class NeverEnteredPage(ScopePage):
    """The list of a scope; its URL holds the filters, under 26 unless another age is asked."""

    nav = "people"
    template_name = "advisers/never_entered.html"
    crumb = "Commencé, jamais entré"

    def breadcrumb(self) -> list[Crumb]:
        return [("Mes personnes", self.url("advisers:people")), *super().breadcrumb()]

    def read_list(self, size: int = PAGE) -> StalledPage:
        """The people asked by the URL, ``size`` a page."""
        self.form = NeverEnteredForm(self.request.GET)
        values = self.form.values
        self.filters = StalledFilters(
            age="" if values["age"] == _EVERY_AGE else values["age"], state=values["etat"] or None,
            place=values["lieu"].upper(), days=values["depuis"], is_unreached=values["touchee"] == _UNREACHED,
            page=values["p"],
        )  # fmt: skip
        return stalled_learners(actor=self.actor, scope=self.scope, filters=self.filters, on=self.on, size=size)

    def context(self) -> dict[str, Any]:
        people = self.read_list()
        return {
            "title": "Qui a commencé, et n’est jamais entré en formation ?",
            "answer": self._answer(people.total),
            "tabs": self.tabs(),
            "people": self._table(people.lines),
            "form": self.form,
            "filters": [
                people_filter(self.form, "age", "Âge"),
                people_filter(self.form, "etat", "Où elle en est", every="tout"),
                people_filter(self.form, "lieu", "Code du département ou de la commune"),
                people_filter(self.form, "depuis", "Arrêtée depuis au moins", every="peu importe"),
                people_filter(self.form, "touchee", "Par une campagne", every="touchées ou non"),
            ],
            "chips": self._chips(),
            "clear_url": self.request.path + self.query(),
            "file_url": self.url("advisers:never_entered_file") + self.form.querystring(qui=scope_url_word(self.scope)),
            "count": pluralise(people.total, "personne"),
            "pager": people_pager(self.filters.page, people.total, PAGE, self._list_url),
        }

    def _list_url(self, **changed: object) -> str:
        return self.request.path + self.form.querystring(qui=scope_url_word(self.scope), **changed)

    def _answer(self, total: int) -> str:
        whose = "que vous suivez" if self.scope.person_id is not None else "que suit votre agence"
        age = f" de {_AGES[self.filters.age]}" if self.filters.age else ""
        return f"{pluralise(total, 'personne')}{age} {whose}, arrêtées le plus longtemps d’abord."

    def _chips(self) -> list[dict[str, str]]:
        filters = self.filters
        age = self.form.values["age"]
        labels = {
            "age": _AGES[age] if age != AGE_CLASSES[0].code else "",
            "etat": STATE_LABELS[filters.state] if filters.state else "",
            "lieu": f"lieu : {filters.place}" if filters.place else "",
            "depuis": f"depuis {_DELAYS[filters.days]} ou plus" if filters.days else "",
            "touchee": "non touchées" if filters.is_unreached else "",
        }
        return [{"label": label, "url": self._list_url(**{name: ""})} for name, label in labels.items() if label]

    def _table(self, people: tuple[StalledLearner, ...]) -> Table[StalledLearner]:
        towns = communes_by_code(each.commune_code for each in people if each.commune_code)
        return Table(
            people,
            Column("Personne", lambda each: self._person_cell(each, _town(each, towns))),
            Column("Arrêtée depuis", lambda each: self._stop_cell(each), "day"),
            Column("Pourquoi", lambda each: cell(each.why, note=each.training)),
            Column("Dernière étape", lambda each: _step_label(each)),
            Column("Dernière nouvelle", lambda each: format_day(each.seen_on), "day"),
            Column("Campagne", _campaign_cell),
            id="arretees",
            caption="Personnes qui ont commencé et ne sont jamais entrées en formation",
            empty="Personne ne répond à ces choix.",
        )

    def _person_cell(self, each: StalledLearner, town: str) -> Cell:
        """A box to tick, then the link to the person."""
        born = f"née en {each.birth_year}" if each.birth_year else "année de naissance non dite"
        return format_html(
            '<span class="tick-row"><label class="tick"><input type="checkbox" name="personne" value="{}">'
            '<span class="hidden-text">Cocher {}</span></label><span><a href="{}">{}</a>'
            '<span class="note cell-note">{}</span></span></span>',
            each.learner_key, each.name, self.url("advisers:person", each.learner_key), each.name,
            " · ".join(part for part in (born, town) if part),
        )  # fmt: skip

    def _stop_cell(self, each: StalledLearner) -> Cell:
        days = (self.on - each.stopped_on).days
        began = f"a commencé le {format_day(each.since)}"
        return cell(pluralise(max(0, days), "jour"), note=began, value=each.stopped_on.isoformat())


def _town(each: StalledLearner, towns: Mapping[str, Place]) -> str:
    return towns[each.commune_code].name if each.commune_code in towns else ""


def _step_label(each: StalledLearner) -> str:
    return STEP_LABELS[each.last_step] if each.last_step else "aucune"


def _campaign_cell(each: StalledLearner) -> Cell:
    if not each.campaigns:
        return "aucune"
    return cell(", ".join(each.campaigns), note="touchée" if each.is_reached else "pas touchée")


@NeverEnteredPage.view()
def never_entered_file(page: NeverEnteredPage) -> HttpResponse:
    """The list of the URL as a csv, all pages of it: at most 5,000 people. For those who may read the names."""
    hide_unless(set(page.scope.body_ids) <= bodies_with_journey_right(page.actor, "journeys.read_name"))
    people = page.read_list(_MOST_EXPORTED)
    return file_response(csv_bytes(_file_rows(page, people)), MEDIA_TYPE, f"jamais-entrees_{page.on:%Y-%m-%d}.csv")


def _file_rows(page: NeverEnteredPage, people: StalledPage) -> Iterator[list[str]]:
    towns = communes_by_code(each.commune_code for each in people.lines if each.commune_code)
    fictive = "Données fictives" if settings.INSTANCE.name == "demo" else ""
    yield [
        "Personne", "Née en", "Commune", "A commencé le", "Arrêtée le", "Jours", "Pourquoi", "Formation",
        "Dernière étape", "Dernière nouvelle", "Campagne", "Touchée", fictive,
    ]  # fmt: skip
    for each in people.lines:
        yield [
            each.name,
            str(each.birth_year or ""),
            _town(each, towns),
            each.since.isoformat(),
            each.stopped_on.isoformat(),
            format_number((page.on - each.stopped_on).days),
            each.why,
            each.training,
            _step_label(each),
            each.seen_on.isoformat(),
            ", ".join(each.campaigns),
            "oui" if each.is_reached else "non",
            fictive,
        ]
