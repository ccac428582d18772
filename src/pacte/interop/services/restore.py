"""Partners after a restore: a secret renewed or a partner stopped since the backup stays so."""

from __future__ import annotations

from collections.abc import Collection

from pacte.audit.services import audit_event
from pacte.interop.models import Partner
from pacte.interop.records.partner_state import PartnerState
from pacte.kernel.actor import Actor


def reapply_partner_states(*, actor: Actor, previous_states: Collection[PartnerState]) -> int:
    """``previous_states``: as in the replaced database. Return how many were changed. Raises ``PermissionDenied``."""
    actor.require_system("interop_restore", "Seule la machine referme les portes après une restauration.")
    changed = 0
    label = "Partenaires gardés par une restauration"
    with audit_event(actor=actor, name="liaison.keep_partners", subject_label=label) as entry:
        for state in previous_states:
            restored_partners = Partner.objects.filter(slug=state.slug)
            renewed = restored_partners.filter(generation__lt=state.generation).update(generation=state.generation)
            stopped = 0 if state.is_active else restored_partners.filter(is_active=True).update(is_active=False)
            changed += bool(renewed or stopped)
        entry.detail.update(count=changed)
    return changed
