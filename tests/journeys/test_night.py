"""What is kept of a night's decision for the next one."""

from __future__ import annotations

from pacte.journeys.rules.night import COUNTED, YEAR, Inner, as_document, decide, from_document

SESSIONS = [
    Inner(
        f"session {rank}", 2021, frozenset({(YEAR, "2021", ""), ("department", "2021", place)}),
        dict.fromkeys(COUNTED, 0) | counts, 30,
    )
    for rank, (place, counts) in enumerate(
        [("18", {"proposed": 20, "entered": 4}), ("36", {"proposed": 40, "entered": 18}), ("37", {"entered": 25})]
    )
]  # fmt: skip


def test_a_night_is_read_again_as_it_was_decided() -> None:
    night = decide(SESSIONS)
    assert ("department", "2021", "18") in night.hidden["entered"]
    assert from_document(as_document(night)) == night


def test_a_night_that_decided_other_tables_is_set_against_nothing() -> None:
    told = as_document(decide(SESSIONS))
    assert from_document(told | {"tables": ["department", "year"]}) is None
    del told["tables"]
    assert from_document(told) is None
