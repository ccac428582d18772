"""Text of an indicator value, with numerator and denominator, or why there is none. « Manquant » is not zero."""

from __future__ import annotations

from decimal import Decimal

from django.utils.text import capfirst

from pacte.indicators.queries.aggregation import RESERVED_REFUSAL
from pacte.indicators.records import (
    DIRECTION_LABELS,
    STATE_LABELS,
    TERRITORY_LABELS,
    TIME_LABELS,
    Indicator,
    IndicatorAnswer,
    Unit,
    Value,
    ValueState,
)
from pacte.indicators.rules.evidence import measured_value_text, unit_of_number
from pacte.kernel.french import NARROW_SPACE, apply_french_spacing, format_day, format_number, pluralise
from pacte.kernel.money import format_amount, is_in_millions
from pacte.web.tables import Cell, cell

INDICATOR_FAMILIES: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("Combien entrent, et qui ?", "entrees", frozenset({"I1", "I2", "I18", "I19", "I20a", "I20b", "I31", "I43"})),
    ("Les places achetées trouvent-elles preneur ?", "places",
     frozenset({"I3", "I4", "I5", "I6", "I6a", "I6b", "I6c", "I6d", "I6h", "I39", "I42"})),
    ("Où se perdent les personnes avant d’entrer ?", "avant", frozenset({"I7", "I8", "I22", "I23", "I40"})),
    ("Comment finissent les parcours ?", "fins", frozenset({"I9", "I9a", "I9b", "I10", "I11a", "I11b", "I11c", "I12"})),
    ("Que deviennent les personnes ?", "apres",
     frozenset({"I13", "I14", "I15", "I16", "I17a", "I17b", "I38", "I36", "I35"})),
    ("Combien cela coûte-t-il ?", "couts",
     frozenset({"I24a", "I24b", "I24c", "I25", "I26", "I27", "I28", "I29a", "I29b", "I29c", "I30", "I41"})),
    ("Répond-on aux besoins ?", "besoins", frozenset({"I21", "I32", "I33", "I34", "I37"})),
)  # fmt: skip
OTHER_FAMILY = ("D’où viennent les séries et les déclarations ?", "autres")


def indicator_family(indicator: Indicator) -> str:
    """Anchor of the question that the indicator helps to answer, by its number before the dash."""
    stem = indicator.number.partition("-")[0]
    return next((anchor for _, anchor, stems in INDICATOR_FAMILIES if stem in stems), OTHER_FAMILY[1])


def detailed_value_text(indicator: Indicator, value: Value) -> str:
    """« 72,1 % (12 694 / 17 612) », or the state as text."""
    if value.state is ValueState.NUMBER:
        return measured_value_text(value, indicator.unit_word)
    return value_state_text(value)


def value_state_text(value: Value) -> str:
    words = STATE_LABELS[value.state]
    if value.state is ValueState.MISSING and value.expected:
        return f"{words} : {format_number(value.received or 0)} sur {format_number(value.expected)} attendus"
    return words


def short_value_text(indicator: Indicator, value: Value) -> str:
    """The value with its unit, or the state."""
    if value.number is None:
        return value_state_text(value)
    return apply_french_spacing(" ".join(headline_number(indicator, value)))


def headline_number(indicator: Indicator, value: Value) -> tuple[str, str]:
    """The number as it stands alone and its unit: « 72,1 » and « % », « 55,25 » and « M€ ». ("", unit) without one."""
    exact = value_as_decimal(value)
    if exact is not None and indicator.unit is Unit.EUROS and is_in_millions(exact):
        number, _, unit = format_amount(round(exact * 100)).rpartition(NARROW_SPACE)
        return number, unit
    return value_number_text(indicator, value), unit_of_number(indicator.unit_word, exact or Decimal(0))


def value_number_text(indicator: Indicator, value: Value) -> str:
    """« 72,1 »; "" when there is no number."""
    exact = value_as_decimal(value)
    return "" if exact is None else format_number(exact, value_decimal_places(indicator, value))


def value_ratio_text(indicator: Indicator, value: Value) -> str:
    """« 12 694 / 17 612 »; "" when one is missing, or when suppressed."""
    if value.state is ValueState.HIDDEN or not indicator.is_rate or None in (value.numerator, value.denominator):
        return ""
    return f"{format_number(value.numerator or 0)} / {format_number(value.denominator or 0)}"


def value_as_decimal(value: Value | None) -> Decimal | None:
    return value.decimal if value else None


def value_decimal_places(indicator: Indicator, value: Value) -> int:
    """0 for a count, 1 for a rate, 2 for a ratio or a small price."""
    if value.number is None or (not indicator.is_rate and value.number.denominator == 1):
        return 0
    if indicator.unit is Unit.PERCENT or abs(value.number) >= 10:
        return 0 if abs(value.number) >= 10_000 else 1
    return 2 if abs(value.number) < 10 else 1


