"""French labels of fields, kinds and states, for pages, files and messages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pacte.plan.records import ActionState, FigureKind, LineageKind, Placement, RowKind, VersionState
from pacte.plan.rules.changes import ChangeKind, ChangeNature, ChangeSubject

CHANGE_SUBJECTS = {
    ChangeSubject.PLAN: "plan",
    ChangeSubject.AXIS: "axe",
    ChangeSubject.OBJECTIVE: "objectif",
    ChangeSubject.ACTION: "action",
    ChangeSubject.ROW: "ligne",
    ChangeSubject.FIGURE: "chiffre",
    ChangeSubject.AMOUNT: "montant",
}
CHANGE_KINDS = {ChangeKind.ADDED: "ajouté", ChangeKind.REMOVED: "retiré", ChangeKind.CHANGED: "modifié"}
CHANGE_NATURES = {
    ChangeNature.AMOUNT: "montants et moyens",
    ChangeNature.TARGET: "cibles",
    ChangeNature.SCHEDULE: "calendrier",
    ChangeNature.LEAD: "porteurs",
    ChangeNature.LINK: "liens entre actions",
    ChangeNature.WORDING: "rédaction",
    ChangeNature.STRUCTURE: "structure du plan",
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
VERSION_STATES = {
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
_LABELS_BY_ENUM: dict[type[StrEnum], Mapping[Any, str]] = {
    ChangeSubject: CHANGE_SUBJECTS,
    ChangeKind: CHANGE_KINDS,
    ChangeNature: CHANGE_NATURES,
    FigureKind: FIGURE_KINDS,
    RowKind: ROW_KINDS,
    Placement: PLACEMENTS,
    VersionState: VERSION_STATES,
    ActionState: ACTION_STATES,
    LineageKind: LINEAGE_KINDS,
}

_SOURCE_FIELD_LABELS = {"doubts": "doutes", "source_lines": "lignes de la source"}
FIELD_LABELS: dict[ChangeSubject, dict[str, str]] = {
    ChangeSubject.PLAN: {
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
    ChangeSubject.AXIS: {
        "label": "nom de l’axe",
        "title": "intitulé de l’axe",
        "description": "description de l’axe",
        "amount_cents": "montant de l’axe",
        "amount_as_printed": "montant tel qu’imprimé",
        "publics": "publics de l’axe",
        **_SOURCE_FIELD_LABELS,
    },
    ChangeSubject.OBJECTIVE: {
        "label": "intitulé de l’objectif",
        "axis_code": "axe de l’objectif",
        "parent_code": "objectif stratégique de rattachement",
        "code_as_printed": "code tel qu’imprimé",
        **_SOURCE_FIELD_LABELS,
    },
    ChangeSubject.ACTION: {
        "title": "intitulé de l’action",
        "short_title": "intitulé court de l’action",
        "standing": "état de l’action",
        "lineage": "filiation",
    },
    ChangeSubject.ROW: {
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
        **_SOURCE_FIELD_LABELS,
    },
    ChangeSubject.FIGURE: {
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
    ChangeSubject.AMOUNT: {"cents": "montant de l’action"},
}


def plan_field_label(subject: ChangeSubject, field: str) -> str:
    """Return the label of a field, « chef de projet », or that of the subject for a change of the whole record."""
    return FIELD_LABELS[subject].get(field, CHANGE_SUBJECTS[subject])


def enum_label(value: StrEnum) -> str:
    """Return the French label of a kind, placement, state or nature."""
    return _LABELS_BY_ENUM[type(value)][value]
