"""French labels of fields, kinds and states, for pages, files and messages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pacte.plan.records import ActionState, FigureKind, LineageKind, Placement, RowKind, VersionState
from pacte.plan.rules.changes import ChangeKind, Nature, Subject

SUBJECTS = {
    Subject.PLAN: "plan",
    Subject.AXIS: "axe",
    Subject.OBJECTIVE: "objectif",
    Subject.ACTION: "action",
    Subject.ROW: "ligne",
    Subject.FIGURE: "chiffre",
    Subject.AMOUNT: "montant",
}
CHANGE_KINDS = {ChangeKind.ADDED: "ajouté", ChangeKind.REMOVED: "retiré", ChangeKind.CHANGED: "modifié"}
NATURES = {
    Nature.AMOUNT: "montants et moyens",
    Nature.TARGET: "cibles",
    Nature.SCHEDULE: "calendrier",
    Nature.LEAD: "porteurs",
    Nature.LINK: "liens entre actions",
    Nature.WORDING: "rédaction",
    Nature.STRUCTURE: "structure du plan",
}
FIGURE_KINDS = {
    FigureKind.TARGET: "cible",
    FigureKind.MEANS: "moyens",
    FigureKind.SCOPE: "périmètre",
    FigureKind.DEADLINE: "échéance",
    FigureKind.BASELINE: "point de départ",
    FigureKind.ELIGIBILITY: "condition d’accès",
    FigureKind.STAGE: "étape",
    FigureKind.PERIODICITY: "périodicité",
    FigureKind.UNKNOWN: "nature inconnue",
}
ROW_KINDS = {RowKind.ACTION: "action", RowKind.SUBROW: "sous-ligne", RowKind.HEADING: "intitulé"}
PLACEMENTS = {
    Placement.CERTAIN: "certaine",
    Placement.ASSUMED: "supposée",
    Placement.UNKNOWN: "inconnue",
    Placement.NONE: "aucune date",
}
STATES = {
    VersionState.DRAFT: "projet",
    VersionState.VOTED: "votée",
    VersionState.SIGNED: "signée",
    VersionState.IN_FORCE: "en vigueur",
}
ACTION_STATES = {
    ActionState.RUNNING: "reprise",
    ActionState.SUSPENDED: "suspendue",
    ActionState.ABANDONED: "abandonnée",
    ActionState.SPLIT: "partagée",
    ActionState.MERGED: "fusionnée",
}
LINEAGE_KINDS = {LineageKind.SPLIT: "partage", LineageKind.MERGE: "fusion", LineageKind.CONTINUES: "suite"}
_WORDS: dict[type[StrEnum], Mapping[Any, str]] = {
    Subject: SUBJECTS,
    ChangeKind: CHANGE_KINDS,
    Nature: NATURES,
    FigureKind: FIGURE_KINDS,
    RowKind: ROW_KINDS,
    Placement: PLACEMENTS,
    VersionState: STATES,
    ActionState: ACTION_STATES,
    LineageKind: LINEAGE_KINDS,
}

_DOUBTS = {"doubts": "doutes", "source_lines": "lignes de la source"}
FIELDS: dict[Subject, dict[str, str]] = {
    Subject.PLAN: {
        "code": "code du plan",
        "title": "titre du plan",
        "region": "région",
        "first_year": "première année",
        "last_year": "dernière année",
        "periods": "périodes du calendrier",
        "document_title": "titre du document",
        "decided_on": "date du document",
        "source": "source",
        "publics": "définitions des publics",
        "row_order": "ordre des lignes",
    },
    Subject.AXIS: {
        "label": "nom de l’axe",
        "title": "intitulé de l’axe",
        "description": "description de l’axe",
        "amount_cents": "montant de l’axe",
        "amount_as_printed": "montant tel qu’imprimé",
        "publics": "publics de l’axe",
        **_DOUBTS,
    },
    Subject.OBJECTIVE: {
        "label": "intitulé de l’objectif",
        "axis_code": "axe de l’objectif",
        "parent_code": "objectif stratégique de rattachement",
        "code_as_printed": "code tel qu’imprimé",
        **_DOUBTS,
    },
    Subject.ACTION: {
        "title": "intitulé de l’action",
        "short_title": "intitulé court de l’action",
        "standing": "état de l’action",
        "lineage": "filiation",
    },
    Subject.ROW: {
        "number": "numéro",
        "kind": "type de ligne",
        "axis_code": "axe",
        "strategic_code": "objectif stratégique",
        "operational_code": "objectif opérationnel",
        "title": "intitulé",
        "short_title": "intitulé court",
        "title_as_printed": "intitulé tel qu’imprimé",
        "description": "description",
        "leads": "chef de projet",
        "leads_as_printed": "chef de projet tel qu’imprimé",
        "expected_result": "résultats attendus",
        "figures": "chiffres",
        "priority": "priorité",
        "comment": "commentaires",
        "staff": "moyens humains",
        "expenses": "nature de la dépense",
        "schedule": "calendrier",
        "linked_numbers": "actions liées",
        "publics": "publics",
        "sectors": "secteurs",
        "territories": "territoires",
        "partners": "partenaires et dispositifs",
        **_DOUBTS,
    },
    Subject.FIGURE: {
        "what": "objet du chiffre",
        "kind": "nature du chiffre",
        "value": "valeur",
        "minimum": "minimum",
        "maximum": "maximum",
        "unit": "unité",
        "per": "par",
        "horizon": "échéance",
        "certain": "certitude",
        "source_text": "texte de la source",
        "doubt": "doute",
        "indicator_code": "indicateur",
        "proposed": "proposé par nous",
    },
    Subject.AMOUNT: {"cents": "montant de l’action"},
}


def field_label(subject: Subject, field: str) -> str:
    """Return the label of a field, « chef de projet », or that of the subject for a change of the whole record."""
    return FIELDS[subject].get(field, SUBJECTS[subject])


def word(value: StrEnum) -> str:
    """Return the French label of a kind, placement, state or nature."""
    return _WORDS[type(value)][value]
