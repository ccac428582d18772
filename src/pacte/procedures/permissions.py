"""Who may do what with the file of a procedure. One table; moves name their roles in the catalogue. Pure.

Documents are apart from the file: a partner may follow a study and, the next day, answer its consultation.
"""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.actor import Actor, Role
from pacte.kernel.rights import Rights
from pacte.plan.records.ties import ActionTies, Reach
from pacte.procedures.records.description import Transition


@dataclass(frozen=True, slots=True)
class FileScope:
    """What a right depends on: the ties of the action, and the person who owns the file."""

    ties: ActionTies
    owner_id: int | None = None


_TABLE = {
    #                             admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "procedures.read":            "h     h     h    p       -        -       h       h     h       h     h       -",
    "procedures.read_documents":  "h     h     l    -       -        -       h       h     h       h     h       -",
    "procedures.open":            "-     h     l    -       -        -       -       -     -       -     -       -",
    "procedures.write":           "-     h     l    -       -        -       -       -     -       -     -       -",
    "procedures.award":           "-     h     l    -       -        -       -       h     -       -     -       -",
    "procedures.choose":          "-     h     l    -       -        -       -       -     -       -     -       -",
    "procedures.hand_over":       "h     h     -    -       -        -       -       -     -       -     -       -",
}  # fmt: skip

_RIGHTS = Rights(Reach, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts
# What whoever owns the thing may do, whatever their role.
_OF_OWNER = {"procedures.read", "procedures.read_documents", "procedures.write", "procedures.choose"}


def may(actor: Actor, act: str, scope: FileScope) -> bool:
    """True when one of the actor's posts opens the act on the file. The machine holds every right."""
    return _RIGHTS.opens(
        actor, act, host_id=scope.ties.host_id, concerns=lambda post, reach: scope.ties.reached(actor, post, reach)
    ) or (act in _OF_OWNER and scope.ties.owns(actor, scope.owner_id))


def may_move(actor: Actor, transition: Transition, scope: FileScope) -> bool:
    """True when the catalogue names one of the actor's roles; a lead moves the files of the actions led or owned."""
    if actor.is_system:
        return True
    for post in actor.posts:
        if post.role not in transition.roles or post.host_id != scope.ties.host_id:
            continue
        if post.role is not Role.ACTION_LEAD or scope.ties.leads(actor, post) or scope.ties.owns(actor, scope.owner_id):
            return True
    return False


def may_somewhere(actor: Actor, act: str, host_id: int) -> bool:
    """True when a post of the actor may reach a file of this pact: whether there is a list to show at all."""
    return _RIGHTS.somewhere(actor, act, host_id)
