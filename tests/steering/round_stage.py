"""Test world: a plan of three actions in force, its leads, and an open round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.records import Figure, Lead
from pacte.plan.services import appoint_action_lead
from pacte.steering.models import Round
from pacte.steering.queries.rounds import round_by_id, round_snapshot
from pacte.steering.records import ActionAnswer, RoundSnapshot, Weather
from pacte.steering.services.answers import AnswerInput, save_answer, send_answer
from pacte.steering.services.rounds import open_round
from tests.cast import MACHINE, Cast, gather_cast
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import staged

OPENED = date(2020, 11, 2)
DUE = date(2020, 11, 20)
COMMITTEE = date(2020, 12, 9)
GOOD = AnswerInput(weather=Weather.GOOD, weather_word="Tout est lancé.")


@dataclass
class RoundStage:
    """Leads: the Region on action 1 and the State on action 2, both appointed; the observatory on 3, vacant."""

    cast: Cast
    plan: Plan
    round: Round

    def actor(self, part: str) -> Actor:
        return self.cast[part].actor

    def do(self, service: Any, part: str, *, on: date = OPENED, **values: Any) -> Any:
        """Runs a service of the round as a member of the cast."""
        actor = self.actor(part)
        with acting_as(actor):
            if "number" in values:
                values["number"] = ActionCode(values["number"])
            return service(actor=actor, round_id=self.round.pk, on=on, **values)

    def send(self, part: str, number: int, said: AnswerInput = GOOD, *, on: date = OPENED) -> None:
        self.do(save_answer, part, number=number, answer_input=said, on=on)
        self.do(send_answer, part, number=number, on=on)

    def now(self, part: str = "pilot", *, on: date = OPENED) -> RoundSnapshot:
        actor = self.actor(part)
        with acting_as(actor):
            return round_snapshot(actor=actor, target_round=round_by_id(actor=actor, round_id=self.round.pk), on=on)

    def answer(self, number: int, *, on: date = OPENED) -> ActionAnswer:
        return next(each for each in self.now(on=on).answers if each.number == str(number))


def round_stage(*, cast: Cast | None = None, figures: tuple[Figure, ...] = (), **values: Any) -> RoundStage:
    """Stage with an open round. ``figures`` are those of action 1."""
    leads = {1: Lead("Région"), 2: Lead("Etat"), 3: Lead("GIP ALFA Centre")}
    content = small_plan(
        *(
            row(f"A0{number}", number, leads=(lead,), figures=figures if number == 1 else ())
            for number, lead in leads.items()
        ),
        code="round-plan",
    )
    stage = staged(content, cast=cast or gather_cast())
    with acting_as(MACHINE):
        for number, part in ((1, "lead"), (2, "state_lead")):
            member = stage.cast[part]
            appoint_action_lead(
                actor=MACHINE,
                plan=stage.plan,
                number=ActionCode(number),
                organisation_id=member.organisation.pk,
                person=member.person,
                on=OPENED - timedelta(days=300),
            )
    pilot = stage.cast["pilot"].actor
    known = {"label": "Comité de décembre 2020", "due_on": DUE, "committee_on": COMMITTEE, "on": OPENED} | values
    with acting_as(pilot):
        found = open_round(actor=pilot, plan=stage.plan, **known)
    return RoundStage(stage.cast, stage.plan, found)
