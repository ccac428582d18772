"""Permissions on the offer: one table with every role, refusals included. Pure.

The published catalogue is public. Orders, prices, requests and differences are restricted to the buyer's Region and the
provider concerned. Permissions do not depend on state: whether a session can be cancelled is decided in ``rules``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.actor import Actor, Role
from pacte.kernel.permission_table import PermissionTable


class OfferAccessLevel(StrEnum):
    """Access level of a role for one act."""

    NONE = "-"
    OWN = "o"
    HOST = "h"
    REGION = "r"
    ANYONE = "*"


@dataclass(frozen=True, slots=True)
class OfferScope:
    """Scope of a permission: the Region that owns the offer, and the organisation of the provider concerned."""

    host_id: int
    provider_id: int | None = None


# "*": anyone, logged in or not; "h": holders of the role for that host; "r": those of them who are members of the
# Region, whose catalogue it is; "o": the provider concerned; "-": refused.
_TABLE = {
    #                          admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "offer.read":              "*     *     *    *       *        *       *       *     *       *     *       *",
    "offer.read_ledger":       "h     h     h    -       o        h       h       h     h       h     h       -",
    "offer.read_orders":       "-     h     h    -       o        -       h       h     h       h     h       -",
    "offer.read_requests":     "-     h     -    -       o        -       -       h     -       -     h       -",
    "offer.read_differences":  "-     h     -    -       o        -       h       h     -       -     h       -",
    "offer.read_purchases":    "-     h     h    -       -        -       h       h     h       h     h       -",
    "offer.read_quality":      "-     h     h    -       o        -       h       h     -       h     h       -",
    "offer.read_files":        "h     h     -    -       o        -       h       r     -       -     h       -",
    "offer.import":            "-     h     -    -       o        -       -       r     -       -     -       -",
    "offer.attach_account":    "h     h     -    -       -        -       -       r     -       -     -       -",
    "offer.edit_sheet":        "-     -     -    -       o        -       -       r     -       -     -       -",
    "offer.link_trainings":    "-     h     -    -       -        -       -       r     -       -     -       -",
    "offer.purchase":          "-     -     -    -       -        -       -       h     -       -     -       -",
    "offer.write_requirement": "-     h     -    -       -        -       -       r     -       -     -       -",
    "offer.mark_closed_site":  "-     h     -    -       -        -       -       r     -       -     -       -",
    "offer.open_places":       "-     -     -    -       o        -       -       h     -       -     -       -",
    "offer.send_places":       "-     -     -    -       o        -       -       -     -       -     -       -",
    "offer.hold_places":       "-     -     -    -       o        h       -       h     -       -     -       -",
    "offer.follow_session":    "-     h     h    h       o        h       h       h     -       -     -       -",
    "offer.ask":               "-     -     -    -       o        -       -       -     -       -     -       -",
    "offer.answer":            "-     -     -    -       -        -       -       h     -       -     -       -",
    "offer.settle":            "-     -     -    -       -        -       -       h     -       -     -       -",
    "offer.run_session":       "-     -     -    -       o        -       -       h     -       -     -       -",
    "offer.decide_session":    "-     -     -    -       -        -       -       h     -       -     -       -",
}  # fmt: skip

_RIGHTS = PermissionTable(OfferAccessLevel, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts


def may(actor: Actor, act: str, scope: OfferScope) -> bool:
    """Return True when one of the actor's posts, or public access, allows the act. The system actor may do everything.

    Raises ``ConfigurationError`` on an unknown act.
    """
    return _RIGHTS.is_public(act) or _RIGHTS.allows(
        actor, act, host_id=scope.host_id, covers=lambda post, reach: post.organisation_id == scope.provider_id
    )


def hosts_with_offer_right(actor: Actor, act: str) -> frozenset[int]:
    """Regions where one of the actor's posts allows the act on the whole offer."""
    return frozenset(post.host_id for post in _RIGHTS.memberships_at_level(actor, act, OfferAccessLevel.HOST))


def organisations_with_offer_right(actor: Actor, act: str) -> frozenset[int]:
    """Organisations for which one of the actor's posts allows the act on their own rows."""
    return frozenset(post.organisation_id for post in _RIGHTS.memberships_at_level(actor, act, OfferAccessLevel.OWN))


def may_anywhere(actor: Actor, act: str) -> bool:
    """True when one of the actor's posts allows the act, on a whole offer or on its own rows."""
    return bool(hosts_with_offer_right(actor, act) or organisations_with_offer_right(actor, act))


def buyer_organisation_ids(actor: Actor, host_id: int) -> frozenset[int]:
    """Organisations for which the actor buys in the pact of that Region."""
    return frozenset(
        post.organisation_id for post in actor.memberships if post.role is Role.BUYER and post.host_id == host_id
    )


def may_read_order(actor: Actor, scope: OfferScope, buyer_id: int | None) -> bool:
    """True when the actor reads an order of that buyer to the provider of ``scope``, with its prices."""
    if actor.is_system or scope.host_id in hosts_with_every_order(actor):
        return True
    is_provider = scope.provider_id in organisations_with_offer_right(actor, "offer.read_orders")
    return (is_provider and scope.host_id in actor.host_ids) or buyer_id in buyer_organisation_ids(actor, scope.host_id)


def hosts_with_every_order(actor: Actor) -> frozenset[int]:
    """Regions whose orders the actor reads whoever buys: not those where the actor only buys for another organisation.

    Two buyers of one pact share what they buy (``offer.read_purchases``), not their contracts.
    """
    return frozenset(
        post.host_id
        for post in _RIGHTS.memberships_at_level(actor, "offer.read_orders", OfferAccessLevel.HOST)
        if not post.is_third_party_buyer
    )
