"""Who may do what with the ex-ante sheet of an experiment. One table, every role in it. Pure.

The public sees how many experiments an action has, on the action's page; the sheets are for those who work in the pact.
"""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import Misconfigured
from pacte.plan.records.ties import ActionTies, Reach


@dataclass(frozen=True, slots=True)
class SheetScope:
    """What a right depends on: the ties of the action, and the person who owns the sheet."""

    ties: ActionTies
    owner_id: int | None = None


_COLUMNS = (
    Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ACTION_LEAD, Role.PARTNER, Role.PROVIDER, Role.ADVISER, Role.ANALYST,
    Role.BUYER, Role.FINANCE_OFFICER, Role.STATE_READER, Role.AUDITOR, Role.VISITOR,
)  # fmt: skip
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

RIGHTS: dict[str, dict[Role, Reach]] = {
    act: dict(zip(_COLUMNS, (Reach(letter) for letter in line.split()), strict=True)) for act, line in _TABLE.items()
}
ACTS = tuple(RIGHTS)
# What whoever owns the thing may do, whatever their role.
_OF_OWNER = {"evaluation.read", "evaluation.write", "evaluation.lock", "evaluation.judge"}


def may(actor: Actor, act: str, scope: SheetScope) -> bool:
    """True when one of the actor's posts opens the act on the sheet. The machine holds every right."""
    if act not in RIGHTS:
        raise Misconfigured("unknown_act", f"Le droit « {act} » n’existe pas.")
    if actor.is_system:
        return True
    return any(scope.ties.carries(actor, post, RIGHTS[act][post.role]) for post in actor.posts) or (
        act in _OF_OWNER and scope.ties.owns(actor, scope.owner_id)
    )


def may_somewhere(actor: Actor, act: str, host_id: int) -> bool:
    """True when a post of the actor may reach a sheet of this pact: whether there is a list to show at all."""
    if actor.is_system:
        return True
    return any(post.host_id == host_id and RIGHTS[act][post.role] is not Reach.NONE for post in actor.posts)
