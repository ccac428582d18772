"""What a learner sees of their own record by a personal link.

Row-level security limits every query to that learner.

``actor`` is always a learner authenticated by a link: anybody else gets the answer for a missing object.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch

from pacte.accounts.models import OrganisationName, Person
from pacte.accounts.queries import name_valid_on
from pacte.agenda.models import Meeting
from pacte.journeys.models import (
    AttendanceWeek,
    Invitation,
    Journey,
    Learner,
    LearnerRequest,
    Referent,
    SensitiveRead,
)
from pacte.journeys.models import Step as StepRow
from pacte.journeys.queries.journeys import as_step_records
from pacte.journeys.records import HORIZONS, InvitationOutcome, JourneyState, StepKind, StepRecord
from pacte.journeys.rules.attendance import Presence, Week, half_days
from pacte.journeys.rules.situations import survey_date
from pacte.journeys.rules.state_machine import steps_in_force
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import NotFound, ensure_found
from pacte.notifications.services.system_access import as_system

_LIVE = ("", InvitationOutcome.NONE_SUITS)
_JOURNEY = ("session__training_action__training__provider", "session__site")


@dataclass(frozen=True, slots=True)
class Referrer:
    """Who accompanies the person today. ``name`` is empty when the body has named nobody."""

    name: str
    body: str


@dataclass(frozen=True, slots=True)
class PresenceCount:
    """Planned half-days: attended, excused, absent; minutes as signed."""

    attended: int
    excused: int
    absent: int
    minutes: int

    @property
    def planned(self) -> int:
        return self.attended + self.excused + self.absent


@dataclass(frozen=True, slots=True)
class MyJourney:
    """One journey with its steps and invitations. ``bodies``: names by identifier."""

    journey: Journey
    steps: tuple[StepRecord, ...]
    bodies: Mapping[int, str]
    body_of_step: Mapping[int, int]
    invitations: tuple[Invitation, ...]
    presence: PresenceCount

    @property
    def state(self) -> JourneyState:
        return JourneyState(self.journey.state)

    @property
    def title(self) -> str:
        return self.journey.session.training.title if self.journey.session else ""

    @property
    def provider_name(self) -> str:
        return self.journey.session.provider.name if self.journey.session else ""

    def live_invitations(self, *, at: datetime) -> list[Invitation]:
        """Those to answer in time, and those whose chosen meeting is not over."""
        on = paris_date(at)
        chosen = [each for each in self.invitations if each.chosen and each.chosen.ends_at > at]
        waiting = [each for each in self.invitations if not each.chosen and not each.outcome and each.expires_on >= on]
        return [each for each in self.invitations if each in chosen or each in waiting]

    def of(self, *kinds: StepKind) -> tuple[StepRecord, ...]:
        return tuple(step for step in self.steps if step.kind in kinds)


@dataclass(frozen=True, slots=True)
class LearnerPortal:
    """Content of the first page: the journeys, latest first."""

    learner: Learner
    first_name: str
    referrer: Referrer | None
    journeys: tuple[MyJourney, ...]
    survey_months: tuple[tuple[UUID, int], ...]
    requests: tuple[LearnerRequest, ...]


def my_learner(*, actor: Actor) -> Learner:
    """Raises ``NotFound`` for an actor without a personal link."""
    return ensure_found(Learner.objects.select_related("contact").filter(pk=actor.learner_id or 0).first())


def learner_portal(*, actor: Actor, on: date) -> LearnerPortal:
    """The learner, their journeys and their requests: a constant number of queries. Raises ``NotFound``."""
    learner = my_learner(actor=actor)
    contact = getattr(learner, "contact", None)
    journeys = _journeys(actor, learner, on)
    return LearnerPortal(
        learner=learner,
        first_name=contact.first_name if contact else "",
        referrer=_referrer(actor, learner, on),
        journeys=journeys,
        survey_months=tuple(_survey_months(journeys, on)),
        requests=tuple(LearnerRequest.objects.filter(learner=learner).order_by("-made_at", "-pk")[:20]),
    )


def journey_of_link(*, actor: Actor, key: UUID) -> Journey:
    """One of the learner's own journeys. Raises ``NotFound``."""
    return ensure_found(Journey.objects.filter(key=key, learner_id=actor.learner_id or 0).first())


def invitation_of_link(*, actor: Actor, identifier: int) -> Invitation:
    """One of the learner's own invitations, with its journey and slot. Raises ``NotFound``."""
    with as_system(actor):
        invitation = (
            Invitation.objects.select_related(
                "journey__learner", "chosen__provider", "session__training_action__training"
            )
            .filter(pk=identifier, journey__learner_id=actor.learner_id or 0)
            .first()
        )
    if invitation is None:
        raise NotFound
    return invitation


def offered_slots(*, actor: Actor, invitation: Invitation, after: datetime) -> list[Meeting]:
    """Future slots of an invitation, earliest first; always includes the chosen one."""
    meetings = invitation.meetings.select_related("provider").order_by("starts_at", "pk")
    return [
        each
        for each in meetings
        if each.pk == invitation.chosen_id or (each.starts_at > after and each.cancelled_at is None)
    ]


