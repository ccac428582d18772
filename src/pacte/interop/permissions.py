"""Permissions on exchanges: one table with every role, denials included. Pure.

The Region's staff see messages without names; a network reads and sends its own files.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.actor import Actor
from pacte.kernel.permission_table import PermissionTable


class InteropAccessLevel(StrEnum):
    """Access level of a role for one act."""

    NONE = "-"
    OWN = "o"
    HOST = "h"


@dataclass(frozen=True, slots=True)
class InteropScope:
    """What a permission depends on: the Region of the pact, and the organisation that owns the file."""

    host_id: int
    body_id: int | None = None


# « h » members with the role in that pact; « o » the organisation that owns the file; « - » denied.
_TABLE = {
    #                          admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "liaison.read":            "h     h     -    -       -        -       h       -     -       -     -       -",
    "liaison.correct":         "h     h     -    -       -        -       -       -     -       -     -       -",
    "liaison.configure":       "h     -     -    -       -        -       -       -     -       -     -       -",
    "liaison.read_files":      "h     h     -    -       -        o       h       -     -       -     -       -",
    "liaison.import_acts":     "-     -     -    -       -        o       -       -     -       -     -       -",
    "liaison.import_bodies":   "h     h     -    -       -        -       -       -     -       -     -       -",
}  # fmt: skip

_RIGHTS = PermissionTable(InteropAccessLevel, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts


def may(actor: Actor, act: str, scope: InteropScope) -> bool:
    """Return True when one of the actor's memberships allows the act on the scope. The system actor may do everything.

    Raises ``ConfigurationError`` on an unknown act.
    """
    return _RIGHTS.allows(
        actor, act, host_id=scope.host_id, covers=lambda membership, level: membership.organisation_id == scope.body_id
    )


def hosts_with_interop_right(actor: Actor, act: str) -> frozenset[int]:
    """Ids of the Regions for which one of the actor's memberships allows the act as a whole."""
    return frozenset(
        membership.host_id for membership in _RIGHTS.memberships_at_level(actor, act, InteropAccessLevel.HOST)
    )
