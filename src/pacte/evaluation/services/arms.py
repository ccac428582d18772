"""Attaches sessions to an arm of an experiment, and detaches them with a reason. What was attached stays readable."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from pacte.evaluation.models import ArmSession, Experiment
from pacte.evaluation.records import ARM_LABELS, Arm
from pacte.evaluation.services.guards import (
    locked_experiment,
    refuse_experiment_without_reason,
    refuse_invalid_experiment_date,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.offer.queries.session_choice import ids_in_offer


def attach_sessions(*, actor: Actor, experiment: Experiment, arms: Mapping[int, Arm], on: date) -> int:
    """Puts each session, by its id, in its arm from that day. Returns how many: those already there stay as they were.

    Raises ``ValidationError`` without a session, ``Conflict`` for a session of the other arm or an experiment that is
    judged by then or withdrawn, ``NotFound`` for a session that the Region does not offer, ``PermissionDenied``.
    """
    if not arms:
        raise ValidationError("sessions", "Aucune session n’est cochée.", hint="Cochez celles de ce bras.")
    with locked_experiment(actor=actor, experiment=experiment, right="evaluation.write", name="attach_sessions") as (
        locked,
        entry,
    ):
        refuse_invalid_experiment_date(on, since=locked.opened_on)
        if locked.findings.filter(found_on__lte=on).exists():
            raise Conflict(
                "experiment_judged",
                "Cette expérimentation est jugée : elle ne reçoit plus de session.",
                "Ce qui a été comparé ne change plus après le constat.",
                "Ouvrez une autre fiche pour une nouvelle comparaison.",
            )
        if set(arms) - ids_in_offer(actor=actor, host_id=locked.organisation_id, session_ids=arms):
            raise NotFound
        present = {pk for pk, row in _last_rows(locked, arms).items() if _is_in_arm(row, arms[pk], on)}
        new_arms = {pk: arm for pk, arm in sorted(arms.items()) if pk not in present}
        _add_rows(actor, locked, new_arms, on=on)
        entry.detail.update(
            on=on.isoformat(), **{each.value: [pk for pk, arm in new_arms.items() if arm is each] for each in Arm}
        )
    return len(new_arms)


def detach_session(*, actor: Actor, experiment: Experiment, session_id: int, on: date, reason: str) -> None:
    """Takes the session out of its arm from that day. Raises ``Conflict`` when it is in none, ``ValidationError``."""
    refuse_experiment_without_reason(reason)
    with locked_experiment(
        actor=actor, experiment=experiment, right="evaluation.write", name="detach_session", reason=reason
    ) as (locked, entry):
        refuse_invalid_experiment_date(on, since=locked.opened_on)
        last = _last_rows(locked, {session_id}).get(session_id)
        if last is None or not last.arm:
            raise Conflict(
                "session_not_attached",
                "Cette session n’est dans aucun bras.",
                hint="Quelqu’un l’a peut-être détachée : rouvrez la fiche.",
            )
        _refuse_before(last, on)
        _add_rows(actor, locked, {session_id: None}, on=on, reason=reason)
        entry.detail.update(arm=last.arm, session=session_id, on=on.isoformat())


def _last_rows(experiment: Experiment, session_ids: Collection[int]) -> dict[int, ArmSession]:
    """The row that counts, of each session that has one."""
    return {row.session_id: row for row in experiment.arm_sessions.filter(session_id__in=session_ids).order_by("pk")}


def _is_in_arm(row: ArmSession, arm: Arm, on: date) -> bool:
    """True when the session is in that arm already. Raises ``Conflict`` when it is in the other one."""
    _refuse_before(row, on)
    if row.arm not in ("", arm):
        raise Conflict(
            "session_in_other_arm",
            f"Une de ces sessions est déjà dans le bras « {ARM_LABELS[Arm(row.arm)]} ».",
            "Une session n’est que d’un bras d’une expérimentation.",
            "Détachez-la d’abord, avec le motif.",
        )
    return row.arm == arm


def _refuse_before(row: ArmSession, on: date) -> None:
    refuse_invalid_experiment_date(on, since=row.since)


def _add_rows(
    actor: Actor, experiment: Experiment, arms: Mapping[int, Arm | None], *, on: date, reason: str = ""
) -> None:
    ArmSession.objects.bulk_create(
        ArmSession(
            organisation_id=experiment.organisation_id,
            experiment=experiment,
            session_id=session_id,
            arm=arm.value if arm else "",
            since=on,
            recorded_at=now(),
            person_name=actor.name[:200],
            reason=reason.strip(),
        )
        for session_id, arm in arms.items()
    )
