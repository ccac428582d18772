"""One small world: the shipped plan in force, and what was done for some of its actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from pacte.accounts.models import Organisation
from pacte.accounts.row_context import acting_as
from pacte.indicators.queries import plan_evidence
from pacte.indicators.records.evidence import ActionEvidence
from pacte.indicators.services import refresh_facts
from pacte.journeys.models import Journey
from pacte.journeys.records import EndKind
from pacte.journeys.records import StepKind as K
from pacte.journeys.services import StepInput, record_step
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.offer.models import Order, Session
from pacte.plan.models import Plan
from tests.cast import MACHINE, Cast, gather_cast
from tests.indicators.purchased import buy, order_for
from tests.journeys.making import session_with, somebody, walk
from tests.plans_at_hand import written
from tests.web.plan_stage import IN_FORCE, enforce

KNOWN = datetime(2021, 1, 5, 9, tzinfo=UTC)
STARTED, OVER = date(2021, 1, 11), date(2021, 6, 11)


@dataclass(slots=True)
class World:
    """``folder``: where its facts are."""

    cast: Cast
    plan: Plan
    folder: Path
    _numbers: Any = field(default_factory=lambda: count(1))

    def session(
        self, number: int | None, *, nature: str = "certifying", fund: str = "pact", places: int = 4
    ) -> Session:
        """A session of the first half of 2021, bought for the action; for none, on the baseline."""
        made = session_with(self.cast, opened=places, number=f"24_{next(self._numbers)}")
        order = order_for(self.cast.region, self.plan, number or 1, made, fund=fund if number else "baseline")
        with acting_as(MACHINE):
            Order.objects.filter(pk=order.pk).update(nature=nature)
            if number is None:
                order.lines.update(plan=None, plan_action=None)
        buy(order, places, known=KNOWN)
        return made

    def entered(self, session: Session) -> Journey:
        """Somebody who came to the session on its first day."""
        journey = somebody(self.cast, first_name=f"Personne {next(self._numbers)}")
        walk(self.cast["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
        walk(self.cast["provider"].actor, journey, session, K.ENTERED, on=STARTED)
        return journey

    def step(self, journey: Journey, kind: K, on: date = OVER, *, part: str = "provider", **detail: object) -> None:
        """One more step of the journey, by somebody of the cast."""
        session_id = detail.pop("session_id", journey.session_id)
        with acting_as(self.cast[part].actor) as actor:
            record_step(
                actor=actor, key=journey.key,
                step_input=StepInput(kind, on, session_id=session_id, detail=dict(detail)),  # type: ignore[arg-type]
            )  # fmt: skip

    def ended(self, journey: Journey, end_kind: EndKind = EndKind.TO_TERM, on: date = OVER) -> None:
        self.step(journey, K.ENDED, on, end_kind=end_kind)


Deed = Callable[[World, bool], None]
"""What is done for an action: so that it succeeds, or that it fails."""


def new_world(folder: Path) -> World:
    cast = gather_cast()
    with acting_as(MACHINE):
        version = written(actor=MACHINE, host=cast.region)
    enforce(version, IN_FORCE)
    return World(cast, version.plan, folder)


def evidence_after(world: World, deeds: Iterable[Deed], *, succeeds: bool) -> dict[ActionCode, ActionEvidence]:
    """What the plan measures once these deeds are done."""
    for deed in deeds:
        deed(world, succeeds)
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE, facts_dir=world.folder, full=True)
        return plan_evidence(actor=MACHINE, plan=world.plan, known_on=today(), facts_dir=world.folder)


def another_region(world: World) -> Organisation:
    return world.cast.other_region
