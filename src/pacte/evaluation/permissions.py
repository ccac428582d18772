"""Who may do what with the ex-ante sheet of an experiment. One table, every role in it. Pure.

The public sees how many experiments an action has, on the action's page; the sheets are for those who work in the pact.
"""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.actor import Actor
from pacte.kernel.rights import Rights
from pacte.plan.records.ties import ActionTies, Reach


@dataclass(frozen=True, slots=True)
class SheetScope:
    """What a right depends on: the ties of the action, and the person who owns the sheet."""

    ties: ActionTies
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

_RIGHTS = Rights(Reach, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts
# What whoever owns the thing may do, whatever their role.
_OF_OWNER = {"evaluation.read", "evaluation.write", "evaluation.lock", "evaluation.judge"}


def may(actor: Actor, act: str, scope: SheetScope) -> bool:
    """True when one of the actor's posts opens the act on the sheet. The machine holds every right."""
    return _RIGHTS.opens(
        actor, act, host_id=scope.ties.host_id, concerns=lambda post, reach: scope.ties.reached(actor, post, reach)
    ) or (act in _OF_OWNER and scope.ties.owns(actor, scope.owner_id))


def may_somewhere(actor: Actor, act: str, host_id: int) -> bool:
    """True when a post of the actor may reach a sheet of this pact: whether there is a list to show at all."""
    return _RIGHTS.somewhere(actor, act, host_id)
