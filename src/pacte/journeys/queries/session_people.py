"""People of a session: full names for the provider that trains them, an initial for the buyer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Left

from pacte.accounts.queries import organisation_names
from pacte.journeys.models import Journey, Seat
from pacte.journeys.models import Step as StepRow
from pacte.journeys.permissions import JourneyScope, hosts_with_journey_right, may, providers_with_journey_right
from pacte.journeys.queries.journeys import as_step_records
from pacte.journeys.records import EndKind, JourneyState, StepKind, StepRecord
from pacte.journeys.rules.ends import DropoutReason, counted_end
from pacte.journeys.rules.masking import name_initial, shown_network
from pacte.journeys.rules.seats import count_filled_seats, seat_entry_deadline
from pacte.journeys.rules.session_steps import steps_of_session
from pacte.journeys.rules.state_machine import steps_in_force
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, hide_unless
from pacte.kernel.french import fold_text
from pacte.notifications.services.system_access import as_system
from pacte.offer.models import Session
from pacte.offer.records import EntryMode

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class SessionPerson:
    """A learner of a session. ``name`` is full for the provider, an initial for the Region; empty after a purge.

    ``network`` is masked for both when it would disclose a protected fact: a provider never reads any.
    """

    key: UUID
    name: str
    network: str
    state: JourneyState
    state_on: date
    awaited_on: date | None
    entered_on: date | None
    ended_on: date | None
    end_kind: EndKind | None
    minutes: int
    steps: tuple[StepRecord, ...] = field(default=())

    @property
    def last_step(self) -> StepRecord | None:
        return self.steps[-1] if self.steps else None

    @property
    def end_reason(self) -> DropoutReason | None:
        """The last recorded reason of a dropout; ``NOT_SAID`` when there is none."""
        if self.end_kind is not EndKind.DROPOUT:
            return None
        reasons = [step.detail.get("reason") for step in self.steps if step.kind is StepKind.ENDED]
        return DropoutReason(str(reasons[-1])) if reasons and reasons[-1] else DropoutReason.NOT_SAID

    def end_on(self, on: date, planned_end: date | None) -> EndKind | None:
        """The kind of end that counts on that day, silence after the term included; None while none is due."""
        if self.entered_on is None:
            return None
        return counted_end(
            self.end_kind, planned_end=planned_end, on=on,
            returns_on=self.awaited_on if self.state is JourneyState.INTERRUPTED else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SeatCounts:
    """Seats of a session: occupied now, entries, and places on which somebody entered (each counted once)."""

    seats_held: int
    entries: int
    seats_filled: int
    entry_deadline: date | None


def can_train(*, actor: Actor, session: Session) -> bool:
    """True when the actor records the steps of that session's learners, for the provider."""
    return may(actor, "journeys.train", _scope(session))


def can_read_people(*, actor: Actor, session: Session) -> bool:
    """True for the provider of the session, and for staff of the Region who read journeys without names."""
    return session.training.host_id in hosts_with_journey_right(actor, "journeys.read") or can_train(
        actor=actor, session=session
    )


def is_anyone_oriented(*, actor: Actor, session: Session) -> bool:
    """True when a journey names the session, whoever follows it. Says nothing of whom; read as the machine."""
    with as_system(actor):
        return Journey.objects.filter(session=session).exists()


def people_of_session(*, actor: Actor, session: Session, keys: Collection[UUID] | None = None) -> list[SessionPerson]:
    """Everybody who is or was on the way to the session, by name. Three or four queries. Raises ``NotFound``.

    ``keys``: only these journeys.
    """
    hide_unless(can_read_people(actor=actor, session=session))
    journeys = _readable_journeys(actor, session)
    if keys is not None:
        journeys = journeys.filter(key__in=keys)
    rows = list(journeys.order_by("pk")[:_MOST])
    steps = _session_steps(rows, session)
    names = _names(actor, session, rows)
    networks = organisation_names(on=today())
    is_masked = not can_train(actor=actor, session=session)
    people = [
        _person(each, names.get(each.learner_id, ""), networks.get(each.referrer_id, ""), steps[each.pk], is_masked)
        for each in rows
    ]
    return sorted(people, key=lambda person: (fold_text(person.name), person.state_on, str(person.key)))


def person_of_session(*, actor: Actor, session: Session, key: UUID | str) -> SessionPerson:
    """One of them. Raises ``NotFound`` for a learner of another session or of another provider."""
    try:
        wanted_key = UUID(str(key))
    except ValueError as fault:
        raise NotFound from fault
    people = people_of_session(actor=actor, session=session, keys=[wanted_key])
    hide_unless(people)
    return people[0]


