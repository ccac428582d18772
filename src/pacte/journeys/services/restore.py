"""After a restore: links revoked and texts sent since the backup are unknown, so no link opens and no text leaves."""

from __future__ import annotations

from pacte.audit.services import audit_event
from pacte.journeys.models import Invitation, LearnerLink, LearnerText
from pacte.journeys.records import LearnerTextKind, LearnerTextState, UnsentReason
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now


def revoke_all_links(*, actor: Actor) -> int:
    """Returns how many links were open. For the machine only: raises ``PermissionDenied``."""
    actor.require_system("journeys_restore", "Seule la machine ferme tous les liens.")
    moment = now()
    with audit_event(
        actor=actor, name="journeys.close_links", subject_label="Liens fermés par une restauration"
    ) as entry:
        count = LearnerLink.objects.filter(revoked_at=None, expires_at__gte=moment).update(revoked_at=moment)
        entry.detail.update(count=count)
    return count


def doubt_waiting_texts(*, actor: Actor) -> int:
    """Texts that waited at the backup may have left since: none is given to the gateway again. Returns how many.

    For the machine only: raises ``PermissionDenied``.
    """
    actor.require_system("journeys_restore", "Seule la machine retient les SMS.")
    texts = LearnerText.objects.filter(state__in=(LearnerTextState.WAITING, LearnerTextState.LEAVING))
    Invitation.objects.filter(
        pk__in=texts.filter(kind=LearnerTextKind.INVITATION).values("invitation"), sent_at=None, outcome=""
    ).update(unsent_reason=UnsentReason.TEXT_DOUBTFUL)
    return texts.update(state=LearnerTextState.FAILED, error="base restaurée depuis")
