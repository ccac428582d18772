"""State machine of a journey: allowed steps, steps that never happen by themselves, and corrections."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pacte.journeys.records import EndKind, JourneyState, StepKind, StepRecord
from pacte.journeys.rules.state_machine import (
    BEFORE_ENTRY,
    SIGNED,
    TRANSITIONS,
    JourneyStatus,
    allowed_step_kinds,
    apply_step,
    replay_status,
    step_refusal_code,
    steps_in_force,
)

DAY = date(2021, 1, 11)
AT = datetime(2021, 1, 11, 9, tzinfo=UTC)
K = StepKind


def step(kind: StepKind, rank: int = 0, **given: object) -> StepRecord:
    end = str(given.pop("end", EndKind.TO_TERM))
    detail = {"end_kind": end} if kind is K.ENDED else {}
    values: dict[str, object] = {
        "identifier": rank, "kind": kind, "happened_on": DAY + timedelta(days=rank),
        "recorded_at": AT + timedelta(days=rank), "session_id": 7, "detail": detail,
    }  # fmt: skip
    return StepRecord(**(values | given))  # type: ignore[arg-type]


def path(*kinds: StepKind) -> list[StepRecord]:
    return [step(kind, rank) for rank, kind in enumerate(kinds)]


USUAL = (
    K.NEED_EXPRESSED, K.PROPOSED, K.INVITED, K.SLOT_CHOSEN, K.INFORMATION_ATTENDED, K.TESTED, K.ADMITTED, K.ENTERED,
)  # fmt: skip


def test_the_usual_path_leads_to_the_training_and_to_its_end() -> None:
    assert replay_status(path(*USUAL)).state is JourneyState.IN_TRAINING
    ended = replay_status(path(*USUAL, K.ENDED))
    assert (ended.state, ended.end_kind) == (JourneyState.ENDED, EndKind.TO_TERM)


def test_every_kind_of_step_has_its_place_and_every_state_has_a_way_out() -> None:
    assert set(TRANSITIONS) == set(StepKind)
    assert all(allowed_step_kinds(state) for state in JourneyState)


def test_nobody_is_left_without_a_next_proposal_before_the_entry() -> None:
    for state in sorted(BEFORE_ENTRY - {JourneyState.ADMITTED, JourneyState.TO_RESEAT}):
        assert StepKind.PROPOSED in allowed_step_kinds(state), state
    assert allowed_step_kinds(JourneyState.TO_RESEAT) >= {StepKind.RESEATED}


def test_a_door_is_never_closed_by_the_machine() -> None:
    for kind in SIGNED:
        origin = next(iter(TRANSITIONS[kind][0]))
        assert step_refusal_code(JourneyStatus(state=origin), step(kind, by_person=False)) == "signed"
    assert {K.NOT_KEPT, K.ADMITTED, K.CLOSED} <= SIGNED


def test_an_entry_on_another_session_than_the_admission_is_refused() -> None:
    admitted = replay_status(path(*USUAL[:-1]))
    assert step_refusal_code(admitted, step(K.ENTERED, 9, session_id=8)) == "session"


def test_an_end_says_its_kind_and_does_not_come_before_the_entry() -> None:
    entered = replay_status(path(*USUAL))
    assert step_refusal_code(entered, step(K.ENDED, 9, detail={})) == "end_kind"
    assert step_refusal_code(entered, step(K.ENDED, 9, happened_on=DAY)) == "before_entry"


def test_a_corrected_end_replaces_the_first_and_the_past_stays_as_it_was_known() -> None:
    first = step(K.ENDED, 8, end=EndKind.DROPOUT)
    second = step(K.ENDED, 9, end=EndKind.TO_JOB, corrects=8, happened_on=first.happened_on)
    steps = [*path(*USUAL), first, second]
    assert replay_status(steps).end_kind is EndKind.TO_JOB
    assert replay_status(steps, known_at=first.recorded_at).end_kind is EndKind.DROPOUT


def test_a_step_taken_back_counts_no_more() -> None:
    back = step(K.ENTERED, 9, corrects=7, is_withdrawn=True)
    assert replay_status([*path(*USUAL), back]).state is JourneyState.ADMITTED


def test_a_cancelled_session_owes_a_seat_and_a_new_seat_is_a_seat() -> None:
    cancelled = [*path(*USUAL[:-1]), step(K.SESSION_CANCELLED, 7)]
    assert replay_status(cancelled).state is JourneyState.TO_RESEAT
    again = replay_status([*cancelled, step(K.RESEATED, 8, session_id=12)])
    assert (again.state, again.session_id) == (JourneyState.ADMITTED, 12)


@st.composite
def any_steps(draw: st.DrawFn) -> list[StepRecord]:
    kinds = draw(st.lists(st.sampled_from(list(StepKind)), max_size=30))
    return [
        step(kind, rank, session_id=draw(st.sampled_from([None, 7, 8])), end=draw(st.sampled_from(list(EndKind))),
             by_person=draw(st.booleans()), happened_on=DAY + timedelta(days=draw(st.integers(0, 20))))
        for rank, kind in enumerate(kinds)
    ]  # fmt: skip


@given(any_steps())
def test_whatever_is_recorded_the_standing_holds_together(steps: list[StepRecord]) -> None:
    standing = replay_status(steps)
    assert (standing.state is JourneyState.ENDED) <= (standing.end_kind is not None)
    assert standing.holds_a_seat <= (standing.session_id is not None or standing.state is JourneyState.ADMITTED)
    if standing.entered_on and standing.ended_on:
        assert standing.ended_on >= standing.entered_on


@given(any_steps(), st.randoms())
def test_the_order_of_reception_does_not_change_what_is_true(steps: list[StepRecord], chance: object) -> None:
    mixed = list(steps)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert replay_status(mixed) == replay_status(steps)
    assert steps_in_force(mixed) == steps_in_force(steps)


@st.composite
def allowed_steps(draw: st.DrawFn) -> list[StepRecord]:
    """A random path of steps, each drawn among those that the status allows."""
    steps: list[StepRecord] = []
    status = JourneyStatus()
    for rank in range(draw(st.integers(1, 12))):
        drawn = {
            "session_id": draw(st.sampled_from([7, 8, None])),
            "end": draw(st.sampled_from(list(EndKind))),
            "by_person": draw(st.booleans()),
            "happened_on": DAY + timedelta(days=rank),
        }
        allowed = [each for kind in StepKind if not step_refusal_code(status, each := step(kind, rank, **drawn))]
        if not allowed:
            continue
        steps.append(draw(st.sampled_from(allowed)))
        status = apply_step(status, steps[-1])
    return steps


@given(allowed_steps())
def test_following_a_step_that_is_allowed_reaches_the_state_that_the_table_says(steps: list[StepRecord]) -> None:
    status = JourneyStatus()
    assert steps
    for each in steps:
        expected = TRANSITIONS[each.kind][1] or status.state
        status = apply_step(status, each)
        assert status.state is expected
