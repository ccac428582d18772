"""Permission to load reference data. Everybody can read it. Pure."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.kernel.permission_table import HostAccessLevel, PermissionTable

_LOAD = "reference.load"
# « h » members with the role in any pact: reference data are those of all Regions; « - » denied.
_TABLE = {
    #                          admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    _LOAD:                     "h     h     -    -       -        -       h       -     -       -     -       -",
}  # fmt: skip
_RIGHTS = PermissionTable(HostAccessLevel, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts


def may_load_reference_data(actor: Actor) -> bool:
    """Return True for the system, and for the roles responsible for the data of a region."""
    return actor.is_system or bool(loader_bodies(actor))


def loader_bodies(actor: Actor) -> frozenset[tuple[int, int]]:
    """Organisation and Region of the memberships that may load: those of an observatory load for its Region."""
    memberships = _RIGHTS.memberships_at_level(actor, _LOAD, HostAccessLevel.HOST)
    return frozenset((each.organisation_id, each.host_id) for each in memberships)
