"""Partners and pending messages: the minimum that the tests of exchanges need."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pacte.accounts.row_context import acting_as
from pacte.interop.models import Partner
from pacte.interop.services.partners import add_partner
from pacte.journeys.models import Journey, Learner, LearnerContact, OutboxMessage, Step
from pacte.journeys.records import EndKind, StepKind
from pacte.offer.models import Session
from tests.cast import MACHINE, Cast
from tests.journeys.making import DAY

AT = datetime(2021, 3, 1, 8, tzinfo=UTC)
_LIFE = (
    (StepKind.ADMITTED, {}), (StepKind.ENTERED, {}), (StepKind.INTERRUPTED, {}), (StepKind.RESUMED, {}),
    (StepKind.ENDED, {"end_kind": EndKind.TO_TERM.value}),
)  # fmt: skip


def partner(
    cast: Cast, code: str = "agora", *, url: str = "http://127.0.0.1:1", slug: str = "", simulated: bool = True
) -> Partner:
    with acting_as(MACHINE):
        return add_partner(
            actor=MACHINE, host=cast.region, code=code, slug=slug or code, name=code.title(), url=url,
            body=cast.network, since=AT - timedelta(days=1), simulated=simulated,
        )  # fmt: skip


def lives(cast: Cast, session: Session, count: int) -> list[Journey]:
    """Creates ``count`` journeys of five steps, each step with its pending message."""
    with acting_as(MACHINE):
        base = {"organisation": cast.region, "is_synthetic": True}
        learners = Learner.objects.bulk_create(
            Learner(**base, opened_by=cast.network, created_at=AT, last_seen_on=DAY, sex="f") for _ in range(count)
        )
        LearnerContact.objects.bulk_create(
            LearnerContact(
                organisation=cast.region, learner=each, first_name="Camille", last_name=f"Exemple {rank}",
                partner_number=f"DE{rank:05}",
            )
            for rank, each in enumerate(learners)
        )  # fmt: skip
        journeys = Journey.objects.bulk_create(
            Journey(
                **base, learner=each, referrer=cast.network, provider_body=cast.provider, session=session,
                opened_on=DAY, state="ended", state_on=DAY, entered_on=DAY, ended_on=DAY, end_kind="to_term",
            )
            for each in learners
        )  # fmt: skip
        steps = Step.objects.bulk_create(
            Step(
                organisation=cast.region, journey=journey, kind=kind, happened_on=DAY + timedelta(days=rank),
                recorded_at=AT + timedelta(seconds=rank), session=session, source="typed", detail=detail,
            )
            for journey in journeys
            for rank, (kind, detail) in enumerate(_LIFE)
        )  # fmt: skip
        OutboxMessage.objects.bulk_create(
            OutboxMessage(
                organisation=cast.region, journey=step.journey, step=step, key=f"step:{step.pk}",
                created_at=step.recorded_at,
            )
            for step in steps
        )  # fmt: skip
    return journeys
