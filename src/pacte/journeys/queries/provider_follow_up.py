"""Of whom a provider has still to ask the situation, three, six and twelve months after the end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from pacte.journeys.models import Journey
from pacte.journeys.models import Step as StepRow
from pacte.journeys.permissions import trains_where
from pacte.journeys.queries.journeys import as_records
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.rules.follow_up import asked_on, first_end_asked, horizons_due
from pacte.journeys.rules.machine import in_force
from pacte.kernel.actor import Actor
from pacte.offer.models import Session

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class ToAsk:
    """``months`` after the end; ``since`` is the day from which one may ask."""

    key: UUID
    name: str
    months: int
    since: date
    session: Session


def situations_to_ask(*, actor: Actor, on: date) -> list[ToAsk]:
    """People that the actor's organisation trained, the longest awaited first. Two queries."""
    ended = Journey.objects.filter(
        provider_body_id__in=trains_where(actor, "journeys.follow_up"), state=JourneyState.ENDED,
        ended_on__gte=first_end_asked(on), session__isnull=False,
    )  # fmt: skip
    first = ended.order_by("pk")
    rows = list(first.select_related("learner__contact", "session__training_action__training__provider")[:_MOST])
    told = _told(first[:_MOST])
    found = [
        ToAsk(each.key, _name(each), months, asked_on(each.ended_on, months), session)
        for each in rows
        if each.ended_on and (session := each.session)
        for months in horizons_due(each.ended_on, told[each.pk], on=on)
    ]
    return sorted(found, key=lambda each: (each.since, each.name, str(each.key)))


def _told(journeys: QuerySet[Journey]) -> dict[int, set[int]]:
    """Months already told of each journey, corrections followed."""
    steps: dict[int, list[StepRow]] = defaultdict(list)
    asked = StepRow.objects.filter(journey__in=journeys.values("pk"), kind=StepKind.SITUATION)
    for row in asked.order_by("recorded_at", "pk"):
        steps[row.journey_id].append(row)
    found: dict[int, set[int]] = defaultdict(set)
    for journey, rows in steps.items():
        for step in in_force(as_records(rows)):
            months = step.detail.get("months")
            if isinstance(months, int):
                found[journey].add(months)
    return found


def _name(journey: Journey) -> str:
    contact = getattr(journey.learner, "contact", None)
    return f"{contact.last_name} {contact.first_name}" if contact else ""
