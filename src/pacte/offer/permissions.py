"""Who may do what with the offer. One table, every role in it, refusals included. Pure.

The published catalogue is public. Orders, prices, requests and differences are for the buyer's Region and the provider
concerned. Rights and states are two things: whether a session can be cancelled is in ``rules``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.actor import Actor, Post, Role
from pacte.kernel.errors import Misconfigured


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


_COLUMNS = (
    Role.ADMINISTRATOR,
    Role.REGION_PILOT,
    Role.ACTION_LEAD,
    Role.PARTNER,
    Role.PROVIDER,
    Role.ADVISER,
    Role.ANALYST,
    Role.BUYER,
    Role.FINANCE_OFFICER,
    Role.STATE_READER,
    Role.AUDITOR,
    Role.VISITOR,
)
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

RIGHTS: dict[str, dict[Role, Reach]] = {
    act: dict(zip(_COLUMNS, (Reach(letter) for letter in line.split()), strict=True)) for act, line in _TABLE.items()
}
ACTS = tuple(RIGHTS)


def may(actor: Actor, act: str, thing: OfferScope) -> bool:
    """True when one of the actor's posts, or being anyone, opens the act on the thing. The machine holds every right.

    Raises ``Misconfigured`` on an unknown act.
    """
    if act not in RIGHTS:
        raise Misconfigured("unknown_act", f"Le droit « {act} » n’existe pas.")
    if actor.is_system or all(reach is Reach.ANYONE for reach in RIGHTS[act].values()):
        return True
    return any(_carries(post, RIGHTS[act][post.role], thing) for post in actor.posts)


def hosts_where(actor: Actor, act: str) -> frozenset[int]:
    """Regions for the whole of which one of the actor's posts opens the act."""
    return frozenset(post.host_id for post in actor.posts if RIGHTS[act][post.role] is Reach.HOST)


def own_where(actor: Actor, act: str) -> frozenset[int]:
    """Organisations for whose own things one of the actor's posts opens the act."""
    return frozenset(post.organisation_id for post in actor.posts if RIGHTS[act][post.role] is Reach.OWN)


def _carries(post: Post, reach: Reach, thing: OfferScope) -> bool:
    if reach is Reach.NONE or post.host_id != thing.host_id:
        return False
    return reach is Reach.HOST or post.organisation_id == thing.provider_id
