"""« Pourquoi ça a changé depuis le dernier comité »: table of causes, down to the records if the user may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pacte.indicators.facts.tables import TABLES
from pacte.indicators.permissions import may
from pacte.indicators.queries import explain_change
from pacte.indicators.records import Indicator, IndicatorQuestion, Value, ValueState
from pacte.indicators.records.changes import (
    CAUSE_LABELS,
    ChangedRecord,
    ChangeExplanation,
    Contribution,
    FigureChangeCause,
)
from pacte.indicators.rules.periods import months_before
from pacte.journeys.queries.labels import session_labels
from pacte.kernel.french import apply_french_spacing, format_day, format_number, pluralise
from pacte.kernel.user_input import parse_iso_day
from pacte.steering.queries.committees import past_committee_days
from pacte.web.charts.row_spans import RowScale, step_svg, value_dot_svg
from pacte.web.filter_form import parse_day, select_field
from pacte.web.pages.figures.figures_page import FiguresPage
from pacte.web.pages.figures.indicator_sentence import side_name
from pacte.web.session_display import session_url
from pacte.web.tables import Cell, Column, Table, cell, number_column
from pacte.web.value_text import difference_text, short_value_text, value_as_decimal, value_cell

# Step, value, difference, facts, and the value before and after it.
Step = tuple[Cell, Cell, Cell, Cell, tuple[float, float] | None]

_MAX_SESSIONS, _MAX_COMMITTEES = 8, 6
_SUPPRESSED_NOTE = (
    "deux jours voisins montreraient de petits effectifs : le pilote, l’analyste et l’auditeur lisent les valeurs"
)
_KNOWN_LATER_CAUSES, _NEW_CAUSES = (
    frozenset({FigureChangeCause.LATE, FigureChangeCause.CORRECTED, FigureChangeCause.WITHDRAWN}),
    frozenset({FigureChangeCause.NEW, FigureChangeCause.DUE}),
)
_CAUSE_NOTES = {FigureChangeCause.DUE: "et ce que le temps seul rend dû"}


@dataclass(frozen=True, slots=True)
class ComparedDay:
    """``since``: the day with which the page compares its own. ``choices``: the days proposed, with their words."""

    since: date
    choices: list[tuple[str, str]]


def compared_day(page: FiguresPage) -> ComparedDay | None:
    """None for users who may not see changes. ``depuis`` in the URL is the day to compare with."""
    if not may(page.actor, "indicators.see_changes", page.host.pk):
        return None
    choices = _reference_days(page)
    wanted = parse_day(page.request.GET.get("depuis", ""))
    since = wanted if wanted and wanted < page.on else parse_iso_day(choices[0][0])
    if since.isoformat() not in dict(choices):
        choices.append((since.isoformat(), format_day(since)))
    return ComparedDay(since, choices)


def change_explanation_context(
    page: FiguresPage, indicator: Indicator, question: IndicatorQuestion, compared: ComparedDay
) -> dict[str, Any]:
    since = compared.since
    explanation = explain_change(
        actor=page.actor, host_id=page.host.pk, code=indicator.code, question=question, since=since
    )
    steps = _steps(indicator, explanation, page)
    scale = RowScale.over(value for step in steps for value in step[4] or ())
    return {
        "since": since,
        "sentence": _cause_sentence(indicator, explanation),
        "field": select_field("depuis", "Depuis", compared.choices, since.isoformat()),
        "note": _SUPPRESSED_NOTE
        if explanation.before.state is ValueState.HIDDEN
        else apply_french_spacing(
            f"{short_value_text(indicator, explanation.before)} au {format_day(since)}, "
            f"{short_value_text(indicator, explanation.after)} au {format_day(page.on)}"
        ),
        "table": Table(
            steps,
            Column("Étape", lambda step: step[0]),
            number_column("Valeur", lambda step: step[1]),
            number_column("Écart", lambda step: step[2]),
            Column("De combien", lambda step: _drawn(step[4], scale)) if any(step[4] for step in steps) else None,
            Column("Faits qui le font", lambda step: step[3]),
            id="causes",
            caption="Ce qui a fait changer le chiffre",
        ),
        "records": _records(page, explanation.records),
        "sees_records": may(page.actor, "indicators.see_records", page.host.pk),
        "is_same": not explanation.changes,
    }


def _reference_days(page: FiguresPage) -> list[tuple[str, str]]:
    """The past committees, the last first; then a month, a quarter and a year earlier."""
    past = (
        past_committee_days(actor=page.actor, plan=page.plan, before=page.on, most=_MAX_COMMITTEES) if page.plan else []
    )
    choices = [(on.isoformat(), f"comité du {format_day(on)}") for on in past]
    for months, words in ((1, "un mois avant"), (3, "trois mois avant"), (12, "un an avant")):
        choices.append((min(months_before(page.on, months), page.on - timedelta(days=1)).isoformat(), words))
    return list(dict(reversed(choices)).items())[::-1]


def _steps(indicator: Indicator, explanation: ChangeExplanation, page: FiguresPage) -> list[Step]:
    """From the value seen then to the value seen now. Who may not know the small counts of each cause reads halves."""
    notes = [line.note for line in explanation.changes if line.cause is FigureChangeCause.DEFINITION]
    halves: list[Step] = [
        (
            cell("Ce qu’on a su depuis de ce jour-là", note="faits en retard, corrections"),
            _value_cell(indicator, explanation.known_since),
            _difference_cell(indicator, explanation.before, explanation.known_since),
            _fact_counts(indicator, explanation, _KNOWN_LATER_CAUSES, page),
            _span(explanation.before, explanation.known_since),
        ),
        (
            cell("Ce qui s’est passé depuis", note="faits nouveaux, jours venus"),
            _value_cell(indicator, explanation.after),
            _difference_cell(indicator, explanation.known_since, explanation.after),
            _fact_counts(indicator, explanation, _NEW_CAUSES, page),
            _span(explanation.known_since, explanation.after),
        ),
    ]
    return [
        (
            f"Vu au {format_day(explanation.since)}",
            _value_cell(indicator, explanation.before),
            "",
            "ce qui était connu ce jour-là",
            _span(explanation.before, explanation.before),
        ),
        *(_by_cause(indicator, explanation) if explanation.contributions else halves),
        (
            "Définition",
            "",
            "" if notes else "0",
            " ; ".join(notes) or f"inchangée, version {indicator.version}",
            None,
        ),
        (
            f"Vu au {format_day(explanation.until)}",
            _value_cell(indicator, explanation.after),
            _difference_cell(indicator, explanation.before, explanation.after),
            "",
            _span(explanation.after, explanation.after),
        ),
    ]


def _by_cause(indicator: Indicator, explanation: ChangeExplanation) -> list[Step]:
    """Contribution of each cause to the value and to its two sides. They add up to the whole change."""
    shown = [
        each
        for each in explanation.contributions
        if each.numerator or each.denominator or any(line.cause is each.cause for line in explanation.changes)
    ]
    return [
        (
            cell(CAUSE_LABELS[each.cause].capitalize(), note=_CAUSE_NOTES.get(each.cause, "")),
            "",
            _effect(indicator, each),
            " ; ".join(
                f"{format_number(line.count)}, {TABLES[line.table].label}"
                for line in explanation.changes
                if line.cause is each.cause
            ),
            span,
        )
        for each, span in zip(shown, _spans(explanation, shown), strict=True)
    ]


def _spans(explanation: ChangeExplanation, shown: list[Contribution]) -> list[tuple[float, float] | None]:
    """The value before and after each cause, from the value of the first day on."""
    spans: list[tuple[float, float] | None] = []
    value = explanation.before.number
    for each in shown:
        after = None if value is None or each.number is None else value + each.number
        spans.append(None if value is None or after is None else (float(value), float(after)))
        value = after
    return spans


def _span(before: Value, after: Value) -> tuple[float, float] | None:
    return None if before.number is None or after.number is None else (float(before.number), float(after.number))


def _drawn(span: tuple[float, float] | None, scale: RowScale) -> Cell:
    if span is None:
        return ""
    return value_dot_svg(scale, span[0]) if span[0] == span[1] else step_svg(scale, *span)


def _cause_sentence(indicator: Indicator, explanation: ChangeExplanation) -> str:
    """« 2,0 points de plus : faits nouveaux (+4,4) ; en sens inverse, corrections (−2,4). »; "" without the causes."""
    known = [each for each in explanation.contributions if each.number]
    before, after = explanation.before.number, explanation.after.number
    if before is None or after is None or not known:
        return ""
    moved = value_as_decimal(explanation.after) or Decimal(0)
    gap = difference_text(indicator, abs(moved - (value_as_decimal(explanation.before) or Decimal(0))))
    if not gap:
        return apply_french_spacing(f"Au même point : {_cause_list(indicator, known)}.")
    with_it = [each for each in known if ((each.number or 0) > 0) is (after > before)]
    against = [each for each in known if each not in with_it]
    text = f"{gap} {'de plus' if after > before else 'de moins'} : {_cause_list(indicator, with_it)}"
    text += f" ; en sens inverse, {_cause_list(indicator, against)}" if against else ""
    return apply_french_spacing(f"{text}.")


def _cause_list(indicator: Indicator, causes: list[Contribution]) -> str:
    """The causes by weight, each with its effect."""
    ranked = sorted(causes, key=lambda each: -abs(float(each.number or 0)))
    places = 1 if indicator.is_rate else 0
    return ", ".join(f"{CAUSE_LABELS[each.cause]} ({_signed(float(each.number or 0), places)})" for each in ranked)


def _effect(indicator: Indicator, each: Contribution) -> Cell:
    labels = (side_name(indicator.numerator_label), side_name(indicator.denominator_label))
    sides = list(zip(labels, (each.numerator, each.denominator), strict=True)) if indicator.is_rate else []
    note = ", ".join(f"{side} {_signed(count)}" for side, count in sides if count is not None)
    if each.number is None:
        return cell("", note=apply_french_spacing(note))
    return _signed_cell(indicator, each.number, 2 if abs(each.number) < 1 else 1, note)


def _difference_cell(indicator: Indicator, before: Value, after: Value) -> Cell:
    """« +0,8 »; empty when either value is missing or suppressed for this user."""
    if before.number is None or after.number is None:
        return ""
    return _signed_cell(indicator, after.number - before.number, 1)


def _signed_cell(indicator: Indicator, number: Fraction, places: int, note: str = "") -> Cell:
    """``places``: decimal places of what is not a whole number."""
    exact = number.numerator / number.denominator
    unit = f" {indicator.difference_unit}" if indicator.is_rate else ""
    return cell(
        apply_french_spacing(f"{_signed(exact, 0 if number.denominator == 1 else places)}{unit}".rstrip()),
        value=f"{exact:.4f}".rstrip("0").rstrip("."),
        note=apply_french_spacing(note),
    )


def _signed(count: float, places: int = 0) -> str:
    return f"{'+' if count > 0 else ''}{format_number(count, places)}" if count else "0"


def _value_cell(indicator: Indicator, value: Value) -> Cell:
    return "masqué" if value.state is ValueState.HIDDEN else value_cell(indicator, value)


def _fact_counts(
    indicator: Indicator, explanation: ChangeExplanation, causes: frozenset[FigureChangeCause], page: FiguresPage
) -> str:
    parts = []
    for line in explanation.changes:
        if line.cause in causes and line.table:
            count = format_number(line.count)
            if page.is_masked and indicator.suppresses_small_counts:
                count = f"au moins {count}" if line.count >= indicator.threshold else f"moins de {indicator.threshold}"
            parts.append(f"{CAUSE_LABELS[line.cause]} : {count}, {TABLES[line.table].label}")
    return " ; ".join(parts) or "aucun"


def _records(page: FiguresPage, records: tuple[ChangedRecord, ...]) -> list[dict[str, Any]]:
    """Number of facts by session, the sessions with the most facts first."""
    facts: dict[str, list[ChangedRecord]] = {}
    for each in records:
        if each.session is not None:
            facts.setdefault(str(each.session), []).append(each)
    most = sorted(facts, key=lambda key: (-len(facts[key]), key))[:_MAX_SESSIONS]
    named = session_labels(actor=page.actor, keys=most)
    return [
        {
            "title": named[key][0],
            "note": named[key][1],
            "url": session_url(named[key][2]),
            "facts": pluralise(len(facts[key]), "fait"),
            "causes": ", ".join(dict.fromkeys(CAUSE_LABELS[each.cause] for each in facts[key])),
        }
        for key in most
        if key in named
    ]
