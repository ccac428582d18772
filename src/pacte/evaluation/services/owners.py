"""Who answers for a sheet; and all those of a person, handed over at once. The lock does not stop it."""

from __future__ import annotations

from datetime import date

from pacte.accounts.models import Person
from pacte.evaluation.models import Experiment, Ownership
from pacte.evaluation.permissions import SheetScope, may
from pacte.evaluation.queries.owned import owned
from pacte.evaluation.services.acting import at_work, refuse_without_reason, refuse_wrong_day
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Invalid, Refused
from pacte.plan.records.ties import ActionTies


def appoint_owner(*, actor: Actor, experiment: Experiment, person: Person | None, on: date, reason: str = "") -> None:
    """From ``on`` this person answers for the sheet, or nobody. The first one needs no reason."""
    with at_work(actor=actor, experiment=experiment, right="evaluation.write", name="appoint_owner", reason=reason) as (
        locked,
        entry,
    ):
        refuse_wrong_day(on, since=locked.opened_on)
        before = locked.ownerships.order_by("pk").last()
        if before and before.person_id:
            refuse_without_reason(reason)
        own(actor=actor, experiment=locked, person=person, on=on, reason=reason)
        entry.detail.update(person=str(person or ""))


def hand_over(*, actor: Actor, host_id: int, person_id: int, to_person_id: int | None, on: date, reason: str) -> int:
    """All sheets that the person answers for in that pact pass to the successor, or to nobody. Gives how many."""
    if not may(actor, "evaluation.hand_over", SheetScope(ActionTies(host_id, 0))):
        raise Refused("hand_over", "Seul le pilote du pacte passe des fiches d’une personne à une autre.")
    refuse_without_reason(reason)
    successor = Person.objects.filter(pk=to_person_id).first() if to_person_id else None
    if to_person_id and successor is None:
        raise Invalid("successor_unknown", "Cette personne n’existe pas.", todo="Choisissez-la dans la liste.")
    handed = owned(actor, person_id, host_id)
    for experiment in handed:
        with at_work(actor=actor, experiment=experiment, right="", name="hand_over", reason=reason) as (locked, entry):
            own(actor=actor, experiment=locked, person=successor, on=on, reason=reason)
            entry.detail.update(person=str(successor or ""))
    return len(handed)


def own(*, actor: Actor, experiment: Experiment, person: Person | None, on: date, reason: str) -> None:
    """The line itself, for who has already checked the right and opened the act."""
    Ownership.objects.create(
        organisation_id=experiment.organisation_id,
        experiment=experiment,
        person=person,
        since=on,
        recorded_at=now(),
        person_name=actor.name[:200],
        reason=reason.strip(),
    )