def receiver_name(*, actor: Actor, meeting: Meeting, on: date) -> str:
    """Display name of the body that receives."""
    if meeting.provider:
        return meeting.provider.name
    return _names([meeting.held_by_id or 0], on).get(meeting.held_by_id or 0, "")


def my_sensitive_reads(*, actor: Actor, on: date, limit: int = 100) -> list[tuple[SensitiveRead, str]]:
    """Reads of the learner's protected facts, latest first: by body, never by the name of an agent."""
    rows = list(SensitiveRead.objects.order_by("-at", "-pk")[:limit]) if actor.learner_id else []
    names = _names({row.body_id for row in rows if row.body_id}, on)
    return [(row, names.get(row.body_id or 0, "")) for row in rows]


def situation_step_at(*, actor: Actor, journey: Journey, months: int) -> int | None:
    """Identifier of the step that gives the situation at that horizon, if any: a new answer corrects it."""
    rows = StepRow.objects.filter(journey=journey).order_by("recorded_at", "pk")
    situation_steps = [
        step
        for step in steps_in_force(as_step_records(rows))
        if step.kind is StepKind.SITUATION and step.detail.get("months") == months
    ]
    return situation_steps[-1].identifier if situation_steps else None


def _journeys(actor: Actor, learner: Learner, on: date) -> tuple[MyJourney, ...]:
    # A prepared invitation is not sent: the person learns of it by its link, not by this page.
    live = Invitation.objects.filter(outcome__in=_LIVE, sent_at__isnull=False).order_by("-sent_at")
    journeys = list(
        Journey.objects.filter(learner=learner)
        .select_related(*_JOURNEY)
        .prefetch_related(
            Prefetch("steps", queryset=StepRow.objects.order_by("recorded_at", "pk")),
            Prefetch("weeks", queryset=AttendanceWeek.objects.order_by("monday", "pk")),
            Prefetch("invitations", queryset=live),
        )
        .order_by("-opened_on", "-pk")
    )
    _attach_slots(actor, [invitation for each in journeys for invitation in each.invitations.all()])
    bodies = {step.body_id for each in journeys for step in each.steps.all() if step.body_id}
    names = _names(bodies | {each.referrer_id for each in journeys}, on)
    return tuple(_my_journey(each, names) for each in journeys)


def _attach_slots(actor: Actor, invitations: Iterable[Invitation]) -> None:
    """The slots that the learner chose: an individual appointment is read by its body alone, and by its own learner."""
    chosen = [each for each in invitations if each.chosen_id]
    with as_system(actor):
        meetings = Meeting.objects.select_related("provider").in_bulk([each.chosen_id for each in chosen])
    for each in chosen:
        each.chosen = meetings[each.chosen_id or 0]


def _my_journey(journey: Journey, names: Mapping[int, str]) -> MyJourney:
    rows = list(journey.steps.all())
    return MyJourney(
        journey=journey,
        steps=tuple(steps_in_force(as_step_records(rows))),
        bodies=names,
        body_of_step={row.pk: row.body_id for row in rows if row.body_id},
        invitations=tuple(journey.invitations.all()),
        presence=_presence(journey, list(journey.weeks.all())),
    )


def _presence(journey: Journey, rows: Sequence[AttendanceWeek]) -> PresenceCount:
    replaced = {row.corrects_id for row in rows}
    marks = [
        mark
        for row in rows
        if row.pk not in replaced
        for _, _, mark in half_days(Week(row.monday, row.marks, row.minutes))
    ]
    return PresenceCount(
        attended=sum(mark in (Presence.PRESENT, Presence.DISTANCE) for mark in marks),
        excused=marks.count(Presence.EXCUSED),
        absent=marks.count(Presence.ABSENT),
        minutes=journey.minutes_realised,
    )


def _referrer(actor: Actor, learner: Learner, on: date) -> Referrer | None:
    present = Referent.objects.filter(learner=learner, valid_until=None).first()
    if present is None:
        return None
    person = Person.objects.filter(pk=present.person_id or 0, is_active=True).first()
    body = _names([present.body_id], on).get(present.body_id, "")
    return Referrer(f"{person.first_name} {person.last_name}" if person else "", body)


def _survey_months(journeys: Sequence[MyJourney], on: date) -> Iterable[tuple[UUID, int]]:
    """The current horizon of each ended journey, when it is not answered and not more than 100 days old."""
    for each in journeys:
        ended = each.journey.ended_on
        if each.state is not JourneyState.ENDED or ended is None:
            continue
        answered_months = {
            step.detail.get("months") for step in each.of(StepKind.SITUATION) if step.detail.get("answered")
        }
        reached = [months for months in HORIZONS if survey_date(ended, months) <= on]
        if (
            reached
            and reached[-1] not in answered_months
            and on - survey_date(ended, reached[-1]) < timedelta(days=100)
        ):
            yield each.journey.key, reached[-1]


def _names(identifiers: Iterable[int], on: date) -> dict[int, str]:
    names_by_organisation: dict[int, list[OrganisationName]] = {}
    for each in OrganisationName.objects.filter(organisation_id__in=set(identifiers)):
        names_by_organisation.setdefault(each.organisation_id, []).append(each)
    return {identifier: name_valid_on(names, on) for identifier, names in names_by_organisation.items()}
