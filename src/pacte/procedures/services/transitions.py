"""Moves a case along its procedure, suspends it until a condition is met, resumes it."""

from __future__ import annotations

from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PermissionDenied, refuse_blank
from pacte.procedures.models import Case
from pacte.procedures.permissions import may_move
from pacte.procedures.queries.cases import case_facts
from pacte.procedures.queries.scopes import scope_of_case
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.transitions import apply_transition
from pacte.procedures.services.guards import (
    add_case_event,
    locked_case,
    refuse_case_without_reason,
    refuse_invalid_case_date,
)


def move_case(*, actor: Actor, case: Case, transition: str, on: date, reason: str = "") -> None:
    """Applies a transition. Raises ``PermissionDenied`` (``move_right``) and the errors of ``apply_transition``."""
    procedure_entry = procedure_by_code(case.procedure_code)
    chosen = procedure_entry.transition(transition)
    scope = scope_of_case(actor=actor, case=case, on=today())
    if chosen and not may_move(actor, chosen, scope):
        raise PermissionDenied(
            "move_right",
            f"Votre fonction ne permet pas ce pas : {chosen.verb[:1].lower()}{chosen.verb[1:]}.",
            hint="Demandez-le au porteur de l’action ou au pilote.",
        )
    with locked_case(actor=actor, case=case, right="", name="move", reason=reason) as (locked, entry):
        refuse_invalid_case_date(on, since=locked.opened_on)
        after = apply_transition(procedure_entry, case_facts(locked), transition, reason=reason)
        before = procedure_entry.stage(locked.stage)
        new_stage = procedure_entry.stage(after.stage)
        locked.stage, locked.outcome = after.stage, after.outcome
        if new_stage.is_end:
            locked.ended_on, locked.held_since, locked.held_until_what = on, None, ""
        locked.save()
        add_case_event(
            actor=actor, case=locked, kind=CaseEventKind.MOVED, on=on, code=transition, before=before.label,
            after=new_stage.label, reason=reason,
        )  # fmt: skip
        entry.detail.update(transition=transition, before=before.code, after=new_stage.code)


def suspend_case(*, actor: Actor, case: Case, condition: str, on: date) -> None:
    """Suspends a case until ``condition`` is met: « si RH octroyées ». Due dates still run, without reminders."""
    refuse_blank(
        condition, "condition_missing", "Il manque la condition.", hint="Écrivez ce qui est attendu, et de qui."
    )
    with locked_case(actor=actor, case=case, right="procedures.write", name="hold", reason=condition) as (locked, _):
        if locked.held_since:
            raise Conflict("file_held", "Le dossier attend déjà une condition.", hint="Levez-la d’abord.")
        locked.held_since, locked.held_until_what = on, condition.strip()[:300]
        locked.save()
        add_case_event(actor=actor, case=locked, kind=CaseEventKind.HELD, on=on, after=condition.strip())


def resume_case(*, actor: Actor, case: Case, on: date, reason: str) -> None:
    """Resumes a suspended case. Raises ``Conflict`` when the case is not suspended."""
    refuse_case_without_reason(reason)
    with locked_case(actor=actor, case=case, right="procedures.write", name="release", reason=reason) as (locked, _):
        if locked.held_since is None:
            raise Conflict("file_not_held", "Le dossier n’attend aucune condition.", hint="Rechargez la page.")
        condition = locked.held_until_what
        locked.held_since, locked.held_until_what = None, ""
        locked.save()
        add_case_event(actor=actor, case=locked, kind=CaseEventKind.RELEASED, on=on, before=condition, reason=reason)
