"""Permissions on the files that a Region expects. Who sends a kind of file is said by the kind. Pure."""

from __future__ import annotations

from pacte.kernel.actor import Actor, Role
from pacte.kernel.permission_table import HostAccessLevel, PermissionTable

_FOLLOW = "intake.follow_expected"
# « h » members with the role in that pact; « - » denied.
_TABLE = {
    #                          admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    _FOLLOW:                   "h     h     -    -       -        -       h       -     -       -     -       -",
}  # fmt: skip
_RIGHTS = PermissionTable(HostAccessLevel, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts
# Reminded of a late file that nobody owes.
REMINDED_ROLES = (Role.ADMINISTRATOR, Role.ANALYST)


def may_follow_expected_files(actor: Actor, host_id: int) -> bool:
    """True for those who read which files are late, and name who owes them."""
    return _RIGHTS.allows(actor, _FOLLOW, host_id=host_id, covers=lambda membership, level: False)


def followed_hosts(actor: Actor) -> frozenset[int]:
    """Regions whose expected files the actor follows."""
    return frozenset(each.host_id for each in _RIGHTS.memberships_at_level(actor, _FOLLOW, HostAccessLevel.HOST))
