"""Somebody is accompanied by another: the referent changes, and who takes over is told, without a name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pacte.journeys.queries.advisers import advisers_of, body_by_id, person_of
from pacte.journeys.rules.words import address_of
from pacte.journeys.services import hand_to
from pacte.kernel.french import day
from pacte.notices.services import tell
from pacte.notices.services.machine import as_machine

if TYPE_CHECKING:
    from pacte.journeys.models import Learner, Referent
    from pacte.journeys.queries.advisers import Taker
    from pacte.kernel.actor import Actor


def hand_over_learner(*, actor: Actor, learner: Learner, taker: Taker, on: date, reason: str) -> Referent:
    """Raises as ``hand_to``. When nobody is named, all advisers of the body are told."""
    body = body_by_id(taker.body_id)
    person = person_of(taker)
    with as_machine(actor):
        told = {taker.person_id} if taker.person_id else advisers_of(
            body_id=taker.body_id, host_id=learner.organisation_id, on=on
        )  # fmt: skip
    fresh = hand_to(actor=actor, learner=learner, body=body, person=person, on=on, reason=reason)
    tell(
        actor=actor,
        host_id=learner.organisation_id,
        person_ids={each for each in told if each} - {actor.person_id or 0},
        kind="journeys.hand_over",
        subject="Une personne vous est confiée",
        text=f"À partir du {day(on)}, vous êtes son référent. Son dossier et son carnet partagé vous sont ouverts.",
        address=address_of(learner.key),
        key=f"hand_over:{fresh.pk}",
    )
    return fresh
