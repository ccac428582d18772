"""Say, correct or take back which winner of a call brought somebody to their journey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from pacte.journeys.queries.journeys import journey_by_key
from pacte.journeys.records.origins import OriginInput
from pacte.journeys.services.origins import write_origin
from pacte.kernel.errors import ValidationError, ensure_found
from pacte.kernel.french import format_day
from pacte.procedures.queries.outreach import outreach_winners

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from pacte.kernel.actor import Actor


def say_who_brought(*, actor: Actor, key: UUID | str, case_id: int | None, brought_on: date | None) -> None:
    """For the body that orients. ``case_id`` None: no winner brought the person, or nobody knows.

    ``brought_on``: the day of the opening when None. Raises ``NotFound`` (also for a winner of another Region) and
    ``ValidationError`` (``origin_late``, ``origin_before_winner``).
    """
    with transaction.atomic():
        journey = journey_by_key(actor=actor, key=key)
        if case_id is None:
            write_origin(actor=actor, key=key, origin=None)
            return
        winners = outreach_winners(actor=actor, host_id=journey.organisation_id)
        winner = ensure_found(next((each for each in winners if each.case_id == case_id), None))
        day = brought_on or journey.opened_on
        if day < winner.since:
            raise ValidationError(
                "origin_before_winner",
                f"{winner.name} est lauréat depuis le {format_day(winner.since)}.",
                "Avant ce jour, personne ne peut avoir été amené par lui à ce titre.",
                "Vérifiez le jour, ou laissez « personne ».",
            )
        origin = OriginInput(winner.plan_id, winner.plan_action_id, winner.number, winner.name, day)
        write_origin(actor=actor, key=key, origin=origin)
