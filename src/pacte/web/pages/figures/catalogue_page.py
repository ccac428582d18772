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
from pacte.web.pages.figures.frame import (
    Choice,
    Reader,
    carried,
    choice_of,
    fields_of,
    files_at,
    frame,
    period_of,
    question_of,
    reader_of,
    select,
)
from pacte.web.pages.figures.words import FAMILIES, OTHERS, beside_told, cell, family_of, missing_told
from pacte.web.signed_in import signed_in

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


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    choice = choice_of(request, reader)
    words, state = request.GET.get("mots", "").strip()[:80], request.GET.get("etat", "")
    state = state if state in _STATES else ""
    every = known_to(reader)
    found = values_of(reader, choice, every)
    shown = [each for each in every if _matches(each, words) and _is_in(found.get(each.code), state)]
    question = question_of(reader, choice)
    context = frame(reader, request) | {
        "title": "Où en sont les chiffres du pacte ?",
        "answer": _answer(every, found, reader),
        "period": f"du {format_day(question.first)} au {format_day(question.last)}",
        "words": words,
        "fields": [*fields_of(reader, choice, cuts=False), select("etat", "État", list(_STATES.items()), state)],
        "count": f"{pluralise(len(shown), 'indicateur')} sur {format_number(len(every))}",
        "families": _families(shown, found, reader, choice),
        "columns": _COLUMNS,
        "files": files_at("figures:everything", choice.query(reader)),
        "is_masked": reader.is_masked,
        "links": [{"label": label, "url": reverse(name) + carried(reader)} for label, name in _pages(reader)],
    }
    return render(request, "figures/catalogue.html", context)


def known_to(reader: Reader) -> list[Indicator]:
    """Returns the indicators of the catalogue, then the imported series, by number and name."""
    known = indicators()
    entered = [
        indicator_of_series(each)
        for each in all_series(actor=reader.actor, host_id=reader.host.pk)
        if each.code not in known
    ]
    return [*sorted(known.values(), key=_rank), *sorted(entered, key=lambda each: fold_text(each.label))]


def values_of(reader: Reader, choice: Choice, every: list[Indicator]) -> dict[str, IndicatorAnswer]:
    """Answers by code, from one reading of the facts for all; empty before the facts are ready."""
    if not reader.has_facts:
        return {}
    found: dict[str, IndicatorAnswer] = {}
    for is_counted in (True, False):
        asked = [each for each in every if (each.kind is IndicatorKind.COMPUTED) is is_counted]
        question = period_of(reader, choice, is_counted=is_counted)
        wanted = replace(question, codes=tuple(each.code for each in asked))
        if asked:
            given = answer_question(actor=reader.actor, host_id=reader.host.pk, question=wanted)
            found |= {each.code: each for each in given.answers}
    return found


def _rank(indicator: Indicator) -> tuple[int, str, str]:
    stem, _, rest = indicator.number.removeprefix("I").partition("-")
    digits = "".join(sign for sign in stem if sign.isdigit())
    return int(digits or 999), stem, rest


def _matches(indicator: Indicator, words: str) -> bool:
    told = fold_text(
        " ".join((indicator.label, indicator.question, indicator.number, indicator.code, indicator.entity))
    )
    return all(word in told for word in fold_text(words).split())


def _is_in(answer: IndicatorAnswer | None, state: str) -> bool:
    if not state:
        return True
    if answer is None:
        return state == "manque"
    value = answer.total.value
    kind = "valeur" if value.state is ValueState.NUMBER else "cache" if value.state is ValueState.HIDDEN else "manque"
    return ("cache" if answer.refusal.startswith("réservé") else kind) == state


def _answer(every: list[Indicator], found: dict[str, IndicatorAnswer], reader: Reader) -> str:
    valued = sum(each.total.value.state is ValueState.NUMBER for each in found.values())
    missing = sum(each.total.value.state is ValueState.MISSING and not each.refusal for each in found.values())
    due = sum(each.total.value.state is ValueState.NOT_DUE for each in found.values())
    if not found:
        return f"{pluralise(len(every), 'indicateur')} au catalogue."
    told = [f"{format_number(valued)} sur {pluralise(len(every), 'indicateur')} ont une valeur"]
    if missing:
        told.append(f"{format_number(missing)} {'manque' if missing == 1 else 'manquent'}")
    if due:
        told.append(f"{format_number(due)} {'n’est pas encore dû' if due == 1 else 'ne sont pas encore dus'}")
    return ", ".join(told) + f", à ce qui était connu le {format_day(reader.on)}."


def _families(
    shown: list[Indicator], found: dict[str, IndicatorAnswer], reader: Reader, choice: Choice
) -> list[dict[str, Any]]:
    named = [*((title, anchor) for title, anchor, _ in FAMILIES), OTHERS]
    lines: dict[str, list[list[Any]]] = {anchor: [] for _, anchor in named}
    for each in shown:
        lines[family_of(each)].append(_row(each, found.get(each.code), reader, choice))
    return [{"title": title, "anchor": anchor, "rows": lines[anchor]} for title, anchor in named if lines[anchor]]


def _row(indicator: Indicator, answer: IndicatorAnswer | None, reader: Reader, choice: Choice) -> list[Any]:
    head = {
        "text": " ".join(part for part in (indicator.number, indicator.label) if part),
        "url": reverse("figures:indicator", args=[indicator.code]) + choice.query(reader),
        "note": indicator.question,
    }
    if answer is None:
        return [head, "", indicator.unit_word, "" if indicator.kind is IndicatorKind.COMPUTED else "voir la fiche", ""]
    value = answer.total.value
    has_number = value.state is ValueState.NUMBER and not answer.refusal
    # What is missing is explained in words, never by a number.
    return [
        head,
        cell(indicator, value) if has_number else "—",
        indicator.unit_word,
        beside_told(value) if has_number else missing_told(indicator, answer),
        f"{answer.due_on:%d/%m/%Y}" if answer.due_on else "",
    ]


def _pages(reader: Reader) -> tuple[tuple[str, str], ...]:
    """Links to related pages; users who edit the series also get a link to them."""
    keeps = may(reader.actor, "indicators.import_series", reader.host.pk)
    return (*_PAGES, ("Séries et déclarations", "figures:series")) if keeps else _PAGES
