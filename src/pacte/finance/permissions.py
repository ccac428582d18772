"""Permissions on the money of a plan: one table with every role, refusals included. Pure."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.kernel.permission_table import HostAccessLevel, PermissionTable

# « h »: whoever has the role for that host; « - »: refused. Voted envelopes are in the plan, which is public.
_TABLE = {
    #                    admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "finance.read":      "h     h     h    -       -        -       h       h     h       h     h       -",
    "finance.export":    "h     h     h    -       -        -       h       h     h       h     h       -",
    "finance.import":    "-     h     -    -       -        -       -       -     h       -     -       -",
    "finance.allocate":  "-     h     -    -       -        -       -       -     h       -     -       -",
    "finance.declare":   "-     h     -    -       -        -       -       -     h       -     -       -",
}  # fmt: skip

_RIGHTS = PermissionTable(HostAccessLevel, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts


def may(actor: Actor, act: str, host_id: int) -> bool:
    """Return whether one of the actor's posts allows the act for that host. The system actor has every right.

    Raises ``ConfigurationError`` on an unknown act.
    """
    return _RIGHTS.allows_somewhere(actor, act, host_id)


def finance_hosts_where(actor: Actor, act: str) -> frozenset[int]:
    """Return the hosts for which one of the actor's posts allows the act."""
    return frozenset(post.host_id for post in _RIGHTS.memberships_at_level(actor, act, HostAccessLevel.HOST))
