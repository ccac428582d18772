"""A call with one open round, its cases, and the acts of its readers, for the tests of reading and of committees."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.plan.models import Plan
from pacte.plan.records import Lead
from pacte.procedures.models import CallRound, Case, CommitteeMeeting, ReaderAssignment
from pacte.procedures.records.reading import ScoreInput
from pacte.procedures.services.applications import begin_application, save_section, send_application
from pacte.procedures.services.call_rounds import open_round
from pacte.procedures.services.case_opening import open_case
from pacte.procedures.services.committees import open_meeting
from pacte.procedures.services.conflicts import declare_conflict
from pacte.procedures.services.reading import assign_reader, send_score
from tests.cast import Cast
from tests.plan.contents import row, small_plan
from tests.procedures.example_call import CALL
from tests.web.plan_stage import Stage, staged

ENVELOPE = 100_000_00
FAIR = ScoreInput({"reach": 3, "trades": 3, "cost": 3})
HIGH = ScoreInput({"reach": 5, "trades": 5, "cost": 5})


def call_plan() -> Stage:
    return staged(small_plan(row("A01", 1, leads=(Lead("Région"),))))


@dataclass(frozen=True, slots=True)
class CallStage:
    """The stage of a plan with the acts of a call. Each act runs in the name of a member of the cast."""

    stage: Stage
    actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def cast(self) -> Cast:
        return self.stage.cast

    @property
    def plan(self) -> Plan:
        return self.stage.plan

    def actor(self, part: str) -> Actor:
        if part not in self.actors:
            self.actors[part] = self.cast[part].actor
        return self.actors[part]

    def round(self, closes_at: datetime | None = None) -> CallRound:
        actor = self.actor("pilot")
        with acting_as(actor):
            return open_round(
                actor=actor, plan=self.plan, procedure_code=CALL.code, title="Session", envelope_cents=ENVELOPE,
                opens_at=now() - timedelta(days=30), closes_at=closes_at or now() + timedelta(days=30),
            )  # fmt: skip

    def case(self, title: str = "Projet", number: int = 1, **values: object) -> Case:
        """A case on paper, which the pilot opens on that action."""
        actor = self.actor("pilot")
        with acting_as(actor):
            return open_case(
                actor=actor, plan=self.plan, number=ActionCode(number), procedure_code=CALL.code, title=title,
                on=today(), owner=self.cast["lead"].person, values={"summary": "Un atelier", **values},
            )  # fmt: skip

    def applied(self, arrived_at: datetime | None = None) -> Case:
        """A case of our provider, sent from its account."""
        actor = self.actor("provider")
        with acting_as(actor):
            draft = begin_application(
                actor=actor, plan=self.plan, number=ActionCode(1), procedure_code=CALL.code, key=uuid4(),
                body=self.cast.provider,
            )  # fmt: skip
            draft = save_section(
                actor=actor, application=draft, section=CALL.form[0], values={"summary": "Le nôtre"}, title="Le nôtre"
            )
            return send_application(actor=actor, application=draft, arrived_at=arrived_at or now())

    def assign(self, case: Case, part: str) -> ReaderAssignment:
        actor = self.actor("pilot")
        with acting_as(actor):
            return assign_reader(actor=actor, case=case, grid_code="reading", person=self.cast[part].person, on=today())

    def score(self, reader: ReaderAssignment, part: str, given: ScoreInput = FAIR) -> None:
        actor = self.actor(part)
        with acting_as(actor):
            declare_conflict(actor=actor, case=reader.case, has_conflict=False)
            send_score(actor=actor, assignment=reader, score_input=given)

    def read(self, case: Case, **given: ScoreInput) -> Case:
        """Each part reads and scores the case."""
        for part, score in given.items():
            self.score(self.assign(case, part), part, score)
        return case

    def at_panel(self, case: Case) -> Case:
        with acting_as(self.actor("pilot")):
            Case.objects.filter(pk=case.pk).update(stage="panel")
            case.refresh_from_db()
        return case

    def meeting(self, chair: str, *members: str, deputy: str = "") -> CommitteeMeeting:
        actor = self.actor("pilot")
        with acting_as(actor):
            return open_meeting(
                actor=actor, plan=self.plan, procedure_code=CALL.code, committee="panel", on=today(),
                chair=self.cast[chair].person, deputy=self.cast[deputy].person if deputy else None,
                members=[self.cast[each].person for each in members],
                call_round=CallRound.objects.filter(plan=self.plan).last(),
            )  # fmt: skip
