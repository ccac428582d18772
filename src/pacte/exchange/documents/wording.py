"""Text form of a plan in cells and on paper: the vocabulary shared by all plan files.

Readers import the same tables, so that exports can be read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_percent
from pacte.kernel.money import format_euros, format_millions, parse_cents
from pacte.plan.records import (
    ActionState,
    Axis,
    Doubt,
    Figure,
    FigureKind,
    Lead,
    LineageKind,
    Objective,
    Placement,
    PlanContent,
    PlanRow,
    RowKind,
)

KIND_WORDS = {
    FigureKind.TARGET: "cible",
    FigureKind.MEANS: "moyen",
    FigureKind.SCOPE: "périmètre",
    FigureKind.DEADLINE: "échéance",
    FigureKind.BASELINE: "point de départ",
    FigureKind.ELIGIBILITY: "condition d’accès",
    FigureKind.STAGE: "étape",
    FigureKind.PERIODICITY: "périodicité",
    FigureKind.UNKNOWN: "inconnue",
}
PLACEMENT_WORDS = {
    Placement.CERTAIN: "certaine",
    Placement.ASSUMED: "supposée",
    Placement.UNKNOWN: "inconnue",
    Placement.NONE: "aucune",
}
ROW_WORDS = {RowKind.ACTION: "action", RowKind.SUBROW: "sous-ligne", RowKind.HEADING: "intitulé"}

STATE_WORDS = {
    ActionState.RUNNING: "reprise",
    ActionState.SUSPENDED: "suspendue",
    ActionState.ABANDONED: "abandonnée",
    ActionState.SPLIT: "partagée",
    ActionState.MERGED: "fusionnée",
}
LINEAGE_WORDS = {
    LineageKind.SPLIT: "issue d'un partage",
    LineageKind.MERGE: "reprend une action fusionnée",
    LineageKind.CONTINUES: "continue",
}

FIELD_WORDS = {
    "": "ensemble",
    "code": "code",
    "code_as_printed": "code imprimé",
    "label": "libellé",
    "amount_cents": "montant",
    "amount_as_printed": "montant imprimé",
    "axis_code": "axe",
    "strategic_code": "objectif stratégique",
    "operational_code": "objectif opérationnel",
    "number": "numéro",
    "kind": "nature de ligne",
    "title": "intitulé",
    "short_title": "intitulé court",
    "title_as_printed": "intitulé imprimé",
    "description": "description",
    "leads": "chef de projet",
    "leads_as_printed": "chef de projet imprimé",
    "expected_result": "résultat attendu",
    "figures": "chiffres",
    "priority": "priorité",
    "comment": "commentaire",
    "staff": "moyens humains",
    "expenses": "nature de la dépense",
    "schedule": "calendrier",
    "linked_numbers": "actions liées",
    "publics": "publics",
    "sectors": "secteurs",
    "territories": "territoires",
    "partners": "partenaires",
    "source_lines": "lignes de la source",
}

_PRINTED_AMOUNT = re.compile(r"\d[\d\s\u00a0\u202f.,]*(?:[MkK]\s?€|€|[MkK]?EUR\b)")


def doubt_field_label(field: str) -> str:
    """French label of the field of a doubt; an unknown field name is returned unchanged."""
    return FIELD_WORDS.get(field, field)


def decimal_text(value: Decimal) -> str:
    """« 0,2 », « 3000 »: no grouping, no trailing zeros, never an exponent."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") or "0"


def plan_amount_text(cents: int) -> str:
    """« 125,49 M€ » when exact, else euros."""
    return format_millions(cents) if cents and cents % 1_000_000 == 0 else format_euros(cents)


def printed_amount_matches(axis: Axis) -> bool:
    """Whether the amount printed by the source still equals that of the axis, which may have changed since."""
    if not axis.amount_as_printed:
        return False
    match = _PRINTED_AMOUNT.search(axis.amount_as_printed)
    if match is None or axis.amount_cents is None:
        return match is None and axis.amount_cents is None
    try:
        return parse_cents(match[0].replace("EUR", "€")) == axis.amount_cents
    except ValidationError:
        return False


