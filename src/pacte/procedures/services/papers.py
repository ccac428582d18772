"""Adds a document to a case: its content, or a reference to where it is stored."""

from __future__ import annotations

import hashlib
from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import ValidationError
from pacte.procedures.models import Deliverable, Document, File
from pacte.procedures.records.files import StepKind
from pacte.procedures.rules.known import procedure
from pacte.procedures.rules.papers import media_type_of
from pacte.procedures.services.writing import add_step, at_work


def add_document(
    *,
    actor: Actor,
    file: File,
    kind: str,
    title: str,
    on: date,
    name: str = "",
    data: bytes | None = None,
    reference: str = "",
    deliverable: Deliverable | None = None,
) -> Document:
    """Adds a document; returns the existing one when the content is identical.

    Raises ``ValidationError``: unknown kind, no title, neither content nor reference, or a type refused by
    ``rules.document_types``.
    """
    label = next((each.label for each in procedure(file.procedure_code).documents if each.code == kind), "")
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
    with at_work(actor=actor, file=file, right="procedures.write", name="add_document") as (locked, entry):
        known = Document.objects.filter(file=locked, kind=kind, digest=digest).first() if digest else None
        if known:
            return known
        made = Document.objects.create(
            organisation_id=locked.organisation_id,
            file=locked,
            deliverable=deliverable if deliverable and deliverable.file_id == locked.pk else None,
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
        add_step(
            actor=actor, file=locked, kind=StepKind.DOCUMENT_ADDED, on=on, code=kind, after=f"{label} : {made.title}"
        )
        entry.detail.update(document=made.pk, digest=digest, size=made.size)
    return made
