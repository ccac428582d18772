"""Hand over everything a person leads, in every room, in one transaction, after a preview.

A room with objects led by a person provides two functions, and one line of ``ASSIGNMENT_SOURCES``: a query ``(*, actor,
person_id, on) -> tuple[Assignment, ...]`` of what the person leads on that day or later, and a service ``(*, actor,
giver, taker, holdings, on, reason) -> None`` that assigns it to the taker from that day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pacte.accounts.permissions import may
from pacte.accounts.queries import people_of_organisations
from pacte.audit.services import audit_event
from pacte.evaluation.queries import experiment_assignments_of
from pacte.evaluation.queries.assignments import EXPERIMENT
from pacte.evaluation.services import hand_over_experiments as hand_over_experiments
from pacte.kernel.errors import ValidationError, deny_unless, refuse_blank
from pacte.plan.queries import lead_assignments_of_person
from pacte.plan.services import hand_over_actions
from pacte.procedures.queries import case_assignments_of
from pacte.procedures.queries.assignments import STUDY
from pacte.procedures.services import hand_over_cases as hand_over_studies
from pacte.steering.queries.assignments import ANSWER, MILESTONE, round_assignments_of
from pacte.steering.queries.decisions import decision_assignments_of
from pacte.steering.services.decisions import hand_over_decisions
from pacte.steering.services.handover import hand_over_rounds

if TYPE_CHECKING:
    from datetime import date

    from pacte.accounts.models import Person
    from pacte.kernel.actor import Actor
    from pacte.kernel.responsibility import Assignment


class HandOverFunction(Protocol):
    """Hand-over service of one room."""

    def __call__(
        self, *, actor: Actor, giver: Person, taker: Person, holdings: Sequence[Assignment], on: date, reason: str
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class AssignmentSource:
    """Assignments of one room, with their ``kinds``; ``label`` names them in the plural."""

    kinds: tuple[str, ...]
    label: str
    assignments_of: Callable[..., tuple[Assignment, ...]]
    hand_over: HandOverFunction


ASSIGNMENT_SOURCES: tuple[AssignmentSource, ...] = (
    AssignmentSource(("action",), "Actions du plan", lead_assignments_of_person, hand_over_actions),
    AssignmentSource((ANSWER, MILESTONE), "Réponses aux tours et jalons", round_assignments_of, hand_over_rounds),
    AssignmentSource(("decision",), "Décisions à suivre", decision_assignments_of, hand_over_decisions),
    AssignmentSource((STUDY,), "Dossiers d’étude", case_assignments_of, hand_over_studies),
    AssignmentSource((EXPERIMENT,), "Fiches d’expérimentation", experiment_assignments_of, hand_over_experiments),
)


@dataclass(frozen=True, slots=True)
class SourceAssignments:
    """A person's assignments in one room."""

    source: AssignmentSource
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class HandOverPreview:
    """What would be transferred, and what would remain because the taker has no membership in the organisation."""

    transferred: tuple[SourceAssignments, ...]
    remaining: tuple[Assignment, ...]

    @property
    def count(self) -> int:
        return sum(len(each.assignments) for each in self.transferred)


def assignments_by_source(*, actor: Actor, person_id: int, on: date) -> tuple[SourceAssignments, ...]:
    """Everything the person leads on that day or later, by room; empty rooms are omitted."""
    by_source = (
        SourceAssignments(source, source.assignments_of(actor=actor, person_id=person_id, on=on))
        for source in ASSIGNMENT_SOURCES
    )
    return tuple(each for each in by_source if each.assignments)


def possible_takers(*, actor: Actor, giver: Person, on: date) -> list[Person]:
    """People who could take over something: those with a membership, that day, in an organisation of an assignment."""
    body_ids = {
        each.organisation_id
        for part in assignments_by_source(actor=actor, person_id=giver.pk, on=on)
        for each in part.assignments
    }
    return [
        person
        for person in people_of_organisations(actor=actor, organisation_ids=body_ids, on=on)
        if person.pk != giver.pk
    ]


def preview_hand_over(*, actor: Actor, giver: Person, taker: Person, on: date) -> HandOverPreview:
    """Preview the hand-over."""
    transferred, remaining = [], []
    for part in assignments_by_source(actor=actor, person_id=giver.pk, on=on):
        body_ids = {each.organisation_id for each in part.assignments}
        allowed_body_ids = {body for body in body_ids if _has_membership(actor, taker, body, on)}
        transferable = tuple(each for each in part.assignments if each.organisation_id in allowed_body_ids)
        remaining += [each for each in part.assignments if each.organisation_id not in allowed_body_ids]
        if transferable:
            transferred.append(SourceAssignments(part.source, transferable))
    return HandOverPreview(tuple(transferred), tuple(remaining))


def _has_membership(actor: Actor, taker: Person, organisation_id: int, on: date) -> bool:
    return taker in people_of_organisations(actor=actor, organisation_ids=[organisation_id], on=on)


def hand_over(*, actor: Actor, giver: Person, taker: Person, on: date, reason: str) -> HandOverPreview:
    """From ``on``, assign to the taker what the giver led; all or nothing.

    Raises ``PermissionDenied`` or ``ValidationError``.
    """
    deny_unless(
        may(actor, "accounts.hand_over"),
        "hand_over",
        "Seul le pilote du pacte confie à un autre ce qu’une personne porte.",
    )
    refuse_blank(reason, "reason_missing", "Il manque le motif.", "Il reste au journal.", "Écrivez-le en une phrase.")
    if giver.pk == taker.pk:
        raise ValidationError("hand_over_same", "C’est la même personne.", hint="Choisissez quelqu’un d’autre.")
    preview = preview_hand_over(actor=actor, giver=giver, taker=taker, on=on)
    if not preview.transferred:
        raise ValidationError(
            "hand_over_nothing",
            f"Rien de ce que porte {giver} ne peut passer à {taker}.",
            "Il faut une fonction, ce jour-là, dans l’organisme pour lequel c’est porté.",
            "Donnez-lui d’abord cette fonction, ou choisissez quelqu’un d’autre.",
        )
    with audit_event(
        actor=actor,
        name="hand_over",
        subject_kind="person",
        subject_id=giver.pk,
        subject_label=str(giver),
        reason=reason.strip(),
    ) as entry:
        for part in preview.transferred:
            part.source.hand_over(
                actor=actor, giver=giver, taker=taker, holdings=part.assignments, on=on, reason=reason.strip()
            )
        entry.detail.update(
            taker=str(taker),
            on=on.isoformat(),
            passed=[each.label for part in preview.transferred for each in part.assignments],
            stays=[each.label for each in preview.remaining],
        )
    return preview
