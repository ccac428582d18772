"""What a closed round keeps: any round goes to JSON and comes back the same, with the same digest."""

from __future__ import annotations

import json
from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.steering.records import ActionAnswer, FrozenRound, ValueLine
from pacte.steering.rules.freezing import digest, from_plain, to_plain

_VALUES = st.builds(ValueLine, value=st.decimals(allow_nan=False, allow_infinity=False))
_ANSWERS = st.builds(ActionAnswer, values=st.lists(_VALUES, max_size=2).map(tuple))
_ROUNDS = st.builds(
    FrozenRound,
    closed_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    answers=st.lists(_ANSWERS, max_size=3).map(tuple),
)


@settings(max_examples=60)
@given(_ROUNDS)
def test_a_round_comes_back_as_it_was_frozen(found: FrozenRound) -> None:
    stored = json.loads(json.dumps(to_plain(found)))
    assert from_plain(stored) == found
    assert digest(stored) == digest(to_plain(from_plain(stored)))


@settings(max_examples=30)
@given(_ROUNDS)
def test_a_field_added_since_takes_its_default(found: FrozenRound) -> None:
    stored = to_plain(found)
    for answer in stored["answers"]:
        del answer["remarks"]
    assert [each.remarks for each in from_plain(stored).answers] == [()] * len(found.answers)
