"""Sessions of the invented region after which people were hired, and what firms are asked about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pacte.journeys.queries.people_hired import people_hired
from pacte.kernel.actor import Actor
from pacte.kernel.clock import known_before
from pacte.offer.models import Session
from pacte.procedures.models import HireInquiry


@dataclass(frozen=True, slots=True)
class HiringSession:
    """A session, the occupation that it trains for, and how many of its people say that they are hired for long."""

    number: str
    occupation: str
    starts_on: date
    ends_on: date
    hired: int


def hiring_sessions(*, actor: Actor, ended_by: date, on: date) -> list[HiringSession]:
    """Returns those that ended by a day, after which the most people are hired first. Two queries. Machine only."""
    actor.require_system()
    rows = Session.objects.filter(starts_on__isnull=False, ends_on__lte=ended_by).order_by("pk")
    known = {each.pk: each for each in rows.select_related("training_action__training")}
    hired = people_hired(actor=actor, sessions={pk: [pk] for pk in known}, known=known_before(on), on=on)
    numbers = Counter(each.number for each in known.values())
    sessions = []
    for pk, people in sorted(hired.items(), key=lambda each: (-each[1], each[0])):
        session = known[pk]
        occupation = next(iter(session.training_action.training.rome_codes), "")
        if numbers[session.number] == 1 and session.starts_on and session.ends_on and occupation:
            sessions.append(HiringSession(session.number, occupation, session.starts_on, session.ends_on, people))
    return sessions


def last_inquiries(*, actor: Actor, case_ids: Collection[int]) -> dict[tuple[int, str], HireInquiry]:
    """Returns the last letter to each firm of these cases, by case and SIRET. Machine only."""
    actor.require_system()
    rows = HireInquiry.objects.filter(case_id__in=case_ids).order_by("pk")
    return {(each.case_id, each.firm): each for each in rows}
