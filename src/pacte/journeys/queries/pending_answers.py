"""Journeys that wait for an answer of the learner, and advisers with silent learners. For the machine only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet

from pacte.journeys.models import Invitation, Journey, Obligation, Referent
from pacte.journeys.queries.module_plans import later_stages
from pacte.journeys.records import InvitationOutcome, JourneyState
from pacte.journeys.records.adviser_desk import DeskRow, WaitStatus
from pacte.journeys.rules.consequences import Consequence
from pacte.journeys.rules.desk import LIVE, wait_status_of
from pacte.journeys.rules.lapses import ANSWERS_WITHIN, Pending
from pacte.kernel.actor import Actor
from pacte.offer.records import EntryMode

# Of the journey of the outer query.
_PREPARED = Invitation.objects.filter(journey=OuterRef("pk"), session__isnull=False, sent_at=None, outcome="")


@dataclass(frozen=True, slots=True)
class PendingJourney:
    """``person_id``: the adviser named, None when nobody is."""

    pending: Pending
    key: UUID
    learner_key: UUID
    host_id: int
    person_id: int | None


def pending_journeys(*, actor: Actor) -> list[PendingJourney]:
    """All journeys whose next move is the learner's. At most five queries. Raises ``NotFound`` but for the machine.

    A journey whose invitation is prepared and not sent waits for the one who sends it. A learner who said yes, or
    agreed on a day to be called, has answered: the adviser owes the next move. A later step of a plan of modules waits
    for the one before to be over, and is to be answered from that day on.
    """
    actor.require_system()
    rows = list(
        Journey.objects.filter(~Exists(_PREPARED), state__in=list(ANSWERS_WITHIN))
        .exclude(pk__in=_owed_by_adviser())
        .select_related("learner", "session__training_action")
        .order_by("pk")
    )
    expires = dict(
        Invitation.objects.filter(
            journey__state=JourneyState.INVITED,
            session__isnull=False,
            sent_at__isnull=False,
            outcome__in=("", InvitationOutcome.LAPSED),
        )
        .values_list("journey_id")
        .annotate(Max("expires_on"))
        .order_by()
    )
    named = dict(
        Referent.objects.filter(learner__in=[row.learner_id for row in rows], valid_until=None).values_list(
            "learner_id", "person_id"
        )
    )
    later = _later_stages(actor, [(row.pk, row.follows_id) for row in rows])
    waited = [row for row in rows if later.get(row.pk, row.state_on) is not None]
    return [_pending(row, expires.get(row.pk), named.get(row.learner_id), later.get(row.pk)) for row in waited]


def _later_stages(actor: Actor, follows: Iterable[tuple[int, int | None]]) -> dict[int, date | None]:
    return later_stages(actor=actor, journey_ids=[pk for pk, earlier in follows if earlier is not None])


def _pending(row: Journey, expires_on: date | None, person_id: int | None, since: date | None) -> PendingJourney:
    """``since``: from when a later step of a plan is to be answered."""
    is_rolling = bool(row.session and row.session.training_action.entry_mode == EntryMode.ROLLING)
    return PendingJourney(
        pending=Pending(
            journey_id=row.pk,
            state=JourneyState(row.state),
            state_on=max(row.state_on, since or row.state_on),
            expires_on=expires_on,
            starts_on=row.session.starts_on if row.session and not is_rolling else None,
        ),
        key=row.key,
        learner_key=row.learner.key,
        host_id=row.organisation_id,
        person_id=person_id,
    )


def silent_learner_counts(
    *, actor: Actor, on: date, silent_days: int, excluding: frozenset[int] = frozenset()
) -> Counter[tuple[int, int]]:
    """Number of silent learners by (Region, adviser named), without the journeys in ``excluding``.

    Nobody is silent before an invitation that has not left.
    """
    actor.require_system()
    counts: Counter[tuple[int, int]] = Counter()
    owed = set(_owed_by_adviser())
    referents = Referent.objects.filter(valid_until=None, person__isnull=False, learner__journeys__state__in=LIVE)
    to_invite = set(
        Invitation.objects.filter(session__isnull=False, sent_at=None, outcome="").values_list("journey_id", flat=True)
    )
    rows = list(
        referents.values_list(
            "organisation_id", "person_id", "learner__journeys", "learner_id", "learner__journeys__state",
            "learner__journeys__state_on", "learner__last_seen_on", "learner__journeys__session__starts_on",
            "learner__journeys__session__training_action__entry_mode", "learner__journeys__follows",
        )
    )  # fmt: skip
    later = _later_stages(actor, [(row[2], row[-1]) for row in rows])
    for host, person, pk, learner, state, state_on, seen_on, starts_on, mode, _ in rows:
        row = DeskRow(
            pk,
            learner,
            JourneyState(state),
            state_on,
            seen_on,
            starts_on,
            is_rolling=mode == EntryMode.ROLLING,
            is_later_stage=later.get(pk, seen_on) is None,
        )
        if pk in excluding or pk in to_invite or pk in owed:
            continue
        if wait_status_of(row, on=on, silent_days=silent_days) is WaitStatus.SILENT:
            counts[host, person] += 1
    return counts


def _owed_by_adviser() -> QuerySet[Obligation, int]:
    """Journeys of learners who answered: an invitation, or a call, is owed to them."""
    owed = Obligation.objects.filter(what__in=(Consequence.INVITATION_DUE, Consequence.CALL_BACK), settled_on=None)
    return owed.values_list("journey_id", flat=True)
