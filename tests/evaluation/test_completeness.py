"""When a sheet is whole: each part lacks alone, in every combination; a zero is a value, a space is not a word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.evaluation.records import Part, SheetContent, SheetState
from pacte.evaluation.rules import PART_COUNT, is_overdue, missing, state_of, written_late
from pacte.evaluation.rules.wording import changes, parts, quantity
from tests.evaluation.sheets import WHOLE

EMPTIED: dict[Part, dict[str, Any]] = {
    Part.QUESTION: {"question": " "},
    Part.PUBLIC: {"public": ""},
    Part.INDICATOR: {"indicator": "", "indicator_code": " "},
    Part.BASELINE: {"baseline_value": None},
    Part.BASELINE_DAY: {"baseline_on": None},
    Part.BASELINE_SOURCE: {"baseline_source": "\n"},
    Part.TARGET: {"target": "", "target_value": None},
    Part.METHOD: {"method": ""},
    Part.COMPARISON: {"comparison": ""},
    Part.SOURCE: {"source": ""},
    Part.END: {"end_on": None},
}


def test_an_empty_sheet_lacks_everything_and_a_whole_one_nothing() -> None:
    assert len(missing(SheetContent(), has_owner=False)) == PART_COUNT == len(Part)
    assert missing(WHOLE, has_owner=True) == ()


@given(st.sets(st.sampled_from(sorted(EMPTIED))), st.booleans())
def test_what_lacks_is_what_was_left_out_and_nothing_else(left_out: set[Part], has_owner: bool) -> None:
    content = WHOLE
    for part in left_out:
        content = replace(content, **EMPTIED[part])
    expected = left_out | (set() if has_owner else {Part.OWNER})
    assert set(missing(content, has_owner=has_owner)) == expected


def test_a_zero_is_a_value_and_a_target_may_be_words_or_a_number() -> None:
    assert missing(replace(WHOLE, baseline_value=Decimal(0)), has_owner=True) == ()
    assert missing(replace(WHOLE, target="", target_value=Decimal(0)), has_owner=True) == ()
    assert missing(replace(WHOLE, indicator="", indicator_code="i6a"), has_owner=True) == ()


@pytest.mark.parametrize(
    ("lacking", "locked_on", "judged", "withdrawn", "state"),
    [
        ((), None, False, False, SheetState.READY),
        ((Part.TARGET,), None, False, False, SheetState.INCOMPLETE),
        ((), date(2020, 1, 1), False, False, SheetState.LOCKED),
        ((Part.TARGET,), date(2020, 1, 1), False, False, SheetState.LOCKED_INCOMPLETE),
        ((Part.OWNER,), date(2020, 1, 1), False, False, SheetState.LOCKED),
        ((Part.TARGET,), date(2020, 1, 1), True, False, SheetState.JUDGED),
        ((), None, False, True, SheetState.WITHDRAWN),
    ],
)
def test_where_a_sheet_stands(
    lacking: tuple[Part, ...], locked_on: date | None, judged: bool, withdrawn: bool, state: SheetState
) -> None:
    assert state_of(lacking, locked_on=locked_on, is_judged=judged, is_withdrawn=withdrawn) is state


def test_the_lateness_of_a_sheet_counts_from_the_first_entry() -> None:
    assert written_late(date(2020, 5, 4), date(2020, 5, 1)) == 3
    assert written_late(date(2020, 5, 1), date(2020, 5, 1)) == 0
    assert written_late(date(2020, 4, 1), None) == 0


def test_only_a_running_experiment_past_its_end_is_overdue() -> None:
    assert is_overdue(WHOLE, SheetState.LOCKED, date(2021, 1, 1))
    assert not is_overdue(WHOLE, SheetState.LOCKED, date(2020, 12, 31))
    assert not is_overdue(WHOLE, SheetState.JUDGED, date(2021, 1, 1))
    assert not is_overdue(WHOLE, SheetState.READY, date(2021, 1, 1))
    assert not is_overdue(replace(WHOLE, end_on=None), SheetState.LOCKED, date(2021, 1, 1))


def test_the_parts_shown_mark_the_date_and_source_that_a_value_lacks() -> None:
    content = replace(WHOLE, baseline_on=None, baseline_source="")
    shown = {part.label: part for part in parts(content, missing(content, has_owner=True))}
    assert shown["Valeur de départ"].text == "81,6 %"
    assert shown["Valeur de départ"].lacks == (
        "la date de la valeur de départ",
        "la source de la valeur de départ",
    )
    assert quantity(Decimal("0"), "%") == "0 %"
    assert quantity(None, "%") == ""


def test_what_changed_is_said_field_by_field() -> None:
    after = replace(WHOLE, target="90 %", end_on=date(2021, 3, 1))
    assert [(each.label, each.before, each.after) for each in changes(WHOLE, after)] == [
        ("cible en mots", "au moins 86 %", "90 %"),
        ("date de fin", "31\u00a0décembre\u00a02020", "1ᵉʳ\u00a0mars\u00a02021"),
    ]
    assert changes(WHOLE, WHOLE) == ()
