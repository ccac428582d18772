"""Who applied gives one flawed document again; nothing else of what they sent changes."""

from __future__ import annotations

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ensure_found
from pacte.procedures.models import Application, Attachment, Case, CaseDocument
from pacte.procedures.queries.applications import application_by_id
from pacte.procedures.queries.flawed_documents import flawed_document
from pacte.procedures.records.documents import DocumentCheckKind, DocumentContent, DocumentState
from pacte.procedures.services.applicant_letters import tell_instructors
from pacte.procedures.services.document_content import inspect_document, scan_before_storage
from pacte.procedures.services.document_verdicts import add_document_check
from pacte.procedures.services.documents import keep_document
from pacte.procedures.services.guards import locked_case


def replace_document(
    *, actor: Actor, application: Application, document_id: int, name: str, data: bytes
) -> CaseDocument:
    """Gives again a document that was lost, altered or infected. The same bytes take their place, by their digest.

    Other bytes are a new document: the former keeps its line, with the digest of the one that replaces it. Whoever
    instructs is told; the stage does not change. Raises ``NotFound`` for a document that is not asked for, ``Conflict``
    (``document_already_there``, ``file_ended``), and the ``ValidationError`` of an attachment.
    """
    _flawed(actor, application, document_id)
    content = inspect_document(actor=actor, name=name, data=data)
    verdict = scan_before_storage(actor=actor, name=name, content=content)
    case = ensure_found(application.case)
    with system_elevation(), locked_case(actor=actor, case=case, right="", name="replace_document") as (locked, entry):
        # Again under the lock: sent twice, it is given once.
        flawed = _flawed(actor, application, document_id)
        _refuse_known(locked, flawed, content.digest)
        document = keep_document(
            actor=actor, case=locked, kind=flawed.kind, title=flawed.title, on=today(), name=name, content=content,
            verdict=verdict,
        )  # fmt: skip
        if document.pk != flawed.pk:
            _close_former(actor, application, flawed, document, content)
        entry.detail.update(document=document.pk, digest=document.digest, former=flawed.pk, former_digest=flawed.digest)
        tell_instructors(
            actor=actor, case=locked, title=f"Pièce redonnée : {locked.title}",
            text=f"Dossier n° {locked.number}, « {flawed.title} » : « {document.name} » remplace « {flawed.name} ».",
        )  # fmt: skip
    return document


def _flawed(actor: Actor, application: Application, document_id: int) -> CaseDocument:
    detail = application_by_id(actor=actor, application_id=application.pk, on=today())
    return flawed_document(actor=actor, detail=detail, document_id=document_id)


def _refuse_known(case: Case, flawed: CaseDocument, digest: str) -> None:
    others = CaseDocument.objects.filter(case=case, kind=flawed.kind, digest=digest).exclude(pk=flawed.pk)
    if others.exists():
        raise Conflict(
            "document_already_there",
            "Ce fichier est déjà dans votre demande.",
            f"Il ne remplace pas « {flawed.name} ».",
            "Choisissez le fichier qui manque.",
        )


def _close_former(
    actor: Actor, application: Application, flawed: CaseDocument, document: CaseDocument, content: DocumentContent
) -> None:
    """Closes the flag, and writes the new name beside the answers: the former line stays, without bytes."""
    add_document_check(
        actor=actor, document=flawed, kind=DocumentCheckKind.INTEGRITY, result=DocumentState.REPLACED,
        detail=document.digest,
    )  # fmt: skip
    attachments = Attachment.objects.filter(application=application, field=flawed.kind, removed_at=None)
    attachments.filter(digest=flawed.digest).update(removed_at=now(), data=None)
    Attachment.objects.get_or_create(
        application=application,
        field=flawed.kind,
        digest=document.digest,
        removed_at=None,
        defaults={
            "organisation_id": application.organisation_id,
            "name": document.name,
            "media_type": content.media_type,
            "size": len(content.data),
            "added_at": now(),
        },
    )
