"""Training, job, training again: segments of a person, in order, whatever the number of their journeys."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pacte.journeys.records import EndKind, StepKind, StepRecord
from pacte.journeys.records.reasons import PauseReason
from pacte.journeys.rules.segments import Segment, SegmentKind, segments

K, S = StepKind, SegmentKind
ON = date(2021, 12, 31)
AT = datetime(2021, 1, 4, 9, tzinfo=UTC)


def step(kind: StepKind, on: date, **detail: object) -> StepRecord:
    return StepRecord(0, kind, on, AT, detail=detail)


def test_a_mission_cuts_the_training_in_two() -> None:
    steps = [
        step(K.ENTERED, date(2021, 1, 11)),
        step(K.INTERRUPTED, date(2021, 2, 1), reason=PauseReason.JOB, returns_on="2021-02-20"),
        step(K.RESUMED, date(2021, 3, 1)),
        step(K.ENDED, date(2021, 6, 11), end_kind=EndKind.TO_TERM),
    ]
    assert segments([("Soudeur", steps)], on=ON) == [
        Segment(S.TRAINING, date(2021, 1, 11), date(2021, 2, 1), "Soudeur"),
        Segment(S.JOB, date(2021, 2, 1), date(2021, 3, 1)),
        Segment(S.TRAINING, date(2021, 3, 1), date(2021, 6, 11), "Soudeur"),
        Segment(S.BETWEEN, date(2021, 6, 11), None),
    ]


def test_a_job_lasts_until_its_announced_end_or_the_next_entry() -> None:
    left = [
        step(K.ENTERED, date(2021, 1, 11)),
        step(K.ENDED, date(2021, 3, 1), end_kind=EndKind.TO_JOB, job_until="2021-05-01"),
    ]
    back = [step(K.ENTERED, date(2021, 7, 1))]
    assert segments([("A", left), ("B", back)], on=ON)[1:] == [
        Segment(S.JOB, date(2021, 3, 1), date(2021, 5, 1), is_announced=True),
        Segment(S.BETWEEN, date(2021, 5, 1), date(2021, 7, 1)),
        Segment(S.TRAINING, date(2021, 7, 1), None, "B"),
    ]
    without_day = [left[0], step(K.ENDED, date(2021, 3, 1), end_kind=EndKind.TO_JOB)]
    assert segments([("A", without_day), ("B", back)], on=ON)[1] == Segment(
        S.JOB, date(2021, 3, 1), date(2021, 7, 1)
    ), "until the next entry, when nothing says that it ended before"


def test_a_pause_for_another_reason_is_no_job() -> None:
    steps = [
        step(K.ENTERED, date(2021, 1, 11)),
        step(K.INTERRUPTED, date(2021, 2, 1), reason=PauseReason.CHILDCARE),
        step(K.RESUMED, date(2021, 3, 1)),
    ]
    assert [each.kind for each in segments([("A", steps)], on=ON)] == [S.TRAINING, S.BETWEEN, S.TRAINING]


_LIVES = st.lists(st.integers(1, 60), min_size=1, max_size=9)


@given(_LIVES, st.booleans())
def test_segments_follow_each_other_without_overlap(gaps: list[int], has_days: bool) -> None:
    day, steps = date(2020, 1, 1), [step(K.ENTERED, date(2020, 1, 1))]
    for rank, gap in enumerate(gaps):
        day += timedelta(days=gap)
        announced = {"returns_on": (day + timedelta(days=200)).isoformat()} if has_days else {}
        steps.append(step(K.RESUMED, day) if rank % 2 else step(K.INTERRUPTED, day, reason="job", **announced))
    parts = segments([("A", steps)], on=date(2022, 1, 1))
    assert [each.first_on for each in parts] == sorted(each.first_on for each in parts)
    for before, after in pairwise(parts):
        assert before.last_on is not None
        assert before.last_on <= after.first_on