def value_cell(indicator: Indicator, value: Value | None, *, has_note: bool = True) -> Cell:
    """Cell of a table: the value as text, the raw number, the counts as a note; empty without a value."""
    if value is None:
        return ""
    exact = value_as_decimal(value)
    if exact is None:
        return {"text": value_state_text(value)}
    note = value_ratio_text(indicator, value) if has_note else ""
    return cell(value_number_text(indicator, value), value=f"{exact:.4f}".rstrip("0").rstrip("."), note=note)


def missing_value_text(indicator: Indicator, answer: IndicatorAnswer) -> str:
    """Why there is no value, who must provide it and when, as one sentence; "" when there is a value."""
    value = answer.total.value
    due = f" Attendu le {format_day(answer.due_on)}." if answer.due_on else ""
    of = ""
    if value.expected and value.received is not None and value.expected > 1:
        of = f" ({format_number(value.received)} sur {format_number(value.expected)} attendus)"
    text_by_state = {
        ValueState.NUMBER: "",
        ValueState.HIDDEN: "Masqué : ce chiffre montrerait de petits effectifs. Le pilote, l’analyste et l’auditeur le "
        "lisent.",
        ValueState.NOT_COMPUTABLE: "Non calculable : rien à diviser pour ces choix.",
        ValueState.UNREACHED: f"{STATE_LABELS[ValueState.UNREACHED].capitalize()}.",
        ValueState.NOT_DUE: f"Pas encore dû : il est trop tôt pour ces personnes.{due}",
        ValueState.MISSING: f"Manquant{of} : à fournir par {indicator.owner}.{due}",
    }
    if answer.refusal == RESERVED_REFUSAL:
        return f"{capfirst(answer.refusal)}."
    return f"Sans objet ici : {answer.refusal}." if answer.refusal else text_by_state[value.state]


def difference_text(indicator: Indicator, gap: Decimal) -> str:
    """« 9 », « 2,4 points », « 0,05 »; "" for what rounds to zero. Percentages differ by points."""
    if indicator.unit is Unit.EUROS and is_in_millions(gap):
        return format_amount(round(gap * 100))
    is_share = indicator.unit is Unit.PERCENT
    whole = gap == gap.to_integral_value() and not indicator.is_rate
    places = 0 if whole or gap >= 100 else 1 if is_share or gap >= 1 else 2
    shown = round(gap, places)
    unit = (" point" if shown < 2 else " points") if is_share else ""
    return f"{format_number(shown, places)}{unit}" if shown else ""


def side_counts_text(value: Value) -> str:
    """« dont niveau non connu : 12 »."""
    counts = () if value.state is ValueState.HIDDEN else value.side_counts
    return " ; ".join(f"{label} : {format_number(count)}" for label, count in counts if count is not None)


def periodicity_text(count: int) -> str:
    return {1: "chaque mois", 3: "chaque trimestre", 6: "deux fois par an", 12: "chaque année"}.get(
        count, f"tous les {pluralise(count, 'mois', 'mois')}"
    )


def indicator_definition_rows(indicator: Indicator, kind_label: str) -> list[tuple[str, str]]:
    """The definition as (label, text) rows."""
    window = f" ({pluralise(indicator.window_months, 'mois', 'mois')})" if indicator.window_months else ""
    until = f" jusqu’au {format_day(indicator.valid_until)}" if indicator.valid_until else ""
    changes = " ; ".join(f"{format_day(on)} : {note}" for on, note in indicator.changes)
    lines = [
        ("Question", indicator.question),
        ("Nature", kind_label),
        ("Ce qui est compté", indicator.entity),
        ("Numérateur", indicator.numerator_label),
        ("Dénominateur", indicator.denominator_label),
        ("Unité", indicator.unit_word),
        ("Règle de temps", f"{TIME_LABELS[indicator.time]}{window}"),
        ("Règle de territoire", TERRITORY_LABELS[indicator.territory]),
        ("Sens", DIRECTION_LABELS[indicator.direction]),
        ("Source", indicator.source),
        ("Qui en répond", indicator.owner),
        ("Rythme", f"{periodicity_text(indicator.periodicity_months)}, délai de "
                   f"{pluralise(indicator.delay_months, 'mois', 'mois')}"),
        ("Petits nombres", f"masqué sous {indicator.threshold} personnes, hors des agents de la Région"
                           if indicator.suppresses_small_counts else "ne compte pas des personnes : rien n’est masqué"),
        ("Vaut", f"depuis le {format_day(indicator.valid_from)}{until}"),
        ("Version", f"{indicator.version}{f' ({changes})' if changes else ', jamais changée'}"),
        ("À savoir", indicator.note),
    ]  # fmt: skip
    return [(what, apply_french_spacing(words)) for what, words in lines if words]
