"""When one more reading may be asked: until a committee decided, and again while the case is before it."""

import pytest

from pacte.procedures.records.cases import CaseFacts
from pacte.procedures.records.reading import ReadingFacts
from pacte.procedures.rules.transitions import accepts_reader
from tests.procedures.example_call import CALL


@pytest.mark.parametrize(
    ("stage", "decided", "accepts"),
    [
        ("received", False, True),
        ("panel", False, True),
        ("panel", True, True),
        ("kept", True, False),
        ("refused", True, False),
    ],
)
def test_a_reader_is_asked_until_the_case_left_its_committee(stage: str, decided: bool, accepts: bool) -> None:
    reading = ReadingFacts(quorum=frozenset({"panel"} if decided else ()))
    assert accepts_reader(CALL, CaseFacts(stage=stage, reading=reading)) is accepts
