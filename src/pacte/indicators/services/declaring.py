"""Declared value of an indicator that is not computed, with its author and its proof."""

from __future__ import annotations

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.indicators.models import Series
from pacte.indicators.permissions import may
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.records import Kind
from pacte.indicators.records.sheet import PointGiven, PointsWritten
from pacte.indicators.services.series import write_points
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound, ValidationError


def declare_point(*, actor: Actor, host: Organisation, code: str, point: PointGiven, proof: str) -> PointsWritten:
    """For a catalogue entry of kind « declared »; declaring the same cell again is a correction.

    For the actors who manage the series of the Region: a lead declares values in the answers to a round. ``proof``:
    where the value can be checked. Raises ``Unseen`` (no right) or ``Invalid`` (no proof, or a computed or imported
    indicator).
    """
    if not may(actor, "indicators.import_series", host.pk):
        raise NotFound
    asked = indicator(code)
    if asked.kind is not Kind.DECLARED:
        raise ValidationError(
            "code", f"« {asked.label} » ne se déclare pas.", "Ce chiffre se calcule, ou vient d’une série.",
            "Choisissez un indicateur déclaré.",
        )  # fmt: skip
    if not proof.strip():
        raise ValidationError(
            "proof", "Il manque la preuve.", hint="Dites où l’on peut vérifier : un document, une adresse."
        )
    with audit_event(
        actor=actor, name="indicators.declare_point", subject_kind="series", subject_id=asked.code,
        subject_label=asked.label, organisation_id=host.pk,
    ) as entry:  # fmt: skip
        series, _ = Series.objects.get_or_create(
            organisation=host,
            code=asked.code,
            defaults={
                "label": asked.label, "question": asked.question, "unit": asked.unit_word, "entity": asked.entity,
                "territory": asked.territory.value, "source": asked.source, "owner": asked.owner,
                "periodicity_months": asked.periodicity_months, "delay_months": asked.delay_months,
                "direction": asked.direction.value, "is_public": asked.is_public, "note": asked.note,
                "created_at": now(), "person_name": actor.name[:200],
            },
        )  # fmt: skip
        done = write_points(actor, series, [point], proof.strip())
        entry.detail.update(value=str(point.value), proof=proof.strip()[:300], corrected=done.corrected)
    return done
