"""Learners whose situation the provider has still to ask, three, six and twelve months after the end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from pacte.journeys.models import Journey
from pacte.journeys.models import Step as StepRow
from pacte.journeys.permissions import providers_with_journey_right
from pacte.journeys.queries.journeys import as_step_records
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.rules.follow_up import earliest_end_surveyed, follow_up_date, horizons_due
from pacte.journeys.rules.state_machine import steps_in_force
from pacte.kernel.actor import Actor
from pacte.offer.models import Session

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class ToAsk:
    """``months`` after the end; ``since`` is the first day on which one may ask."""

    key: UUID
    name: str
    months: int
    since: date
    session: Session


def situations_to_ask(*, actor: Actor, on: date, most: int) -> tuple[int, list[ToAsk]]:
    """Learners trained by the actor's organisation: total number, and the ``most`` who have waited longest."""
    ended = Journey.objects.filter(
        provider_body_id__in=providers_with_journey_right(actor, "journeys.follow_up"), state=JourneyState.ENDED,
        ended_on__gte=earliest_end_surveyed(on), session__isnull=False,
    ).order_by("pk")  # fmt: skip
    answered_months = _answered_months(ended[:_MOST])
    waiting = sorted(
        (follow_up_date(ended_on, months), journey, months)
        for journey, ended_on in ended.values_list("pk", "ended_on")[:_MOST]
        if ended_on
        for months in horizons_due(ended_on, answered_months[journey], on=on)
    )
    journeys_by_id = _journeys_with_names(ended.filter(pk__in=[journey for _, journey, _ in waiting[:most]]))
    return len(waiting), [
        ToAsk(row.key, _name(row), months, since, session)
        for since, journey, months in waiting[:most]
        if (row := journeys_by_id.get(journey)) and (session := row.session)
    ]


def _journeys_with_names(journeys: QuerySet[Journey]) -> dict[int, Journey]:
    """Journeys with names, and only the number and title of their sessions."""
    session, training = "session__", "session__training_action__training__"
    rows = journeys.select_related("learner__contact", "session__training_action__training").only(
        "key", "learner__contact__first_name", "learner__contact__last_name", f"{session}number",
        f"{session}training_action__number", f"{training}number", f"{training}title",
    )  # fmt: skip
    return {row.pk: row for row in rows}


def _answered_months(journeys: QuerySet[Journey]) -> dict[int, set[int]]:
    """Horizons already answered, by journey, corrections applied."""
    steps: dict[int, list[StepRow]] = defaultdict(list)
    situation_steps = StepRow.objects.filter(journey__in=journeys.values("pk"), kind=StepKind.SITUATION)
    for row in situation_steps.order_by("recorded_at", "pk"):
        steps[row.journey_id].append(row)
    months_by_journey: dict[int, set[int]] = defaultdict(set)
    for journey, rows in steps.items():
        for step in steps_in_force(as_step_records(rows)):
            months = step.detail.get("months")
            if isinstance(months, int):
                months_by_journey[journey].add(months)
    return months_by_journey


def _name(journey: Journey) -> str:
    contact = getattr(journey.learner, "contact", None)
    return f"{contact.last_name} {contact.first_name}" if contact else ""
