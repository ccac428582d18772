"""The subsets and kinds of end that an indicator declares are those of its measures."""

from __future__ import annotations

import re

import pytest

from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.records import Indicator, Subset
from pacte.indicators.rules.suppression_consistency import counts_subset
from pacte.journeys.records.counts import ENDS

# Text of a measure that shows each subset.
WORDS = {
    Subset.OVER: r"^cohort |ends_on <|is_over",
    Subset.JURY: r"^juries |certifying",
    Subset.LATE: r"\bends_on \+ interval",
    Subset.FUND: r"^paid_entries |\bfund\b",
    Subset.OBJECTIVE: r"\b(nature|certification)\b",
    Subset.PEOPLE: r"^(departures|certified|reasons|reviewed) |\b(sex|age|diploma|outcome|rsa|rqth|justice|follows)\b"
    r"|contacted_",
}
COUNTED = [each for each in indicators().values() if each.suppresses_small_counts and each.measures]


@pytest.mark.parametrize("asked", COUNTED, ids=[each.code for each in COUNTED])
def test_an_indicator_declares_its_subsets(asked: Indicator) -> None:
    texts = [f"{measure.relation} {measure.sql}" for measure in asked.measures]
    found = {subset for subset, word in WORDS.items() if any(re.search(word, text) for text in texts)}
    assert set(asked.subsets) == found
    assert set(asked.ends) == {kind for kind in ENDS if any(f"'{kind}'" in text for text in texts)}


def test_what_is_not_over_yet_is_no_part() -> None:
    assert not counts_subset(indicators()["ended_journeys"])
    assert not counts_subset(indicators()["entries_by_session"])
    assert counts_subset(indicators()["women_share"])
    assert counts_subset(indicators()["pact_entries"])
