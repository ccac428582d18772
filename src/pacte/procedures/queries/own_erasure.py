"""What becomes of an application when whoever applied asks that it be erased; what a restore must erase again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacte.accounts.row_context import system_elevation
from pacte.audit.models import AuditEntry
from pacte.infra.erasure_ledger import ErasureRecord as ErasedMark
from pacte.infra.erasure_ledger import erasure_mark
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.procedures.models import Application, PaymentOrder
from pacte.procedures.queries.applications import is_applicant
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.retention import KEPT_AS_PAID, erased_from

OWN_ERASE_ACTS = ("procedures.erase_case", "procedures.delete_draft")  # names of the acts in the audit log


class OwnErasureState(StrEnum):
    """A draft and an ended case that nobody paid go at once; an open case is withdrawn first; a paid one stays."""

    DRAFT = "draft"
    OPEN = "open"
    PAID = "paid"
    UNPAID = "unpaid"


@dataclass(frozen=True, slots=True)
class OwnErasure:
    """What an erasure would do. ``goes_on``: for a paid case, the day on which the machine erases it."""

    state: OwnErasureState
    goes_on: date | None = None


def own_erasure(*, actor: Actor, application: Application) -> OwnErasure:
    """For whoever applied alone. Raises ``NotFound`` for anybody else, a co-applicant included."""
    hide_unless(is_applicant(actor, application))
    case = application.case
    if case is None:
        return OwnErasure(OwnErasureState.DRAFT)
    if case.ended_on is None:
        return OwnErasure(OwnErasureState.OPEN)
    with system_elevation():
        is_paid = PaymentOrder.objects.filter(case=case, state__in=KEPT_AS_PAID).exists()
    if not is_paid:
        return OwnErasure(OwnErasureState.UNPAID)
    keeps = procedure_edition(case.procedure_code, case.edition).keeps
    return OwnErasure(OwnErasureState.PAID, erased_from(keeps, case.ended_on, is_paid=True))


def application_erasure_marks(*, actor: Actor) -> list[ErasedMark]:
    """The marks of the applications erased at the request of who applied. Raises ``NotFound`` for people."""
    actor.require_system()
    rows = AuditEntry.objects.filter(act__in=OWN_ERASE_ACTS, detail__has_key="mark").values_list(
        "at", "detail__identifier", "detail__mark"
    )
    return [ErasedMark(at, identifier, mark) for at, identifier, mark in rows]


def applications_matching_marks(*, actor: Actor, erasures: Iterable[ErasedMark]) -> list[Application]:
    """Applications of this database that match these marks. Raises ``NotFound`` for people."""
    actor.require_system()
    by_identifier: dict[str, set[str]] = {}
    for each in erasures:
        by_identifier.setdefault(each.identifier, set()).add(each.mark)
    keys = Application.objects.values_list("pk", "key") if by_identifier else []
    matching = [
        pk
        for pk, key in keys
        if any(erasure_mark(identifier, key) in marks for identifier, marks in by_identifier.items())
    ]
    return list(Application.objects.filter(pk__in=matching).select_related("case").order_by("pk"))
