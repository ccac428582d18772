"""State of the people that a partner sent to a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.interop.models import DossierReference, Partner, PersonReference
from pacte.journeys.models import Journey
from pacte.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class PartnerJourney:
    """``dossier`` and ``person`` are the partner's own numbers; ``state`` is that of the journey."""

    dossier: str
    person: str
    state: str
    since: date


def journeys_sent_by_partner(*, actor: Actor, partner: Partner, session_number: str) -> list[PartnerJourney]:
    """Journeys that the partner sent to that session, and no others. System actor only: raises ``NotFound``."""
    actor.require_system()
    references = DossierReference.objects.filter(
        organisation_id=partner.organisation_id, source=partner.slug, journey__session__number=session_number
    ).select_related("journey")
    rows = list(references.order_by("reference"))
    people = dict(
        PersonReference.objects.filter(
            organisation_id=partner.organisation_id, source=partner.slug,
            learner_id__in=[row.journey.learner_id for row in rows],
        ).values_list("learner_id", "reference")
    )  # fmt: skip
    return [_partner_journey(row.reference, people.get(row.journey.learner_id, ""), row.journey) for row in rows]


def _partner_journey(reference: str, person: str, journey: Journey) -> PartnerJourney:
    return PartnerJourney(reference, person, journey.state, journey.state_on)
