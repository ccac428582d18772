"""Records the choice made by a person, with a reason. No choice is ever automatic."""

from __future__ import annotations

from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.procedures.models import Choice, File, Option
from pacte.procedures.queries.files import facts_of
from pacte.procedures.records.files import StepKind
from pacte.procedures.rules.known import procedure
from pacte.procedures.rules.walking import takes_choice
from pacte.procedures.services.comparing import refuse_unknown_actions
from pacte.procedures.services.writing import add_step, at_work, refuse_without_reason


def choose(
    *,
    actor: Actor,
    file: File,
    on: date,
    reason: str,
    option: Option | None = None,
    text: str = "",
    enables: str = "",
    enabled_numbers: tuple[ActionCode, ...] = (),
    decision_reference: str = "",
) -> Choice:
    """Records a choice: an option of the comparison or a text, and the actions it enables.

    Raises ``Conflict`` when the stage does not accept a choice, ``ValidationError`` without text or reason.
    """
    refuse_without_reason(reason)
    if option and option.file_id != file.pk:
        raise NotFound
    if not option and not text.strip():
        raise ValidationError(
            "choice_missing", "Il manque le choix.", hint="Choisissez une option, ou écrivez la décision."
        )
    refuse_unknown_actions(file, enabled_numbers)
    with at_work(actor=actor, file=file, right="procedures.choose", name="choose", reason=reason) as (locked, entry):
        if not takes_choice(procedure(locked.procedure_code), facts_of(locked)):
            raise Conflict("choice_not_now", "Le choix ne se fait pas à cette étape.", hint="Rechargez la page.")
        said = text.strip() or (f"Option {option.code} : {option.title}" if option else "")
        made = Choice.objects.create(
            organisation_id=locked.organisation_id,
            file=locked,
            option=option,
            text=said,
            enables=enables.strip() or (option.enables if option else ""),
            enabled_numbers=sorted(set(enabled_numbers) or set(option.enabled_numbers if option else ())),
            decision_reference=decision_reference.strip()[:200],
            chosen_on=on,
            recorded_at=now(),
            person_name=actor.name[:200],
            reason=reason.strip(),
        )
        add_step(actor=actor, file=locked, kind=StepKind.CHOSEN, on=on, after=said, reason=reason)
        entry.detail.update(option=option.code if option else "", text=said, actions=made.enabled_numbers)
    return made
