"""Documents that an applicant gives with the form: kept with the draft, then with the case."""

from __future__ import annotations

from collections.abc import Collection

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound, ensure_found, hide_unless
from pacte.procedures.models import Application, Attachment, Case
from pacte.procedures.queries.applications import application_detail, is_author
from pacte.procedures.records.documents import DocumentContent
from pacte.procedures.records.form import AttachmentField, FormSection
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.services.document_content import inspect_document, scan_before_storage
from pacte.procedures.services.documents import keep_document


def add_attachment(*, actor: Actor, application: Application, field: str, name: str, data: bytes) -> Attachment:
    """Adds a document to an answer; returns the existing one when the content is identical.

    Raises ``Conflict`` (``section_closed``, ``attachments_full``), or the ``ValidationError`` of ``inspect_document``
    and of ``scan_before_storage``.
    """
    section, question = _attachment_field(application, field)
    content = inspect_document(actor=actor, name=name, data=data)
    scan_before_storage(actor=actor, name=name, content=content)
    with system_elevation():
        locked = ensure_found(Application.objects.select_for_update(of=("self",)).filter(pk=application.pk).first())
        _refuse_closed(actor, locked, section)
        current = locked.attachments.filter(field=field, removed_at=None)
        same = current.filter(digest=content.digest).first()
        if same:
            return same
        if current.count() >= question.most:
            raise Conflict(
                "attachments_full",
                f"« {question.label} » a déjà {question.most} pièce{'s' if question.most > 1 else ''}.",
                hint="Retirez-en une, puis déposez celle-ci.",
            )
        attachment = Attachment.objects.create(
            organisation_id=locked.organisation_id,
            application=locked,
            field=field,
            name=name[:255],
            media_type=content.media_type,
            size=len(content.data),
            digest=content.digest,
            data=content.data,
            added_at=now(),
        )
        _note_answer(locked, section, field)
    return attachment


def remove_attachment(*, actor: Actor, application: Application, attachment_id: int) -> None:
    """Takes a document out of a draft. What was sent keeps it."""
    with system_elevation():
        locked = ensure_found(Application.objects.select_for_update(of=("self",)).filter(pk=application.pk).first())
        attachment = ensure_found(locked.attachments.filter(pk=attachment_id, removed_at=None).first())
        section, _ = _attachment_field(locked, attachment.field)
        _refuse_closed(actor, locked, section)
        attachment.removed_at, attachment.data = now(), None
        attachment.save()
        _note_answer(locked, section, attachment.field)


def keep_attachments(*, actor: Actor, application: Application, case: Case, fields: Collection[str]) -> None:
    """Copies the documents of what is sent to the case, once each; the draft then keeps their names only.

    ``fields``: the questions that were sent. A document whose question is no longer asked stays with the draft.
    """
    procedure = procedure_edition(case.procedure_code, case.edition)
    for each in application.attachments.filter(removed_at=None, field__in=fields).exclude(data=None).order_by("pk"):
        field = procedure.field(each.field)
        content = DocumentContent(bytes(each.data or b""), each.media_type, each.digest)
        # Scanned when it was given; the verdict that is kept is that of the job, on what is kept.
        keep_document(
            actor=actor, case=case, kind=each.field, title=field.label if field else each.field, on=today(),
            name=each.name, content=content, verdict=None,
        )  # fmt: skip
        each.data = None
        each.save(update_fields=["data"])


def _attachment_field(application: Application, code: str) -> tuple[FormSection, AttachmentField]:
    """The section and the field. Raises ``NotFound``."""
    procedure = procedure_edition(application.procedure_code, application.edition)
    for section in procedure.form:
        for each in section.fields:
            if each.code == code and isinstance(each, AttachmentField):
                return section, each
    raise NotFound


def _refuse_closed(actor: Actor, application: Application, section: FormSection) -> None:
    detail = application_detail(actor=actor, application=application, on=today())
    hide_unless(is_author(actor, application))
    if not detail.is_open(section):
        raise Conflict("section_closed", f"« {section.title} » ne se modifie plus.", hint="Écrivez un message.")


def _note_answer(application: Application, section: FormSection, field: str) -> None:
    """The answer to the question is the digests of its documents."""
    digests = list(application.attachments.filter(field=field, removed_at=None).values_list("digest", flat=True))
    application.values = (
        {**application.values, field: digests}
        if digests
        else {code: each for code, each in application.values.items() if code != field}
    )
    application.step, application.touched_at, application.warned_days = application.step + 1, now(), None
    application.steps = {**application.steps, section.code: application.step}
    application.save()
