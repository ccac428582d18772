"""The documents of a sent case whose bytes are no longer good, as who gave them sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found
from pacte.procedures.models import Application, Attachment, CaseDocument
from pacte.procedures.queries.applications import ApplicationDetail
from pacte.procedures.queries.document_states import document_states


def flawed_documents(*, actor: Actor, detail: ApplicationDetail) -> list[CaseDocument]:
    """Returns the documents that who applied is asked for again, without their bytes: none for a co-applicant.

    ``detail``: the actor's own, from ``application_by_id``. None is asked of a draft, nor of a case that has ended.
    """
    return flawed_by_application(actor=actor, details=[detail]).get(detail.application.pk, [])


def flawed_by_application(*, actor: Actor, details: Sequence[ApplicationDetail]) -> dict[int, list[CaseDocument]]:
    """Returns the same for several applications of the actor, by their key, in three queries."""
    application_of_case = {
        each.application.case_id: each.application.pk
        for each in details
        if each.stage and each.is_lead and not each.stage.is_end
    }
    if not application_of_case:
        return {}
    with system_elevation():
        attachments = Attachment.objects.filter(application__in=application_of_case.values(), removed_at=None)
        attached = set(attachments.values_list("application_id", "field", "digest"))
        rows = CaseDocument.objects.filter(case__in=application_of_case).defer("data").order_by("pk")
        documents = [each for each in rows if (application_of_case[each.case_id], each.kind, each.digest) in attached]
        states = document_states(actor=actor, documents=documents)
    flawed: dict[int, list[CaseDocument]] = {}
    for each in documents:
        if states[each.pk].must_be_replaced:
            flawed.setdefault(application_of_case[each.case_id], []).append(each)
    return flawed


def flawed_document(*, actor: Actor, detail: ApplicationDetail, document_id: int) -> CaseDocument:
    """Returns one of them. Raises ``NotFound`` for a sound document, and for anybody else's."""
    documents = flawed_documents(actor=actor, detail=detail)
    return ensure_found(next((each for each in documents if each.pk == document_id), None))


def documents_of_applicant(
    *, actor: Actor, application: Application, documents: Iterable[CaseDocument]
) -> list[CaseDocument]:
    """Those of the documents that came with the form, by question and digest. The caller reads as the machine."""
    attached = set(application.attachments.filter(removed_at=None).values_list("field", "digest"))
    return [each for each in documents if (each.kind, each.digest) in attached]
