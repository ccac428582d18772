"""What a change of a plan is about, in French. Pure."""

from __future__ import annotations

from pacte.plan.rules.changes import ChangeKind, ChangeSubject, PlanChange
from pacte.plan.rules.labels import enum_label, plan_field_label

_SUBJECT_LABELS = {
    ChangeSubject.PLAN: "Le plan",
    ChangeSubject.AXIS: "Axe {}",
    ChangeSubject.OBJECTIVE: "Objectif {}",
}


def change_label(change: PlanChange) -> str:
    """« Action 21, cible »."""
    return f"{_place_label(change)}, {_subject_label(change)}"


def _place_label(change: PlanChange) -> str:
    if change.number is not None:
        return f"Action {change.number}"
    return _SUBJECT_LABELS.get(change.subject, "Ligne {}").format(change.key)


def _subject_label(change: PlanChange) -> str:
    if change.field:
        return plan_field_label(change.subject, change.field)
    return {
        ChangeKind.ADDED: f"{enum_label(change.subject)} en plus",
        ChangeKind.REMOVED: f"{enum_label(change.subject)} en moins",
        ChangeKind.CHANGED: enum_label(change.subject),
    }[change.kind]