def trainee_phone(*, actor: Actor, session: Session, key: UUID) -> str:
    """Telephone of a learner of the session, for the provider that trains them; "" when unknown, or to others."""
    trained = Journey.objects.filter(
        session=session, key=key, provider_body_id__in=providers_with_journey_right(actor, "journeys.read_name")
    )
    return trained.values_list("learner__contact__phone", flat=True).first() or ""


def seat_counts(*, actor: Actor, session: Session) -> SeatCounts:
    """Public seat counts of a session. One query."""
    rows = list(Seat.objects.filter(session=session).values_list("journey_id", "rank", "entered_on", "released_on"))
    entered = {(journey, rank) for journey, rank, entered_on, _ in rows if entered_on is not None}
    return SeatCounts(
        seats_held=sum(released is None for *_, released in rows),
        entries=len({journey for journey, _ in entered}),
        seats_filled=count_filled_seats([rank for _, rank in entered]),
        entry_deadline=seat_entry_deadline(
            session.starts_on, session.ends_on, is_rolling=session.training_action.entry_mode == EntryMode.ROLLING
        ),
    )


@dataclass(frozen=True, slots=True)
class SessionPeopleSummary:
    """One session of a provider: people by state, and the Monday of the last signed week."""

    by_state: dict[JourneyState, int]
    last_week: date | None

    def of(self, *states: JourneyState) -> int:
        return sum(self.by_state.get(state, 0) for state in states)


def session_people_summaries(*, actor: Actor, sessions: Collection[Session]) -> dict[int, SessionPeopleSummary]:
    """For sessions of the actor's organisation. Two queries; empty for those of others."""
    journeys = Journey.objects.filter(
        session__in=[each.pk for each in sessions],
        provider_body_id__in=providers_with_journey_right(actor, "journeys.train"),
    )
    states: dict[int, dict[JourneyState, int]] = defaultdict(dict)
    counted = journeys.order_by().values("session_id", "state").annotate(count=Count("pk"))
    for row in counted.values_list("session_id", "state", "count"):
        states[row[0]][JourneyState(row[1])] = row[2]
    signed = journeys.order_by().values("session_id").annotate(last=Max("weeks__monday"))
    weeks = dict(signed.values_list("session_id", "last"))
    return {each.pk: SessionPeopleSummary(states[each.pk], weeks.get(each.pk)) for each in sessions}


def _scope(session: Session) -> JourneyScope:
    return JourneyScope(session.training.host_id, None, session.provider.body_id)


def _readable_journeys(actor: Actor, session: Session) -> QuerySet[Journey]:
    journeys = Journey.objects.filter(session=session)
    if actor.is_system:
        return journeys
    return journeys.filter(
        Q(organisation_id__in=hosts_with_journey_right(actor, "journeys.read"))
        | Q(provider_body_id__in=providers_with_journey_right(actor, "journeys.read"))
    )


def _names(actor: Actor, session: Session, rows: list[Journey]) -> dict[int, str]:
    """By learner. Without the right to read names, initials only, computed by the database."""
    contacts = Journey.objects.filter(pk__in=[each.pk for each in rows], learner__contact__isnull=False)
    if can_train(actor=actor, session=session):
        whole = contacts.values_list("learner_id", "learner__contact__last_name", "learner__contact__first_name")
        return {learner: f"{last} {first}" for learner, last, first in whole}
    with as_system(actor):
        first = contacts.annotate(initial=Left("learner__contact__first_name", 1))
        return {learner: name_initial(letter) for learner, letter in first.values_list("learner_id", "initial")}


def _session_steps(rows: list[Journey], session: Session) -> dict[int, tuple[StepRecord, ...]]:
    """Steps in force that concern the session, by journey, in order. One query."""
    grouped: dict[int, list[StepRow]] = defaultdict(list)
    for step in StepRow.objects.filter(journey__in=[each.pk for each in rows]).order_by("recorded_at", "pk"):
        grouped[step.journey_id].append(step)
    return defaultdict(
        tuple,
        {pk: steps_of_session(steps_in_force(as_step_records(steps)), session.pk) for pk, steps in grouped.items()},
    )


def _person(row: Journey, name: str, network: str, steps: tuple[StepRecord, ...], is_masked: bool) -> SessionPerson:
    return SessionPerson(
        key=row.key,
        name=name or ("" if not is_masked else name_initial("")),
        network=shown_network(network),
        state=JourneyState(row.state),
        state_on=row.state_on,
        awaited_on=row.awaited_on,
        entered_on=row.entered_on,
        ended_on=row.ended_on,
        end_kind=EndKind(row.end_kind) if row.end_kind else None,
        minutes=row.minutes_realised,
        steps=steps,
    )
