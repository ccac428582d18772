"""State of partners in a database that a restore is about to replace."""

from __future__ import annotations

from pacte.interop.models import Partner
from pacte.interop.records.partner_state import PartnerState
from pacte.kernel.actor import Actor


def partner_states(*, actor: Actor) -> list[PartnerState]:
    """All partners. System actor only: raises ``PermissionDenied``."""
    actor.require_system("interop_restore", "Seule la machine lit l’état de tous les partenaires.")
    return [PartnerState(*row) for row in Partner.objects.values_list("slug", "generation", "is_active")]
