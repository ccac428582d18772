"""Erasure before its date, when whoever applied asks for it: a draft, or an ended case that nobody paid."""

from __future__ import annotations

from django.conf import settings

from pacte.accounts.row_context import system_elevation
from pacte.audit.services import audit_event
from pacte.infra.erasure_ledger import ErasureRecord, erasure_mark
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ensure_found
from pacte.kernel.french import format_day
from pacte.procedures.models import Application, Case
from pacte.procedures.queries.own_erasure import OwnErasureState, own_erasure
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.services.case_retention import erase_cases, forget_drafts

REASON = "demande de la personne qui a déposé"
# Who erased has no name any more: the case says that it was the applicant.
_MACHINE = system_actor("à la demande de qui a déposé")


def erase_own_application(*, actor: Actor, application: Application) -> ErasureRecord:
    """Erases an application of the actor; returns its line of the erasure ledger.

    Raises ``NotFound`` for anybody but its applicant, ``Conflict`` for a case that is open or that was paid.
    """
    with system_elevation():
        rows = Application.objects.select_for_update(of=("self",)).filter(pk=application.pk)
        locked = ensure_found(rows.select_related("case").first())
        if locked.case_id is not None:
            locked.case = Case.objects.select_for_update(of=("self",)).get(pk=locked.case_id)
        outcome = own_erasure(actor=actor, application=locked)
        if outcome.state is OwnErasureState.OPEN:
            raise Conflict(
                "erasure_open", "Votre demande est encore instruite.",
                "Ce que vous avez donné sert à y répondre.", "Retirez-la d’abord, puis demandez l’effacement.",
            )  # fmt: skip
        if outcome.state is OwnErasureState.PAID and outcome.goes_on:
            raise Conflict(
                "erasure_paid", "Ce dossier a donné lieu à un paiement : il ne s’efface pas encore.",
                "Les comptes publics doivent pouvoir être contrôlés.",
                f"Il sera effacé sans que vous ayez rien à faire, le {format_day(outcome.goes_on)}.",
            )  # fmt: skip
        return _erase(locked, by=actor.person_id)


def erase_application_again(*, actor: Actor, application: Application) -> None:
    """Erases what a restored backup brought back, whatever its state then. Raises ``NotFound`` for people."""
    actor.require_system()
    _erase(application)


def _erase(application: Application, by: int | None = None) -> ErasureRecord:
    """``by``: whoever asked from an account, for the audit log. A guest is not named there any more."""
    identifier = settings.INSTANCE.identifier()
    record = ErasureRecord(now(), identifier, erasure_mark(identifier, application.key))
    detail = {"identifier": record.identifier, "mark": record.mark, **({"person": by} if by else {})}
    case = application.case
    if case is None:
        forget_drafts(actor=_MACHINE, application_ids=[application.pk])
        with audit_event(
            actor=_MACHINE, name="procedures.delete_draft", subject_kind="application", subject_id=application.pk,
            subject_label=application.procedure_code, organisation_id=application.organisation_id, reason=REASON,
        ) as entry:  # fmt: skip
            entry.detail.update(detail)
            application.delete()
    else:
        procedure = procedure_edition(case.procedure_code, case.edition)
        erase_cases(actor=_MACHINE, cases=[case], procedure=procedure, on=today(), reason=REASON, mark=detail)
    return record
