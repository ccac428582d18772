"""Verdicts on documents, written once. No right is checked here: the caller checks the right of its own act."""

from __future__ import annotations

from pacte.infra.antivirus.records import ScanVerdict
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.procedures.models import CaseDocument, DocumentCheck
from pacte.procedures.records.documents import DocumentCheckKind, DocumentState


def record_scan(*, actor: Actor, document: CaseDocument, verdict: ScanVerdict) -> DocumentCheck:
    """Adds the verdict of the antivirus on a document that the caller has locked, or just added."""
    return add_document_check(
        actor=actor,
        document=document,
        kind=DocumentCheckKind.SCAN,
        result=DocumentState.INFECTED if verdict.is_infected else DocumentState.CLEAN,
        detail=verdict.signature,
    )


def add_document_check(
    *, actor: Actor, document: CaseDocument, kind: DocumentCheckKind, result: DocumentState, detail: str = ""
) -> DocumentCheck:
    return DocumentCheck.objects.create(
        organisation_id=document.organisation_id,
        document=document,
        kind=kind,
        result=result,
        detail=detail[:200],
        checked_at=now(),
    )
