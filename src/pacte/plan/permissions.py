"""Who may do what with a plan. One table, every role in it, refusals included. Pure.

Rights and states are two things: this file says who may vote a version, ``rules.versions`` when it can be voted. State
counts here only for what may be seen: a draft is for few, what was voted is public.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.actor import Actor, Post
from pacte.kernel.rights import Rights
from pacte.plan.records import VersionState


class Reach(StrEnum):
    """How far a role carries for one act."""

    NONE = "-"
    LED = "l"
    HOST = "h"
    ANYONE = "*"


@dataclass(frozen=True, slots=True)
class PlanScope:
    """What a right depends on: the Region that steers the plan, the state of the version, the leads of the row.

    Lead identifiers are those of the row at hand, empty for a plan as a whole. The default state is the closed one.
    """

    host_id: int
    state: VersionState = VersionState.DRAFT
    lead_organisation_ids: frozenset[int] = frozenset()
    lead_service_ids: frozenset[int] = frozenset()


# « * » anyone, logged in or not; « h » whoever holds the role for that host; « l » the lead of that row; « - » refused.
_TABLE = {
    #                    admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "plan.read_public":  "*     *     *    *       *        *       *       *     *       *     *       *",
    "plan.read":         "h     h     h    h       h        h       h       h     h       h     h       h",
    "plan.read_draft":   "h     h     h    -       -        -       -       -     -       -     -       -",
    "plan.edit_row":     "-     h     l    -       -        -       -       -     -       -     -       -",
    "plan.reshape":      "-     h     -    -       -        -       -       -     -       -     -       -",
    "plan.import":       "h     h     -    -       -        -       -       -     -       -     -       -",
    "plan.vote":         "-     h     -    -       -        -       -       -     -       -     -       -",
    "plan.sign":         "-     h     -    -       -        -       -       -     -       -     -       -",
    "plan.put_in_force": "-     h     -    -       -        -       -       -     -       -     -       -",
    "plan.export":       "h     h     h    h       h        h       h       h     h       h     h       h",
    "plan.history":      "h     h     h    -       -        -       h       h     h       h     h       -",
    "plan.manage_views": "h     h     h    h       h        h       h       h     h       h     h       h",
}  # fmt: skip

_RIGHTS = Rights(Reach, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts

_OF_WHAT_IS_PUBLISHED = {"plan.read_public", "plan.read"}
_OF_DRAFTS = {"plan.read_draft"}
# Taking a draft out, or reading what was done to it, is a way to read it.
_AS_FAR_AS_READ = {"plan.export", "plan.history"}


def may(actor: Actor, act: str, thing: PlanScope) -> bool:
    """True when one of the actor's posts, or being anyone, opens the act on the thing. The machine holds every right.

    A change to a frozen version is the right to change the row in a draft. Raises ``Misconfigured`` on an unknown act.
    """
    is_draft = thing.state is VersionState.DRAFT
    if act in (_OF_WHAT_IS_PUBLISHED if is_draft else _OF_DRAFTS):
        return False
    if is_draft and act in _AS_FAR_AS_READ and not may(actor, "plan.read_draft", thing):
        return False
    return _RIGHTS.opens_to_anyone(act) or _RIGHTS.opens(
        actor, act, host_id=thing.host_id, concerns=lambda post, reach: _leads(post, thing)
    )


def _leads(post: Post, thing: PlanScope) -> bool:
    """A post without service acts for its whole organisation; one with a service, for that service alone."""
    return post.organisation_id in thing.lead_organisation_ids and (
        post.service_id is None or post.service_id in thing.lead_service_ids
    )
