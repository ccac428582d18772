"""« Qui attend une place, pour quoi, et où ? »: waiting lists of all sessions, by nature, commune and level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse

from pacte.journeys.queries.waiting_lists import WaitingGroup, waiting_groups
from pacte.journeys.records.population import LEVEL_CLASSES
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.records import NATURE_LABELS
from pacte.reference.queries import communes_by_code
from pacte.web.filter_form import FilterForm, select_field
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.outcomes.outcome_pages import OutcomePage, table_file_response
from pacte.web.tables import Column, Table, cell, number_cell, number_column

_LEVELS = {each.code: each.label for each in LEVEL_CLASSES} | {"": "niveau non dit"}
_MAX_ROWS = 15
_HEADINGS = ("Nature de formation", "Commune", "Personnes", *_LEVELS.values(), "Sessions", "Depuis le")


class WaitingFilterForm(FilterForm):
    nature = forms.ChoiceField(choices=[(each.value, text) for each, text in NATURE_LABELS.items()], initial="")


class WaitingPage(OutcomePage):
    """Waiting lists that the reader may read. Raises ``NotFound`` for who reads no journey."""

    crumb = "Listes d’attente"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.form = WaitingFilterForm(self.request.GET)
        self.every = waiting_groups(actor=self.actor, host_id=self.region_id)
        nature = self.form.values["nature"]
        self.groups = [each for each in self.every if not nature or each.nature == nature]
        self.towns = communes_by_code(each.commune_code for each in self.groups if each.commune_code)

    def town(self, each: WaitingGroup) -> str:
        known = self.towns.get(each.commune_code)
        return known.name if known else each.commune_code or "commune non dite"


@WaitingPage.view(template_name="outcomes/waiting.html")
def waiting(page: WaitingPage) -> dict[str, Any]:
    present = {each.nature for each in page.every}
    return {
        "title": "Qui attend une place, pour quoi, et où ?",
        "answer": _answer(page.groups),
        "field": select_field(
            "nature",
            "Nature de formation",
            [("", "toutes"), *((each.value, text) for each, text in NATURE_LABELS.items() if each in present)],
            page.form.values["nature"],
        ),
        "groups": _table(page),
        "note": f"{format_number(min(len(page.groups), _MAX_ROWS))} sur {format_number(len(page.groups))}",
        "downloads": page.download_links("outcomes:waiting_file"),
    }


def _answer(groups: Sequence[WaitingGroup]) -> str:
    if not groups:
        return "Personne n’est en liste d’attente."
    people = sum(each.people for each in groups)
    most = groups[0]
    since = min(each.since for each in groups)
    return (
        f"{pluralise(people, 'personne attend', 'personnes attendent')} une place, la plus ancienne depuis le "
        f"{format_day(since)}. Le plus demandé : {NATURE_LABELS[most.nature].lower()}."
    )


def _table(page: WaitingPage) -> Table[WaitingGroup]:
    return Table(
        page.groups[:_MAX_ROWS],
        Column("Nature de formation", lambda each: NATURE_LABELS[each.nature]),
        Column("Commune", page.town),
        number_column("Personnes", lambda each: number_cell(each.people)),
        Column("Niveaux", _levels),
        number_column("Sessions", lambda each: number_cell(each.sessions)),
        Column("Depuis le", lambda each: cell(format_day(each.since), value=each.since.isoformat()), "day"),
        Column("Offre", lambda each: cell("Chercher une place", url=_search_url(page, each))),
        id="attente",
        caption="Personnes en liste d’attente",
        empty="Personne n’est en liste d’attente.",
    )


def _levels(each: WaitingGroup) -> str:
    parts = [f"{each.by_level[code]} {label}" for code, label in _LEVELS.items() if code in each.by_level]
    return ", ".join(parts)


def _search_url(page: WaitingPage, each: WaitingGroup) -> str:
    place = page.town(each) if each.commune_code else ""
    return f"{page.url('search:home')}?{urlencode({'q': NATURE_LABELS[each.nature], 'lieu': place})}"


@WaitingPage.view(decorators=(heavy_view,))
def waiting_file(page: WaitingPage, extension: str) -> HttpResponse:
    return table_file_response(
        extension,
        name="listes-d-attente",
        title="Personnes en liste d’attente, toutes sessions",
        sheet="Attente",
        headings=_HEADINGS,
        rows=[
            (NATURE_LABELS[each.nature], page.town(each), each.people,
             *(each.by_level.get(code, 0) for code in _LEVELS), each.sessions, each.since.isoformat())
            for each in page.groups
        ],
        notes=(f"Lu le {format_day(today())}. Une personne compte une fois par nature de formation.",),
    )  # fmt: skip
