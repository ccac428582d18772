"""Records the award of the contract."""

from __future__ import annotations

from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.money import format_euros
from pacte.procedures.models import Award, File
from pacte.procedures.queries.files import facts_of
from pacte.procedures.records.files import StepKind
from pacte.procedures.rules.known import procedure
from pacte.procedures.rules.walking import takes_award
from pacte.procedures.services.writing import add_step, at_work, refuse_without_reason


def record_award(
    *, actor: Actor, file: File, holder: str, cents: int, on: date, reference: str = "", reason: str = ""
) -> None:
    """Records an award. A second award corrects the first and needs a reason.

    Raises ``Conflict`` when the stage does not accept an award, ``ValidationError`` without holder or below zero.
    """
    if not holder.strip():
        raise ValidationError(
            "holder_missing", "Il manque le titulaire.", hint="Écrivez le nom de l’entreprise retenue."
        )
    if cents < 0:
        raise ValidationError("award_negative", "Un montant attribué n’est pas négatif.", hint="Vérifiez-le.")
    with at_work(actor=actor, file=file, right="procedures.award", name="award", reason=reason) as (locked, entry):
        known = locked.awards.order_by("pk").last()
        if known:
            refuse_without_reason(reason)
        elif not takes_award(procedure(locked.procedure_code), facts_of(locked)):
            raise Conflict("award_not_now", "Le marché ne s’attribue pas à cette étape.", hint="Rechargez la page.")
        Award.objects.create(
            organisation_id=locked.organisation_id,
            file=locked,
            holder=holder.strip()[:200],
            cents=cents,
            reference=reference.strip()[:120],
            awarded_on=on,
            recorded_at=now(),
            person_name=actor.name[:200],
            reason=reason.strip(),
        )
        add_step(
            actor=actor, file=locked, kind=StepKind.AWARDED, on=on,
            before=f"{known.holder}, {format_euros(known.cents)}" if known else "", after=f"{holder.strip()}, {format_euros(cents)}",
            reason=reason,
        )  # fmt: skip
        entry.detail.update(holder=holder.strip(), cents=cents)
