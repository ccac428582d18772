"""How many of the journeys that cases name were completed, and what is told beside it. Pure.

What was done for a journey helped only if it was there before the end. Few people are never told apart: a share is
hidden when either part of it has fewer than eleven.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean, median

from pacte.indicators.records.counted_cases import CountedCase, JourneyEnd
from pacte.indicators.records.operational_counts import CountResult
from pacte.journeys.rules.ends import COMPLETED
from pacte.journeys.rules.linked_suppression import THRESHOLD
from pacte.kernel.french import format_number, format_percent, join_words, pluralise
from pacte.procedures.records.counts import CaseCount
from pacte.procedures.records.form import ChoiceField, FormField, NumberField
from pacte.procedures.rules.conditions import is_filled

_HIDDEN = "masqué : ce chiffre montrerait de petits effectifs"


def first_cases(cases: Sequence[CountedCase], field: str) -> dict[str, CountedCase]:
    """By journey that ``field`` names, the case that took the transition first: a journey counts once."""
    by_journey: dict[str, CountedCase] = {}
    for each in sorted(cases, key=lambda case: (case.first_on, case.case_id)):
        if is_filled(each.answers.get(field)):
            by_journey.setdefault(str(each.answers[field]), each)
    return by_journey


def completion(
    count: CaseCount, fields: Mapping[str, FormField], cases: Mapping[str, CountedCase], ends: Mapping[str, JourneyEnd]
) -> CountResult:
    """The journeys completed, out of those that ended after what was done for them. ``fields``: those told beside."""
    ended = [ends[key] for key, case in cases.items() if key in ends and case.first_on <= ends[key].on]
    completed = sum(each.kind in COMPLETED for each in ended)
    if not ended:
        return CountResult(0, 0)
    if is_small(completed) or is_small(len(ended) - completed):
        return CountResult(completed, len(ended), withheld=_HIDDEN)
    return CountResult(completed, len(ended), precision=" ; ".join(_context_parts(count, fields, list(cases.values()))))


def is_small(people: int) -> bool:
    return 0 < people < THRESHOLD


def _context_parts(count: CaseCount, fields: Mapping[str, FormField], cases: Sequence[CountedCase]) -> Iterator[str]:
    days = [(each.first_on - each.opened_on).days for each in cases]
    words = pluralise(round(median(days)), "jour")
    yield f"{words} de la demande à la mise en place, en médiane de {format_number(len(cases))} demandes"
    within = sum(each <= count.within_days for each in days)
    if count.within_days and not is_small(within) and not is_small(len(days) - within):
        yield f"{format_percent(within / len(days), 0)} en {count.within_days} jours au plus"
    for code in count.context_fields:
        answers = [each.answers[code] for each in cases if is_filled(each.answers.get(code))]
        if text := _answers_text(fields[code], answers):
            yield f"{fields[code].label.lower()} : {text}"


def _answers_text(field: FormField, answers: Sequence[object]) -> str:
    """The mean of numbers, or how often each choice was made; "" for few people."""
    if len(answers) < THRESHOLD:
        return ""
    match field:
        case NumberField():
            return f"{format_number(fmean(float(str(each)) for each in answers), 1)} {field.unit} en moyenne"
        case ChoiceField():
            chosen = Counter(str(each) for each in answers)
            labels = dict(field.choices)
            if any(is_small(each) for each in chosen.values()):
                return ""
            return join_words([f"{labels.get(code, code)} {times}" for code, times in chosen.most_common()])
        case _:
            return ""
