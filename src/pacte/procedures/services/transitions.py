"""Moves a case along its procedure, suspends it until a condition is met, resumes it."""

from __future__ import annotations

from datetime import date

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PermissionDenied, ensure_found, hide_unless, refuse_blank
from pacte.procedures.models import Application, Case
from pacte.procedures.permissions import may_move
from pacte.procedures.queries.applications import is_applicant
from pacte.procedures.queries.cases import case_facts
from pacte.procedures.queries.scopes import scope_of_case
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.transitions import apply_transition
from pacte.procedures.services.applicant_letters import tell_move, tell_own_move
from pacte.procedures.services.applications import merge_correction
from pacte.procedures.services.corrections import open_for_correction
from pacte.procedures.services.deadlines import add_stage_deadlines
from pacte.procedures.services.guards import (
    add_case_event,
    locked_case,
    refuse_case_without_reason,
    refuse_invalid_case_date,
)
from pacte.procedures.services.money_follow_up import follow_move
from pacte.procedures.services.papers import make_papers
from pacte.procedures.services.purchase_clauses import write_purchase_clause


def move_case(*, actor: Actor, case: Case, transition: str, on: date, reason: str = "") -> None:
    """Applies a transition. Raises ``PermissionDenied`` (``move_right``) and the errors of ``apply_transition``."""
    procedure = procedure_edition(case.procedure_code, case.edition)
    chosen = procedure.transition(transition)
    scope = scope_of_case(actor=actor, case=case, on=today())
    if chosen and not may_move(actor, chosen, scope):
        raise PermissionDenied(
            "move_right",
            f"Votre fonction ne permet pas ce pas : {chosen.verb[:1].lower()}{chosen.verb[1:]}.",
            hint="Demandez-le au porteur de l’action ou au pilote.",
        )
    with locked_case(actor=actor, case=case, right="", name="move", reason=reason) as (locked, entry):
        locked.answered_on = min(on, locked.answered_on or on)
        _apply(actor, locked, procedure, transition, on, reason)
        entry.detail.update(transition=transition, after=locked.stage)
        if chosen and locked.is_external:
            with system_elevation():  # Who instructs never reads the rows of the applicant.
                tell_move(actor=actor, case=locked, procedure=procedure, transition=chosen, on=on, reason=reason)


def move_own_case(*, actor: Actor, case: Case, transition: str, reason: str = "") -> None:
    """Applies a transition that the applicant may trigger: send a correction, withdraw.

    A transition that leaves opened sections sends what was corrected. Raises ``NotFound`` for somebody else's case.
    """
    procedure = procedure_edition(case.procedure_code, case.edition)
    chosen = procedure.transition(transition)
    with system_elevation():
        application = ensure_found(Application.objects.select_related("guest", "plan").filter(case=case).first())
        hide_unless(is_applicant(actor, application) and chosen is not None and chosen.by_applicant)
        with locked_case(actor=actor, case=case, right="", name="move_own", reason=reason) as (locked, entry):
            sends = application.opens and not (chosen and procedure.stage(chosen.after).is_end)
            if sends and chosen and locked.stage in chosen.before:
                merge_correction(actor=actor, case=locked)
            _apply(actor, locked, procedure, transition, today(), reason)
            entry.detail.update(transition=transition, after=locked.stage)
            tell_own_move(actor=actor, application=application, case=locked, procedure=procedure, reason=reason)


def _apply(actor: Actor, case: Case, procedure: Procedure, code: str, on: date, reason: str) -> None:
    """Moves the locked case, and does what its new stage starts."""
    refuse_invalid_case_date(on, since=case.opened_on)
    after = apply_transition(procedure, case_facts(case), code, reason=reason)
    before, new_stage = procedure.stage(case.stage), procedure.stage(after.stage)
    case.stage, case.outcome = after.stage, after.outcome
    if new_stage.is_end:
        case.ended_on, case.held_since, case.held_until_what = on, None, ""
    case.save()
    add_case_event(
        actor=actor, case=case, kind=CaseEventKind.MOVED, on=on, code=code, before=before.label,
        after=new_stage.label, reason=reason,
    )  # fmt: skip
    add_stage_deadlines(actor=actor, case=case, procedure=procedure, on=on)
    write_purchase_clause(actor=actor, case=case, procedure=procedure, transition=code, on=on)
    open_for_correction(actor=actor, case=case, transition=procedure.transition(code), on=on)
    follow_move(actor=actor, case=case, procedure=procedure, transition=code, on=on)
    make_papers(actor=actor, case=case, procedure=procedure, transition=code, on=on)


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
