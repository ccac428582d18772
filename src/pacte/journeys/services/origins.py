"""Says which winner of a call brought a person to a journey, corrects it or takes it back."""

from __future__ import annotations

from uuid import UUID

from pacte.audit.services import audit_event
from pacte.journeys.models import Journey, JourneyOrigin
from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_by_key, journey_scope
from pacte.journeys.records.origins import OriginInput
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import ValidationError, hide_unless
from pacte.kernel.french import format_day


def write_origin(*, actor: Actor, key: UUID | str, origin: OriginInput | None) -> None:
    """For the body that orients. None: nobody brought the person, it was said by mistake. The same again adds nothing.

    Raises ``NotFound``, ``ValidationError`` (``origin_late``: the day comes after the opening of the journey).
    """
    journey = journey_by_key(actor=actor, key=key, locked=True)
    hide_unless(may(actor, "journeys.orient", journey_scope(journey)))
    current = JourneyOrigin.objects.filter(journey=journey, is_current=True).first()
    if origin is None and current is None:
        return
    if origin is not None:
        _refuse_late_day(journey, origin)
        if current is not None and _content(current) == origin:
            return
    with audit_event(
        actor=actor, name="journeys.write_origin", subject_kind="journey", subject_id=journey.key,
        subject_label="Qui a amené la personne", organisation_id=journey.referrer_id,
    ):  # fmt: skip
        if current is not None:
            current.is_current = False
            current.save(update_fields=["is_current"])
        _add_row(actor, journey, current, origin)


def _refuse_late_day(journey: Journey, origin: OriginInput) -> None:
    if origin.brought_on > journey.opened_on:
        raise ValidationError(
            "origin_late",
            f"Ce parcours est ouvert depuis le {format_day(journey.opened_on)}.",
            "Qui amène une personne l’amène au plus tard ce jour-là.",
            "Donnez le jour où elle est venue.",
        )


def _content(row: JourneyOrigin) -> OriginInput:
    return OriginInput(row.plan_id, row.plan_action_id, row.case_number, row.winner_name, row.brought_on)


def _add_row(actor: Actor, journey: Journey, current: JourneyOrigin | None, origin: OriginInput | None) -> None:
    """A row without origin repeats the one that it takes back, which the facts then no longer count."""
    content = origin or (_content(current) if current else None)
    if content is None:
        return
    JourneyOrigin.objects.create(
        organisation_id=journey.organisation_id, learner_id=journey.learner_id, journey=journey,
        body_id=journey.referrer_id, plan_id=content.plan_id, plan_action_id=content.plan_action_id,
        case_number=content.case_number, winner_name=content.winner_name[:200], brought_on=content.brought_on,
        recorded_at=now(), person_name=actor.name[:200], corrects=current, is_withdrawn=origin is None,
        is_current=origin is not None,
    )  # fmt: skip
