"""Completeness of experiment sheets: each part alone and all combinations; zero is a value, a blank is not a text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.evaluation.records import ProtocolContent, ProtocolPart, ProtocolState
from pacte.evaluation.rules import (
    PART_COUNT,
    days_written_after_lock,
    is_overdue,
    missing_protocol_parts,
    protocol_state,
)
from pacte.evaluation.rules.wording import format_quantity, protocol_changes, protocol_part_texts
from tests.evaluation.sheets import WHOLE

EMPTIED: dict[ProtocolPart, dict[str, Any]] = {
    ProtocolPart.QUESTION: {"question": " "},
    ProtocolPart.PUBLIC: {"public": ""},
    ProtocolPart.INDICATOR: {"indicator": "", "indicator_code": " "},
    ProtocolPart.BASELINE: {"baseline_value": None},
    ProtocolPart.BASELINE_DAY: {"baseline_on": None},
    ProtocolPart.BASELINE_SOURCE: {"baseline_source": "\n"},
    ProtocolPart.TARGET: {"target": "", "target_value": None},
    ProtocolPart.METHOD: {"method": ""},
    ProtocolPart.COMPARISON: {"comparison": ""},
    ProtocolPart.SOURCE: {"source": ""},
    ProtocolPart.END: {"end_on": None},
}


def test_an_empty_sheet_lacks_everything_and_a_whole_one_nothing() -> None:
    assert len(missing_protocol_parts(ProtocolContent(), has_owner=False)) == PART_COUNT == len(ProtocolPart)
    assert missing_protocol_parts(WHOLE, has_owner=True) == ()


@given(st.sets(st.sampled_from(sorted(EMPTIED))), st.booleans())
def test_what_lacks_is_what_was_left_out_and_nothing_else(left_out: set[ProtocolPart], has_owner: bool) -> None:
    content = WHOLE
    for part in left_out:
        content = replace(content, **EMPTIED[part])
    expected = left_out | (set() if has_owner else {ProtocolPart.OWNER})
    assert set(missing_protocol_parts(content, has_owner=has_owner)) == expected


def test_a_zero_is_a_value_and_a_target_may_be_words_or_a_number() -> None:
    assert missing_protocol_parts(replace(WHOLE, baseline_value=Decimal(0)), has_owner=True) == ()
    assert missing_protocol_parts(replace(WHOLE, target="", target_value=Decimal(0)), has_owner=True) == ()
    assert missing_protocol_parts(replace(WHOLE, indicator="", indicator_code="i6a"), has_owner=True) == ()


@pytest.mark.parametrize(
    ("lacking", "locked_on", "judged", "withdrawn", "state"),
    [
        ((), None, False, False, ProtocolState.READY),
        ((ProtocolPart.TARGET,), None, False, False, ProtocolState.INCOMPLETE),
        ((), date(2020, 1, 1), False, False, ProtocolState.LOCKED),
        ((ProtocolPart.TARGET,), date(2020, 1, 1), False, False, ProtocolState.LOCKED_INCOMPLETE),
        ((ProtocolPart.OWNER,), date(2020, 1, 1), False, False, ProtocolState.LOCKED),
        ((ProtocolPart.TARGET,), date(2020, 1, 1), True, False, ProtocolState.JUDGED),
        ((), None, False, True, ProtocolState.WITHDRAWN),
    ],
)
def test_where_a_sheet_stands(
    lacking: tuple[ProtocolPart, ...], locked_on: date | None, judged: bool, withdrawn: bool, state: ProtocolState
) -> None:
    assert protocol_state(lacking, locked_on=locked_on, is_judged=judged, is_withdrawn=withdrawn) is state


def test_the_lateness_of_a_sheet_counts_from_the_first_entry() -> None:
    assert days_written_after_lock(date(2020, 5, 4), date(2020, 5, 1)) == 3
    assert days_written_after_lock(date(2020, 5, 1), date(2020, 5, 1)) == 0
    assert days_written_after_lock(date(2020, 4, 1), None) == 0


def test_only_a_running_experiment_past_its_end_is_overdue() -> None:
    assert is_overdue(WHOLE, ProtocolState.LOCKED, date(2021, 1, 1))
    assert not is_overdue(WHOLE, ProtocolState.LOCKED, date(2020, 12, 31))
    assert not is_overdue(WHOLE, ProtocolState.JUDGED, date(2021, 1, 1))
    assert not is_overdue(WHOLE, ProtocolState.READY, date(2021, 1, 1))
    assert not is_overdue(replace(WHOLE, end_on=None), ProtocolState.LOCKED, date(2021, 1, 1))


def test_the_parts_shown_mark_the_date_and_source_that_a_value_lacks() -> None:
    content = replace(WHOLE, baseline_on=None, baseline_source="")
    shown = {part.label: part for part in protocol_part_texts(content, missing_protocol_parts(content, has_owner=True))}
    assert shown["Valeur de départ"].text == "81,6 %"
    assert shown["Valeur de départ"].lacks == (
        "la date de la valeur de départ",
        "la source de la valeur de départ",
    )
    assert format_quantity(Decimal("0"), "%") == "0 %"
    assert format_quantity(None, "%") == ""


def test_what_changed_is_said_field_by_field() -> None:
    after = replace(WHOLE, target="90 %", end_on=date(2021, 3, 1))
    assert [(each.label, each.before, each.after) for each in protocol_changes(WHOLE, after)] == [
        ("cible en mots", "au moins 86 %", "90 %"),
        ("date de fin", "31\u00a0décembre\u00a02020", "1ᵉʳ\u00a0mars\u00a02021"),
    ]
    assert protocol_changes(WHOLE, WHOLE) == ()
