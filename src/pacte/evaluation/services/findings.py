"""Records the finding of an experiment. A second finding corrects the first, which stays readable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pacte.evaluation.models import Experiment, Finding
from pacte.evaluation.records import Judgement
from pacte.evaluation.services.guards import (
    locked_experiment,
    refuse_experiment_without_reason,
    refuse_invalid_experiment_date,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, refuse_blank


def record_finding(
    *,
    actor: Actor,
    experiment: Experiment,
    result: str,
    judgement: Judgement,
    on: date,
    reason: str,
    value: Decimal | None = None,
    decision_reference: str = "",
) -> Finding:
    """Records a finding. Raises ``Conflict`` before the first entry, ``ValidationError`` without result or reason."""
    refuse_experiment_without_reason(reason)
    refuse_blank(result, "result_missing", "Il manque ce qui a été constaté.", hint="Écrivez le résultat, même nul.")
    with locked_experiment(
        actor=actor, experiment=experiment, right="evaluation.judge", name="record_finding", reason=reason
    ) as (locked, entry):
        if locked.locked_on is None:
            raise Conflict(
                "nobody_entered",
                "Aucune personne n’est encore entrée : il n’y a rien à constater.",
                hint="Enregistrez d’abord la première entrée.",
            )
        refuse_invalid_experiment_date(on, since=locked.locked_on)
        finding = Finding.objects.create(
            organisation_id=locked.organisation_id,
            experiment=locked,
            result=result.strip(),
            value=value,
            judgement=judgement,
            reason=reason.strip(),
            decision_reference=decision_reference.strip()[:200],
            found_on=on,
            recorded_at=now(),
            person_name=actor.name[:200],
        )
        entry.detail.update(finding=finding.pk, judgement=judgement)
    return finding
