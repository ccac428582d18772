"""Moves a case along its procedure, suspends it until a condition is met, resumes it."""

from __future__ import annotations

from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.procedures.models import File
from pacte.procedures.permissions import may_move
from pacte.procedures.queries.files import facts_of
from pacte.procedures.queries.scopes import scope_of_file
from pacte.procedures.records.files import StepKind
from pacte.procedures.rules.known import procedure
from pacte.procedures.rules.walking import moved
from pacte.procedures.services.writing import add_step, at_work, refuse_without_reason, refuse_wrong_day


def move(*, actor: Actor, file: File, transition: str, on: date, reason: str = "") -> None:
    """Applies a transition. Raises ``PermissionDenied`` (``move_right``) and the errors of ``apply_transition``."""
    described = procedure(file.procedure_code)
    chosen = described.transition(transition)
    scope = scope_of_file(actor=actor, file=file, on=today())
    if chosen and not may_move(actor, chosen, scope):
        raise PermissionDenied(
            "move_right",
            f"Votre fonction ne permet pas ce pas : {chosen.verb[:1].lower()}{chosen.verb[1:]}.",
            hint="Demandez-le au porteur de l’action ou au pilote.",
        )
    with at_work(actor=actor, file=file, right="", name="move", reason=reason) as (locked, entry):
        refuse_wrong_day(on, since=locked.opened_on)
        after = moved(described, facts_of(locked), transition, reason=reason)
        before = described.stage(locked.stage)
        arrived = described.stage(after.stage)
        locked.stage, locked.outcome = after.stage, after.outcome
        if arrived.is_end:
            locked.ended_on, locked.held_since, locked.held_until_what = on, None, ""
        locked.save()
        add_step(
            actor=actor, file=locked, kind=StepKind.MOVED, on=on, code=transition, before=before.label,
            after=arrived.label, reason=reason,
        )  # fmt: skip
        entry.detail.update(transition=transition, before=before.code, after=arrived.code)


def hold(*, actor: Actor, file: File, condition: str, on: date) -> None:
    """Suspends a case until ``condition`` is met: « si RH octroyées ». Due dates still run, without reminders."""
    if not condition.strip():
        raise ValidationError(
            "condition_missing", "Il manque la condition.", hint="Écrivez ce qui est attendu, et de qui."
        )
    with at_work(actor=actor, file=file, right="procedures.write", name="hold", reason=condition) as (locked, _):
        if locked.held_since:
            raise Conflict("file_held", "Le dossier attend déjà une condition.", hint="Levez-la d’abord.")
        locked.held_since, locked.held_until_what = on, condition.strip()[:300]
        locked.save()
        add_step(actor=actor, file=locked, kind=StepKind.HELD, on=on, after=condition.strip())


def release(*, actor: Actor, file: File, on: date, reason: str) -> None:
    """Resumes a suspended case. Raises ``Conflict`` when the case is not suspended."""
    refuse_without_reason(reason)
    with at_work(actor=actor, file=file, right="procedures.write", name="release", reason=reason) as (locked, _):
        if locked.held_since is None:
            raise Conflict("file_not_held", "Le dossier n’attend aucune condition.", hint="Rechargez la page.")
        was = locked.held_until_what
        locked.held_since, locked.held_until_what = None, ""
        locked.save()
        add_step(actor=actor, file=locked, kind=StepKind.RELEASED, on=on, before=was, reason=reason)
