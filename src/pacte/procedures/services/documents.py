"""Adds a document to a case: its content, or a reference to where it is stored."""

from __future__ import annotations

from datetime import date
from typing import Any

from pacte.infra.antivirus.records import ScanVerdict
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import ValidationError
from pacte.procedures.models import Case, CaseDocument, Deliverable
from pacte.procedures.queries.document_states import document_state
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.documents import DocumentCheckKind, DocumentContent, DocumentState
from pacte.procedures.records.form import AttachmentField
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.document_states import infected_error
from pacte.procedures.services.document_content import inspect_document, scan_before_storage
from pacte.procedures.services.document_verdicts import add_document_check, record_scan
from pacte.procedures.services.guards import add_case_event, locked_case


def add_document(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    title: str,
    on: date,
    name: str = "",
    data: bytes | None = None,
    reference: str = "",
    deliverable: Deliverable | None = None,
) -> CaseDocument:
    """Adds a document; returns the existing one when the content is identical, its bytes given back if they were lost.

    The file is inspected, then scanned: while the antivirus is silent the document is kept, and waits to be read.
    Raises ``ValidationError``: unknown kind, no title, neither content nor reference, or a file refused by
    ``inspect_document`` or ``scan_before_storage``.
    """
    _label_of(case, kind, title)
    if data is None and not reference.strip():
        raise ValidationError(
            "document_nowhere",
            "Il manque le document.",
            "Un dossier garde le fichier, ou dit où il se trouve.",
            "Déposez le fichier, ou écrivez sa référence.",
        )
    content = inspect_document(actor=actor, name=name, data=data) if data is not None else None
    verdict = scan_before_storage(actor=actor, name=name, content=content) if content else None
    with locked_case(actor=actor, case=case, right="procedures.write", name="add_document") as (locked, entry):
        document = keep_document(
            actor=actor,
            case=locked,
            kind=kind,
            title=title,
            on=on,
            name=name,
            content=content,
            verdict=verdict,
            reference=reference,
            deliverable=deliverable,
        )
        entry.detail.update(document=document.pk, digest=document.digest, size=document.size)
        if content and content.is_rewritten:
            entry.detail["rewritten"] = "photo sans lieu ni appareil"
    return document


def keep_document(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    title: str,
    on: date,
    name: str = "",
    content: DocumentContent | None,
    verdict: ScanVerdict | None,
    reference: str = "",
    deliverable: Deliverable | None = None,
) -> CaseDocument:
    """Keeps in a case what ``inspect_document`` gave and ``scan_before_storage`` said, or a reference.

    The caller has checked its own right, that of an applicant for example, and holds the lock of the case. Identical
    content returns the document that is there. Raises ``ValidationError`` (``document_infected``) if that one was.
    """
    label = _label_of(case, kind, title)
    if content and (there := CaseDocument.objects.filter(case=case, kind=kind, digest=content.digest).first()):
        return _given_back(actor, there, content)
    document = CaseDocument.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        deliverable=deliverable if deliverable and deliverable.case_id == case.pk else None,
        kind=kind,
        title=title.strip()[:200],
        name=name[:255],
        reference=reference.strip()[:500],
        dated_on=on,
        recorded_at=now(),
        person_name=actor.name[:200],
        **_content_fields(content),
    )
    if verdict:
        record_scan(actor=actor, document=document, verdict=verdict)
    add_case_event(
        actor=actor,
        case=case,
        kind=CaseEventKind.DOCUMENT_ADDED,
        on=on,
        code=kind,
        after=f"{label} : {document.title}",
    )
    return document


def _label_of(case: Case, kind: str, title: str) -> str:
    procedure = procedure_edition(case.procedure_code, case.edition)
    labels = {each.code: each.label for each in procedure.documents}
    labels |= {each.code: each.label for each in procedure.fields if isinstance(each, AttachmentField)}
    label = labels.get(kind, "")
    if not label or not title.strip():
        raise ValidationError(
            "document_nameless", "Le document n’a pas de nature ou d’intitulé.", hint="Donnez les deux."
        )
    return label


def _content_fields(content: DocumentContent | None) -> dict[str, Any]:
    if content is None:
        return {}
    return {
        "media_type": content.media_type, "size": len(content.data), "digest": content.digest, "data": content.data
    }  # fmt: skip


def _given_back(actor: Actor, document: CaseDocument, content: DocumentContent) -> CaseDocument:
    """The same bytes again: those of a lost or altered document take their place, proved by the digest."""
    state = document_state(actor=actor, document=document)
    if state is DocumentState.INFECTED:
        raise infected_error(document.name)
    if document.data is None or bytes(document.data) != content.data:
        CaseDocument.objects.filter(pk=document.pk).update(data=content.data)
        document.data = content.data
    if state in (DocumentState.LOST, DocumentState.ALTERED):
        add_document_check(
            actor=actor, document=document, kind=DocumentCheckKind.INTEGRITY, result=DocumentState.INTACT
        )
    return document
