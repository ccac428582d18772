"""Who may do what with the offer. One table, every role in it, refusals included. Pure.

The published catalogue is public. Orders, prices, requests and differences are for the buyer's Region and the provider
concerned. Rights and states are two things: whether a session can be cancelled is in ``rules``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.actor import Actor
from pacte.kernel.rights import Rights


class Reach(StrEnum):
    """How far a role carries for one act."""

    NONE = "-"
    OWN = "o"
    HOST = "h"
    ANYONE = "*"


@dataclass(frozen=True, slots=True)
class OfferScope:
    """What a right depends on: the Region whose offer it is, and the organisation of the provider concerned."""

    host_id: int
    provider_id: int | None = None


# « * » anyone, logged in or not; « h » who holds the role for that host; « o » the provider concerned; « - » refused.
_TABLE = {
    #                          admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "offer.read":              "*     *     *    *       *        *       *       *     *       *     *       *",
    "offer.read_ledger":       "h     h     h    -       o        h       h       h     h       h     h       -",
    "offer.read_orders":       "-     h     h    -       o        -       h       h     h       h     h       -",
    "offer.read_requests":     "-     h     -    -       o        -       -       h     -       -     h       -",
    "offer.read_differences":  "-     h     -    -       o        -       h       h     -       -     h       -",
    "offer.read_purchases":    "-     h     h    -       -        -       h       h     h       h     h       -",
    "offer.read_quality":      "-     h     h    -       o        -       h       h     -       h     h       -",
    "offer.read_deliveries":   "h     h     -    -       o        -       h       h     -       -     h       -",
    "offer.import":            "-     h     -    -       o        -       -       h     -       -     -       -",
    "offer.attach_account":    "h     h     -    -       -        -       -       h     -       -     -       -",
    "offer.edit_sheet":        "-     -     -    -       o        -       -       h     -       -     -       -",
    "offer.link_trainings":    "-     h     -    -       -        -       -       h     -       -     -       -",
    "offer.purchase":          "-     -     -    -       -        -       -       h     -       -     -       -",
    "offer.open_places":       "-     -     -    -       o        -       -       h     -       -     -       -",
    "offer.hold_places":       "-     -     -    -       o        h       -       h     -       -     -       -",
    "offer.follow_session":    "-     h     h    h       o        h       h       h     -       -     -       -",
    "offer.ask":               "-     -     -    -       o        -       -       -     -       -     -       -",
    "offer.answer":            "-     -     -    -       -        -       -       h     -       -     -       -",
    "offer.settle":            "-     -     -    -       -        -       -       h     -       -     -       -",
    "offer.run_session":       "-     -     -    -       o        -       -       h     -       -     -       -",
    "offer.decide_session":    "-     -     -    -       -        -       -       h     -       -     -       -",
}  # fmt: skip

_RIGHTS = Rights(Reach, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts


def may(actor: Actor, act: str, thing: OfferScope) -> bool:
    """True when one of the actor's posts, or being anyone, opens the act on the thing. The machine holds every right.

    Raises ``Misconfigured`` on an unknown act.
    """
    return _RIGHTS.opens_to_anyone(act) or _RIGHTS.opens(
        actor, act, host_id=thing.host_id, concerns=lambda post, reach: post.organisation_id == thing.provider_id
    )


def hosts_where(actor: Actor, act: str) -> frozenset[int]:
    """Regions for the whole of which one of the actor's posts opens the act."""
    return frozenset(post.host_id for post in _RIGHTS.posts(actor, act, Reach.HOST))


def own_where(actor: Actor, act: str) -> frozenset[int]:
    """Organisations for whose own things one of the actor's posts opens the act."""
    return frozenset(post.organisation_id for post in _RIGHTS.posts(actor, act, Reach.OWN))
