"""Who may ask which figures. One table, every role in it; and how far each role's facts reach. Pure.

Parquet facts have no policy: what an actor may count is decided here and written in every query.
"""

from __future__ import annotations

from enum import StrEnum

from pacte.indicators.records import Reach
from pacte.kernel.actor import Actor, Role
from pacte.kernel.rights import Rights


class Carries(StrEnum):
    """``HOST``: the whole pact. ``OWN``: what the organisation did itself (trained, or referred)."""

    NONE = "-"
    OWN = "o"
    HOST = "h"


_TABLE = {
    #                            admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "indicators.ask":            "h     h     h    -       o        o       h       h     h       h     h       -",
    "indicators.see_small":      "-     h     -    -       o        o       h       h     -       -     h       -",
    "indicators.see_protected":  "-     h     -    -       -        -       h       -     -       -     h       -",
    # Mobility, housing, disability: sums of people as any others, read without the small ones.
    "indicators.see_subjects":   "-     h     h    -       -        -       h       -     -       h     h       -",
    "indicators.see_changes":    "-     h     h    -       -        -       h       h     h       h     h       -",
    "indicators.see_records":    "-     h     -    -       -        -       h       h     -       -     h       -",
    "indicators.declare":        "-     h     h    -       -        -       h       -     -       -     -       -",
    "indicators.import_series":  "-     h     -    -       -        -       h       -     -       -     -       -",
    "indicators.see_gaps":       "h     h     h    -       -        -       h       h     h       h     h       -",
    "indicators.keep_gaps":      "-     h     -    -       -        -       h       -     -       -     -       -",
    "indicators.see_disputes":   "-     h     o    o       o        o       h       o     o       h     h       -",
    "indicators.open_dispute":   "-     h     o    -       o        o       h       o     -       o     -       -",
    "indicators.settle":         "-     h     -    -       -        -       h       -     -       -     -       -",
}  # fmt: skip

_RIGHTS = Rights(Carries, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts


def may(actor: Actor, act: str, host_id: int) -> bool:
    """True when one of the actor's posts opens the act for that host. The machine holds every right."""
    return _RIGHTS.somewhere(actor, act, host_id)


def reach_of(actor: Actor, host_id: int) -> Reach:
    """What the actor may count in that pact; empty when they may ask nothing."""
    if actor.is_system:
        return Reach(everything=True, sees_small=True, sees_protected=True, sees_subjects=True)
    hosts = {each.host_id for each in _RIGHTS.posts(actor, "indicators.ask", Carries.HOST) if each.host_id == host_id}
    own = [each for each in _RIGHTS.posts(actor, "indicators.ask", Carries.OWN) if each.host_id == host_id]
    sees_small = may(actor, "indicators.see_small", host_id) and (
        not hosts or _whole_staff(actor, "indicators.see_small", host_id)
    )
    sees_protected = may(actor, "indicators.see_protected", host_id)
    return Reach(
        hosts=frozenset(hosts),
        provider_bodies=frozenset(each.organisation_id for each in own if each.role is Role.PROVIDER),
        referrers=frozenset(each.organisation_id for each in own if each.role is Role.ADVISER),
        sees_small=sees_small,
        sees_protected=sees_protected,
        # Who sees small counts without the right to those of protected people would see these small too.
        sees_subjects=may(actor, "indicators.see_subjects", host_id) and (sees_protected or not sees_small),
    )


def whole_reaches(host_id: int) -> frozenset[Reach]:
    """Those of the roles that count a whole pact: few, shared by all who hold such a role."""
    small, protected = RIGHTS["indicators.see_small"], RIGHTS["indicators.see_protected"]
    subjects = RIGHTS["indicators.see_subjects"]
    return frozenset(
        Reach(
            hosts=frozenset({host_id}), sees_small=small[role] is Carries.HOST,
            sees_protected=protected[role] is not Carries.NONE,
            sees_subjects=subjects[role] is not Carries.NONE,
        )
        for role, carries in RIGHTS["indicators.ask"].items()
        if carries is Carries.HOST
    )  # fmt: skip


def _whole_staff(actor: Actor, act: str, host_id: int) -> bool:
    """True for a role that sees small counts of the whole pact, not only its own."""
    return any(each.host_id == host_id for each in _RIGHTS.posts(actor, act, Carries.HOST))


def opens_dispute(actor: Actor, host_id: int, bodies: tuple[int, int]) -> bool:
    """The pilot and the analyst open any; others, one in which their own organisation gives a figure."""
    return _RIGHTS.opens(
        actor, "indicators.open_dispute", host_id=host_id, concerns=lambda post, _: post.organisation_id in bodies
    )


def sees_dispute(actor: Actor, host_id: int, bodies: tuple[int, ...], arbiter_id: int | None) -> bool:
    """Whoever steers, each of the two sides, and the arbiter."""
    if actor.person_id is not None and actor.person_id == arbiter_id:
        return True
    return _RIGHTS.opens(
        actor, "indicators.see_disputes", host_id=host_id, concerns=lambda post, _: post.organisation_id in bodies
    )


def gives_side(actor: Actor, host_id: int, body_id: int, bodies: tuple[int, ...]) -> bool:
    """An organisation speaks for itself; the pilot and the analyst write what it told them."""
    return body_id in bodies and _RIGHTS.opens(
        actor, "indicators.open_dispute", host_id=host_id, concerns=lambda post, _: post.organisation_id == body_id
    )


def opens_any_dispute(actor: Actor, host_id: int) -> bool:
    """True when the actor may open one at all."""
    return may(actor, "indicators.open_dispute", host_id)
