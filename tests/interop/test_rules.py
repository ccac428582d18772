"""Rules of exchanges: signatures, retry times, late answers, steps that lead to the partner's status."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pacte.interop.records import ActStatus, DeliveryState, PivotEventKind
from pacte.interop.rules.events import EVENTS_BY_STEP_KIND, pivot_event_for
from pacte.interop.rules.implied_steps import ACT_GOALS, steps_for_act
from pacte.interop.rules.partner_answers import AnswerStatus, PartnerAnswer, is_answer_applicable, parse_partner_answer
from pacte.interop.rules.retries import MAX_DELIVERY_TRIES, next_try_instant
from pacte.interop.rules.signatures import derive_secret, is_signature_valid, sign_message
from pacte.journeys.records import EndKind, JourneyState, StepKind, StepRecord
from pacte.journeys.rules.state_machine import JourneyStatus, replay_status, step_refusal_code

AT = datetime(2026, 1, 1, tzinfo=UTC)
SECRET = derive_secret("clé de l’installation", "agora", 1)


@given(st.binary(max_size=200), st.integers(10**9, 10**10))
def test_what_is_signed_is_believed_for_five_minutes_and_by_that_partner_alone(body: bytes, at: int) -> None:
    given_signature = sign_message(SECRET, "agora", body, at)
    assert is_signature_valid(SECRET, "agora", body, given_signature, at=at + 299)
    assert not is_signature_valid(SECRET, "agora", body, given_signature, at=at + 301)
    assert not is_signature_valid(SECRET, "kairos", body, given_signature, at=at)
    assert not is_signature_valid(SECRET, "agora", body + b"x", given_signature, at=at)
    assert not is_signature_valid(
        derive_secret("clé de l’installation", "agora", 2), "agora", body, given_signature, at=at
    )


@given(st.text(max_size=120))
def test_no_text_passes_for_a_signature(text: str) -> None:
    assert not is_signature_valid(SECRET, "agora", b"{}", text, at=10**9)


def test_tries_are_ever_further_apart_up_to_six_hours_then_end() -> None:
    waits = [(next_try_instant(tries, AT) or AT) - AT for tries in range(1, MAX_DELIVERY_TRIES)]
    assert waits[0] == timedelta(minutes=1)
    assert all(later >= before for before, later in pairwise(waits))
    assert waits[-1] == timedelta(hours=6)
    assert next_try_instant(MAX_DELIVERY_TRIES, AT) is None
    assert sum(waits, timedelta()) > timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "answer", "expected"),
    [
        (DeliveryState.TO_SEND, PartnerAnswer(AnswerStatus.ACKNOWLEDGED), True),
        (DeliveryState.SENT, PartnerAnswer(AnswerStatus.REJECTED), True),
        (DeliveryState.REJECTED, PartnerAnswer(AnswerStatus.ACKNOWLEDGED), True),
        (DeliveryState.REJECTED, PartnerAnswer(AnswerStatus.REJECTED), False),
        (DeliveryState.ACKNOWLEDGED, PartnerAnswer(AnswerStatus.REJECTED), False),
        (DeliveryState.SET_ASIDE, PartnerAnswer(AnswerStatus.ACKNOWLEDGED), False),
        (DeliveryState.CORRECTED, PartnerAnswer(AnswerStatus.REJECTED, revision=1), False),
        (DeliveryState.CORRECTED, PartnerAnswer(AnswerStatus.REJECTED, revision=2), True),
    ],
)
def test_an_answer_counts_when_it_is_about_what_still_waits(
    state: DeliveryState, answer: PartnerAnswer, expected: bool
) -> None:
    assert is_answer_applicable(state, 2, answer) is expected


@pytest.mark.parametrize(
    "body", [None, [], {}, {"statut": "oui"}, {"statut": "rien"}, {"statut": "accepte", "revision": "1"},
             {"statut": "rejete", "motif": 3}]
)  # fmt: skip
def test_what_is_no_answer_says_nothing(body: object) -> None:
    assert parse_partner_answer(body).status is AnswerStatus.NOTHING


def test_an_answer_is_read_and_cut_to_its_size() -> None:
    found = parse_partner_answer({"statut": "rejete", "revision": 2, "motif": "x" * 1000, "champ": "a\x00b"})
    assert (found.status, found.revision, len(found.reason), found.field) == (AnswerStatus.REJECTED, 2, 300, "ab")


def test_an_admission_is_a_decision_for_orientation_and_a_new_dossier_for_the_hub() -> None:
    assert pivot_event_for(StepKind.ADMITTED, frozenset({PivotEventKind.CREATION})) is PivotEventKind.CREATION
    assert pivot_event_for(StepKind.ADMITTED, frozenset({PivotEventKind.DECISION})) is PivotEventKind.DECISION
    assert pivot_event_for(StepKind.NEED_EXPRESSED, frozenset(PivotEventKind)) is None
    assert {event for events in EVENTS_BY_STEP_KIND.values() for event in events} == set(PivotEventKind)


@given(st.sampled_from(JourneyState), st.sampled_from(ActStatus), st.booleans())
def test_a_way_holds_on_the_machine_and_never_supposes_an_entry_nor_a_refusal(
    state: JourneyState, status: ActStatus, same: bool
) -> None:
    standing = JourneyStatus(state, date(2021, 1, 1), 1 if same else 2, date(2021, 1, 1), None, None)
    steps = steps_for_act(standing, status, 1)
    assume(steps is not None)
    assert steps[-1] is ACT_GOALS[status].kind
    heavy = {StepKind.ENTERED, StepKind.ENDED, StepKind.NOT_KEPT, StepKind.DECLINED, StepKind.NEVER_CAME}
    assert heavy.isdisjoint(steps[:-1])


@given(st.sampled_from(ActStatus))
def test_from_nothing_each_step_of_a_way_may_follow_the_one_before(status: ActStatus) -> None:
    steps: list[StepRecord] = []
    for rank, kind in enumerate(steps_for_act(JourneyStatus(), status, 1) or ()):
        detail = {"end_kind": ACT_GOALS[status].end_kind or EndKind.UNKNOWN} if kind is StepKind.ENDED else {}
        step = StepRecord(rank, kind, date(2021, 1, 1), AT + timedelta(seconds=rank), session_id=1, detail=detail)
        assert step_refusal_code(replay_status(steps), step) == ""
        steps.append(step)
