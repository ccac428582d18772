"""Permissions on rounds, committees and decisions: one table with every role, refusals included. Pure.

Permissions and states are separate: this file says who may record an event of a decision, ``rules`` which event may
come next.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.actor import ActiveMembership, Actor
from pacte.kernel.permission_table import PermissionTable


class SteeringAccessLevel(StrEnum):
    """How far a role reaches for one act. ``CONCERNED``: named in person, or working for the organisation named."""

    NONE = "-"
    CONCERNED = "c"
    HOST = "h"


@dataclass(frozen=True, slots=True)
class SteeringScope:
    """The object of a permission check: the Region that steers the plan, and the people and organisations concerned.

    For an answer: its respondent and the leads of the action. For a decision: its owner. Empty for a whole plan.
    """

    host_id: int
    person_ids: frozenset[int] = frozenset()
    organisation_ids: frozenset[int] = frozenset()
    service_ids: frozenset[int] = frozenset()


def decision_scope(host_id: int, owner_id: int | None, body_id: int | None, *, by_all: bool) -> SteeringScope:
    """Returns the scope of a decision.

    ``by_all`` includes everyone who works for the owning organisation, even when a person is named: all of them may
    read the decision, but only the person named may follow it.
    """
    bodies = {body_id} if body_id and (by_all or not owner_id) else set()
    return SteeringScope(host_id, frozenset({owner_id} if owner_id else ()), frozenset(bodies))


# « h »: anyone with the role at that host; « c »: only those concerned; « - »: refused.
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

_RIGHTS = PermissionTable(SteeringAccessLevel, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts


def may(actor: Actor, act: str, scope: SteeringScope) -> bool:
    """Returns True when one of the actor's posts allows the act in this scope. The system actor may do everything.

    Raises ``ConfigurationError`` on an unknown act.
    """
    return _RIGHTS.allows(
        actor,
        act,
        host_id=scope.host_id,
        covers=lambda post, reach: actor.person_id in scope.person_ids or _works_for(post, scope),
    )


def _works_for(post: ActiveMembership, scope: SteeringScope) -> bool:
    """A post without a service acts for its whole organisation. A post with a service must match a service named."""
    if post.organisation_id not in scope.organisation_ids:
        return False
    return not scope.service_ids or post.service_id is None or post.service_id in scope.service_ids
