"""Who follows the files that a Region expects: its administrators, its pilots, its analysts. Pure."""

from __future__ import annotations

from pacte.kernel.actor import Actor, Role

FOLLOWER_ROLES = (Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ANALYST)
# Reminded of a late file that nobody owes.
REMINDED_ROLES = (Role.ADMINISTRATOR, Role.ANALYST)


def may_follow_expected_files(actor: Actor, host_id: int) -> bool:
    """True for those who read which files are late, and name who owes them."""
    return actor.is_system or actor.has_role(*FOLLOWER_ROLES, host_id=host_id)


def followed_hosts(actor: Actor) -> frozenset[int]:
    """Regions whose expected files the actor follows."""
    return frozenset(each.host_id for each in actor.memberships if each.role in FOLLOWER_ROLES)
