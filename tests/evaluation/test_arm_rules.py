"""A session is in one arm of an experiment at a time; only what was attached in time was registered in advance."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.evaluation.records import Arm, ArmChange, ArmPeriod, LateAttachment
from pacte.evaluation.rules import attachment_lateness, pair_arm_changes
from tests.effort import share

DAY = date(2020, 3, 2)


def change(
    arm: Arm | None, *, after: int = 0, session: int = 7, experiment: int = 1, reason: str = "", person: str = "Ana"
) -> ArmChange:
    """A change some days after the first."""
    return ArmChange(experiment, 18, session, arm, DAY + timedelta(days=after), person, reason)


# As the services write them: those of a session never go back in time.
HISTORIES = st.lists(
    st.tuples(st.integers(1, 2), st.integers(7, 8), st.sampled_from([Arm.WITH, Arm.WITHOUT, None]), st.integers(0, 3)),
    max_size=12,
).map(
    lambda steps: [
        change(arm, after=sum(gap for *_, gap in steps[: rank + 1]), session=session, experiment=experiment)
        for rank, (experiment, session, arm, _) in enumerate(steps)
    ]
)


def arms_on(periods: list[ArmPeriod], day: date, experiment: int, session: int) -> list[Arm]:
    return [
        each.arm
        for each in periods
        if (each.experiment_id, each.session_id) == (experiment, session)
        and each.since <= day
        and (each.until is None or day < each.until)
    ]


@settings(max_examples=share(200))
@given(HISTORIES)
def test_each_day_a_session_is_in_the_arm_of_its_last_change_and_in_no_other(history: list[ArmChange]) -> None:
    periods = pair_arm_changes(history)
    for experiment in (1, 2):
        for session in (7, 8):
            own = [each for each in history if (each.experiment_id, each.session_id) == (experiment, session)]
            for after in range(40):
                day = DAY + timedelta(days=after)
                last = next((each.arm for each in reversed(own) if each.since <= day), None)
                assert arms_on(periods, day, experiment, session) == ([last] if last else [])


def test_a_period_says_who_ended_it_and_why() -> None:
    left = change(None, after=9, reason="annulée", person="Luc")
    assert pair_arm_changes([change(Arm.WITH), left]) == [
        ArmPeriod(1, 18, Arm.WITH, 7, DAY, DAY + timedelta(days=9), "Ana", "Luc", "annulée")
    ]


def test_the_same_session_may_be_in_two_experiments() -> None:
    periods = pair_arm_changes([change(Arm.WITH), change(Arm.WITHOUT, experiment=2)])
    assert [(each.experiment_id, each.arm, each.until) for each in periods] == [
        (1, Arm.WITH, None),
        (2, Arm.WITHOUT, None),
    ]


def test_a_session_attached_by_mistake_and_detached_the_same_day_was_never_there() -> None:
    assert pair_arm_changes([change(Arm.WITH), change(None, reason="erreur")]) == []


def test_an_attachment_is_late_after_the_first_entry_or_after_the_lock_and_the_entry_weighs_more() -> None:
    before, after = DAY - timedelta(days=1), DAY + timedelta(days=1)
    assert attachment_lateness(DAY, locked_on=None, first_entry_on=None) is None
    assert attachment_lateness(DAY, locked_on=DAY, first_entry_on=after) is None
    assert attachment_lateness(DAY, locked_on=before, first_entry_on=after) is LateAttachment.AFTER_LOCK
    assert attachment_lateness(DAY, locked_on=before, first_entry_on=before) is LateAttachment.AFTER_ENTRY
