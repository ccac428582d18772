"""Puts journeys of an adviser's desk off to a later day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from pacte.audit.services import audit_event
from pacte.journeys.models import Postponement
from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_by_key, journey_scope
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import ValidationError, hide_unless
from pacte.kernel.french import format_day

# Longer, somebody would be forgotten.
LONGEST = timedelta(days=60)


def postpone_journeys(*, actor: Actor, keys: Iterable[UUID], until: date) -> list[Postponement]:
    """For advisers of the body that orients each journey. The day before is replaced.

    Raises ``NotFound`` for a journey of another body, ``ValidationError`` (``until``) outside the coming 60 days.
    """
    if not today() < until <= today() + LONGEST:
        raise ValidationError(
            "until", f"Le {format_day(until)} n’est pas un jour des {LONGEST.days} prochains.",
            hint="Choisissez un jour à venir, assez proche pour n’oublier personne.",
        )  # fmt: skip
    return [_postpone(actor, key, until) for key in keys]


def _postpone(actor: Actor, key: UUID, until: date) -> Postponement:
    journey = journey_by_key(actor=actor, key=key)
    hide_unless(may(actor, "journeys.orient", journey_scope(journey)))
    with audit_event(
        actor=actor, name="journeys.postpone", subject_kind="journey", subject_id=journey.key,
        subject_label="Parcours reporté sur le bureau", organisation_id=journey.referrer_id,
    ):  # fmt: skip
        postponement, _ = Postponement.objects.update_or_create(
            journey=journey,
            body_id=journey.referrer_id,
            defaults={
                "organisation_id": journey.organisation_id,
                "until": until,
                "person_name": actor.name[:200],
                "made_at": now(),
            },
        )
    return postponement
