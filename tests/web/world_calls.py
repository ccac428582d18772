"""World of access: a call of our Region with its round, a question, a case that is read, and its committee."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import now
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import plan_action_by_number
from pacte.procedures.models import (
    CallQuestion,
    CallRound,
    Case,
    CommitteeMeeting,
    CommitteeSeat,
    ReaderAssignment,
    RoundEntry,
)
from tests.accounts.guests_at_hand import guest_of
from tests.cast import MACHINE, Cast

CALL = "call_for_initiatives"


def calls_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Names of these objects, for the addresses. The buyer reads; the pilot chairs, and the finance officer sits."""
    guest = guest_of(cast.region, "mairie@exemple.fr")
    with acting_as(MACHINE):
        plan = Plan.objects.get(code="our-plan")
        action = plan_action_by_number(plan=plan, number=ActionCode(1))
        assert action is not None
        common = {"organisation": cast.region, "plan": plan, "procedure_code": CALL}
        call_round = CallRound.objects.create(
            **common, edition=1, title="Vague 1", opens_at=now() - timedelta(days=9),
            closes_at=now() + timedelta(days=9), envelope_cents=10_000_00,
        )  # fmt: skip
        question = CallQuestion.objects.create(**common, guest=guest, text="Quand ?", asked_at=now())
        case = Case.objects.create(
            **common, plan_action=action, number=911, title="Un atelier", stage="panel", opened_on=date(2026, 1, 5),
            values={"project_owner": "Association d’essai", "asked": 100_000},
        )  # fmt: skip
        RoundEntry.objects.create(organisation=cast.region, case=case, call_round=call_round, arrived_at=now())
        reading = ReaderAssignment.objects.create(
            organisation=cast.region, case=case, grid="reading", person=cast["buyer"].person, cleared_at=now(),
            person_name="Pilote", recorded_at=now(),
        )  # fmt: skip
        meeting = CommitteeMeeting.objects.create(
            **common, edition=1, committee="panel", call_round=call_round, held_on=date(2026, 1, 20),
        )  # fmt: skip
        for part, person in (("chair", "pilot"), ("member", "finance")):
            CommitteeSeat.objects.create(
                organisation=cast.region, meeting=meeting, person=cast[person].person, part=part
            )  # fmt: skip
    return {
        "our call": call_round.pk,
        "our question": question.pk,
        "file of our call": case.number,
        "case before our panel": case.number,
        "our reading": reading.pk,
        "our panel": meeting.pk,
    }
