"""Records the choice made by a person, with a reason. No choice is ever automatic."""

from __future__ import annotations

from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.procedures.models import Case, CaseChoice, CaseOption
from pacte.procedures.queries.cases import case_facts
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.transitions import accepts_choice
from pacte.procedures.services.comparison import refuse_unknown_actions
from pacte.procedures.services.guards import add_case_event, locked_case, refuse_case_without_reason


def record_choice(
    *,
    actor: Actor,
    case: Case,
    on: date,
    reason: str,
    option: CaseOption | None = None,
    text: str = "",
    enables: str = "",
    enabled_numbers: tuple[ActionCode, ...] = (),
    decision_reference: str = "",
) -> CaseChoice:
    """Records a choice: an option of the comparison or a text, and the actions it enables.

    Raises ``Conflict`` when the stage does not accept a choice, ``ValidationError`` without text or reason.
    """
    refuse_case_without_reason(reason)
    if option and option.case_id != case.pk:
        raise NotFound
    if not option and not text.strip():
        raise ValidationError(
            "choice_missing", "Il manque le choix.", hint="Choisissez une option, ou écrivez la décision."
        )
    refuse_unknown_actions(case, enabled_numbers)
    with locked_case(actor=actor, case=case, right="procedures.choose", name="choose", reason=reason) as (
        locked,
        entry,
    ):
        if not accepts_choice(procedure_edition(locked.procedure_code, locked.edition), case_facts(locked)):
            raise Conflict("choice_not_now", "Le choix ne se fait pas à cette étape.", hint="Rechargez la page.")
        choice_text = text.strip() or (f"Option {option.code} : {option.title}" if option else "")
        choice = CaseChoice.objects.create(
            organisation_id=locked.organisation_id,
            case=locked,
            option=option,
            text=choice_text,
            enables=enables.strip() or (option.enables if option else ""),
            enabled_numbers=sorted(set(enabled_numbers) or set(option.enabled_numbers if option else ())),
            decision_reference=decision_reference.strip()[:200],
            chosen_on=on,
            recorded_at=now(),
            person_name=actor.name[:200],
            reason=reason.strip(),
        )
        add_case_event(actor=actor, case=locked, kind=CaseEventKind.CHOSEN, on=on, after=choice_text, reason=reason)
        entry.detail.update(option=option.code if option else "", text=choice_text, actions=choice.enabled_numbers)
    return choice
