"""Who may load public facts. Anybody may read them. Pure."""

from __future__ import annotations

from pacte.kernel.actor import Actor, Role

LOADERS = (Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ANALYST)


def may_load(actor: Actor) -> bool:
    """True for the machine, and for the posts that answer for the data of a region."""
    return actor.is_system or actor.holds(*LOADERS)
