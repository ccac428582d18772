"""Checks of kept documents: what waits for the antivirus, and digests at night. By the machine; each call is short."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db.models import CharField, Exists, F, Func, OuterRef, QuerySet, Value

from pacte.audit.services import audit_event
from pacte.infra.antivirus.records import ScannerRefusalError, ScannerSilentError, ScanVerdict, VirusScanner
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.notifications.services import notify
from pacte.plan.queries.stakeholders import stakeholders_by_action
from pacte.procedures.models import Application, CaseDocument, DocumentCheck, IntegrityPass
from pacte.procedures.queries.flawed_documents import documents_of_applicant
from pacte.procedures.records.documents import DocumentCheckKind, DocumentState
from pacte.procedures.rules.applicant_addresses import replacement_page
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.services.applicant_letters import tell_applicant
from pacte.procedures.services.document_content import virus_scanner
from pacte.procedures.services.document_verdicts import add_document_check, record_scan

BLOCK = 50
AddressOf = Callable[[str, int], str]
_log = logging.getLogger(__name__)
_SUBJECTS = {
    DocumentState.INFECTED: "Une pièce est infectée",
    DocumentState.LOST: "Le contenu d’une pièce est perdu",
    DocumentState.ALTERED: "Le contenu d’une pièce a changé",
}
_ACTS = {
    DocumentState.INFECTED: "Son contenu est détruit ; demandez une pièce saine à qui l’a déposée.",
    DocumentState.LOST: "Demandez la même à qui l’a déposée : son empreinte la fera reconnaître.",
    DocumentState.ALTERED: "Demandez la même à qui l’a déposée : son empreinte la fera reconnaître.",
}


def scan_next_document(*, actor: Actor, address_of: AddressOf, after: int = 0) -> int | None:
    """Scans the document that has waited longest, of those whose key is above ``after``; returns its key.

    None when none waits, and when the antivirus is silent or absent: what waits keeps its place. Infected: its bytes
    go, its name and digest stay, the owner of the case is told; the case stays at its stage.
    """
    actor.require_system()
    scanner = virus_scanner(actor=actor)
    if scanner is None:
        return None
    document = _waiting_documents().filter(pk__gt=after).select_for_update(of=("self",), skip_locked=True).first()
    if document is None:
        return None
    try:
        verdict = _verdict(scanner, document)
    except ScannerSilentError as error:
        _log.warning("no verdict of the antivirus: %s", error)
        return None
    if verdict and verdict.is_infected:
        _flag(actor, document, DocumentState.INFECTED, address_of, verdict=verdict)
    elif verdict:
        record_scan(actor=actor, document=document, verdict=verdict)
    return document.pk


def check_next_documents(*, actor: Actor, address_of: AddressOf, organisation_id: int) -> bool:
    """Compares the next block of documents of an organisation with their digests. False when its pass is over.

    PostgreSQL computes the digests, one document at a time: no content travels. A document newly lost or altered is
    flagged, the owner of the case is told; the case stays at its stage.
    """
    actor.require_system()
    progress = _open_pass(organisation_id)
    block = list(_with_digests(organisation_id).filter(pk__gt=progress.last_document_id)[:BLOCK])
    known = _last_integrity(block)
    for document in block:
        result = _integrity_of(document)
        progress.flawed_count += result is not DocumentState.INTACT
        if result != known.get(document.pk, DocumentState.INTACT):
            _flag(actor, document, result, address_of)
    progress.checked_count += len(block)
    if block:
        progress.last_document_id = block[-1].pk
    if len(block) < BLOCK:
        progress.ended_at = now()
    progress.save()
    return progress.ended_at is None


def organisations_with_documents(*, actor: Actor) -> list[int]:
    """Keys of the organisations that keep documents, the one whose last pass began first in front."""
    actor.require_system()
    keys = set(CaseDocument.objects.exclude(digest="").values_list("organisation_id", flat=True).distinct())
    passes = dict(IntegrityPass.objects.order_by("pk").values_list("organisation_id", "pk"))
    return sorted(keys, key=lambda key: (passes.get(key, 0), key))


def _open_pass(organisation_id: int) -> IntegrityPass:
    """The pass that was interrupted, else a new one."""
    passes = IntegrityPass.objects.filter(organisation_id=organisation_id, ended_at=None)
    return passes.order_by("pk").first() or IntegrityPass(organisation_id=organisation_id, started_at=now())


def _waiting_documents() -> QuerySet[CaseDocument]:
    scanned = DocumentCheck.objects.filter(document=OuterRef("pk"), kind=DocumentCheckKind.SCAN)
    documents = CaseDocument.objects.filter(~Exists(scanned), data__isnull=False)
    return documents.select_related("case__plan", "case__plan_action").order_by("pk")


def _verdict(scanner: VirusScanner, document: CaseDocument) -> ScanVerdict | None:
    """None for a document that the scanner refuses: it waits, and those behind it do not wait for it."""
    try:
        return scanner.scan(bytes(document.data or b""))
    except ScannerRefusalError as error:
        _log.warning("the antivirus refuses document %s: %s", document.pk, error)
        return None


def _with_digests(organisation_id: int) -> QuerySet[CaseDocument]:
    """Documents whose bytes should be here and that none replaced, without those bytes.

    Each has ``digest_now``: None when they are lost.
    """
    infected = DocumentCheck.objects.filter(
        document=OuterRef("pk"), kind=DocumentCheckKind.SCAN, result=DocumentState.INFECTED
    )
    replaced = DocumentCheck.objects.filter(
        document=OuterRef("pk"), kind=DocumentCheckKind.INTEGRITY, result=DocumentState.REPLACED
    )
    sha256 = Func(F("data"), function="sha256")
    digest_now = Func(sha256, Value("hex"), function="encode", output_field=CharField())
    documents = CaseDocument.objects.filter(~Exists(infected), ~Exists(replaced), organisation_id=organisation_id)
    return (
        documents.exclude(digest="")
        .defer("data")
        .select_related("case__plan", "case__plan_action")
        .annotate(digest_now=digest_now)
    ).order_by("pk")


def _integrity_of(document: CaseDocument) -> DocumentState:
    digest_now: str | None = document.digest_now  # type: ignore[attr-defined]
    if digest_now is None:
        return DocumentState.LOST
    return DocumentState.INTACT if digest_now == document.digest else DocumentState.ALTERED


def _last_integrity(documents: list[CaseDocument]) -> dict[int, str]:
    checks = DocumentCheck.objects.filter(
        document__in=[each.pk for each in documents], kind=DocumentCheckKind.INTEGRITY
    )
    return dict(checks.order_by("pk").values_list("document_id", "result"))


def _flag(
    actor: Actor,
    document: CaseDocument,
    result: DocumentState,
    address_of: AddressOf,
    *,
    verdict: ScanVerdict | None = None,
) -> None:
    """Writes the new verdict, and tells of a bad one. The bytes of an infected document go in the same transaction."""
    with audit_event(
        actor=actor,
        name="procedures.flag_document",
        subject_kind="file",
        subject_id=document.case_id,
        subject_label=document.case.title,
        organisation_id=document.organisation_id,
    ) as entry:
        if verdict:
            check = record_scan(actor=actor, document=document, verdict=verdict)
            CaseDocument.objects.filter(pk=document.pk).update(data=None)
        else:
            check = add_document_check(actor=actor, document=document, kind=DocumentCheckKind.INTEGRITY, result=result)
        entry.detail.update(document=document.pk, digest=document.digest, result=check.result, found=check.detail)
    if result in _SUBJECTS:
        _tell_owner(actor, document, check, result, address_of)
        _ask_applicant(actor, document)


def _tell_owner(
    actor: Actor, document: CaseDocument, check: DocumentCheck, result: DocumentState, address_of: AddressOf
) -> None:
    """Tells the owner of the case, else the people named for its action, as the reminders do."""
    case = document.case
    people = [case.owner_id] if case.owner_id else []
    if not people:
        number = ActionCode(case.plan_action.number)
        ties = stakeholders_by_action(actor=actor, plan=case.plan, on=today(), numbers={number}).get(number)
        people = sorted(ties.lead_person_ids) if ties else []
    notify(
        actor=actor,
        host_id=case.organisation_id,
        person_ids=people,
        kind="document_flagged",
        subject=f"{_SUBJECTS[result]} : {document.title}",
        text=f"Dossier « {case.title} », fichier « {document.name} ». {_ACTS[result]}",
        address=address_of(case.plan.code, case.number),
        key=f"document:{document.pk}:{check.pk}",
    )


def _ask_applicant(actor: Actor, document: CaseDocument) -> None:
    """Asks who applied for that piece alone, when they gave it; the rest of the case stays closed."""
    application = Application.objects.select_related("guest", "plan").filter(case=document.case_id).first()
    case = document.case
    if application is None or not documents_of_applicant(actor=actor, application=application, documents=[document]):
        return
    if procedure_edition(case.procedure_code, case.edition).stage(case.stage).is_end:
        return
    tell_applicant(
        actor=actor,
        application=application,
        title=f"Une pièce à redonner : votre demande n° {case.number}",
        text=f"Le fichier « {document.name} » ({document.title}) de votre demande « {case.title} » ne se lit"
        " plus chez nous. Votre demande garde sa date et son étape : seule cette pièce est à redonner. Ce lien ouvre"
        " la page où la déposer :",
        page=replacement_page(document.pk),
    )
