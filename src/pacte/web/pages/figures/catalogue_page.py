"""« Où en sont les chiffres du pacte ? »: every indicator with its value, grouped by question."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.indicators.permissions import may
from pacte.indicators.queries import all_series, indicators
from pacte.indicators.queries.answer_sets import answer_question
from pacte.indicators.queries.manual_values import indicator_of_series
from pacte.indicators.records import Indicator, IndicatorAnswer, IndicatorKind, ValueState
from pacte.kernel.french import fold_text, format_day, format_number, pluralise
from pacte.web.pages.figures.page_context import (
    FigureFilters,
    FiguresReader,
    figure_filter_fields,
    figure_select_field,
    figures_day_querystring,
    figures_page_context,
    figures_reader,
    file_links,
    parse_figure_filters,
    question_for_filters,
    question_for_period,
)
from pacte.web.pages.figures.value_text import (
    INDICATOR_FAMILIES,
    OTHER_FAMILY,
    indicator_family,
    missing_value_text,
    side_counts_text,
    value_cell,
)
from pacte.web.require_login import require_login

_PAGES = (
    ("Mon tableau de bord", "figures:dashboard"),
    ("Poser une question", "figures:question"),
    ("Publics", "figures:publics"),
    ("Comparer des territoires et des années", "figures:compare"),
)
_STATES = {
    "": "tous", "valeur": "avec une valeur", "manque": "manquants ou pas encore dus", "cache": "masqués ou réservés",
}  # fmt: skip
_COLUMNS = (
    {"label": "Indicateur"}, {"label": "Valeur", "kind": "num"}, {"label": "Unité"},
    {"label": "À côté, ou ce qui manque"}, {"label": "Prochaine valeur", "kind": "day"},
)  # fmt: skip


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    reader = figures_reader(request)
    choice = parse_figure_filters(request, reader)
    words, state = request.GET.get("mots", "").strip()[:80], request.GET.get("etat", "")
    state = state if state in _STATES else ""
    known = visible_indicators(reader)
    answers = catalogue_answers(reader, choice, known)
    shown = [each for each in known if _matches(each, words) and _is_in(answers.get(each.code), state)]
    question = question_for_filters(reader, choice)
    context = figures_page_context(reader, request) | {
        "title": "Où en sont les chiffres du pacte ?",
        "answer": _summary_sentence(known, answers, reader),
        "period": f"du {format_day(question.first)} au {format_day(question.last)}",
        "words": words,
        "fields": [
            *figure_filter_fields(reader, choice, cuts=False),
            figure_select_field("etat", "État", list(_STATES.items()), state),
        ],
        "count": f"{pluralise(len(shown), 'indicateur')} sur {format_number(len(known))}",
        "families": _families(shown, answers, reader, choice),
        "columns": _COLUMNS,
        "files": file_links("figures:everything", choice.querystring(reader)),
        "is_masked": reader.is_masked,
        "links": [
            {"label": label, "url": reverse(name) + figures_day_querystring(reader)}
            for label, name in _linked_pages(reader)
        ],
    }
    return render(request, "figures/catalogue.html", context)


def visible_indicators(reader: FiguresReader) -> list[Indicator]:
    """Returns the indicators of the catalogue, then the imported series, by number and name."""
    known = indicators()
    entered = [
        indicator_of_series(each)
        for each in all_series(actor=reader.actor, host_id=reader.host.pk)
        if each.code not in known
    ]
    return [*sorted(known.values(), key=_indicator_sort_key), *sorted(entered, key=lambda each: fold_text(each.label))]


def catalogue_answers(
    reader: FiguresReader, choice: FigureFilters, every: list[Indicator]
) -> dict[str, IndicatorAnswer]:
    """Answers by code, from one reading of the facts for all; empty before the facts are ready."""
    if not reader.has_facts:
        return {}
    answers: dict[str, IndicatorAnswer] = {}
    for is_counted in (True, False):
        subset = [each for each in every if (each.kind is IndicatorKind.COMPUTED) is is_counted]
        question = question_for_period(reader, choice, is_counted=is_counted)
        wanted = replace(question, codes=tuple(each.code for each in subset))
        if subset:
            answer_set = answer_question(actor=reader.actor, host_id=reader.host.pk, question=wanted)
            answers |= {each.code: each for each in answer_set.answers}
    return answers


def _indicator_sort_key(indicator: Indicator) -> tuple[int, str, str]:
    stem, _, rest = indicator.number.removeprefix("I").partition("-")
    digits = "".join(sign for sign in stem if sign.isdigit())
    return int(digits or 999), stem, rest


def _matches(indicator: Indicator, words: str) -> bool:
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


def _summary_sentence(every: list[Indicator], answers: dict[str, IndicatorAnswer], reader: FiguresReader) -> str:
    valued = sum(each.total.value.state is ValueState.NUMBER for each in answers.values())
    missing = sum(each.total.value.state is ValueState.MISSING and not each.refusal for each in answers.values())
    due = sum(each.total.value.state is ValueState.NOT_DUE for each in answers.values())
    if not answers:
        return f"{pluralise(len(every), 'indicateur')} au catalogue."
    parts = [f"{format_number(valued)} sur {pluralise(len(every), 'indicateur')} ont une valeur"]
    if missing:
        parts.append(f"{format_number(missing)} {'manque' if missing == 1 else 'manquent'}")
    if due:
        parts.append(f"{format_number(due)} {'n’est pas encore dû' if due == 1 else 'ne sont pas encore dus'}")
    return ", ".join(parts) + f", à ce qui était connu le {format_day(reader.on)}."


def _families(
    shown: list[Indicator], answers: dict[str, IndicatorAnswer], reader: FiguresReader, choice: FigureFilters
) -> list[dict[str, Any]]:
    named = [*((title, anchor) for title, anchor, _ in INDICATOR_FAMILIES), OTHER_FAMILY]
    lines: dict[str, list[list[Any]]] = {anchor: [] for _, anchor in named}
    for each in shown:
        lines[indicator_family(each)].append(_row(each, answers.get(each.code), reader, choice))
    return [{"title": title, "anchor": anchor, "rows": lines[anchor]} for title, anchor in named if lines[anchor]]


def _row(
    indicator: Indicator, answer: IndicatorAnswer | None, reader: FiguresReader, choice: FigureFilters
) -> list[Any]:
    head = {
        "text": " ".join(part for part in (indicator.number, indicator.label) if part),
        "url": reverse("figures:indicator", args=[indicator.code]) + choice.querystring(reader),
        "note": indicator.question,
    }
    if answer is None:
        return [head, "", indicator.unit_word, "" if indicator.kind is IndicatorKind.COMPUTED else "voir la fiche", ""]
    value = answer.total.value
    has_number = value.state is ValueState.NUMBER and not answer.refusal
    # What is missing is explained in words, never by a number.
    return [
        head,
        value_cell(indicator, value) if has_number else "—",
        indicator.unit_word,
        side_counts_text(value) if has_number else missing_value_text(indicator, answer),
        f"{answer.due_on:%d/%m/%Y}" if answer.due_on else "",
    ]


def _linked_pages(reader: FiguresReader) -> tuple[tuple[str, str], ...]:
    """Links to related pages; users who edit the series also get a link to them."""
    keeps = may(reader.actor, "indicators.import_series", reader.host.pk)
    return (*_PAGES, ("Séries et déclarations", "figures:series")) if keeps else _PAGES
