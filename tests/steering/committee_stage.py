"""Test world: a closed round, and a committee prepared for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.records import Figure
from pacte.steering.models import Committee, Decision
from pacte.steering.queries.committees import committee_by_number
from pacte.steering.records import Weather
from pacte.steering.records.meetings import AgendaKind, AgendaPoint
from pacte.steering.services.answers import AnswerInput
from pacte.steering.services.committees import plan_committee, set_agenda
from pacte.steering.services.decisions import DecisionInput, take_decision
from pacte.steering.services.rounds import close_round
from tests.cast import Cast
from tests.steering.round_stage import COMMITTEE, DUE, RoundStage, round_stage

HELD = COMMITTEE
ASKED = "Fixer une cible de remplissage."
POINTS = (
    AgendaPoint("Actions en alerte", AgendaKind.DISCUSSION, "Pilot", 30),
    AgendaPoint("Une cible", AgendaKind.DECISION, "Lead", 20, ActionCode(1)),
)


@dataclass
class CommitteeStage:
    round: RoundStage
    committee: Committee

    @property
    def cast(self) -> Cast:
        return self.round.cast

    @property
    def plan(self) -> Plan:
        return self.round.plan

    @contextmanager
    def acting(self, part: str = "pilot") -> Iterator[Actor]:
        with acting_as(self.cast[part].actor) as actor:
            yield actor

    def fresh(self) -> Committee:
        with self.acting() as actor:
            return committee_by_number(actor=actor, plan=self.plan, number=self.committee.number)

    def decide(self, text: str = "Fixer la cible à 75 %.", *, on: date = HELD, **values: Any) -> Decision:
        given = DecisionInput(
            text=text, **({"owner_id": self.cast["lead"].person.pk, "numbers": (ActionCode(1),)} | values)
        )
        with self.acting() as actor:
            return take_decision(actor=actor, committee=self.fresh(), decision_input=given, on=on)


def committee_stage(*, closed: bool = True, held_on: date = HELD, figures: tuple[Figure, ...] = ()) -> CommitteeStage:
    stage = round_stage(figures=figures)
    stage.send("lead", 1, AnswerInput(weather=Weather.ALERT, weather_word="Rien n’avance.", decision_asked=ASKED))
    stage.send("state_lead", 2)
    pilot = stage.cast["pilot"].actor
    with acting_as(pilot):
        if closed:
            close_round(actor=pilot, round_id=stage.round.pk, on=DUE)
        made = plan_committee(
            actor=pilot, plan=stage.plan, title="Comité de pilotage de décembre", held_on=held_on,
            starts_at=time(9, 30), place="Salle 3", round_number=1,
        )  # fmt: skip
        set_agenda(actor=pilot, committee=made, points=POINTS)
        found = committee_by_number(actor=pilot, plan=stage.plan, number=made.number)
    return CommitteeStage(stage, found)
