"""Guards shared by the writes on an experiment: permission, audit entry, row lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from pacte.audit.services import AuditEvent, audit_event
from pacte.evaluation.models import Experiment
from pacte.evaluation.permissions import ExperimentScope, may
from pacte.evaluation.queries.experiments import scope_of_experiment
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError, deny_unless, refuse_blank
from pacte.kernel.french import format_day


@contextmanager
def locked_experiment(
    *, actor: Actor, experiment: Experiment, right: str, name: str, reason: str = ""
) -> Iterator[tuple[Experiment, AuditEvent]]:
    """Yields the locked experiment and its audit entry. Raises ``PermissionDenied``, or ``Conflict`` if withdrawn."""
    if right and not actor.is_system:
        refuse_unless(actor, right, scope_of_experiment(actor=actor, experiment=experiment, on=today()))
    with audit_event(
        actor=actor,
        name=f"evaluation.{name}",
        subject_kind="experiment",
        subject_id=experiment.pk,
        subject_label=experiment.title,
        organisation_id=experiment.organisation_id,
        reason=reason.strip(),
    ) as entry:
        rows = Experiment.objects.select_for_update(of=("self",)).select_related("plan", "plan_action")
        locked = rows.get(pk=experiment.pk)
        if locked.withdrawn_on:
            raise Conflict("sheet_withdrawn", "Cette fiche a été retirée : plus rien n’y change.")
        yield locked, entry
    experiment.refresh_from_db()


def refuse_unless(actor: Actor, right: str, scope: ExperimentScope) -> None:
    deny_unless(
        may(actor, right, scope),
        "evaluation_right",
        "Votre fonction ne permet pas cet acte sur cette fiche.",
        "Il revient au porteur de l’action, à la personne responsable de la fiche ou au pilote.",
        "Demandez-le à l’un d’eux.",
    )


def refuse_experiment_without_reason(reason: str) -> None:
    refuse_blank(
        reason, "reason_missing", "Il manque le motif.", "Cet acte en porte un, qui reste à la fiche.", "Écrivez-le."
    )


def refuse_invalid_experiment_date(on: date, since: date | None = None) -> None:
    if on > today():
        raise ValidationError(
            "day_to_come", f"Le {format_day(on)} n’est pas encore passé.", hint="Donnez le jour où cela a eu lieu."
        )
    if since and on < since:
        raise ValidationError(
            "day_too_early",
            f"Le {format_day(on)} est antérieur au {format_day(since)}, où la fiche a été ouverte ou verrouillée.",
            hint="Vérifiez la date.",
        )
