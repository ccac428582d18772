"""« Le pacte touche-t-il ceux qu’il vise ? »: each public, its entries, how they go, and its eligible population."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.indicators.facts.dimensions import DIMENSIONS
from pacte.indicators.queries import all_series, points
from pacte.indicators.queries.answering import answered
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.plan_publics import counted_publics, publics_of_plans
from pacte.indicators.records import State, Value
from pacte.indicators.rules.profile_blocks import period_told
from pacte.kernel.french import number, plural, typeset
from pacte.web.pages.figures.frame import Choice, Reader, choice_of, fields_of, frame, question_of, reader_of
from pacte.web.pages.figures.words import cell, decimal, short, told
from pacte.web.signed_in import signed_in

ELIGIBLE = "eligible_population"
"""Code of the series that says how many people of each public there are; its splits are the codes of publics."""
_ENTRIES, _THEN = "entries_by_residence", ("completion", "certified_of_entered", "in_job_6_months")
# Seven columns fit a screen when the first figure is called by its unit.
_HEADS = {_ENTRIES: "Entrées"}
_OWN = ("level", "sex", "age")
# Values of a dimension → code of the public whose eligible population is known.
_AS_PUBLIC = {("level", "low"): "low_qualified", ("sex", "f"): "women", ("age", "under_26"): "under_26",
              ("age", "55_plus"): "55_plus"}  # fmt: skip

_NOBODY = Value(State.NUMBER, Fraction(0), 0)


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    choice = choice_of(request, reader)
    eligible, source = _eligible(reader, choice)
    splits = ("public", *_OWN) if reader.reach.sees_protected else _OWN
    tables = [_table(reader, choice, split, eligible) for split in splits] if reader.has_facts else []
    context = frame(reader, request, ("Publics", "")) | {
        "title": "Le pacte touche-t-il ceux qu’il vise ?",
        "answer": _answer(reader, choice),
        "fields": fields_of(reader, choice, cuts=False),
        "tables": tables,
        "plans": _of_plans(reader, choice),
        "plan_columns": _PLAN_COLUMNS,
        "missing": "" if eligible else _MISSING,
        "eligible_source": source,
        "question_url": reverse("figures:question"),
        "sees_publics": reader.reach.sees_protected,
        "is_masked": reader.is_masked,
    }
    return render(request, "figures/publics.html", context)


_PLAN_COLUMNS = (
    {"label": "Public"}, {"label": "Plan"}, {"label": "Règle"}, {"label": "Entrées selon cette règle", "kind": "num"},
)  # fmt: skip


def _of_plans(reader: Reader, choice: Choice) -> list[list[Any]]:
    """Whom each plan means by a public, one line a plan, and how many entered by that rule."""
    actor, host_id, question = reader.actor, reader.host.pk, question_of(reader, choice)
    found = publics_of_plans(actor=actor, host_id=host_id, question=question)
    if reader.has_facts:
        found = counted_publics(found, actor=actor, host_id=host_id, question=question)
    entries = indicator(_ENTRIES)
    return [
        [
            each.public.label,
            {"text": each.plan_title, "url": reverse("plan:glance", args=[each.plan_code])},
            {"text": each.public.rule or "en mots seulement", "note": each.public.note},
            cell(entries, each.answer.whole.value) if each.answer and not each.answer.refused else "",
        ]
        for each in found
    ]


_MISSING = (
    "La population éligible de chaque public n’est pas disponible ici : l’observatoire l’ajoute comme une série "
    f"(code « {ELIGIBLE} »), ventilée par public. Sans elle, on compte les entrées, pas la part touchée."
)


def _eligible(reader: Reader, choice: Choice) -> tuple[dict[str, Decimal], str]:
    """By public, the last value known of the place asked; and whose figures these are, of when."""
    found = [each for each in all_series(actor=reader.actor, host_id=reader.host.pk) if each.code == ELIGIBLE]
    if not found:
        return {}, ""
    kind, code = (choice.zone.kind, choice.zone.code) if choice.zone else ("region", "")
    known = points(actor=reader.actor, series=found[0], known_on=reader.on, zone_kind=kind, zone_code=code)
    told = {each.split: each for each in known if each.split and each.value is not None}
    if not told:
        return {}, ""
    period = period_told(*max((each.first, each.last) for each in told.values()))
    source = typeset(f"{found[0].label}, {period} : {found[0].entity}. Source : {found[0].source}.")
    return {split: each.value for split, each in told.items() if each.value is not None}, source


def _answer(reader: Reader, choice: Choice) -> str:
    if not reader.has_facts:
        return "Les entrées ne sont pas encore comptées."
    asked = indicator("low_qualified_share")
    question = question_of(reader, choice, asked.code)
    found = answered(actor=reader.actor, host_id=reader.host.pk, question=question).answers[0]
    value = found.whole.value
    if found.refused or value.state is not State.NUMBER:
        return f"Part des personnes peu qualifiées parmi les entrées : {short(asked, value)}."
    return typeset(f"{told(asked, value)} des entrées sont celles de personnes peu qualifiées.")


def _table(reader: Reader, choice: Choice, split: str, eligible: dict[str, Decimal]) -> dict[str, Any]:
    codes = (_ENTRIES, *_THEN)
    question = replace(question_of(reader, choice, *codes), by=(split,))
    found = answered(actor=reader.actor, host_id=reader.host.pk, question=question)
    values: dict[str, dict[str, Value]] = {}
    labels: dict[str, str] = {}
    for answer in found.answers:
        for line in answer.lines[1:]:
            _, code, label = line.keys[0]
            values.setdefault(code, {})[answer.code] = line.value
            labels[code] = label
    for code, label in DIMENSIONS[split].labels.items():
        if _public(split, code) in eligible:
            # Nobody of that public entered: that is to be seen.
            labels.setdefault(code, label)
            values.setdefault(code, {_ENTRIES: _NOBODY})
    known = list(DIMENSIONS[split].labels)
    order = sorted(labels, key=lambda code: known.index(code) if code in known else len(known))
    heads = [indicator(code) for code in codes]
    has_eligible = any(_public(split, code) in eligible for code in order)

    def row(code: str) -> list[Any]:
        cells = [cell(head, values[code][head.code]) if head.code in values[code] else "" for head in heads]
        extra = _part(values[code].get(_ENTRIES), eligible.get(_public(split, code)))
        return [labels[code], *cells, *(extra if has_eligible else [])]

    whole = {answer.code: answer.whole.value for answer in found.answers}
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
        "totals": ["Ensemble", *(cell(head, whole[head.code]) for head in heads),
                   *(["", ""] if has_eligible else [])],
        "note": "une personne peut être de plusieurs publics" if split == "public" else plural(len(order), "ligne"),
    }  # fmt: skip


def _public(split: str, code: str) -> str:
    """The public that a value of a split is; "" for none."""
    return code if split == "public" else _AS_PUBLIC.get((split, code), "")


def _part(entries: Value | None, population: Decimal | None) -> list[Any]:
    """The population, and entries for a hundred of it: a person may enter twice, so it is no access rate."""
    if population is None:
        return ["non disponible", ""]
    count = decimal(entries) if entries else None
    told_population = {"text": number(population), "value": f"{population:.0f}"}
    return [told_population, "" if count is None or not population else number(count * 100 / population, 1)]
