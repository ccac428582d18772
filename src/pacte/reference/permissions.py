"""Permission to load reference data. Everybody can read it. Pure."""

from __future__ import annotations

from pacte.kernel.actor import Actor, Role

LOADER_ROLES = (Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ANALYST)


def may_load_reference_data(actor: Actor) -> bool:
    """Return True for the system, and for the roles responsible for the data of a region."""
    return actor.is_system or actor.has_role(*LOADER_ROLES)


def loader_bodies(actor: Actor) -> frozenset[tuple[int, int]]:
    """Organisation and Region of the memberships that may load: those of an observatory load for its Region."""
    roles = (each for each in actor.memberships if each.role in LOADER_ROLES)
    return frozenset((each.organisation_id, each.host_id) for each in roles)
