"""Writes the protocol before the first entry: each change creates a full new version, with a reason."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from pacte.evaluation.models import Experiment, ProtocolVersion
from pacte.evaluation.queries.experiments import protocol_content
from pacte.evaluation.records import ProtocolContent
from pacte.evaluation.services.guards import (
    locked_experiment,
    refuse_experiment_without_reason,
    refuse_invalid_experiment_date,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError


def write_protocol(
    *,
    actor: Actor,
    experiment: Experiment,
    content: ProtocolContent,
    on: date,
    reason: str = "",
    seen: int | None = None,
    title: str = "",
) -> ProtocolVersion | None:
    """Creates a new version; returns None when nothing changed. The first version needs no reason.

    ``seen`` is the number of the version displayed to the person. Raises ``Conflict`` (``sheet_locked``,
    ``sheet_changed``), ``PermissionDenied`` or ``ValidationError`` (reason, or an end before the baseline).
    """
    if content.end_on and content.baseline_on and content.end_on < content.baseline_on:
        raise ValidationError(
            "end_before_baseline",
            "La date de fin est antérieure à celle de la valeur de départ.",
            hint="Vérifiez les deux dates.",
        )
    with locked_experiment(
        actor=actor, experiment=experiment, right="evaluation.write", name="write_sheet", reason=reason
    ) as (
        locked,
        entry,
    ):
        refuse_invalid_experiment_date(on, since=locked.opened_on)
        if locked.locked_on:
            raise Conflict(
                "sheet_locked",
                "La fiche est verrouillée : une personne est entrée.",
                "La question et la cible ne changent plus après coup.",
                "Écrivez un ajout daté, avec son motif.",
            )
        last = locked.versions.order_by("number").last()
        before = protocol_content(last)
        if seen is not None and seen != (last.number if last else 0):
            raise Conflict(
                "sheet_changed",
                "Quelqu’un a modifié cette fiche depuis que vous l’avez ouverte.",
                hint="Gardez une copie de ce que vous avez écrit, puis rouvrez la fiche.",
            )
        if title.strip() and title.strip() != locked.title:
            locked.title = title.strip()[:200]
            locked.save()
        if content == before:
            return None
        if last:
            refuse_experiment_without_reason(reason)
        new_version = ProtocolVersion.objects.create(
            organisation_id=locked.organisation_id,
            experiment=locked,
            number=(last.number if last else 0) + 1,
            written_on=on,
            recorded_at=now(),
            person_name=actor.name[:200],
            reason=reason.strip(),
            **asdict(content),
        )
        entry.detail.update(
            version=new_version.number,
            changes=[name for name, value in asdict(content).items() if value != getattr(before, name)],
        )
    return new_version
