"""Guards shared by the writes of a lead: the round is open, includes the action, and the actor may answer for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, NotFound, deny_unless, ensure_found, hide_unless
from pacte.plan.models import PlanVersion
from pacte.plan.queries import version_on
from pacte.steering.models import Round, RoundAnswer
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.leads import LedAction, led_actions
from pacte.steering.records import RoundState


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """An answer locked for writing, with its round, its action and the plan version in force."""

    round: Round
    answer: RoundAnswer
    led: LedAction
    version: PlanVersion

    @property
    def number(self) -> ActionCode:
        return self.led.number

    @property
    def subject(self) -> dict[str, str]:
        """The subject of the audit entry: the action, so that it appears in its history."""
        return {
            "subject_kind": "plan_action",
            "subject_id": f"{self.round.plan.code}:{self.number}",
            "subject_label": f"Action {self.number}",
        }


def lock_round(*, actor: Actor, round_id: int, act: str, open_only: bool = True) -> Round:
    """Locks a round until the end of the transaction.

    Raises ``NotFound``, ``PermissionDenied``, or ``Conflict`` when the round is closed.
    """
    locked_round = ensure_found(
        Round.objects.select_for_update(of=("self",)).select_related("plan").filter(pk=round_id).first()
    )
    hide_unless(may(actor, "round.read", SteeringScope(host_id=locked_round.organisation_id)))
    deny_unless(
        may(actor, act, SteeringScope(host_id=locked_round.organisation_id)),
        "round",
        "Seul le pilote du pacte mène un tour.",
        hint="Demandez-le au pilote du pacte.",
    )
    if open_only and locked_round.state != RoundState.OPEN:
        raise _round_closed_conflict(locked_round)
    return locked_round


def lock_answer(
    *, actor: Actor, round_id: int, number: ActionCode, on: date, act: str = "round.answer"
) -> AnswerContext:
    """Locks the answer of action ``number`` for ``act``. Raises ``NotFound``, ``PermissionDenied`` or ``Conflict``."""
    target_round = ensure_found(Round.objects.select_related("plan").filter(pk=round_id).first())
    hide_unless(may(actor, "round.read", SteeringScope(host_id=target_round.organisation_id)))
    answer = (
        RoundAnswer.objects.select_for_update(of=("self",))
        .filter(round=target_round, plan_action__number=number)
        .first()
    )
    version = version_on(actor=actor, plan=target_round.plan, on=on)
    led = led_actions(actor=actor, version=version, on=on).get(number)
    if answer is None or led is None:
        raise NotFound
    deny_unless(
        may(actor, act, led.scope),
        "answer",
        "Vous ne portez pas cette action.",
        hint="Demandez à son porteur de répondre, ou au pilote.",
    )
    # Reload: the round may have been closed while waiting for the lock.
    target_round.refresh_from_db(fields=["state"])
    if target_round.state != RoundState.OPEN:
        raise _round_closed_conflict(target_round)
    return AnswerContext(target_round, answer, led, version)


def _round_closed_conflict(target_round: Round) -> Conflict:
    return Conflict(
        "round_closed",
        f"Le tour « {target_round.label} » est clos.",
        "Ce qu’il contient est figé : c’est ce que le comité a eu sous les yeux.",
        "Répondez au prochain tour, ou demandez au pilote d’en ouvrir un.",
    )
