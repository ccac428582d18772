"""Personal links after a restore: links revoked since the backup are unknown, so all are revoked."""

from __future__ import annotations

from pacte.audit.services import audit_event
from pacte.journeys.models import LearnerLink
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import PermissionDenied


def revoke_all_links(*, actor: Actor) -> int:
    """Returns how many links were open. For the machine only: raises ``PermissionDenied``."""
    if not actor.is_system:
        raise PermissionDenied("journeys_restore", "Seule la machine ferme tous les liens.")
    moment = now()
    with audit_event(
        actor=actor, name="journeys.close_links", subject_label="Liens fermés par une restauration"
    ) as entry:
        count = LearnerLink.objects.filter(revoked_at=None, expires_at__gte=moment).update(revoked_at=moment)
        entry.detail.update(count=count)
    return count
