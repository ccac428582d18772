"""Declared value of an indicator that is not computed, with its author and its proof."""

from __future__ import annotations

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.indicators.models import Series
from pacte.indicators.permissions import may
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.records import IndicatorKind
from pacte.indicators.records.series_input import PointsImportResult, SeriesPointInput
from pacte.indicators.services.series import write_points
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import ValidationError, hide_unless, refuse_blank


def declare_point(
    *, actor: Actor, host: Organisation, code: str, point: SeriesPointInput, proof: str
) -> PointsImportResult:
    """For a catalogue entry of kind « declared »; declaring the same cell again is a correction.

    For the actors who manage the series of the Region: a lead declares values in the answers to a round. ``proof``:
    where the value can be checked. Raises ``NotFound`` (no right) or ``ValidationError`` (no proof, or a computed or
    imported indicator).
    """
    hide_unless(may(actor, "indicators.import_series", host.pk))
    definition = indicator(code)
    if definition.kind is not IndicatorKind.DECLARED:
        raise ValidationError(
            "code", f"« {definition.label} » ne se déclare pas.", "Ce chiffre se calcule, ou vient d’une série.",
            "Choisissez un indicateur déclaré.",
        )  # fmt: skip
    refuse_blank(proof, "proof", "Il manque la preuve.", hint="Dites où l’on peut vérifier : un document, une adresse.")
    with audit_event(
        actor=actor, name="indicators.declare_point", subject_kind="series", subject_id=definition.code,
        subject_label=definition.label, organisation_id=host.pk,
    ) as entry:  # fmt: skip
        series, _ = Series.objects.get_or_create(
            organisation=host,
            code=definition.code,
            defaults={
                "label": definition.label,
                "question": definition.question,
                "unit": definition.unit_word,
                "entity": definition.entity,
                "territory": definition.territory.value,
                "source": definition.source,
                "owner": definition.owner,
                "periodicity_months": definition.periodicity_months,
                "delay_months": definition.delay_months,
                "direction": definition.direction.value,
                "is_public": definition.is_public,
                "note": definition.note,
                "created_at": now(),
                "person_name": actor.name[:200],
            },
        )
        done = write_points(actor, series, [point], proof.strip())
        entry.detail.update(value=str(point.value), proof=proof.strip()[:300], corrected=done.corrected)
    return done
