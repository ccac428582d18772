"""Who may do what with rounds, committees and decisions. One table, every role in it, refusals included. Pure.

Rights and states are two things: this file says who may record a step of a decision, ``rules`` which step can come.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.actor import Actor, Post
from pacte.kernel.rights import Rights


class Reach(StrEnum):
    """How far a role carries for one act. ``CONCERNED``: named in person, or working for the body that is named."""

    NONE = "-"
    CONCERNED = "c"
    HOST = "h"


@dataclass(frozen=True, slots=True)
class SteeringScope:
    """What a right depends on: the Region that steers, and whom the thing concerns.

    For an answer: the person asked and the leads of the action. For a decision: its owner. Empty for a plan as a whole.
    """

    host_id: int
    person_ids: frozenset[int] = frozenset()
    organisation_ids: frozenset[int] = frozenset()
    service_ids: frozenset[int] = frozenset()


def owned(host_id: int, owner_id: int | None, body_id: int | None, *, by_all: bool) -> SteeringScope:
    """The scope of a decision. ``by_all``: whoever works for the body that owns it, even where a person is named.

    All of them read it; the person named follows it alone.
    """
    bodies = {body_id} if body_id and (by_all or not owner_id) else set()
    return SteeringScope(host_id, frozenset({owner_id} if owner_id else ()), frozenset(bodies))


# « h » whoever holds the role for that host; « c » who is concerned; « - » refused.
_TABLE = {
    #                    admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "round.read":        "h     h     h    -       -        -       h       -     h       h     h       -",
    "round.open":        "-     h     -    -       -        -       -       -     -       -     -       -",
    "round.answer":      "-     h     c    c       -        -       -       -     -       -     -       -",
    "round.review":      "-     h     -    -       -        -       -       -     -       -     -       -",
    "round.close":       "-     h     -    -       -        -       -       -     -       -     -       -",
    "committee.read":    "h     h     h    -       -        -       h       -     h       h     h       -",
    "committee.prepare": "-     h     -    -       -        -       -       -     -       -     -       -",
    "committee.pack":    "-     h     -    -       -        -       -       -     -       -     -       -",
    "committee.issue":   "-     h     -    -       -        -       -       -     -       -     -       -",
    "decision.read":     "h     h     h    c       c        c       h       c     h       h     h       -",
    "decision.take":     "-     h     -    -       -        -       -       -     -       -     -       -",
    "decision.follow":   "-     h     c    c       c        c       c       c     c       c     -       -",
    "decision.hand_over": "-    h     -    -       -        -       -       -     -       -     -       -",
}  # fmt: skip

_RIGHTS = Rights(Reach, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts


def may(actor: Actor, act: str, thing: SteeringScope) -> bool:
    """True when one of the actor's posts opens the act on the thing. The machine holds every right.

    Raises ``Misconfigured`` on an unknown act.
    """
    return _RIGHTS.opens(
        actor,
        act,
        host_id=thing.host_id,
        concerns=lambda post, reach: actor.person_id in thing.person_ids or _works_for(post, thing),
    )


def _works_for(post: Post, thing: SteeringScope) -> bool:
    """A post without service acts for its whole organisation; where services are named, one with a service, for it."""
    if post.organisation_id not in thing.organisation_ids:
        return False
    return not thing.service_ids or post.service_id is None or post.service_id in thing.service_ids
