"""Adds a document to a case: its content, or a reference to where it is stored."""

from __future__ import annotations

import hashlib
from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import ValidationError
from pacte.procedures.models import Case, CaseDocument, Deliverable
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.document_types import media_type_of
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
    """Adds a document; returns the existing one when the content is identical.

    Raises ``ValidationError``: unknown kind, no title, neither content nor reference, or a type refused by
    ``rules.document_types``.
    """
    label = next(
        (each.label for each in procedure_edition(case.procedure_code, case.edition).documents if each.code == kind), ""
    )
    if not label or not title.strip():
        raise ValidationError(
            "document_nameless", "Le document n’a pas de nature ou d’intitulé.", hint="Donnez les deux."
        )
    if data is None and not reference.strip():
        raise ValidationError(
            "document_nowhere",
            "Il manque le document.",
            "Un dossier garde le fichier, ou dit où il se trouve.",
            "Déposez le fichier, ou écrivez sa référence.",
        )
    media_type = media_type_of(name, data) if data is not None else ""
    digest = hashlib.sha256(data).hexdigest() if data is not None else ""
    with locked_case(actor=actor, case=case, right="procedures.write", name="add_document") as (locked, entry):
        existing = CaseDocument.objects.filter(case=locked, kind=kind, digest=digest).first() if digest else None
        if existing:
            return existing
        document = CaseDocument.objects.create(
            organisation_id=locked.organisation_id,
            case=locked,
            deliverable=deliverable if deliverable and deliverable.case_id == locked.pk else None,
            kind=kind,
            title=title.strip()[:200],
            name=name[:255],
            media_type=media_type,
            size=len(data or b""),
            digest=digest,
            data=data,
            reference=reference.strip()[:500],
            dated_on=on,
            recorded_at=now(),
            person_name=actor.name[:200],
        )
        add_case_event(
            actor=actor,
            case=locked,
            kind=CaseEventKind.DOCUMENT_ADDED,
            on=on,
            code=kind,
            after=f"{label} : {document.title}",
        )
        entry.detail.update(document=document.pk, digest=digest, size=document.size)
    return document
