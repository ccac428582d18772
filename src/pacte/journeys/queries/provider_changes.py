"""What others recorded about the people of a provider: proposals, chosen slots, entries, withdrawals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max

from pacte.journeys.models import Journey, Step
from pacte.journeys.permissions import providers_with_journey_right
from pacte.journeys.records import StepKind
from pacte.kernel.actor import Actor
from pacte.offer.models import Session

_LOOKBACK = timedelta(days=45)
# Those that change who comes to a session.
_NEWS = (
    StepKind.PROPOSED, StepKind.SLOT_CHOSEN, StepKind.ADMITTED, StepKind.DECLINED, StepKind.LAPSED, StepKind.RESEATED,
    StepKind.NEVER_CAME, StepKind.ENTERED, StepKind.INTERRUPTED, StepKind.RESUMED, StepKind.ENDED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SessionStepCount:
    """Steps of one kind in one session; ``recorded_at``: that of the latest."""

    kind: StepKind
    session: Session
    count: int
    recorded_at: datetime


def recent_steps_by_session(*, actor: Actor, since: datetime, on: date, most: int) -> list[SessionStepCount]:
    """Steps that others recorded since an instant in sessions of the actor's organisation, the latest first.

    Late ones count up to 45 days back. Three queries; empty for actors who train nobody.
    """
    bodies = providers_with_journey_right(actor, "journeys.train")
    # Run first: the planner sees the policies, and would read the steps of everybody.
    moved = list(
        Journey.objects.filter(
            provider_body_id__in=bodies, state_on__gte=on - _LOOKBACK, session__isnull=False
        ).values_list("pk", flat=True)
    )
    steps = Step.objects.filter(journey__in=moved, recorded_at__gte=since, is_withdrawn=False, kind__in=_NEWS)
    groups = (
        steps.exclude(body_id__in=bodies)
        .order_by()
        .values("kind", "journey__session_id")
        .annotate(count=Count("pk"), last=Max("recorded_at"))
        .order_by("-last", "journey__session_id", "kind")
        .values_list("kind", "journey__session_id", "count", "last")
    )[:most]
    rows = list(groups)
    sessions = Session.objects.select_related("site", "training_action__training__provider").in_bulk(
        {session_id for _, session_id, _, _ in rows}
    )
    return [SessionStepCount(StepKind(kind), sessions[key], count, last) for kind, key, count, last in rows]
