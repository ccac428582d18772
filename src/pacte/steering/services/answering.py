"""Guards shared by the writes of a lead: the round is open, includes the action, and the actor may answer for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied
from pacte.plan.models import PlanVersion
from pacte.plan.queries import version_on
from pacte.steering.models import Answer, Round
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.leads import LedAction, led_actions
from pacte.steering.records import RoundState


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer locked for writing, with its round, its action and the plan version in force."""

    round: Round
    answer: Answer
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


def round_for(*, actor: Actor, round_id: int, act: str, open_only: bool = True) -> Round:
    """Locks a round until the end of the transaction.

    Raises ``NotFound``, ``PermissionDenied``, or ``Conflict`` when the round is closed.
    """
    found = Round.objects.select_for_update(of=("self",)).select_related("plan").filter(pk=round_id).first()
    if found is None or not may(actor, "round.read", SteeringScope(host_id=found.organisation_id)):
        raise NotFound
    if not may(actor, act, SteeringScope(host_id=found.organisation_id)):
        raise PermissionDenied("round", "Seul le pilote du pacte mène un tour.", hint="Demandez-le au pilote du pacte.")
    if open_only and found.state != RoundState.OPEN:
        raise _closed(found)
    return found


def asked(*, actor: Actor, round_id: int, number: ActionCode, on: date, act: str = "round.answer") -> Asked:
    """Locks the answer of action ``number`` for ``act``. Raises ``NotFound``, ``PermissionDenied`` or ``Conflict``."""
    found = Round.objects.select_related("plan").filter(pk=round_id).first()
    if found is None or not may(actor, "round.read", SteeringScope(host_id=found.organisation_id)):
        raise NotFound
    answer = Answer.objects.select_for_update(of=("self",)).filter(round=found, plan_action__number=number).first()
    version = version_on(actor=actor, plan=found.plan, on=on)
    led = led_actions(actor=actor, version=version, on=on).get(number)
    if answer is None or led is None:
        raise NotFound
    if not may(actor, act, led.scope):
        raise PermissionDenied(
            "answer", "Vous ne portez pas cette action.", hint="Demandez à son porteur de répondre, ou au pilote."
        )
    # Reload: the round may have been closed while waiting for the lock.
    found.refresh_from_db(fields=["state"])
    if found.state != RoundState.OPEN:
        raise _closed(found)
    return Asked(found, answer, led, version)


def _closed(found: Round) -> Conflict:
    return Conflict(
        "round_closed",
        f"Le tour « {found.label} » est clos.",
        "Ce qu’il contient est figé : c’est ce que le comité a eu sous les yeux.",
        "Répondez au prochain tour, ou demandez au pilote d’en ouvrir un.",
    )
