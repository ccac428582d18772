"""Guards shared by the writes on a case: permission, audit entry, row lock, events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from pacte.audit.services import AuditEvent, audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import ValidationError, deny_unless, refuse_blank
from pacte.kernel.french import format_day
from pacte.procedures.models import Case, CaseEvent, Deliverable
from pacte.procedures.permissions import CaseScope, may
from pacte.procedures.queries.scopes import scope_of_case
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.transitions import refuse_ended_stage
from pacte.procedures.services.next_due import keep_next_due


@contextmanager
def locked_case(
    *, actor: Actor, case: Case, right: str, name: str, reason: str = "", after_end: bool = False
) -> Iterator[tuple[Case, AuditEvent]]:
    """Yields the locked case and its audit entry, then keeps its next due date.

    ``after_end``: an act that a case which has ended still takes: a control, and the money that it asks back.

    Raises ``PermissionDenied``, or ``Conflict`` if it has ended.
    """
    if right:
        refuse_unless(actor, right, scope_of_case(actor=actor, case=case, on=today()))
    with audit_event(
        actor=actor,
        name=f"procedures.{name}",
        subject_kind="file",
        subject_id=case.pk,
        subject_label=case.title,
        organisation_id=case.organisation_id,
        reason=reason.strip(),
    ) as entry:
        locked = Case.objects.select_for_update(of=("self",)).select_related("plan", "plan_action").get(pk=case.pk)
        if not after_end:
            refuse_ended_stage(procedure_edition(locked.procedure_code, locked.edition), locked.stage)
        yield locked, entry
        keep_next_due(locked)
    case.refresh_from_db()


def add_case_event(
    *,
    actor: Actor,
    case: Case,
    kind: CaseEventKind,
    on: date,
    code: str = "",
    before: str = "",
    after: str = "",
    reason: str = "",
    deliverable: Deliverable | None = None,
) -> CaseEvent:
    """Adds an event. Raises ``ValidationError`` for a date in the future or before the case was opened."""
    refuse_invalid_case_date(on, since=case.opened_on)
    return CaseEvent.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        deliverable=deliverable,
        kind=kind,
        code=code,
        before=before[:300],
        after=after[:300],
        happened_on=on,
        recorded_at=now(),
        person_name=actor.name[:200],
        reason=reason.strip(),
    )


def refuse_unless(actor: Actor, right: str, scope: CaseScope) -> None:
    deny_unless(
        may(actor, right, scope),
        "procedures_right",
        "Votre fonction ne permet pas cet acte sur ce dossier.",
        "Il revient au porteur de l’action, à la personne responsable du dossier ou au pilote.",
        "Demandez-le à l’un d’eux.",
    )


def refuse_case_without_reason(reason: str) -> None:
    refuse_blank(
        reason, "reason_missing", "Il manque le motif.", "Cet acte en porte un, qui reste au dossier.", "Écrivez-le."
    )


def refuse_invalid_case_date(on: date, since: date | None = None) -> None:
    if on > today():
        raise ValidationError(
            "day_to_come", f"Le {format_day(on)} n’est pas encore passé.", hint="Donnez le jour où cela a eu lieu."
        )
    if since and on < since:
        raise ValidationError(
            "day_too_early",
            f"Le {format_day(on)} est antérieur à l’ouverture du dossier, le {format_day(since)}.",
            hint="Vérifiez la date.",
        )
