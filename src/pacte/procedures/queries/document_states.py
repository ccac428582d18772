"""The state of documents, and the bytes of those that may be read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.conf import settings

from pacte.kernel.actor import Actor
from pacte.procedures.models import CaseDocument, DocumentCheck
from pacte.procedures.records.documents import DocumentCheckKind, DocumentState
from pacte.procedures.rules.document_states import document_state_of, refuse_unless_readable


def document_states(*, actor: Actor, documents: Sequence[CaseDocument]) -> dict[int, DocumentState]:
    """The state of each document by its key, in one query. The caller has checked that the actor may list them."""
    last: dict[tuple[int, str], str] = {}
    checks = DocumentCheck.objects.filter(document__in=[each.pk for each in documents]).order_by("pk")
    for key, kind, result in checks.values_list("document_id", "kind", "result"):
        last[key, kind] = result
    return {
        each.pk: document_state_of(
            has_digest=bool(each.digest),
            scan=last.get((each.pk, DocumentCheckKind.SCAN), ""),
            integrity=last.get((each.pk, DocumentCheckKind.INTEGRITY), ""),
            has_scanner=bool(settings.ANTIVIRUS),
        )
        for each in documents
    }


def document_state(*, actor: Actor, document: CaseDocument) -> DocumentState:
    return document_states(actor=actor, documents=[document])[document.pk]


def document_bytes(*, actor: Actor, document: CaseDocument) -> bytes:
    """The bytes of a document that the actor may read, compared with their digest.

    Raises ``Conflict`` (``document_<state>``) while it waits for the antivirus, and once it is infected, lost or
    altered, even if no check has seen it yet.
    """
    state = document_state(actor=actor, document=document)
    data = None if document.data is None else bytes(document.data)
    if state.may_be_read and data is None:
        state = DocumentState.LOST
    elif state.may_be_read and data is not None and hashlib.sha256(data).hexdigest() != document.digest:
        state = DocumentState.ALTERED
    refuse_unless_readable(state)
    return data or b""