def axis_amount(axis: Axis, content: PlanContent) -> str:
    """The amount as printed by the source, or generated: « 125,49 M€ sur 4 ans (50 % de l’enveloppe) »."""
    if printed_amount_matches(axis):
        return axis.amount_as_printed
    if axis.amount_cents is None:
        return ""
    years = content.last_year - content.first_year + 1
    span = "sur 1 an" if years == 1 else f"sur {years} ans"
    text = f"{plan_amount_text(axis.amount_cents)} {span}"
    if not content.total_cents:
        return text
    share = Decimal(axis.amount_cents) / content.total_cents
    places = 0 if (share * 100) == round(share * 100) else 1
    return f"{text} ({format_percent(share, places)} de l’enveloppe)"


def axis_heading(axis: Axis) -> str:
    """« Axe 1 : Proposer des parcours… »."""
    return " : ".join(part for part in (axis.label, axis.title) if part)


def axis_cell(axis: Axis, content: PlanContent) -> str:
    """The axis cell of the table: heading, description and amount, separated by blank lines."""
    parts = (axis_heading(axis), axis.description, axis_amount(axis, content))
    return "\n\n".join(part for part in parts if part)


def objective_cell(code: str, objective: Objective | None) -> str:
    """« 1-1.3 Favoriser le recrutement… », with the official code first."""
    return f"{code} {objective.label}".strip() if objective else code


def project_cell(row: PlanRow) -> str:
    """Title on the first line, description under it."""
    title = " ".join(row.title.split("\n"))
    return "\n".join(part for part in (title, row.description) if part)


def lead_text(lead: Lead) -> str:
    """« Région (DFP) », « GIP ALFA Centre, appui », « Région : note »."""
    text = f"{lead.organisation} ({lead.service})" if lead.service else lead.organisation
    if lead.role:
        text = f"{text}, {lead.role}"
    return f"{text} : {lead.note}" if lead.note else text


def leads_cell(row: PlanRow) -> str:
    """The wording of the source when known, else one lead per line."""
    return row.leads_as_printed or "\n".join(lead_text(lead) for lead in row.leads)


def nature_cell(row: PlanRow) -> str:
    """Expense types of the whole period; those of one year are in the comment of the source."""
    return "\n".join(expense.nature for expense in row.expenses if not expense.period)


def flag_marks(row: PlanRow) -> str:
    """Schedule marks as printed by the source: « X X »; generated when unknown."""
    return row.schedule.as_printed or " ".join(["X"] * row.schedule.flag_count)


def figure_quantity(figure: Figure, format_number: Callable[[Decimal], str] = decimal_text) -> str:
    """« 10 », « 3 à 6 », « au moins 2 », « non chiffré »; ``format_number`` formats the digits."""
    if figure.value is not None:
        return format_number(figure.value)
    if figure.minimum is not None and figure.maximum is not None:
        return f"{format_number(figure.minimum)} à {format_number(figure.maximum)}"
    if figure.minimum is not None:
        return f"au moins {format_number(figure.minimum)}"
    if figure.maximum is not None:
        return f"au plus {format_number(figure.maximum)}"
    return "non chiffré"


def figure_text(figure: Figure) -> str:
    """One line: « chantiers école : 2 à 4 chantiers / département (2022) [?] »."""
    text = f"{figure.what} : {figure_quantity(figure)} {figure.unit or '(unité inconnue)'}"
    if figure.per:
        text += f" / {figure.per}"
    if figure.horizon:
        text += f" ({figure.horizon})"
    if not figure.certain:
        text += " [?]"
    return f"{text} [proposé]" if figure.proposed else text


def doubt_reasons(doubts: tuple[Doubt, ...], *fields: str) -> str:
    """Reasons of the doubts about these fields, one per line."""
    return "\n".join(doubt.reason for doubt in doubts if doubt.field in fields)
