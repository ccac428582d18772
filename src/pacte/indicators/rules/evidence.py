"""Evidence for one target: a sentence with the figures, or what is missing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pacte.indicators.records import STATE_LABELS, AnswerRow, Indicator, Unit, Value, ValueState
from pacte.indicators.records.evidence import EvidenceKind, EvidencePart, EvidenceRow, LeadDeclaration
from pacte.indicators.records.grades import PROOF_SCOPE_LABELS, EvidenceGrade, ProofScope
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.indicators.records.support import SupportComparison
from pacte.indicators.rules.periods import months_before
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_day, format_number, format_signed
from pacte.kernel.money import format_amount, is_in_millions
from pacte.plan.records import Figure
from pacte.plan.rules.progress import target_progress
from pacte.steering.records import DeclaredValueSummary
from pacte.steering.rules.number_format import format_exact_decimal

# Nouns that end in « s » for one too.
_SAME_FOR_ONE = frozenset({"avis", "cours", "fois", "mois", "parcours", "permis"})
_PLURAL_NOUN = re.compile(r"([a-zà-ÿ-]+s)((?: par | pour | / ).*)?")
# « euros commandés en tout »: an amount, not a count of things.
_IN_EUROS = "euros "


def unit_of_number(unit: str, number: Decimal) -> str:
    """« sessions », and « session » for less than two; « personnes par session », and « personne par session »."""
    noun = _PLURAL_NOUN.fullmatch(unit)
    if noun is None or abs(number) >= 2 or noun[1] in _SAME_FOR_ONE:
        return unit
    return noun[1].removesuffix("s") + (noun[2] or "")


def measured_value_text(value: Value, unit: str) -> str:
    """« 76,3 % (1 234 / 1 617) », « 3 838 entrées », « 55,25 M€ »."""
    number = value.decimal
    if value.number is None or number is None:
        return ""
    exact = value.number.denominator == 1
    text = f"{format_number(number, 0 if exact else 1)} {unit_of_number(unit, number)}"
    if unit == Unit.EUROS and is_in_millions(number):
        text = format_amount(round(number * 100))
    if value.denominator is not None and value.numerator is not None:
        text += f" ({format_number(value.numerator)} / {format_number(value.denominator)})"
    return apply_french_spacing(text)


def computed_evidence(
    figure: Figure,
    indicator: Indicator,
    value: Value,
    *,
    number: ActionCode,
    span: tuple[date, date],
    on: date,
    lead: str,
    baseline: Value | None = None,
    exists: bool = False,
    parts: Iterable[AnswerRow] = (),
) -> EvidenceRow:
    """Evidence from a computed indicator, asked of the action or of the whole. ``span``: first and last day.

    ``lead`` owes what is missing when the source provides nothing; ``baseline``: the same measure outside the pact.
    """
    unit, until = indicator.unit_word, span[1]
    is_of_action = indicator.scope is ProofScope.ACTION
    sentence = (
        _total_text(indicator, value)
        or measured_value_text(value, unit)
        or _missing_reason(indicator, value, number if is_of_action else None)
    )
    due_on = months_before(until, -(indicator.periodicity_months + indicator.delay_months))
    is_number = value.state is ValueState.NUMBER
    return EvidenceRow(
        code=indicator.code,
        what=figure.what,
        kind=EvidenceKind.COMPUTED if is_number else EvidenceKind.MISSING,
        value=value,
        unit=unit,
        sentence=sentence,
        progress=target_progress(figure, value.decimal),
        is_proposed=figure.proposed,
        until=until,
        due_on=due_on,
        is_late=not is_number and due_on < on,
        source=indicator.source,
        owed_by="" if is_number else lead if is_of_action else indicator.owner or lead,
        grade=indicator.grade,
        scope=indicator.scope,
        scope_text=measured_scope_text(indicator.label, indicator.scope, number),
        since=span[0],
        baseline=measured_value_text(baseline, unit) if baseline and is_number else "",
        exists_hidden=exists and not is_number,
        others_label=indicator.others[0] if indicator.others else "",
        others=_others_text(indicator, value),
        parts=tuple(
            EvidencePart(part.keys[0][2], measured_value_text(part.value, unit), part.value)
            for part in parts
            if part.value.state is ValueState.NUMBER
        ),
    )


def _others_text(indicator: Indicator, value: Value) -> str:
    """The share of the other group: « 12,5 % (40 / 320) ». "" when it counts nobody, or when nothing is shown."""
    if indicator.others is None or value.state is not ValueState.NUMBER:
        return ""
    _, *names = indicator.others
    counts = dict(value.side_counts)
    numerator, denominator = (counts.get(name) for name in names)
    if numerator is None or not denominator:
        return ""
    number = Fraction(numerator) / Fraction(denominator) * indicator.scale
    return measured_value_text(Value(ValueState.NUMBER, number, numerator, denominator), indicator.unit_word)


def measured_scope_text(label: str, scope: ProofScope, number: ActionCode) -> str:
    """What a value counts, and of whom: « Entrées : action 12, fonds du pacte »."""
    of = f"action {number}, fonds du pacte" if scope is ProofScope.ACTION else PROOF_SCOPE_LABELS[scope]
    return apply_french_spacing(f"{label} : {of}")


def dated_scope_text(row: EvidenceRow) -> str:
    """The same with the days that the value covers; "" when the row does not say what it counts."""
    if not row.scope_text or row.until is None:
        return row.scope_text
    days = f"du {format_day(row.since)} au {format_day(row.until)}" if row.since else f"au {format_day(row.until)}"
    return apply_french_spacing(f"{row.scope_text}, {days}")


def with_declared_value(row: EvidenceRow, declared: DeclaredValueSummary) -> EvidenceRow:
    """The measured row, with what the lead declares for the same target and the difference."""
    measured = row.value.decimal if row.value and not row.units else None
    return replace(row, declared=lead_declaration(declared, measured, row.unit))


def lead_declaration(declared: DeclaredValueSummary, measured: Decimal | None, unit: str) -> LeadDeclaration:
    """What the lead declares beside a measure of the same thing. ``unit``: that of the measure."""
    unit = declared.unit or unit
    return LeadDeclaration(
        sentence=apply_french_spacing(f"{format_exact_decimal(declared.value)} {unit_of_number(unit, declared.value)}"),
        difference=difference_text(declared.value, measured, unit),
        by=declared.by,
        proof=declared.proof or declared.proof_url,
        on=declared.happened_on,
        about=declared.about_label,
        value_id=declared.value_id,
    )


def declaration_text(declared: LeadDeclaration) -> str:
    """« 1 900 stagiaires, au 6 novembre 2020, par la DFP ; écart avec la mesure : + 120. Sa preuve reste… »"""
    proof = f"Preuve : {declared.proof}." if declared.proof else "Sa preuve reste à joindre."
    gap = f" ; écart avec la mesure : {declared.difference}" if declared.difference else ""
    return apply_french_spacing(f"{declared.sentence}, au {format_day(declared.on)}, par {declared.by}{gap}. {proof}")


def declaration_source(declared: DeclaredValueSummary) -> str:
    """« L. Martin, preuve : PV n° 4 », « L. Martin, sans preuve »."""
    proof = f"preuve : {declared.proof or declared.proof_url}" if declared.has_proof else "sans preuve"
    return apply_french_spacing(f"{declared.by}, {proof}" if declared.by else proof)


def difference_text(declared_value: Decimal, measured: Decimal | None, unit: str) -> str:
    """« + 120 stagiaires », « aucun »: what is said, minus what is measured; "" without a measure."""
    if measured is None:
        return ""
    gap = round(declared_value - measured, 1)
    if not gap:
        return "aucun"
    return apply_french_spacing(
        f"{'+' if gap > 0 else '−'} {format_exact_decimal(abs(gap))} {unit_of_number(unit, gap)}"
    )


def _total_text(indicator: Indicator, value: Value) -> str:
    """Total of a share of a total, whose ratio to itself would say nothing. "" for any other value."""
    if not indicator.is_share_of_total or value.numerator is None or value.numerator != value.denominator:
        return ""
    label = indicator.denominator_label
    if label.startswith(_IN_EUROS):
        return apply_french_spacing(f"{format_amount(round(value.numerator) * 100)} {label.removeprefix(_IN_EUROS)}")
    return apply_french_spacing(f"{format_number(value.numerator)} {label}")


def manual_evidence(
    figure: Figure,
    value: Value,
    *,
    kind: EvidenceKind,
    unit: str,
    until: date,
    due_on: date | None,
    on: date,
    source: str,
) -> EvidenceRow:
    """Evidence from a declared value, or from the last one of a series."""
    sentence = f"{measured_value_text(value, unit) or 'gardé secret par la source'}, au {format_day(until)}"
    return EvidenceRow(
        code=figure.indicator_code,
        what=figure.what,
        kind=kind,
        value=value,
        unit=unit,
        sentence=sentence,
        progress=target_progress(figure, value.decimal),
        is_proposed=figure.proposed,
        until=until,
        due_on=due_on,
        is_late=due_on is not None and due_on < on,
        source=source,
    )


def operational_evidence(
    figure: Figure, service: OperationalCount, counted: CountResult, *, number: ActionCode, until: date, lead: str
) -> EvidenceRow:
    """Evidence from an operational count. ``counted`` is not empty; ``lead`` owes what it lacks."""
    if counted.lacks:
        return lacking_evidence(figure, service, sentence=counted.lacks, lead=lead)
    if counted.withheld:
        return withheld_evidence(figure, sentence=counted.withheld, grade=service.grade, exists=True)
    scale = 100 if service.is_share else 1
    exact = Fraction(counted.count) if counted.total is None else Fraction(scale * counted.count, counted.total)
    value = Value(ValueState.NUMBER, exact, counted.count, counted.total)
    unit = service.unit_of(counted)
    sentence = measured_value_text(value, unit)
    if compared := counted.comparison:
        value = Value(ValueState.NUMBER, Fraction(compared.difference), denominator=compared.people)
        sentence = support_text(compared)
    return EvidenceRow(
        code=figure.indicator_code,
        what=figure.what,
        kind=EvidenceKind.COMPUTED,
        value=value,
        unit=unit,
        sentence=sentence,
        progress=target_progress(figure, value.decimal),
        is_proposed=figure.proposed,
        until=until,
        source=apply_french_spacing(f"{service.source}, {counted.precision}" if counted.precision else service.source),
        details=counted.details,
        comparison=counted.comparison,
        grade=service.grade,
        scope=service.scope,
        scope_text=apply_french_spacing(
            f"{service.what[:1].upper()}{service.what[1:]} : {_operational_scope(service, number)}"
        ),
    )


def _operational_scope(service: OperationalCount, number: ActionCode) -> str:
    return f"action {number}" if service.scope is ProofScope.ACTION else PROOF_SCOPE_LABELS[service.scope]


def support_text(compared: SupportComparison) -> str:
    """« −12 points, entre −20 et −4 »."""
    unit = unit_of_number("points", Decimal(compared.difference))
    low, high = format_signed(compared.low), format_signed(compared.high)
    return apply_french_spacing(f"{format_signed(compared.difference)} {unit}, entre {low} et {high}")


def lacking_evidence(figure: Figure, service: OperationalCount, *, sentence: str, lead: str) -> EvidenceRow:
    """Evidence for a count of which something is missing: no zero stands for it."""
    return EvidenceRow(
        code=figure.indicator_code, what=figure.what, kind=EvidenceKind.MISSING, value=None, unit=figure.unit,
        sentence=apply_french_spacing(sentence), progress=target_progress(figure, None), is_proposed=figure.proposed,
        source=service.source, owed_by=lead, grade=service.grade,
    )  # fmt: skip


def missing_evidence(figure: Figure, *, owed_by: str) -> EvidenceRow:
    sentence = apply_french_spacing(f"aucune valeur à ce jour : à fournir par {owed_by}")
    return EvidenceRow(
        code=figure.indicator_code, what=figure.what, kind=EvidenceKind.MISSING, value=None, unit=figure.unit,
        sentence=sentence, progress=target_progress(figure, None), is_proposed=figure.proposed, owed_by=owed_by,
    )  # fmt: skip


def withheld_evidence(figure: Figure, *, sentence: str, grade: EvidenceGrade, exists: bool) -> EvidenceRow:
    """Evidence for a value that the reader may not see, or not even know of. ``exists``: there is one."""
    return EvidenceRow(
        code=figure.indicator_code,
        what=figure.what,
        kind=EvidenceKind.COMPUTED,
        value=Value(ValueState.HIDDEN),
        unit=figure.unit,
        sentence=apply_french_spacing(sentence),
        progress=target_progress(figure, None),
        is_proposed=figure.proposed,
        grade=grade,
        exists_hidden=exists,
    )


def _missing_reason(indicator: Indicator, value: Value, number: ActionCode | None) -> str:
    """``number``: the action of which it is asked, None for the whole."""
    if number and value.state is ValueState.NOT_COMPUTABLE:
        return apply_french_spacing(f"rien à compter : aucune session de l’action {number} n’y entre")
    if value.state is ValueState.MISSING and value.expected:
        return apply_french_spacing(f"manquant : {value.received or 0} réponse(s) sur {value.expected} attendues")
    words = {
        ValueState.NOT_DUE: "pas encore dû : l’échéance de ces faits est à venir",
        ValueState.NOT_COMPUTABLE: "non calculable : aucun fait de la période n’entre dans le calcul",
        ValueState.HIDDEN: "masqué : ce chiffre montrerait de petits effectifs",
        ValueState.UNREACHED: STATE_LABELS[ValueState.UNREACHED],
        ValueState.MISSING: f"manquant : rien n’est venu de la source ({indicator.source})",
    }
    return apply_french_spacing(words.get(value.state, ""))
