"""« Où en sont les chiffres du pacte ? »: every indicator with its value and its curve, grouped by question.

Then the downloads: one indicator with its splits, or the whole catalogue, as XLSX, CSV or JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse

from pacte.exchange.indicator_files import indicators_as_csv, indicators_as_xlsx
from pacte.indicators.facts.dimensions import MONTH, YEAR, ZONE
from pacte.indicators.permissions import may
from pacte.indicators.queries import all_series, answer_document, indicators
from pacte.indicators.queries.manual_values import indicator_of_series
from pacte.indicators.records import Indicator, IndicatorAnswer, IndicatorKind, IndicatorQuestion, ValueState
from pacte.indicators.rules.indicator_search import matching_indicators
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import fold_text, format_day, format_number, pluralise
from pacte.reference.search_vocabulary import search_vocabulary
from pacte.web.downloads import file_response
from pacte.web.filter_form import select_field
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.figures.catalogue_table import catalogue_curves, family_table
from pacte.web.pages.figures.figures_page import FigureFilters, FiguresPage
from pacte.web.pages.figures.indicator_page import IndicatorPage
from pacte.web.value_text import (
    INDICATOR_FAMILIES,
    OTHER_FAMILY,
    indicator_family,
)

_PAGES = (
    ("Mon tableau de bord", "figures:dashboard"),
    ("Poser une question", "figures:question"),
    ("Publics", "figures:publics"),
    ("Comparer des territoires et des années", "figures:compare"),
)
_STATES = [
    ("", "tous"), ("valeur", "avec une valeur"), ("manque", "manquants ou pas encore dus"),
    ("cache", "masqués ou réservés"),
]  # fmt: skip
# Lines shown first on a phone; the other families are one link each, unless something is looked for.
_FIRST_LINES = {"entrees": 4, "places": 4, "apres": 2, "couts": 2}
Answers = dict[str, IndicatorAnswer]


class CatalogueFilters(FigureFilters):
    """What is counted, then which indicators are listed."""

    transient: ClassVar[frozenset[str]] = frozenset({"mots", "etat"})
    mots = forms.CharField(initial="")
    etat = forms.ChoiceField(initial="", choices=_STATES)


@FiguresPage.view(
    template_name="figures/catalogue.html", title="Où en sont les chiffres du pacte ?", filter_class=CatalogueFilters
)
def catalogue(page: FiguresPage) -> dict[str, Any]:
    words, state = page.filter("mots")[:80], page.filter("etat")
    known = visible_indicators(page)
    answers, curves = catalogue_answers(page, known), catalogue_curves(page)
    shown = [each for each in _with_words(known, words) if _is_in(answers.get(each.code), state)]
    question = page.question()
    # Users who edit the series also get a link to them.
    keeps = may(page.actor, "indicators.import_series", page.host.pk)
    links = (*_PAGES, ("Séries et déclarations", "figures:series")) if keeps else _PAGES
    return {
        "answer": _summary_sentence(known, answers, page),
        "period": f"du {format_day(question.first)} au {format_day(question.last)}",
        "words": words,
        "is_filtered": page.filters.is_filtered,
        "fields": [*page.filter_fields(cuts=False), select_field("etat", "État", _STATES, state)],
        "count": f"{pluralise(len(shown), 'indicateur')} sur {format_number(len(known))}",
        "families": [
            {
                "title": title,
                "anchor": anchor,
                "first": 8 if words or state else _FIRST_LINES.get(anchor, 0),
                "table": family_table(title, anchor, family, answers, curves, page),
            }
            for title, anchor in (*((title, anchor) for title, anchor, _ in INDICATOR_FAMILIES), OTHER_FAMILY)
            if (family := [each for each in shown if indicator_family(each) == anchor])
        ],
        "files": page.file_links("figures:everything", page.querystring()),
        "is_masked": page.is_masked,
        "links": [{"label": label, "url": page.url(name) + page.day_query} for label, name in links],
    }


def visible_indicators(page: FiguresPage) -> list[Indicator]:
    """Returns the indicators of the catalogue, then the imported series, by number and name."""
    known = indicators()
    series = all_series(actor=page.actor, host_id=page.host.pk)
    entered = [indicator_of_series(each) for each in series if each.code not in known]
    return [*sorted(known.values(), key=_indicator_sort_key), *sorted(entered, key=lambda each: fold_text(each.label))]


def catalogue_answers(page: FiguresPage, every: list[Indicator]) -> Answers:
    """Answers by code, from one reading of the facts for all; empty before the facts are ready."""
    answers: Answers = {}
    for is_counted in (True, False) if page.has_facts else ():
        codes = tuple(each.code for each in every if (each.kind is IndicatorKind.COMPUTED) is is_counted)
        if codes:
            answer_set = page.ask(replace(page.question(is_counted=is_counted), codes=codes))
            answers |= {each.code: each for each in answer_set.answers}
    return answers


def _indicator_sort_key(indicator: Indicator) -> tuple[int, str, str]:
    stem, _, rest = indicator.number.removeprefix("I").partition("-")
    digits = "".join(sign for sign in stem if sign.isdigit())
    return int(digits or 999), stem, rest


def _with_words(known: list[Indicator], words: str) -> list[Indicator]:
    """Those that have the words, a synonym or a part of them (« qualif », « I6 »), in the order of the catalogue."""
    if not words.strip():
        return known
    matching = {each.code for each in matching_indicators(known, words, search_vocabulary())}
    return [each for each in known if each.code in matching or _contains(each, words)]


def _contains(indicator: Indicator, words: str) -> bool:
    haystack = fold_text(
        " ".join((indicator.label, indicator.question, indicator.number, indicator.code, indicator.entity))
    )
    return all(word in haystack for word in fold_text(words).split())


def _is_in(answer: IndicatorAnswer | None, state: str) -> bool:
    if not state:
        return True
    if answer is None:
        return state == "manque"
    value = answer.total.value
    kind = "valeur" if value.state is ValueState.NUMBER else "cache" if value.state is ValueState.HIDDEN else "manque"
    return ("cache" if answer.refusal.startswith("réservé") else kind) == state


def _summary_sentence(every: list[Indicator], answers: Answers, page: FiguresPage) -> str:
    if not answers:
        return f"{pluralise(len(every), 'indicateur')} au catalogue."
    states = [each.total.value.state for each in answers.values()]
    missing = sum(each.total.value.state is ValueState.MISSING and not each.refusal for each in answers.values())
    due = states.count(ValueState.NOT_DUE)
    parts = [
        f"{format_number(states.count(ValueState.NUMBER))} sur {pluralise(len(every), 'indicateur')} ont une valeur"
    ]
    if missing:
        parts.append(f"{format_number(missing)} {'manque' if missing == 1 else 'manquent'}")
    if due:
        parts.append(f"{format_number(due)} {'n’est pas encore dû' if due == 1 else 'ne sont pas encore dus'}")
    return ", ".join(parts) + f", à ce qui était connu le {format_day(page.on)}."


def _as_json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


# Media type and encoder by extension.
_FORMATS: dict[str, tuple[str, Callable[[Mapping[str, Any]], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", indicators_as_xlsx),
    "csv": ("text/csv; charset=utf-8", indicators_as_csv),
    "json": ("application/json; charset=utf-8", _as_json),
}


@IndicatorPage.view(decorators=(heavy_view,))
def indicator_file(page: IndicatorPage, extension: str) -> HttpResponse:
    """The total, then by zone, by month, and by month in each zone."""
    splits = [(), *([(MONTH,)] if page.is_counted else []), *([(ZONE,), (ZONE, MONTH)] if page.has_place else [])]
    document = _merged_document(page, (page.own_question(*by) for by in splits))
    return figures_file_response(document, extension, f"indicateur_{page.indicator.code}")


@FiguresPage.view(decorators=(heavy_view,))
def everything(page: FiguresPage, extension: str) -> HttpResponse:
    """The whole catalogue and the series: the total, by zone, by year."""
    known = visible_indicators(page)
    computed = [each.code for each in known if each.kind is IndicatorKind.COMPUTED]
    splits = [(ZONE,), (YEAR,)] if page.has_territory else [(YEAR,)]
    whole = page.question(*(each.code for each in known))
    document = _merged_document(page, [whole, *(page.question(*computed, by=by) for by in splits)])
    return figures_file_response(document, extension, "indicateurs")


def _merged_document(page: FiguresPage, questions: Iterable[IndicatorQuestion]) -> dict[str, Any]:
    """The rows of the answers to all questions, in one document; the first gives the question."""
    first, *others = [
        json.loads(answer_document(actor=page.actor, host_id=page.host.pk, question=question).text)
        for question in questions
    ]
    return {**first, "indicators": [*first["indicators"], *(line for each in others for line in each["indicators"])]}


def figures_file_response(document: Mapping[str, Any], extension: str, name: str) -> HttpResponse:
    """Demo data are marked in the file and in its name. Raises ``NotFound`` for an unknown format."""
    hide_unless(extension in _FORMATS)
    media_type, encode = _FORMATS[extension]
    fictitious = "_donnees-fictives" if document["synthetic"] else ""
    return file_response(encode(document), media_type, f"{name}_{document['as_of']}{fictitious}.{extension}")
