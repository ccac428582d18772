"""Records the amount granted to who applied."""

from __future__ import annotations

from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.money import format_euros
from pacte.procedures.models import Case, Grant
from pacte.procedures.queries.cases import case_facts
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.transitions import accepts_grant
from pacte.procedures.services.guards import add_case_event, locked_case, refuse_case_without_reason
from pacte.procedures.services.money_guards import payments_by


def record_grant(*, actor: Actor, case: Case, cents: int, on: date, reason: str = "") -> Grant:
    """Records the grant, for the roles that award it. A second one corrects the first, and needs a reason.

    Raises ``PermissionDenied``, ``ValidationError`` (``cents``: nothing or less), ``Conflict`` (``grant_not_now``).
    """
    payments_by(actor, case, "granted_by")
    if cents <= 0:
        raise ValidationError("cents", "Un montant accordé est supérieur à zéro.", hint="Vérifiez-le.")
    with locked_case(actor=actor, case=case, right="", name="grant", reason=reason) as (locked, entry):
        former = locked.grants.order_by("pk").last()
        if former:
            refuse_case_without_reason(reason)
        elif not accepts_grant(procedure_edition(locked.procedure_code, locked.edition), case_facts(locked)):
            raise Conflict("grant_not_now", "Le montant ne s’accorde pas à cette étape.", hint="Rechargez la page.")
        grant = Grant.objects.create(
            organisation_id=locked.organisation_id, case=locked, cents=cents, granted_on=on, reason=reason.strip(),
            recorded_at=now(), person_name=actor.name[:200],
        )  # fmt: skip
        add_case_event(
            actor=actor, case=locked, kind=CaseEventKind.GRANTED, on=on,
            before=format_euros(former.cents) if former else "", after=format_euros(cents), reason=reason,
        )  # fmt: skip
        entry.detail.update(cents=cents)
    return grant
