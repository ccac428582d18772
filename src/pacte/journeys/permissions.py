"""Rights on journeys: one table with every role, refusals included. Pure.

The body that orients and the provider that trains act on their own journeys; the staff of the Region read them without
names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.journeys.records import StepKind
from pacte.kernel.actor import ActiveMembership, Actor, Role
from pacte.kernel.permission_table import PermissionTable


class JourneyAccessLevel(StrEnum):
    """How much a role may reach for one act."""

    NONE = "-"
    OWN = "o"
    HOST = "h"
    REGION = "r"


@dataclass(frozen=True, slots=True)
class JourneyScope:
    """What a right depends on: the Region of the pact, the body that orients, the one that trains (None: none yet)."""

    host_id: int
    referrer_id: int | None = None
    provider_id: int | None = None


# "h": the holders of the role for that pact; "r": those of them who are members of the Region; "o": the body concerned,
# which is the referrer for an adviser and the provider for a provider; "-": refused.
_TABLE = {
    #                            admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "journeys.read":             "-     h     -    -       o        o       h       r     -       -     h       -",
    "journeys.read_counts":      "-     h     h    -       o        o       h       h     h       h     h       -",
    "journeys.read_name":        "-     -     -    -       o        o       -       -     -       -     -       -",
    "journeys.read_sensitive":   "-     -     -    -       -        o       -       -     -       -     -       -",
    "journeys.read_reads":       "-     -     -    -       -        -       -       -     -       -     h       -",
    "journeys.open":             "-     -     -    -       -        h       -       -     -       -     -       -",
    "journeys.orient":           "-     -     -    -       -        o       -       -     -       -     -       -",
    "journeys.invite":           "-     -     -    -       o        o       -       -     -       -     -       -",
    "journeys.select":           "-     -     -    -       o        o       -       -     -       -     -       -",
    "journeys.reserve":          "-     -     -    -       o        o       -       -     -       -     -       -",
    "journeys.train":            "-     -     -    -       o        -       -       -     -       -     -       -",
    "journeys.record_entry":     "-     -     -    -       o        o       -       -     -       -     -       -",
    "journeys.certify":          "-     -     -    -       o        -       -       -     -       -     -       -",
    "journeys.follow_up":        "-     -     -    -       o        o       -       -     -       -     -       -",
    "journeys.reseat":           "-     -     -    -       o        o       -       r     -       -     -       -",
    "journeys.settle":           "-     h     -    -       o        o       -       r     -       -     -       -",
    "journeys.hand_over":        "-     -     -    -       -        o       -       -     -       -     -       -",
    "journeys.write_notebook":   "-     -     -    -       o        o       -       -     -       -     -       -",
    "journeys.erase":            "-     -     -    -       -        o       -       -     -       -     -       -",
    "journeys.hold":             "-     h     -    -       -        -       -       -     -       -     h       -",
    "journeys.read_relations":    "-     h     -    -       -        -       h       r     -       -     h       -",
    "journeys.read_reviews":      "-     h     -    -       o        -       h       r     -       -     h       -",
    "journeys.decide_relation":   "-     h     -    -       -        -       -       -     -       -     -       -",
    "journeys.answer_place_request": "-     -     -    -       o        o       -       -     -       -     -       -",
    "journeys.count_place_requests": "-     h     -    -       -        -       h       r     -       -     h       -",
}  # fmt: skip

_RIGHTS = PermissionTable(JourneyAccessLevel, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts

_K = StepKind
# The right that each step requires. Steps recorded by the machine (a lapse, a cancelled session) require none.
RIGHT_OF_STEP: dict[StepKind, str] = {
    _K.NEED_EXPRESSED: "journeys.orient",
    _K.BARRIER_NOTED: "journeys.orient",
    _K.BARRIER_SOLVED: "journeys.orient",
    _K.PROPOSED: "journeys.orient",
    _K.AGREED: "journeys.select",
    _K.THINKING: "journeys.select",
    _K.INVITED: "journeys.invite",
    _K.SLOT_CHOSEN: "journeys.invite",
    _K.INFORMATION_ATTENDED: "journeys.select",
    _K.INFORMATION_MISSED: "journeys.select",
    _K.INFORMATION_EXCUSED: "journeys.select",
    _K.TESTED: "journeys.select",
    _K.ADMITTED: "journeys.select",
    _K.WAITING_LISTED: "journeys.select",
    _K.SEAT_RESERVED: "journeys.reserve",
    _K.RESERVATION_LAPSED: "journeys.reserve",
    _K.NOT_KEPT: "journeys.select",
    _K.DECLINED: "journeys.select",
    _K.LAPSED: "journeys.orient",
    _K.SESSION_CANCELLED: "journeys.reseat",
    _K.RESEATED: "journeys.reseat",
    _K.NEVER_CAME: "journeys.record_entry",
    _K.ENTERED: "journeys.record_entry",
    _K.INTERRUPTED: "journeys.record_entry",
    _K.RETURN_LAPSED: "journeys.record_entry",
    _K.RESUMED: "journeys.record_entry",
    _K.ENDED: "journeys.record_entry",
    _K.COMPETENCE_ATTESTED: "journeys.train",
    _K.ATTESTATION_GIVEN: "journeys.train",
    _K.BLOCK_CERTIFIED: "journeys.certify",
    _K.PRESENTED: "journeys.certify",
    _K.CERTIFIED: "journeys.certify",
    _K.CERTIFIED_IN_PART: "journeys.certify",
    _K.SITUATION: "journeys.follow_up",
    _K.CLOSED: "journeys.orient",
}


def may(actor: Actor, act: str, scope: JourneyScope) -> bool:
    """True when one of the actor's posts allows the act on the journey. The machine holds every right.

    Raises ``ConfigurationError`` on an unknown act.
    """
    return _RIGHTS.allows(
        actor, act, host_id=scope.host_id, covers=lambda post, access_level: _is_concerned(post, scope)
    )


def _is_concerned(post: ActiveMembership, scope: JourneyScope) -> bool:
    """A provider is concerned by the journeys that it trains, any other body by those that it orients."""
    concerned = scope.provider_id if post.role is Role.PROVIDER else scope.referrer_id
    return concerned is not None and post.organisation_id == concerned


def posts_with_journey_right(actor: Actor, act: str) -> tuple[ActiveMembership, ...]:
    """Posts that allow the act for their own organisation, in their pact: a body may work in two Regions."""
    return tuple(_RIGHTS.memberships_at_level(actor, act, JourneyAccessLevel.OWN))


def hosts_with_journey_right(actor: Actor, act: str) -> frozenset[int]:
    """Regions in which one of the actor's posts allows the act on all journeys."""
    return frozenset(post.host_id for post in _RIGHTS.memberships_at_level(actor, act, JourneyAccessLevel.HOST))


def providers_with_journey_right(actor: Actor, act: str) -> frozenset[int]:
    """Providers for whose learners one of the actor's posts allows the act."""
    return frozenset(
        post.organisation_id
        for post in _RIGHTS.memberships_at_level(actor, act, JourneyAccessLevel.OWN)
        if post.role is Role.PROVIDER
    )


def referrers_with_journey_right(actor: Actor, act: str) -> frozenset[int]:
    """Organisations that orient, for whose learners one of the actor's posts allows the act."""
    return frozenset(
        post.organisation_id
        for post in _RIGHTS.memberships_at_level(actor, act, JourneyAccessLevel.OWN)
        if post.role is not Role.PROVIDER
    )


def bodies_with_journey_right(actor: Actor, act: str) -> frozenset[int]:
    """Organisations for whose own journeys one of the actor's posts allows the act."""
    return frozenset(post.organisation_id for post in _RIGHTS.memberships_at_level(actor, act, JourneyAccessLevel.OWN))
