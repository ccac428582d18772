"""Permissions of the indicators room, and the scope of the facts that each role may count. Pure.

Parquet files have no row-level security: the scope is decided here and written into every query.
"""

from __future__ import annotations

from enum import StrEnum

from pacte.indicators.records import CountScope
from pacte.kernel.actor import Actor, Role
from pacte.kernel.permission_table import PermissionTable


class IndicatorAccessLevel(StrEnum):
    """Access level of a role.

    ``HOST``: the whole pact; ``REGION``: the same, for members of the Region alone. ``OWN``: what the organisation did
    itself (trained or referred).
    """

    NONE = "-"
    OWN = "o"
    HOST = "h"
    REGION = "r"


_TABLE = {
    #                            admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "indicators.ask":            "h     h     h    -       o        o       h       h     h       h     h       -",
    "indicators.see_small":      "-     h     -    -       o        o       h       r     -       -     h       -",
    "indicators.see_protected":  "-     h     -    -       -        -       h       -     -       -     h       -",
    # Mobility, housing, disability: sums of people like any others, without small counts.
    "indicators.see_subjects":   "-     h     h    -       -        -       h       -     -       h     h       -",
    # A provider among its own: « Où partent mes stagiaires ? ».
    "indicators.see_presence":   "-     -     -    -       o        -       -       -     -       -     -       -",
    "indicators.see_changes":    "-     h     h    -       -        -       h       h     h       h     h       -",
    "indicators.see_records":    "-     h     -    -       -        -       h       r     -       -     h       -",
    "indicators.declare":        "-     h     h    -       -        -       h       -     -       -     -       -",
    "indicators.import_series":  "-     h     -    -       -        -       h       -     -       -     -       -",
    "indicators.see_gaps":       "h     h     h    -       -        -       h       h     h       h     h       -",
    "indicators.keep_gaps":      "-     h     -    -       -        -       h       -     -       -     -       -",
    "indicators.see_disputes":   "-     h     o    o       o        o       h       o     o       h     h       -",
    "indicators.open_dispute":   "-     h     o    -       o        o       h       o     -       o     -       -",
    "indicators.settle":         "-     h     -    -       -        -       h       -     -       -     -       -",
}  # fmt: skip

_RIGHTS = PermissionTable(IndicatorAccessLevel, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts


def may(actor: Actor, act: str, host_id: int) -> bool:
    """True when one of the actor's posts opens the act for that host. The system actor holds every right."""
    return _RIGHTS.allows_somewhere(actor, act, host_id)


def count_scope_of(actor: Actor, host_id: int) -> CountScope:
    """Scope of the facts that the actor may count in that pact; empty when the actor may ask nothing."""
    if actor.is_system:
        return CountScope(everything=True, sees_small=True, sees_protected=True, sees_subjects=True)
    hosts = {
        each.host_id
        for each in _RIGHTS.memberships_at_level(actor, "indicators.ask", IndicatorAccessLevel.HOST)
        if each.host_id == host_id
    }
    own = [
        each
        for each in _RIGHTS.memberships_at_level(actor, "indicators.ask", IndicatorAccessLevel.OWN)
        if each.host_id == host_id
    ]
    sees_small = may(actor, "indicators.see_small", host_id) and (
        not hosts or _covers_whole_pact(actor, "indicators.see_small", host_id)
    )
    sees_protected = may(actor, "indicators.see_protected", host_id)
    return CountScope(
        hosts=frozenset(hosts),
        provider_bodies=frozenset(each.organisation_id for each in own if each.role is Role.PROVIDER),
        referrers=frozenset(each.organisation_id for each in own if each.role is Role.ADVISER),
        sees_small=sees_small,
        sees_protected=sees_protected,
        # With small counts but no right to protected people, small counts of protected people would be shown too.
        sees_subjects=may(actor, "indicators.see_subjects", host_id) and (sees_protected or not sees_small),
    )


def bodies_seeing_presence(actor: Actor, host_id: int) -> frozenset[int]:
    """Organisations whose own trainees the actor may follow through their trainings, in that pact."""
    posts = _RIGHTS.memberships_at_level(actor, "indicators.see_presence", IndicatorAccessLevel.OWN)
    return frozenset(each.organisation_id for each in posts if each.host_id == host_id)


def sees_small_counts(actor: Actor, host_id: int) -> bool:
    """True for who counts the whole pact and sees small counts of it."""
    scope = count_scope_of(actor, host_id)
    return scope.sees_small and (scope.everything or host_id in scope.hosts)


def whole_pact_scopes(host_id: int) -> frozenset[CountScope]:
    """Scopes of the roles that count a whole pact, as members of the Region. There are few, and roles share them."""
    small, protected = RIGHTS["indicators.see_small"], RIGHTS["indicators.see_protected"]
    subjects = RIGHTS["indicators.see_subjects"]
    return frozenset(
        CountScope(
            hosts=frozenset({host_id}), sees_small=small[role] is not IndicatorAccessLevel.NONE,
            sees_protected=protected[role] is not IndicatorAccessLevel.NONE,
            sees_subjects=subjects[role] is not IndicatorAccessLevel.NONE,
        )
        for role, carries in RIGHTS["indicators.ask"].items()
        if carries is IndicatorAccessLevel.HOST
    )  # fmt: skip


def _covers_whole_pact(actor: Actor, act: str, host_id: int) -> bool:
    """True for a role that sees small counts of the whole pact, not only of its own organisation."""
    return any(each.host_id == host_id for each in _RIGHTS.memberships_at_level(actor, act, IndicatorAccessLevel.HOST))


def can_open_dispute(actor: Actor, host_id: int, bodies: tuple[int, int]) -> bool:
    """The pilot and the analyst open any dispute; other roles, one in which their organisation gives a figure."""
    return _RIGHTS.allows(
        actor, "indicators.open_dispute", host_id=host_id, covers=lambda post, _: post.organisation_id in bodies
    )


def can_see_dispute(actor: Actor, host_id: int, bodies: tuple[int, ...], arbiter_id: int | None) -> bool:
    """True for roles that steer the pact, for both sides of the dispute and for the arbiter."""
    if actor.person_id is not None and actor.person_id == arbiter_id:
        return True
    return _RIGHTS.allows(
        actor, "indicators.see_disputes", host_id=host_id, covers=lambda post, _: post.organisation_id in bodies
    )


def can_give_side(actor: Actor, host_id: int, body_id: int, bodies: tuple[int, ...]) -> bool:
    """An organisation writes its own side; the pilot and the analyst may write it on its behalf."""
    return body_id in bodies and _RIGHTS.allows(
        actor, "indicators.open_dispute", host_id=host_id, covers=lambda post, _: post.organisation_id == body_id
    )


def can_open_any_dispute(actor: Actor, host_id: int) -> bool:
    """True when the actor may open at least one dispute."""
    return may(actor, "indicators.open_dispute", host_id)
