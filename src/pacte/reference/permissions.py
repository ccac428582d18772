"""Permission to load reference data. Everybody can read it. Pure."""

from __future__ import annotations

from pacte.kernel.actor import Actor, Role

LOADER_ROLES = (Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ANALYST)


def may_load_reference_data(actor: Actor) -> bool:
    """Return True for the system, and for the roles responsible for the data of a region."""
    return actor.is_system or actor.has_role(*LOADER_ROLES)
