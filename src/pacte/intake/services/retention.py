"""What received files keep ends with its delay, or with the person whom it is about."""

from __future__ import annotations

from collections.abc import Collection

from pacte.intake.models import ReceivedContent, ReceivedFile, RefusedRow
from pacte.intake.records import FileState
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.french import fold_text


def delete_expired_contents(*, actor: Actor) -> int:
    """Delete contents and refused rows whose delay is over. Returns how many."""
    del actor
    contents, _ = ReceivedContent.objects.filter(expires_at__lte=now()).exclude(file__state=FileState.WRITING).delete()
    rows, _ = RefusedRow.objects.filter(expires_at__lte=now()).delete()
    return contents + rows


def erase_person_from_files(*, actor: Actor, organisation_ids: Collection[int], words: Collection[str]) -> int:
    """Delete the refused rows that name a person, and files that wait at the organisations which know them.

    ``words``: names, numbers and addresses of the person; a row that holds the two names, or a number or an address,
    is theirs. What waits is not searched: it is deleted, and its sender drops it again. Returns how many rows.
    """
    del actor
    wanted = {fold_text(each) for each in words if each.strip()}
    doomed = [
        row.pk
        for row in RefusedRow.objects.filter(is_personal=True).only("pk", "cells").iterator()
        if wanted & {fold_text(str(cell)) for cell in row.cells}
    ]
    RefusedRow.objects.filter(pk__in=doomed).delete()
    waiting = ReceivedFile.objects.filter(organisation_id__in=organisation_ids, content__is_personal=True)
    ReceivedContent.objects.filter(file__in=waiting.exclude(state=FileState.WRITING)).delete()
    return len(doomed)
