"""What received files keep ends with its delay, or with the person whom it is about."""

from __future__ import annotations

from pacte.infra.erasure_hooks import PersonTraces
from pacte.intake.models import ReceivedContent, RefusedRow
from pacte.intake.queries import refused_rows_about
from pacte.intake.records import FileState
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.notifications.services.system_access import as_system


def delete_expired_contents(*, actor: Actor) -> int:
    """Delete contents and refused rows whose delay is over. Returns how many."""
    del actor
    contents, _ = ReceivedContent.objects.filter(expires_at__lte=now()).exclude(file__state=FileState.WRITING).delete()
    rows, _ = RefusedRow.objects.filter(expires_at__lte=now()).delete()
    return contents + rows


def erase_person_from_files(*, actor: Actor, traces: PersonTraces) -> int:
    """Delete the refused rows about a person, and the files that wait at the organisations which know them.

    What waits is not searched: it is deleted, and its sender drops it again. Returns how many rows.
    """
    row_ids = refused_rows_about(actor=actor, traces=traces)
    with as_system(actor):
        RefusedRow.objects.filter(pk__in=row_ids).delete()
        ReceivedContent.objects.filter(organisation_id__in=traces.organisation_ids, is_personal=True).delete()
    return len(row_ids)
