"""One small world: the shipped plan in force, and what was done for some of its actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any

from pacte.accounts.row_context import acting_as
from pacte.evaluation.services.effects import record_effects
from pacte.indicators.facts.occupation_tensions import TENSION_SERIES
from pacte.indicators.queries import plan_evidence
from pacte.indicators.records.evidence import ActionEvidence
from pacte.indicators.records.series_input import SeriesInput, SeriesPointInput
from pacte.indicators.services import add_points, refresh_facts, save_series
from pacte.journeys.models import AttendanceWeek, Journey, Learner, Step
from pacte.journeys.records import EndKind
from pacte.journeys.records import StepKind as K
from pacte.journeys.services import StepInput, open_journey, record_step
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import now, today
from pacte.offer.models import Order, Provider, Session
from pacte.plan.models import Plan
from pacte.reference.models import Nomenclature, NomenclatureLink
from pacte.reference.records import Relation
from tests.cast import MACHINE, Cast, gather_cast
from tests.indicators.purchased import buy, order_for
from tests.journeys.making import session_with, somebody, walk
from tests.plan.contents import row, small_plan
from tests.plans_at_hand import written
from tests.web.plan_stage import IN_FORCE, enforce

KNOWN = datetime(2021, 1, 5, 9, tzinfo=UTC)
STARTED, OVER = date(2021, 1, 11), date(2021, 6, 11)
# Outside the years of the plan, where the same deeds prove nothing of it.
_LATER = timedelta(days=365 * 3)


@dataclass(slots=True)
class World:
    """``folder``: where its facts are. ``shift``: how much later than 2021 what is done now happens.

    ``cast`` and ``plan``: those for whom it is done now, another Region and its plan when it is done elsewhere.
    """

    cast: Cast
    plan: Plan
    folder: Path
    shift: timedelta = timedelta()
    _numbers: Any = field(default_factory=lambda: count(1))

    def number(self) -> int:
        return int(next(self._numbers))

    def on(self, day: date) -> date:
        return day + self.shift

    @contextmanager
    def in_other_years(self) -> Iterator[None]:
        self.shift = _LATER
        yield
        self.shift = timedelta()

    @contextmanager
    def later(self, by: timedelta) -> Iterator[None]:
        """Within the same years."""
        before = self.shift
        self.shift += by
        yield
        self.shift = before

    @contextmanager
    def in_another_region(self) -> Iterator[None]:
        ours = self.cast, self.plan
        with acting_as(MACHINE):
            self.cast = replace(self.cast, region=self.cast.other_region)
            self.plan = written(actor=MACHINE, host=self.cast.region, content=small_plan(row("A03", 3))).plan
        yield
        self.cast, self.plan = ours

    def session(
        self,
        number: int | None,
        *,
        nature: str = "certifying",
        places: int = 4,
        domain: str = "230",
        provider: Provider | None = None,
    ) -> Session:
        """A session of the first half of the year, bought for the action on the pact; for none, on the baseline.

        ``provider``: that of the cast unless another is given.
        """
        made = session_with(self.cast, opened=places, number=f"24_{self.number()}")
        if provider is not None:
            with acting_as(MACHINE):
                made.training_action.training.provider = provider
                made.training_action.training.save(update_fields=["provider"])
        order = order_for(self.cast.region, self.plan, number or 1, made, fund="pact" if number else "baseline")
        with acting_as(MACHINE):
            made.starts_on, made.ends_on = self.on(STARTED), self.on(OVER)
            made.save(update_fields=["starts_on", "ends_on"])
            Order.objects.filter(pk=order.pk).update(nature=nature, domain_code=domain)
            if number is None:
                order.lines.update(plan=None, plan_action=None)
        buy(order, places, known=KNOWN + self.shift, on=self.on(date(2021, 1, 5)))
        return made

    def entered(self, session: Session) -> Journey:
        """Somebody who came to the session on its first day."""
        journey = somebody(self.cast, first_name=f"Personne {self.number()}")
        self.enter(journey, session, self.on(STARTED))
        return journey

    def next_held(self, earlier: Journey, session: Session, *, on: date, until: date) -> Journey:
        """A seat of another session is held for the same person, in the journey that follows."""
        with acting_as(self.cast["adviser"].actor) as adviser:
            journey = open_journey(
                actor=adviser, learner=earlier.learner, body=self.cast.network, on=self.on(on), follows=earlier
            )
            for kind, detail in (
                (K.NEED_EXPRESSED, {}),
                (K.PROPOSED, {}),
                (K.SEAT_RESERVED, {"seat_until": self.on(until).isoformat()}),
            ):
                step_input = StepInput(kind, self.on(on), session_id=session.pk, detail=detail)
                record_step(actor=adviser, key=journey.key, step_input=step_input)
        return journey

    def item(self, *, rome: str, competence_code: str) -> None:
        """The ROME says that the occupation takes this competence."""
        with acting_as(MACHINE):
            Nomenclature.objects.get_or_create(
                scheme=Relation.ROME_ITEM, edition="essai",
                defaults={"starts_on": date(2020, 1, 1), "source": "essai", "loaded_at": KNOWN},
            )  # fmt: skip
            NomenclatureLink.objects.get_or_create(
                relation=Relation.ROME_ITEM, edition="essai", source_code=rome, target_code=competence_code
            )

    def hard_to_recruit(self, *, rome: str, competence_code: str) -> None:
        """A public series says that employers hardly find this occupation, of which the ROME says the competence."""
        asked = SeriesInput(TENSION_SERIES, "Tension par métier", "Où ?", "niveau", "niveau", "DARES", "observatoire")
        first, last = self.on(date(2020, 1, 1)), self.on(date(2020, 12, 31))
        level = SeriesPointInput("labour_basin", "2401", first, last, Decimal(5), split=f"rome:{rome}")
        self.item(rome=rome, competence_code=competence_code)
        with acting_as(MACHINE):
            series = save_series(actor=MACHINE, host=self.cast.region, data=asked)
            add_points(actor=MACHINE, series=series, points=[level], source_label="tensions.csv")

    def enter_held(self, journey: Journey, session: Session, *, on: date) -> None:
        """Whose seat is held is admitted, and enters."""
        walk(self.cast["provider"].actor, journey, session, K.ADMITTED, K.ENTERED, on=self.on(on))

    def enter(self, journey: Journey, session: Session, on: date) -> None:
        walk(
            self.cast["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED,
            on=on - timedelta(days=5),
        )  # fmt: skip
        walk(self.cast["provider"].actor, journey, session, K.ENTERED, on=on)

    def step(self, journey: Journey, kind: K, on: date = OVER, **detail: object) -> None:
        """One more step of the journey, by its provider."""
        with acting_as(self.cast["provider"].actor) as actor:
            record_step(actor=actor, key=journey.key, step_input=StepInput(kind, self.on(on), detail=detail))

    def ended(self, journey: Journey, end_kind: EndKind = EndKind.TO_TERM, on: date = OVER) -> None:
        self.step(journey, K.ENDED, on, end_kind=end_kind)

    def sign_hours(self, journey: Journey, *, hours: int) -> None:
        with acting_as(MACHINE):
            AttendanceWeek.objects.create(
                organisation=self.cast.region, journey=journey, monday=self.on(STARTED), minutes=hours * 60,
                recorded_at=now(),
            )  # fmt: skip

    def answer_at_six_months(self, session: Session, *, in_job: int, people: int) -> None:
        """That many people of the session answered, of whom some have a job. Written at once, without their acts."""
        journeys = self.leave_together(session, people, EndKind.TO_TERM)
        with acting_as(MACHINE):
            self._write_steps(
                journeys, K.SITUATION, date(2021, 12, 11),
                [{"months": 6, "answered": True, "in_job": rank < in_job} for rank in range(people)],
            )  # fmt: skip

    def leave_together(self, session: Session, people: int, end_kind: EndKind, *, on: date = OVER) -> list[Journey]:
        """That many people entered the session and left it alike. Written at once, without their acts."""
        rows = range(people)
        with acting_as(MACHINE):
            learners = Learner.objects.bulk_create(
                Learner(organisation=self.cast.region, opened_by=self.cast.network, created_at=now(),
                        last_seen_on=today(), is_synthetic=True) for _ in rows
            )  # fmt: skip
            journeys = Journey.objects.bulk_create(
                Journey(organisation=self.cast.region, learner=learner, referrer=self.cast.network, session=session,
                        opened_on=self.on(STARTED), state="ended", end_kind=end_kind, entered_on=self.on(STARTED),
                        ended_on=self.on(on), state_on=self.on(on), is_synthetic=True) for learner in learners
            )  # fmt: skip
            self._write_steps(journeys, K.ENTERED, STARTED, [{} for _ in rows])
            self._write_steps(journeys, K.ENDED, on, [{"end_kind": str(end_kind)} for _ in rows])
        return journeys

    def _write_steps(self, journeys: list[Journey], kind: K, on: date, details: list[dict[str, object]]) -> None:
        Step.objects.bulk_create(
            Step(organisation=self.cast.region, journey=journey, kind=kind, happened_on=self.on(on),
                 recorded_at=KNOWN + self.shift, session=journey.session, source="page", detail=detail)
            for journey, detail in zip(journeys, details, strict=True)
        )  # fmt: skip


class Neighbour(StrEnum):
    """What does not move the proof of a whole: another year, or another Region with its plan."""

    YEAR = "year"
    REGION = "region"


Deed = Callable[[World, bool], None]
"""What is done for an action: so that it succeeds, or that it fails."""


def people_and_plan() -> tuple[Cast, Plan]:
    """What each world begins with: the cast, and the shipped plan in force."""
    cast = gather_cast()
    with acting_as(MACHINE):
        version = written(actor=MACHINE, host=cast.region)
    enforce(version, IN_FORCE)
    return cast, version.plan


def evidence_after(
    world: World, deeds: Iterable[Deed], *, succeeds: bool, neighbour: Neighbour | None = None
) -> dict[ActionCode, ActionEvidence]:
    """What the plan measures once these deeds are done. ``neighbour``: where the contrary is done too."""
    for deed in deeds:
        deed(world, succeeds)
        if neighbour is not None:
            with world.in_other_years() if neighbour is Neighbour.YEAR else world.in_another_region():
                deed(world, not succeeds)
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE, facts_dir=world.folder, full=True)
        record_effects(actor=MACHINE, on=today(), facts_dir=world.folder)
        return plan_evidence(actor=MACHINE, plan=world.plan, known_on=today(), facts_dir=world.folder)
