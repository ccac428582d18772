"""Erasure of cases: what is personal goes, a skeleton stays that keeps counts and payments true.

When their retention is over, or before it when whoever applied asks so (``services.own_erasure``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from pacte.accounts.models import Guest
from pacte.accounts.services.guests import erase_guest
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.procedures.models import (
    Application,
    Case,
    CaseEvent,
    HireInquiry,
    PaperSignatory,
    PayeeAccount,
    PaymentOrder,
)
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.retention import KEPT_AS_PAID, is_over, kept_fields
from pacte.procedures.services.guards import add_case_event

REASON = "fin de la durée de conservation"


def erase_ended_cases(*, actor: Actor, on: date) -> int:
    """Erases what is personal in the cases whose time is over that day. Returns how many. Machine only.

    The time runs from the end of the case; an open one never goes. Idempotent: the event that says it is the mark.
    """
    actor.require_system("cases_purge", "Seule la machine applique les durées de conservation.")
    erased = CaseEvent.objects.filter(case=OuterRef("pk"), kind=CaseEventKind.ERASED)
    paid = PaymentOrder.objects.filter(case=OuterRef("pk"), state__in=KEPT_AS_PAID)
    ended = Case.objects.filter(~Exists(erased), ended_on__isnull=False).annotate(is_paid=Exists(paid))
    rows = ended.select_for_update(of=("self",)).order_by("procedure_code", "edition", "pk")
    count = 0
    known = _guests_of_erased_cases()
    for (code, edition), group in groupby(rows, key=lambda each: (each.procedure_code, each.edition)):
        procedure = procedure_edition(code, edition)
        due = [
            each
            for each in group
            if each.ended_on and is_over(procedure.keeps, each.ended_on, is_paid=each.is_paid, on=on)
        ]
        if due:
            known |= _guests_of(due)
            erase_cases(actor=actor, cases=due, procedure=procedure, on=on, reason=REASON)
        count += len(due)
    for guest in Guest.objects.filter(pk__in=known, erased_at=None):
        if not _is_still_known(guest):
            erase_guest(actor=actor, guest=guest, reason=REASON)
    return count


def forget_drafts(*, actor: Actor, application_ids: list[int]) -> None:
    """Takes what the audit log says of these drafts. The caller deletes them. Raises ``NotFound`` for people."""
    actor.require_system()
    with connection.cursor() as cursor:
        cursor.execute("select procedures_forget_drafts(%s)", [application_ids])


def erase_cases(
    *,
    actor: Actor,
    cases: Sequence[Case],
    procedure: Procedure,
    on: date,
    reason: str,
    mark: Mapping[str, object] | None = None,
) -> None:
    """Erases what is personal in cases of that edition, as the machine and in its context. Guests stay.

    ``mark``: what the audit log keeps for the erasure ledger. Raises ``NotFound`` for people.
    """
    actor.require_system()
    fields = sorted(kept_fields(procedure))
    with connection.cursor() as cursor:
        cursor.execute("select procedures_forget(%s, %s)", [[each.pk for each in cases], fields])
    Application.objects.filter(case__in=cases).delete()
    for case in cases:
        with audit_event(
            actor=actor, name="procedures.erase_case", subject_kind="file", subject_id=case.pk,
            subject_label=f"Dossier n° {case.number}", organisation_id=case.organisation_id, reason=reason,
        ) as entry:  # fmt: skip
            entry.detail.update(mark or {})
            add_case_event(actor=actor, case=case, kind=CaseEventKind.ERASED, on=on, reason=reason)


def _guests_of_erased_cases() -> set[int]:
    """Those whose case was erased by day, at their request: their link opened until the night."""
    erased = Case.objects.filter(steps__kind=CaseEventKind.ERASED)
    guests = Guest.objects.filter(erased_at=None)
    signed = PaperSignatory.objects.filter(paper__case__in=erased).values("guest_id")
    inquired = HireInquiry.objects.filter(case__in=erased).values("guest_id")
    known = guests.filter(Q(pk__in=erased.values("guest_id")) | Q(pk__in=signed) | Q(pk__in=inquired))
    return set(known.values_list("pk", flat=True))


def _guests_of(cases: Sequence[Case]) -> set[int]:
    """Who applied, signed, was asked about hires, or gave an account. A co-applicant goes with their last link."""
    inquired = HireInquiry.objects.filter(case__in=cases).values_list("guest_id", flat=True)
    paid = PayeeAccount.objects.filter(case__in=cases, contact__isnull=False).values_list("contact_id", flat=True)
    signed = PaperSignatory.objects.filter(paper__case__in=cases, guest__isnull=False).values_list(
        "guest_id", flat=True
    )
    return {*(each.guest_id for each in cases if each.guest_id), *inquired, *signed, *(pk for pk in paid if pk)}


def _is_still_known(guest: Guest) -> bool:
    """True while a draft, or a case that is not erased, needs the address."""
    erased = CaseEvent.objects.filter(case=OuterRef("case"), kind=CaseEventKind.ERASED)
    of_case = CaseEvent.objects.filter(case=OuterRef("pk"), kind=CaseEventKind.ERASED)
    of_paper = CaseEvent.objects.filter(case=OuterRef("paper__case"), kind=CaseEventKind.ERASED)
    return (
        Case.objects.filter(~Exists(of_case), guest=guest).exists()
        or Application.objects.filter(guest=guest).exists()
        or Application.objects.filter(co_applicants__guest=guest).exists()
        or PaperSignatory.objects.filter(~Exists(of_paper), guest=guest).exists()
        or HireInquiry.objects.filter(~Exists(erased), guest=guest).exists()
        or PayeeAccount.objects.filter(~Exists(erased), contact=guest).exists()
    )
