"""Who answers for a file; and all the files of a person, handed over at once."""

from __future__ import annotations

from datetime import date

from pacte.accounts.models import Person
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Invalid, Refused
from pacte.plan.records.ties import ActionTies
from pacte.procedures.models import File
from pacte.procedures.permissions import FileScope, may
from pacte.procedures.records.files import StepKind
from pacte.procedures.services.writing import add_step, at_work, refuse_without_reason


def appoint_owner(*, actor: Actor, file: File, person: Person | None, on: date, reason: str) -> None:
    """Another person answers for the file, or nobody for now."""
    refuse_without_reason(reason)
    with at_work(actor=actor, file=file, right="procedures.write", name="appoint_owner", reason=reason) as (
        locked,
        entry,
    ):
        _own(actor, locked, person, on, reason)
        entry.detail.update(person=str(person or ""))


def hand_over(*, actor: Actor, host_id: int, person_id: int, to_person_id: int | None, on: date, reason: str) -> int:
    """All files still going that the person owns in that pact pass to the successor, or to nobody. Gives how many."""
    if not may(actor, "procedures.hand_over", FileScope(ActionTies(host_id, 0))):
        raise Refused("hand_over", "Seul le pilote du pacte passe des dossiers d’une personne à une autre.")
    refuse_without_reason(reason)
    successor = Person.objects.filter(pk=to_person_id).first() if to_person_id else None
    if to_person_id and successor is None:
        raise Invalid("successor_unknown", "Cette personne n’existe pas.", todo="Choisissez-la dans la liste.")
    owned = File.objects.filter(organisation_id=host_id, owner_id=person_id, ended_on__isnull=True)
    handed = list(owned.select_related("plan", "plan_action").order_by("pk"))
    for file in handed:
        with at_work(actor=actor, file=file, right="", name="hand_over", reason=reason) as (locked, entry):
            _own(actor, locked, successor, on, reason)
            entry.detail.update(person=str(successor or ""))
    return len(handed)


def _own(actor: Actor, file: File, person: Person | None, on: date, reason: str) -> None:
    before = str(file.owner) if file.owner else "personne"
    if file.owner_id == (person.pk if person else None):
        return
    file.owner = person
    file.save()
    add_step(
        actor=actor, file=file, kind=StepKind.OWNER_CHANGED, on=on, before=before, after=str(person or "personne"),
        reason=reason,
    )  # fmt: skip
