"""The sentence that answers the page of an action: where it is, its target, what is missing. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.indicators.records.evidence import ActionEvidence, EvidenceKind, EvidenceRow
from pacte.kernel.french import format_number, pluralise
from pacte.plan.records import Figure
from pacte.plan.rules.display import describe_figure_amount, describe_figure_number, format_decimal
from pacte.plan.rules.gap import target_gap, wanting_units
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.progress import ProgressOutcome
from pacte.web.pages.plan.action_summaries import ActionSummary
from pacte.web.pages.plan.value_words import without_unit


def action_sentence(line: ActionSummary, evidence: ActionEvidence | None) -> str:
    """The first target that is measured, else the first other result, else who owes the evidence."""
    if line.is_ended:
        return format_html("<strong>{}</strong>", f"Elle n’a plus cours : {line.state_text}.")
    rows = evidence.rows if evidence else ()
    aimed = [(figure, row) for figure in line.targets if (row := _row_of(figure, rows)) and row.is_measured]
    if aimed:
        return format_html("{} {}", _measure(aimed[0][1]), _target_words(line, *aimed[0]))
    results = [row for row in (evidence.proofs if evidence else ()) if row.is_measured]
    if results:
        return format_html("{} {}", _measure(results[0]), _without_measured_target(line))
    declared = next((row for row in rows if row.is_measured and row.kind is EvidenceKind.DECLARED), None)
    if declared:
        return format_html("{} Aucun fait ne le mesure. {}", _measure(declared), _without_measured_target(line))
    withheld = next((row for row in rows if row.is_withheld), None)
    if withheld:
        return format_html("<strong>Mesuré, mais {}.</strong> {}", withheld.sentence, _without_measured_target(line))
    main_clause, colon, who = line.evidence_sentence.removesuffix(".").partition("\u202f: ")
    return format_html("<strong>{}</strong>{}{}. {}", main_clause, colon, who, _without_measured_target(line))


def _row_of(figure: Figure, rows: Sequence[EvidenceRow]) -> EvidenceRow | None:
    return next((row for row in rows if (row.code, row.what) == (figure.indicator_code, figure.what)), None)


def _measure(row: EvidenceRow) -> SafeString:
    """« 4 formations certifiantes rénovées ou créées. », « Candidats qui valident… : 57,0 % (53 / 93). »."""
    declared = ", déclaré" if row.kind is EvidenceKind.DECLARED else ""
    rest = without_unit(row.what, row.sentence)
    if rest != row.what:
        return format_html("<strong>{} {}</strong>{}.", row.sentence, rest, declared)
    what = f"{row.what[:1].upper()}{row.what[1:]}"
    return format_html("{} : <strong>{}</strong>{}.", what, row.sentence, declared)


def _target_words(line: ActionSummary, figure: Figure, row: EvidenceRow) -> str:
    """« La cible est de 10 formations : il en manque 6. », then how many other targets the plan sets."""
    amount = describe_figure_amount(figure).replace(" [incertain]", "").replace(" / ", " par ")
    others = len(line.targets) - 1
    more = f" Le plan lui fixe {pluralise(others, 'autre cible', 'autres cibles')}." if others else ""
    if not describe_figure_number(figure):
        return f"Le plan en fait une cible, sans la chiffrer.{more}"
    gap = gap_words(figure, row)
    return f"La cible est de {amount}{f' : {gap}' if gap else ''}.{more}"


def gap_words(figure: Figure, row: EvidenceRow) -> str:
    """« il en manque 6 », « il manque 0,8 point », « 5 départements sur 6 n’y sont pas »; "" when nothing is compared.

    A target proposed, without a number, or of which only a sum is known is compared to nothing.
    """
    if figure.proposed or not row.is_measured:
        return ""
    per = parse_per(figure.per)
    if per.is_by_unit:
        wanting = wanting_units(row.units)
        each = pluralise(wanting, per.one, per.many)
        return f"{each} sur {len(row.units)} n’y {'est' if wanting < 2 else 'sont'} pas" if wanting else ""
    if row.progress.outcome.has_arrived:
        return "elle est dépassée" if row.progress.outcome is ProgressOutcome.EXCEEDED else "elle est atteinte"
    gap = target_gap(figure, row.value.decimal) if row.value and row.value.decimal is not None else None
    if not gap:
        return ""
    if figure.unit.startswith("%"):
        points = format_number(abs(gap), 1)
        return f"il manque {points} point{'s' if abs(gap) >= 2 else ''}" if gap > 0 else f"{points} points au-dessus"
    number = format_decimal(abs(gap), figure.unit)
    return f"il en manque {number}" if gap > 0 else f"{number} de trop"


def _without_measured_target(line: ActionSummary) -> str:
    if line.targets:
        return f"Le plan lui fixe {pluralise(len(line.targets), 'cible')}, que rien ne mesure encore."
    if line.proposed:
        return "Le plan ne lui fixe aucune cible : nous proposons de suivre ce chiffre."
    return "Le plan ne lui fixe aucune cible."
