"""Who may do what with accounts. Pure."""

from __future__ import annotations

from pacte.kernel.actor import Actor, Role

ACTS = {
    "accounts.manage": frozenset({Role.ADMINISTRATOR}),
    "accounts.keep_directory": frozenset({Role.ADMINISTRATOR, Role.REGION_PILOT}),
    "accounts.hand_over": frozenset({Role.ADMINISTRATOR, Role.REGION_PILOT}),
    "accounts.revoke_guest_links": frozenset({Role.ADMINISTRATOR, Role.REGION_PILOT}),
    "accounts.read_directory": frozenset(Role) - {Role.VISITOR},
    "accounts.read_members": frozenset({Role.ADMINISTRATOR, Role.REGION_PILOT, Role.AUDITOR}),
    "journal.read": frozenset({Role.ADMINISTRATOR, Role.REGION_PILOT, Role.AUDITOR}),
}


def may(actor: Actor, act: str, host_id: int | None = None) -> bool:
    """True when one of the actor's memberships grants the act (for that host). The system has every right."""
    return actor.is_system or actor.has_role(*ACTS[act], host_id=host_id)


def hosts_with_account_right(actor: Actor, act: str) -> frozenset[int]:
    """Hosts of the pacts in which one of the actor's memberships grants the act."""
    return frozenset(membership.host_id for membership in actor.memberships if membership.role in ACTS[act])
