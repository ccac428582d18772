"""A session with a ledger and a learner on the way to it: the minimum for the tests of journeys."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey
from pacte.journeys.records import EndKind, LearnerInput, StepKind
from pacte.journeys.services import StepInput, open_journey, open_learner, record_step
from pacte.kernel.actor import Actor
from pacte.offer.models import Provider, Session, SessionPlaces, Training, TrainingAction
from tests.cast import MACHINE, Cast

AT = datetime(2021, 1, 4, 9, tzinfo=UTC)
DAY = date(2021, 1, 4)
SIRET = "21180033900012"


def session_with(cast: Cast, *, opened: int = 2, number: str = "24_1", rolling: bool = False) -> Session:
    """A session of the cast's provider, with ``opened`` seats in its ledger."""
    times = {"recorded_at": AT, "changed_at": AT}
    with acting_as(MACHINE):
        provider, _ = Provider.objects.get_or_create(
            siret=SIRET, defaults={"name": "Organisme du Cher", "body": cast.provider} | times
        )
        training = Training.objects.create(
            number=f"F{number}", host_id=cast.region.pk, provider=provider, title="Soudeur", **times
        )
        action = TrainingAction.objects.create(training=training, number=f"A{number}", entry_mode=int(rolling), **times)
        session = Session.objects.create(
            training_action=action, number=number, starts_on=date(2021, 1, 11), ends_on=date(2021, 6, 11), **times
        )
        SessionPlaces.objects.create(
            session=session, planned=opened, bought=opened, opened=opened, counted=opened, changed_at=AT
        )
    return session


def somebody(cast: Cast, *, first_name: str = "Inès", birth_year: int = 1995, on: date = DAY) -> Journey:
    """Journey of a learner of the network, who has just expressed a need."""
    with acting_as(cast["adviser"].actor) as adviser:
        learner = open_learner(
            actor=adviser, host=cast.region, body=cast.network, synthetic=True,
            learner_input=LearnerInput(first_name, "Distribution", birth_year=birth_year, diploma=3),
        )  # fmt: skip
        journey = open_journey(actor=adviser, learner=learner, body=cast.network, on=on)
        record_step(actor=adviser, key=journey.key, step_input=StepInput(StepKind.NEED_EXPRESSED, on))
    return journey


def walk(actor: Actor, journey: Journey, session: Session, *kinds: StepKind, on: date = DAY) -> None:
    """Records the steps on one day, each with the session that it needs."""
    with acting_as(actor):
        for kind in kinds:
            detail = {"end_kind": EndKind.TO_TERM} if kind is StepKind.ENDED else {}
            record_step(
                actor=actor, key=journey.key, step_input=StepInput(kind, on, session_id=session.pk, detail=detail)
            )
