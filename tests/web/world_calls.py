"""World of access: a call of our Region with its round, a question, a case that is read, and its committee."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import now
from pacte.plan.models import Plan, PlanAction
from pacte.plan.queries.stakeholders import plan_action_by_number
from pacte.procedures.models import (
    AuditSample,
    CallQuestion,
    CallRound,
    Case,
    CommitteeMeeting,
    CommitteeSeat,
    Grant,
    ReaderAssignment,
    RoundEntry,
    SampledCase,
)
from pacte.procedures.records.audits import DrawnFor, FundedCase
from pacte.procedures.records.call_parts import CALL_AUDIT
from pacte.procedures.rules.audit_sample import sample_text, seed_words
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
    return _drawn(cast, plan, action) | {
        "our call": call_round.pk,
        "our question": question.pk,
        "file of our call": case.number,
        "case before our panel": case.number,
        "our reading": reading.pk,
        "our panel": meeting.pk,
    }


def _drawn(cast: Cast, plan: Plan, action: PlanAction) -> dict[str, int | str]:
    """An earlier round, whose only case was funded, ended and drawn for control."""
    with acting_as(MACHINE):
        common = {"organisation": cast.region, "plan": plan, "procedure_code": CALL, "edition": 1}
        call_round = CallRound.objects.create(
            **common, title="Vague 0", opens_at=now() - timedelta(days=400), closes_at=now() - timedelta(days=380),
            envelope_cents=50_000_00,
        )  # fmt: skip
        case = Case.objects.create(
            **common, plan_action=action, number=912, title="Un atelier, avant", stage="settled", outcome="settled",
            opened_on=date(2025, 12, 5), ended_on=date(2026, 1, 5), values={"project_owner": "Association d’essai"},
        )  # fmt: skip
        signed = {"organisation": cast.region, "person_name": "Pilote", "recorded_at": now()}
        RoundEntry.objects.create(organisation=cast.region, case=case, call_round=call_round, arrived_at=now())
        Grant.objects.create(**signed, case=case, cents=16_000_00, granted_on=date(2025, 12, 20))
        words = seed_words(plan.code, CALL, call_round.pk, date(2026, 1, 10))
        text = sample_text(CALL_AUDIT, [FundedCase(case.number, 16_000_00)], words)
        sample = AuditSample.objects.create(**signed, call_round=call_round, drawn_on=date(2026, 1, 10), text=text)
        SampledCase.objects.create(
            **signed, sample=sample, case=case, why=DrawnFor.AMOUNT, due_on=date(2026, 4, 10)
        )  # fmt: skip
    return {"our drawn call": call_round.pk, "case drawn for control": case.number}
