"""Committees: quorum, ranking, reasoned departures, minutes with abstentions, an envelope that is never exceeded."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from pacte.accounts.row_context import acting_as
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.notifications.models import Notification
from pacte.procedures.models import Case, CommitteeDecision, CommitteeMeeting
from pacte.procedures.queries.cases import case_facts
from pacte.procedures.queries.committees import committee_meetings, meeting_by_id
from pacte.procedures.records.reading import CommitteeOutcome, ScoreInput
from pacte.procedures.services import move_case
from pacte.procedures.services.committees import close_meeting, decide_case
from pacte.procedures.services.conflicts import declare_conflict
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.procedures.call_stage import ENVELOPE, FAIR, HIGH, CallStage, call_plan
from tests.procedures.example_call import with_call
from tests.web.plan_stage import Stage

kept_stage = kept_for_module(call_plan)
KEPT, REFUSED, WAITING = CommitteeOutcome.KEPT, CommitteeOutcome.REFUSED, CommitteeOutcome.WAITING
LOW = ScoreInput({"reach": 2, "trades": 2, "cost": 2})


@pytest.fixture
def call(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> CallStage:
    with_call(monkeypatch)
    call = CallStage(stage)
    call.round()
    return call


def decide(
    call: CallStage, meeting: CommitteeMeeting, case: Case, outcome: CommitteeOutcome = KEPT, *, part: str = "pilot",
    cents: int = 1_000_00, reason: str = "",
) -> CommitteeDecision:  # fmt: skip
    actor = call.actor(part)
    with acting_as(actor):
        return decide_case(actor=actor, meeting=meeting, case=case, outcome=outcome, cents=cents, reason=reason)


@pytest.mark.django_db
def test_a_case_is_read_decided_and_awarded_within_the_envelope(call: CallStage) -> None:
    case = call.read(call.case(), buyer=FAIR, finance=HIGH)
    meeting = call.meeting("state_reader", "auditor")
    pilot = call.actor("pilot")
    with pytest.raises(Conflict) as caught:
        decide(call, meeting, case)
    assert caught.value.code == "not_before_committee"
    with acting_as(pilot), pytest.raises(ValidationError, match="une lecture de plus"):
        move_case(actor=pilot, case=case, transition="close", on=today())
    call.read(case, analyst=FAIR)
    with acting_as(pilot):
        move_case(actor=pilot, case=case, transition="close", on=today())
        with pytest.raises(ValidationError, match="la décision du comité"):
            move_case(actor=pilot, case=case, transition="award", on=today())
    with pytest.raises(Conflict, match=r"reste 100\s000") as caught:
        decide(call, meeting, case, cents=ENVELOPE + 1)
    assert caught.value.code == "envelope_short"
    decision = decide(call, meeting, case, part="state_reader", cents=ENVELOPE)
    assert (decision.rank, decision.mean, decision.voters, decision.abstained) == (1, 733, 2, [])
    with acting_as(pilot):
        assert meeting_by_id(actor=pilot, plan=call.plan, meeting_id=meeting.pk).left_cents == 0
        close_meeting(actor=pilot, meeting=meeting, minutes="Le projet est solide.")
        move_case(actor=pilot, case=case, transition="award", on=today())
    with acting_as(MACHINE), pytest.raises(DatabaseError), transaction.atomic():
        CommitteeDecision.objects.all().delete()
    with pytest.raises(Conflict) as caught:
        decide(call, meeting, case)
    assert caught.value.code == "meeting_closed"


@pytest.mark.django_db
def test_case_17_a_committee_departs_from_the_ranking_with_a_reason(call: CallStage) -> None:
    good, fair = call.case("Bon"), call.case("Moyen")
    for case, given in ((good, HIGH), (fair, FAIR)):
        call.at_panel(call.read(case, buyer=given, finance=given))
    meeting = call.meeting("state_reader", "auditor")
    decide(call, meeting, good, WAITING, cents=9)
    with pytest.raises(ValidationError) as caught:
        decide(call, meeting, fair)
    assert caught.value.code == "departure_reason"
    kept = decide(call, meeting, fair, reason="seul projet du Cher")
    assert (kept.rank, kept.reason) == (2, "seul projet du Cher")
    with acting_as(MACHINE):
        assert [each.cents for each in CommitteeDecision.objects.order_by("pk")] == [0, 1_000_00]


@pytest.mark.django_db
def test_case_13_a_member_in_conflict_leaves_and_the_minutes_say_so(call: CallStage) -> None:
    """The analyst's observatory is a partner of one case: of that one they see nothing, and do not make the quorum."""
    tied = call.at_panel(call.read(call.case("Lié", partners=[{"who": "GIP ALFA Centre"}]), buyer=HIGH, finance=HIGH))
    free = call.at_panel(call.read(call.case("Libre"), buyer=FAIR, finance=FAIR))
    meeting = call.meeting("state_reader", "auditor", "analyst")
    assert decide(call, meeting, tied).abstained == [str(call.cast["analyst"].person)]
    assert decide(call, meeting, free).voters == 3
    analyst = call.actor("analyst")
    with acting_as(analyst):
        seen = meeting_by_id(actor=analyst, plan=call.plan, meeting_id=meeting.pk)
        assert [(each.case.title, each.ranked.rank) for each in seen.lines] == [("Libre", 1)]
        assert CommitteeDecision.objects.count() == 1
    assert seen.left_cents is None
    with pytest.raises(ValidationError) as caught:
        decide(call, call.meeting("state_reader", "analyst"), tied)
    assert caught.value.code == "quorum_short"


