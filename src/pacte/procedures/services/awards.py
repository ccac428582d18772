"""Records the award of the contract."""

from __future__ import annotations

from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError, refuse_blank
from pacte.kernel.money import format_euros
from pacte.procedures.models import Award, Case
from pacte.procedures.queries.cases import case_facts
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.transitions import accepts_award
from pacte.procedures.services.guards import add_case_event, locked_case, refuse_case_without_reason


def record_award(
    *, actor: Actor, case: Case, holder: str, cents: int, on: date, reference: str = "", reason: str = ""
) -> None:
    """Records an award. A second award corrects the first and needs a reason.

    Raises ``Conflict`` when the stage does not accept an award, ``ValidationError`` without holder or below zero.
    """
    refuse_blank(holder, "holder_missing", "Il manque le titulaire.", hint="Écrivez le nom de l’entreprise retenue.")
    if cents < 0:
        raise ValidationError("award_negative", "Un montant attribué n’est pas négatif.", hint="Vérifiez-le.")
    with locked_case(actor=actor, case=case, right="procedures.award", name="award", reason=reason) as (locked, entry):
        previous_award = locked.awards.order_by("pk").last()
        if previous_award:
            refuse_case_without_reason(reason)
        elif not accepts_award(procedure_edition(locked.procedure_code, locked.edition), case_facts(locked)):
            raise Conflict("award_not_now", "Le marché ne s’attribue pas à cette étape.", hint="Rechargez la page.")
        Award.objects.create(
            organisation_id=locked.organisation_id,
            case=locked,
            holder=holder.strip()[:200],
            cents=cents,
            reference=reference.strip()[:120],
            awarded_on=on,
            recorded_at=now(),
            person_name=actor.name[:200],
            reason=reason.strip(),
        )
        add_case_event(
            actor=actor,
            case=locked,
            kind=CaseEventKind.AWARDED,
            on=on,
            before=f"{previous_award.holder}, {format_euros(previous_award.cents)}" if previous_award else "",
            after=f"{holder.strip()}, {format_euros(cents)}",
            reason=reason,
        )
        entry.detail.update(holder=holder.strip(), cents=cents)
