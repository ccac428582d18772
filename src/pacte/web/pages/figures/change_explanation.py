"""« Pourquoi ça a changé depuis le dernier comité »: table of causes, down to the records if the user may see them."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from pacte.indicators.facts.tables import TABLES
from pacte.indicators.permissions import may
from pacte.indicators.queries import explain_change
from pacte.indicators.records import Indicator, IndicatorQuestion, Value, ValueState
from pacte.indicators.records.changes import (
    CAUSE_LABELS,
    ChangeCount,
    ChangedRecord,
    ChangeExplanation,
    Contribution,
    FigureChangeCause,
)
from pacte.indicators.rules.periods import months_before
from pacte.journeys.queries.labels import session_labels
from pacte.kernel.french import apply_french_spacing, format_day, format_number, pluralise
from pacte.kernel.user_input import parse_iso_day
from pacte.offer.records import Triplet
from pacte.steering.queries.committees import committee_summaries
from pacte.web.pages.figures.page_context import FiguresReader, figure_select_field, parse_day_param
from pacte.web.pages.figures.value_text import short_value_text, value_cell

SINCE_PARAM = "depuis"
_MAX_SESSIONS = 8
_SUPPRESSED_NOTE = (
    "deux jours voisins montreraient de petits effectifs : le pilote, l’analyste et l’auditeur lisent les valeurs"
)
_KNOWN_LATER_CAUSES, _NEW_CAUSES = (
    frozenset({FigureChangeCause.LATE, FigureChangeCause.CORRECTED, FigureChangeCause.WITHDRAWN}),
    frozenset({FigureChangeCause.NEW, FigureChangeCause.DUE}),
)
_COLUMNS = (
    {"label": "Étape"}, {"label": "Valeur", "kind": "num"}, {"label": "Écart", "kind": "num"},
    {"label": "Faits qui le font"},
)  # fmt: skip


def change_explanation_context(
    request: HttpRequest, reader: FiguresReader, indicator: Indicator, question: IndicatorQuestion
) -> dict[str, Any] | None:
    """Returns None for users who may not see changes. ``depuis`` in the URL is the day to compare with."""
    if not may(reader.actor, "indicators.see_changes", reader.host.pk):
        return None
    choices = _reference_days(reader)
    wanted = parse_day_param(request.GET.get(SINCE_PARAM, ""))
    since = wanted if wanted and wanted < reader.on else parse_iso_day(choices[0][0])
    explanation = explain_change(
        actor=reader.actor, host_id=reader.host.pk, code=indicator.code, question=question, since=since
    )
    if since.isoformat() not in dict(choices):
        choices.append((since.isoformat(), format_day(since)))
    return {
        "since": since,
        "field": figure_select_field(SINCE_PARAM, "Depuis", choices, since.isoformat()),
        "note": _SUPPRESSED_NOTE
        if explanation.before.state is ValueState.HIDDEN
        else apply_french_spacing(
            f"{short_value_text(indicator, explanation.before)} au {format_day(since)}, "
            f"{short_value_text(indicator, explanation.after)} au {format_day(reader.on)}"
        ),
        "columns": _COLUMNS,
        "rows": _rows(indicator, explanation, reader),
        "records": _records(reader, explanation.records),
        "sees_records": may(reader.actor, "indicators.see_records", reader.host.pk),
        "is_same": not explanation.changes,
    }


def _reference_days(reader: FiguresReader) -> list[tuple[str, str]]:
    """The past committees, the last first; then a month, a quarter and a year earlier."""
    choices: list[tuple[str, str]] = []
    if reader.plan:
        past_committees = [
            each for each in committee_summaries(actor=reader.actor, plan=reader.plan) if each.held_on < reader.on
        ]
        choices = [(each.held_on.isoformat(), f"comité du {format_day(each.held_on)}") for each in past_committees[:6]]
    for months, words in ((1, "un mois avant"), (3, "trois mois avant"), (12, "un an avant")):
        earlier = months_before(reader.on, months)
        choices.append(((earlier if earlier < reader.on else reader.on - timedelta(days=1)).isoformat(), words))
    return list(dict(reversed(choices)).items())[::-1]


def _rows(indicator: Indicator, explanation: ChangeExplanation, reader: FiguresReader) -> list[list[Any]]:
    definition = [line for line in explanation.changes if line.cause is FigureChangeCause.DEFINITION]
    between = (
        _by_cause(indicator, explanation) if explanation.contributions else _by_half(indicator, explanation, reader)
    )
    return [
        [
            f"Vu au {format_day(explanation.since)}",
            _value_cell(indicator, explanation.before),
            "",
            "ce qui était connu ce jour-là",
        ],
        *between,
        [
            "Définition",
            "",
            "" if definition else "0",
            " ; ".join(line.note for line in definition) or f"inchangée, version {indicator.version}",
        ],
        [
            f"Vu au {format_day(explanation.until)}",
            _value_cell(indicator, explanation.after),
            _difference_cell(indicator, explanation.before, explanation.after),
            "",
        ],
    ]


def _by_cause(indicator: Indicator, explanation: ChangeExplanation) -> list[list[Any]]:
    """Contribution of each cause to the value and to its two sides. They add up to the whole change."""
    return [
        [
            {"text": CAUSE_LABELS[each.cause].capitalize(), "note": _CAUSE_NOTES.get(each.cause, "")},
            "",
            _effect(indicator, each),
            " ; ".join(
                f"{format_number(line.count)}, {TABLES[line.table].label}"
                for line in explanation.changes
                if line.cause is each.cause
            ),
        ]
        for each in explanation.contributions
        if each.numerator or each.denominator or any(line.cause is each.cause for line in explanation.changes)
    ]


_CAUSE_NOTES = {FigureChangeCause.DUE: "et ce que le temps seul rend dû"}


def _effect(indicator: Indicator, each: Contribution) -> dict[str, str]:
    sides = [("numérateur", each.numerator), ("dénominateur", each.denominator)] if indicator.is_rate else []
    note = ", ".join(f"{side} {_signed(count)}" for side, count in sides if count is not None)
    if each.number is None:
        return {"text": "", "note": apply_french_spacing(note)}
    exact = each.number.numerator / each.number.denominator
    places = 0 if each.number.denominator == 1 else 2 if abs(exact) < 1 else 1
    return {
        "text": apply_french_spacing(
            f"{_signed(exact, places)} {indicator.difference_unit if indicator.is_rate else ''}".rstrip()
        ),
        "value": f"{exact:.4f}".rstrip("0").rstrip("."),
        "note": apply_french_spacing(note),
    }


def _signed(count: float, places: int = 0) -> str:
    return f"{'+' if count > 0 else ''}{format_number(count, places)}" if count else "0"


def _by_half(indicator: Indicator, explanation: ChangeExplanation, reader: FiguresReader) -> list[list[Any]]:
    """Two steps, for users who may not know the small counts of each cause."""
    return [
        [
            {"text": "Ce qu’on a su depuis de ce jour-là", "note": "faits en retard, corrections"},
            _value_cell(indicator, explanation.known_since),
            _difference_cell(indicator, explanation.before, explanation.known_since),
            _fact_counts(indicator, explanation.changes, _KNOWN_LATER_CAUSES, reader),
        ],
        [
            {"text": "Ce qui s’est passé depuis", "note": "faits nouveaux, jours venus"},
            _value_cell(indicator, explanation.after),
            _difference_cell(indicator, explanation.known_since, explanation.after),
            _fact_counts(indicator, explanation.changes, _NEW_CAUSES, reader),
        ],
    ]


def _value_cell(indicator: Indicator, value: Value) -> Any:
    return "masqué" if value.state is ValueState.HIDDEN else value_cell(indicator, value)


def _difference_cell(indicator: Indicator, before: Value, after: Value) -> Any:
    """« +0,8 »; empty when either value is missing or suppressed for this user."""
    if before.number is None or after.number is None:
        return ""
    gap: Fraction = after.number - before.number
    places = 0 if gap.denominator == 1 else 1
    exact = gap.numerator / gap.denominator
    text = f"{_signed(exact, places)} {indicator.difference_unit if indicator.is_rate else ''}".rstrip()
    return {"text": apply_french_spacing(text), "value": f"{exact:.4f}".rstrip("0").rstrip(".") if exact else "0"}


def _fact_counts(
    indicator: Indicator, lines: tuple[ChangeCount, ...], causes: frozenset[FigureChangeCause], reader: FiguresReader
) -> str:
    parts = []
    for line in lines:
        if line.cause in causes and line.table:
            is_masked = reader.is_masked and indicator.suppresses_small_counts
            count = format_number(line.count)
            if is_masked:
                count = f"au moins {count}" if line.count >= indicator.threshold else f"moins de {indicator.threshold}"
            parts.append(f"{CAUSE_LABELS[line.cause]} : {count}, {TABLES[line.table].label}")
    return " ; ".join(parts) or "aucun"


def _records(reader: FiguresReader, records: tuple[ChangedRecord, ...]) -> list[dict[str, Any]]:
    """Number of facts by session, the sessions with the most facts first."""
    counts: dict[str, list[ChangedRecord]] = {}
    for each in records:
        if each.session is not None:
            counts.setdefault(str(each.session), []).append(each)
    most = sorted(counts, key=lambda key: (-len(counts[key]), key))[:_MAX_SESSIONS]
    named = session_labels(actor=reader.actor, keys=most)
    return [
        {
            "title": named[key][0],
            "note": named[key][1],
            "url": _session_url(named[key][2]),
            "facts": pluralise(len(counts[key]), "fait"),
            "causes": ", ".join(dict.fromkeys(CAUSE_LABELS[each.cause] for each in counts[key])),
        }
        for key in most
        if key in named
    ]


def _session_url(triplet: Triplet) -> str:
    """Empty when a number cannot be part of a URL."""
    try:
        return reverse("supply:session", args=[triplet.training, triplet.training_action, triplet.session])
    except NoReverseMatch:
        return ""
