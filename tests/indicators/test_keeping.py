"""What an indicator says that it keeps, and the kinds of end that it says to tell, are those of its measures."""

from __future__ import annotations

import re

import pytest

from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.records import Indicator, Kept
from pacte.indicators.rules.agreeing import keeps_a_part
from pacte.journeys.records.counts import ENDS

# What the text of a measure shows of each.
WORDS = {
    Kept.OVER: r"^cohort |ends_on <|is_over",
    Kept.JURY: r"^juries |certifying",
    Kept.LATE: r"\bends_on \+ interval",
    Kept.FUND: r"\bfund\b",
    Kept.OBJECTIVE: r"\bnature\b",
    Kept.PEOPLE: r"\b(sex|age|diploma|outcome|rsa|rqth|justice)\b",
}
COUNTED = [each for each in indicators().values() if each.hides_small and each.measures]


@pytest.mark.parametrize("asked", COUNTED, ids=[each.code for each in COUNTED])
def test_an_indicator_says_what_it_keeps(asked: Indicator) -> None:
    texts = [f"{measure.relation} {measure.sql}" for measure in asked.measures]
    found = {kept for kept, word in WORDS.items() if any(re.search(word, text) for text in texts)}
    assert set(asked.keeps) == found
    assert set(asked.ends) == {kind for kind in ENDS if any(f"'{kind}'" in text for text in texts)}


def test_what_is_not_over_yet_is_no_part() -> None:
    assert not keeps_a_part(indicators()["ended_journeys"])
    assert not keeps_a_part(indicators()["entries_by_session"])
    assert keeps_a_part(indicators()["women_share"])
    assert keeps_a_part(indicators()["pact_entries"])
