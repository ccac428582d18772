"""A frozen round survives a JSON round trip with the same digest."""

from __future__ import annotations

import json
from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.steering.records import ActionAnswer, DeclaredValueSummary, RoundSnapshot
from pacte.steering.rules.serialisation import json_digest, round_from_json, round_to_json
from tests.effort import share

_VALUES = st.builds(DeclaredValueSummary, value=st.decimals(allow_nan=False, allow_infinity=False))
_ANSWERS = st.builds(ActionAnswer, values=st.lists(_VALUES, max_size=2).map(tuple))
_ROUNDS = st.builds(
    RoundSnapshot,
    closed_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    answers=st.lists(_ANSWERS, max_size=3).map(tuple),
)


@settings(max_examples=share(60))
@given(_ROUNDS)
def test_a_round_comes_back_as_it_was_frozen(found: RoundSnapshot) -> None:
    stored = json.loads(json.dumps(round_to_json(found)))
    assert round_from_json(stored) == found
    assert json_digest(stored) == json_digest(round_to_json(round_from_json(stored)))


@settings(max_examples=share(30))
@given(_ROUNDS)
def test_a_field_added_since_takes_its_default(found: RoundSnapshot) -> None:
    stored = round_to_json(found)
    for answer in stored["answers"]:
        del answer["remarks"]
    assert [each.remarks for each in round_from_json(stored).answers] == [()] * len(found.answers)
