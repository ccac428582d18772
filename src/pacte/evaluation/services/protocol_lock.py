"""The protocol lock: after the first entry, only addenda are allowed."""

from __future__ import annotations

from datetime import date

from pacte.evaluation.models import Addendum, Experiment
from pacte.evaluation.services.guards import (
    locked_experiment,
    refuse_experiment_without_reason,
    refuse_invalid_experiment_date,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, refuse_blank


def lock_protocol(*, actor: Actor, experiment: Experiment, on: date, by: str) -> bool:
    """Locks the protocol on the date of the first entry. Returns True unless it was already locked.

    ``by`` says how the entry is known. The system calls this when an entry is recorded (``workflows.lock_on_entry``),
    if it can tell which experiment the person enters; otherwise the lead of the action does it by hand. An incomplete
    protocol is locked as it is: nothing can be promised afterwards. Locking again changes nothing.
    """
    refuse_blank(by, "lock_source_missing", "Il manque d’où l’on sait qu’une personne est entrée.", hint="Écrivez-le.")
    with locked_experiment(actor=actor, experiment=experiment, right="evaluation.lock", name="lock", reason=by) as (
        locked,
        entry,
    ):
        refuse_invalid_experiment_date(on)
        if locked.locked_on:
            entry.detail.update(already=locked.locked_on.isoformat())
            return False
        locked.locked_on, locked.locked_by = on, by.strip()[:300]
        locked.locked_at, locked.locked_by_name = now(), actor.name[:200]
        locked.save()
        entry.detail.update(locked_on=on.isoformat())
    return True


def add_addendum(*, actor: Actor, experiment: Experiment, text: str, on: date, reason: str) -> Addendum:
    """Adds an addendum to a locked protocol. Raises ``Conflict`` while the protocol can still be edited."""
    refuse_experiment_without_reason(reason)
    refuse_blank(text, "addendum_empty", "L’ajout est vide.", hint="Écrivez ce qui s’ajoute à la fiche.")
    with locked_experiment(
        actor=actor, experiment=experiment, right="evaluation.write", name="add_addendum", reason=reason
    ) as (
        locked,
        entry,
    ):
        if locked.locked_on is None:
            raise Conflict(
                "sheet_open", "La fiche n’est pas verrouillée.", hint="Modifiez-la : chaque version est gardée."
            )
        refuse_invalid_experiment_date(on, since=locked.locked_on)
        addendum = Addendum.objects.create(
            organisation_id=locked.organisation_id,
            experiment=locked,
            text=text.strip(),
            reason=reason.strip(),
            added_on=on,
            recorded_at=now(),
            person_name=actor.name[:200],
        )
        entry.detail.update(addendum=addendum.pk)
    return addendum