@pytest.mark.django_db
def test_case_15_a_chair_in_conflict_hands_over_to_the_deputy_or_nobody_decides(call: CallStage) -> None:
    case = call.at_panel(call.read(call.case(partners=[{"who": "GIP ALFA Centre"}]), buyer=HIGH, finance=HIGH))
    meeting = call.meeting("analyst", "auditor", deputy="state_reader")
    with pytest.raises(NotFound):
        decide(call, meeting, case, part="analyst")
    assert decide(call, meeting, case).chaired_by == str(call.cast["state_reader"].person)
    alone = call.meeting("analyst", "auditor", "lead", deputy="observatory_lead")
    with pytest.raises(Conflict) as caught:
        decide(call, alone, case)
    assert caught.value.code == "no_reader_left"


@pytest.mark.django_db
def test_case_14_a_conflict_found_after_the_decision_leaves_it_and_alerts_the_chair(call: CallStage) -> None:
    case = call.at_panel(call.read(call.case(), buyer=HIGH, finance=HIGH))
    decide(call, call.meeting("state_reader", "auditor"), case)
    buyer = call.actor("buyer")
    with acting_as(buyer):
        declare_conflict(actor=buyer, case=case, has_conflict=True, text="Je suis associé.")
    with acting_as(MACHINE):
        assert CommitteeDecision.objects.filter(case=case).count() == 1
        assert case_facts(case).reading.read == frozenset()
        told = Notification.objects.filter(kind="score_struck").values_list("person_id", flat=True)
        assert list(told) == [call.cast["state_reader"].person.pk]


@pytest.mark.django_db
def test_case_16_a_member_who_still_reads_sees_no_mean_in_the_ranking(call: CallStage) -> None:
    case = call.case()
    call.read(case, buyer=HIGH)
    call.assign(case, "pilot")
    call.at_panel(case)
    meeting = call.meeting("state_reader", "pilot")
    for part, expected in (("pilot", None), ("state_reader", 1)):
        actor = call.actor(part)
        with acting_as(actor):
            (line,) = meeting_by_id(actor=actor, plan=call.plan, meeting_id=meeting.pk).lines
        assert (line.ranked.summary.count if line.ranked.summary else None) == expected


@pytest.mark.django_db
def test_only_who_convenes_or_sits_sees_a_meeting(call: CallStage) -> None:
    meeting = call.meeting("state_reader", "adviser")
    for part, is_seen in (("pilot", True), ("adviser", True), ("analyst", False), ("intruder", False)):
        actor = call.actor(part)
        with acting_as(actor):
            assert bool(committee_meetings(actor=actor, plan=call.plan)) is is_seen
            if not is_seen:
                with pytest.raises(NotFound):
                    meeting_by_id(actor=actor, plan=call.plan, meeting_id=meeting.pk)
            if part != "pilot":
                with pytest.raises(NotFound):
                    close_meeting(actor=actor, meeting=meeting, minutes="x")
