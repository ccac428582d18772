"""Attaches sessions to an arm of an experiment, and detaches them with a reason. What was attached stays readable."""

from __future__ import annotations

from collections.abc import Collection
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
from pacte.offer.queries.session_choice import sessions_of_offer


def attach_sessions(*, actor: Actor, experiment: Experiment, session_ids: Collection[int], arm: Arm, on: date) -> int:
    """Puts the sessions in the arm from that day. Returns how many: those already there stay as they were.

    Raises ``ValidationError`` without a session, ``Conflict`` for a session of the other arm or an experiment that is
    judged by then or withdrawn, ``NotFound`` for a session that the Region does not offer, ``PermissionDenied``.
    """
    wanted_ids = set(session_ids)
    if not wanted_ids:
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
        if len(sessions_of_offer(actor=actor, host_id=locked.organisation_id, session_ids=wanted_ids)) < len(
            wanted_ids
        ):
            raise NotFound
        last_rows = _last_rows(locked, wanted_ids)
        for row in last_rows.values():
            _refuse_before(row, on)
            if row.arm not in ("", arm):
                raise Conflict(
                    "session_in_other_arm",
                    f"Une de ces sessions est déjà dans le bras « {ARM_LABELS[Arm(row.arm)]} ».",
                    "Une session n’est que d’un bras d’une expérimentation.",
                    "Détachez-la d’abord, avec le motif.",
                )
        new_ids = sorted(pk for pk in wanted_ids if pk not in last_rows or not last_rows[pk].arm)
        _add_rows(actor, locked, new_ids, arm=arm, on=on)
        entry.detail.update(arm=arm.value, sessions=new_ids, on=on.isoformat())
    return len(new_ids)


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
        _add_rows(actor, locked, [session_id], arm=None, on=on, reason=reason)
        entry.detail.update(arm=last.arm, session=session_id, on=on.isoformat())


def _last_rows(experiment: Experiment, session_ids: Collection[int]) -> dict[int, ArmSession]:
    """The row that counts, of each session that has one."""
    return {row.session_id: row for row in experiment.arm_sessions.filter(session_id__in=session_ids).order_by("pk")}


def _refuse_before(row: ArmSession, on: date) -> None:
    refuse_invalid_experiment_date(on, since=row.since)


def _add_rows(
    actor: Actor, experiment: Experiment, session_ids: Collection[int], *, arm: Arm | None, on: date, reason: str = ""
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
        for session_id in session_ids
    )
