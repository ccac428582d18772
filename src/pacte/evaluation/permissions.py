"""Permissions on the ex-ante protocol of an experiment: one table with every role. Pure.

The public sees only how many experiments an action has; protocols are for people who work in the pact.
"""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.actor import Actor
from pacte.kernel.permission_table import PermissionTable
from pacte.plan.records.stakeholders import ActionAccessLevel, ActionStakeholders


@dataclass(frozen=True, slots=True)
class ExperimentScope:
    """The object of a permission check: the stakeholders of the action, and the owner of the experiment."""

    stakeholders: ActionStakeholders
    owner_id: int | None = None


_TABLE = {
    #                        admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "evaluation.read":       "h     h     h    p       -        -       h       -     -       h     h       -",
    "evaluation.open":       "-     h     l    -       -        -       -       -     -       -     -       -",
    "evaluation.write":      "-     h     l    -       -        -       -       -     -       -     -       -",
    "evaluation.lock":       "-     h     l    -       -        -       -       -     -       -     -       -",
    "evaluation.judge":      "-     h     l    -       -        -       -       -     -       -     -       -",
    "evaluation.withdraw":   "-     h     -    -       -        -       -       -     -       -     -       -",
    "evaluation.hand_over":  "h     h     -    -       -        -       -       -     -       -     -       -",
}  # fmt: skip

_RIGHTS = PermissionTable(ActionAccessLevel, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts
# Acts allowed to the owner, whatever their role.
_OWNER_ACTS = {"evaluation.read", "evaluation.write", "evaluation.lock", "evaluation.judge"}


def may(actor: Actor, act: str, scope: ExperimentScope) -> bool:
    """Returns True when a post of the actor, or ownership, allows the act. The system actor may do everything."""
    return _RIGHTS.allows(
        actor,
        act,
        host_id=scope.stakeholders.host_id,
        covers=lambda post, reach: scope.stakeholders.is_reached_by(actor, post, reach),
    ) or (act in _OWNER_ACTS and scope.stakeholders.owns(actor, scope.owner_id))


def may_on_any_experiment(actor: Actor, act: str, host_id: int) -> bool:
    """Returns True when a post of the actor may reach an experiment of this pact, so that a list can be shown."""
    return _RIGHTS.allows_somewhere(actor, act, host_id)
