"""« Le pacte touche-t-il ceux qu’il vise ? »: target groups, their entries, outcomes and eligible population."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.indicators.facts.dimensions import DIMENSIONS
from pacte.indicators.queries.answer_sets import answer_question
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.eligible_population import eligible_population
from pacte.indicators.queries.plan_publics import count_plan_publics, plan_publics
from pacte.indicators.records import Value, ValueState
from pacte.indicators.records.eligible_population import EligibleCount, EligiblePopulation, PublicShare
from pacte.indicators.rules.eligible_population import PRODUCERS
from pacte.indicators.rules.profile_blocks import period_text, profile_number_text
from pacte.journeys.records.counts import PEOPLE_CUTS
from pacte.kernel.french import apply_french_spacing, format_day, format_number, pluralise
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.figures.page_context import (
    FigureFilters,
    FiguresReader,
    figure_filter_fields,
    figures_page_context,
    figures_reader,
    parse_figure_filters,
    question_for_filters,
)
from pacte.web.pages.figures.value_text import detailed_value_text, short_value_text, value_as_decimal, value_cell
from pacte.web.require_login import require_login

_ENTRIES, _THEN = "entries_by_residence", ("completion", "certified_of_entered", "in_job_6_months")
# Seven columns fit a screen when the first figure has its unit as heading.
_HEADS = {_ENTRIES: "Entrées"}
_OWN = ("level", "sex", "age")
# Value of a dimension → code of the target group whose eligible population is known.
_AS_PUBLIC = {("level", "low"): "low_qualified", ("sex", "f"): "women", ("age", "under_26"): "under_26",
              ("age", "55_plus"): "55_plus"}  # fmt: skip

_NOBODY = Value(ValueState.NUMBER, Fraction(0), 0)


@require_login
@require_safe
@heavy_view
def page(request: HttpRequest) -> HttpResponse:
    reader = figures_reader(request)
    choice = parse_figure_filters(request, reader)
    question = question_for_filters(reader, choice)
    eligible = eligible_population(
        actor=reader.actor, host_id=reader.host.pk, plan=reader.plan, zone=choice.zone, known_on=reader.on,
        until=question.last,
    )  # fmt: skip
    splits = ("public", *_OWN) if reader.scope.sees_subjects else _OWN
    tables = [_table(reader, choice, split, eligible) for split in splits] if reader.has_facts else []
    context = figures_page_context(reader, request, ("Publics", "")) | {
        "title": "Le pacte touche-t-il ceux qu’il vise ?",
        "answer": _summary_sentence(reader, choice),
        "fields": figure_filter_fields(reader, choice, cuts=False),
        "tables": tables,
        "plans": _plan_rows(reader, choice),
        "plan_columns": _PLAN_COLUMNS,
        "missing": "" if eligible.by_public else _MISSING,
        "eligible_sources": _sources(eligible),
        "is_invented": eligible.is_fictitious,
        "owed": _missing_series_rows(eligible),
        "owed_columns": _MISSING_SERIES_COLUMNS,
        "question_url": reverse("figures:question"),
        "sees_publics": reader.scope.sees_subjects,
        "is_masked": reader.is_masked,
    }
    return render(request, "figures/publics.html", context)


_MISSING = (
    "Aucune série importée ne dit combien ils sont : on compte les entrées, pas la part touchée. "
    "Qui doit ces nombres est dit plus bas."
)
_MISSING_SERIES_COLUMNS = (
    {"label": "Public"},
    {"label": "Qui doit ce nombre"},
    {"label": "Ce qu’on sait en attendant"},
)
_PLAN_COLUMNS = (
    {"label": "Public"}, {"label": "Plan"}, {"label": "Règle"}, {"label": "Entrées selon cette règle", "kind": "num"},
)  # fmt: skip


def _plan_rows(reader: FiguresReader, choice: FigureFilters) -> list[list[Any]]:
    """Definition of each target group in each plan, one row per plan, and the entries by that rule."""
    actor, host_id, question = reader.actor, reader.host.pk, question_for_filters(reader, choice)
    publics = plan_publics(actor=actor, host_id=host_id, question=question)
    if reader.has_facts:
        publics = count_plan_publics(publics, actor=actor, host_id=host_id, question=question)
    entries = indicator(_ENTRIES)
    return [
        [
            each.public.label,
            {"text": each.plan_title, "url": reverse("plan:glance", args=[each.plan_code])},
            {"text": each.public.rule or "en mots seulement", "note": each.public.note},
            value_cell(entries, each.answer.total.value) if each.answer and not each.answer.refusal else "",
        ]
        for each in publics
    ]


def _missing_series_rows(population: EligiblePopulation) -> list[list[str]]:
    """Target groups without a real series for their number: its producer, and what is known meanwhile."""
    share_by_public = {each.public: _share(each) for each in population.shares}
    return [
        [DIMENSIONS["public"].labels[public], who, share_by_public.get(public, "")]
        for public, who in PRODUCERS.items()
        if public not in population.by_public or population.by_public[public].is_fictitious
    ]


def _share(share: PublicShare) -> str:
    between = (
        profile_number_text(share.least)
        if share.least == share.most
        else f"de {profile_number_text(share.least)} à {profile_number_text(share.most)}"
    )
    return apply_french_spacing(
        f"{share.label} : {between} {share.unit} en {share.last.year} ({share.source}) ; une part, pas un nombre."
    )


def _sources(population: EligiblePopulation) -> list[str]:
    """Sources and periods of the population figures, and the breaks before them."""
    notes: dict[str, None] = {}
    for each in population.by_public.values():
        least = " ; la source n’en donne qu’une partie, c’est un minimum" if each.is_least else ""
        entity = f" : {each.entity}" if each.entity.lower() != each.label.lower() else ""
        notes[f"{each.label}, {period_text(each.first, each.last)}{entity}. Source : {each.source}{least}."] = None
        for on, reason in each.breaks:
            if on <= each.last:
                notes[f"Rupture de série, {format_day(on)} : {reason}"] = None
    return [apply_french_spacing(each) for each in notes]


def _summary_sentence(reader: FiguresReader, choice: FigureFilters) -> str:
    if not reader.has_facts:
        return "Les entrées ne sont pas encore comptées."
    low_qualified = indicator("low_qualified_share")
    question = question_for_filters(reader, choice, low_qualified.code)
    answer = answer_question(actor=reader.actor, host_id=reader.host.pk, question=question).answers[0]
    value = answer.total.value
    if answer.refusal or value.state is not ValueState.NUMBER:
        return f"Part des personnes peu qualifiées parmi les entrées : {short_value_text(low_qualified, value)}."
    return apply_french_spacing(
        f"{detailed_value_text(low_qualified, value)} des entrées sont celles de personnes peu qualifiées."
    )


def _table(reader: FiguresReader, choice: FigureFilters, split: str, population: EligiblePopulation) -> dict[str, Any]:
    eligible = population.by_public
    codes = (_ENTRIES, *_THEN)
    question = replace(question_for_filters(reader, choice, *codes), by=(split,))
    answer_set = answer_question(actor=reader.actor, host_id=reader.host.pk, question=question)
    refused = next((each.refusal for each in answer_set.answers if each.code == _ENTRIES), "")
    if refused:
        # A suppressed table is not a zero: no row, and the reason.
        elsewhere = f"{reverse('funnel:places')}?par={split}" if split in PEOPLE_CUTS else ""
        return {
            "id": f"par-{split}", "title": f"Par {DIMENSIONS[split].label}", "refused": refused, "elsewhere": elsewhere,
        }  # fmt: skip
    values: dict[str, dict[str, Value]] = {}
    labels: dict[str, str] = {}
    for answer in answer_set.answers:
        for line in answer.rows[1:]:
            _, code, label = line.keys[0]
            values.setdefault(code, {})[answer.code] = line.value
            labels[code] = label
    for code, label in DIMENSIONS[split].labels.items():
        if _public(split, code) and _public(split, code) in eligible:
            # Nobody of that target group entered: show it.
            labels.setdefault(code, label)
            values.setdefault(code, {_ENTRIES: _NOBODY})
    known = list(DIMENSIONS[split].labels)
    order = sorted(labels, key=lambda code: known.index(code) if code in known else len(known))
    heads = [indicator(code) for code in codes]
    has_eligible = "" in eligible or any(_public(split, code) in eligible for code in order)

    def row(code: str) -> list[Any]:
        cells = [value_cell(head, values[code][head.code]) if head.code in values[code] else "" for head in heads]
        public = _public(split, code)
        extra = _coverage_cells(values[code].get(_ENTRIES), eligible.get(public) if public else None)
        return [labels[code], *cells, *(extra if has_eligible else [])]

    whole = {answer.code: answer.total.value for answer in answer_set.answers}
    return {
        "id": f"par-{split}",
        "title": f"Par {DIMENSIONS[split].label}",
        "columns": [
            {"label": DIMENSIONS[split].label.capitalize()},
            *({"label": _HEADS.get(head.code) or f"{head.label}, {head.unit_word}", "kind": "num"} for head in heads),
            *([{"label": "Population éligible", "kind": "num"},
               {"label": "Entrées pour 100", "kind": "num"}] if has_eligible else []),
        ],
        "rows": [row(code) for code in order],
        "totals": ["Ensemble", *(value_cell(head, whole[head.code]) for head in heads),
                   *(_coverage_cells(whole.get(_ENTRIES), eligible.get("")) if has_eligible else [])],
        "note": "une personne peut être de plusieurs publics" if split == "public" else pluralise(len(order), "ligne"),
    }  # fmt: skip


def _public(split: str, code: str) -> str:
    """Target group that a value of a split stands for; "" for none."""
    return code if split == "public" else _AS_PUBLIC.get((split, code), "")


def _coverage_cells(entries: Value | None, eligible: EligibleCount | None) -> list[Any]:
    """The population, and the entries per 100 of it. Not an access rate: a person may enter twice."""
    population = eligible.count if eligible else None
    if population is None:
        return ["non connue", ""]
    count = value_as_decimal(entries) if entries else None
    least, most = ("au moins", "au plus") if eligible and eligible.is_least else ("", "")
    population_cell = {"text": format_number(population), "value": f"{population:.0f}", "note": least}
    if count is None or not population:
        return [population_cell, ""]
    return [population_cell, {"text": format_number(count * 100 / population, 1), "note": most}]
