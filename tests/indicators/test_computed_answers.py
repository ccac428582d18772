"""A question is answered within the actor's rights; small counts are hidden; a kept answer does not change."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.db import connection

from pacte.accounts.row_context import acting_as
from pacte.indicators.permissions import ACTS, RIGHTS, count_scope_of
from pacte.indicators.queries import saved_answer
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.records import AnswerRow, IndicatorQuestion, MeasureCounts, TerritoryRule, Value, ValueState
from pacte.indicators.rules.suppression import suppress_small_rows
from pacte.indicators.rules.values import indicator_value
from pacte.indicators.services import save_indicator_answer
from pacte.journeys.records import StepKind
from pacte.kernel.actor import NOBODY
from pacte.kernel.errors import NotFound, PermissionDenied, ValidationError
from pacte.kernel.permission_table import ROLE_COLUMNS
from pacte.reference.services.shipped_territory import load_shipped_territory
from tests.cast import MACHINE, gather_cast
from tests.indicators.making import FIRST, LAST, Facts
from tests.journeys.making import session_with, somebody, walk
from tests.kept import kept_with_folder

pytestmark = pytest.mark.django_db
K = StepKind
KNOWN = date(2026, 1, 1)


def three_people(folder: Path) -> Facts:
    """Three people of the network, all in a session of the cast's provider."""
    cast = gather_cast()
    session = session_with(cast, opened=9)
    for name in ("Inès", "Omar", "Léa"):
        journey = somebody(cast, first_name=name)
        walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
        walk(cast["provider"].actor, journey, session, K.ENTERED)
    made = Facts(cast, folder / "facts")
    made.refresh()
    return made


kept_facts = kept_with_folder(three_people)


@pytest.fixture
def facts(kept_facts: Facts, db: None, tmp_path: Path) -> Facts:
    """The folder is a copy too."""
    copytree(kept_facts.folder, tmp_path / "facts")
    return Facts(deepcopy(kept_facts.cast), tmp_path / "facts")


def asked_by(facts: Facts, part: str, code: str = "entries_by_session", **asked: object) -> Value:
    actor = facts.cast[part].actor
    return facts.ask(code, actor=actor, **asked).answers[0].total.value  # type: ignore[arg-type]


def test_every_right_names_every_role() -> None:
    assert all(set(line) == set(ROLE_COLUMNS) for line in RIGHTS.values())
    assert "indicators.ask" in ACTS


@pytest.mark.parametrize("part", ["pilot", "analyst", "buyer", "auditor", "provider", "adviser"])
def test_who_works_with_the_people_counts_them(facts: Facts, part: str) -> None:
    assert asked_by(facts, part).numerator == 3


@pytest.mark.parametrize("part", ["administrator", "lead", "finance", "state_reader"])
def test_a_small_count_is_hidden_outside_the_staff(facts: Facts, part: str) -> None:
    assert asked_by(facts, part) == Value(ValueState.HIDDEN)


@pytest.mark.parametrize("part", ["partner", "visitor", "intruder"])
def test_who_may_ask_nothing_sees_nothing(facts: Facts, part: str) -> None:
    with pytest.raises(NotFound):
        asked_by(facts, part)
    with pytest.raises(NotFound):
        facts.ask("entries_by_session", actor=NOBODY)


def test_a_provider_counts_what_it_trained_and_nothing_else(facts: Facts) -> None:
    other = session_with(facts.cast, number="24_2", opened=4)
    with acting_as(MACHINE):
        other.training_action.training.provider.body_id = None
        other.training_action.training.provider.save(update_fields=["body_id"])
    journey = somebody(facts.cast, first_name="Awa")
    walk(facts.cast["adviser"].actor, journey, other, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(MACHINE, journey, other, K.ENTERED)
    facts.refresh()
    assert asked_by(facts, "pilot").numerator == 4
    assert asked_by(facts, "provider").numerator == 3
    assert asked_by(facts, "adviser").numerator == 4


def test_protected_situations_are_counted_for_the_staff_alone(facts: Facts) -> None:
    assert asked_by(facts, "analyst", by=("public",)).numerator == 3
    with pytest.raises(PermissionDenied):
        asked_by(facts, "provider", by=("public",))
    with pytest.raises(PermissionDenied):
        asked_by(facts, "lead", where=(("public", ("rsa",)),))
    for part in ("provider", "buyer"):
        assert facts.ask("rqth_entries", actor=facts.cast[part].actor).answers[0].refusal.startswith("réservé")


@pytest.mark.parametrize("part", ["lead", "state_reader"])
def test_leads_and_the_state_read_sums_of_any_subject_without_the_small_ones(facts: Facts, part: str) -> None:
    """Protected subjects are open to them: the person is protected, not the subject."""
    actor = facts.cast[part].actor
    for code in ("rqth_entries", "rsa_entries", "mobility_barriers_lifted", "barriers_lifted_before_entry"):
        told = facts.ask(code, actor=actor).answers[0]
        assert not told.refusal, code
        assert told.total.value.state is ValueState.HIDDEN or not told.total.value.numerator, code
    publics = facts.ask(
        "entries_by_session", actor=actor, by=("public",), first=date(2021, 1, 1), last=date(2021, 12, 31)
    ).answers[0]
    assert not publics.refusal
    assert all(line.value.state is ValueState.HIDDEN for line in publics.rows[1:])


def test_splits_and_filters_keep_what_they_say(facts: Facts) -> None:
    answer = facts.ask("entries_by_session", by=("level", "sex")).answers[0]
    assert [(line.keys, line.value.numerator) for line in answer.rows[1:]] == [
        ((("level", "low", "en dessous du bac"), ("sex", "unknown", "non connu")), 3)
    ]
    assert facts.count("entries_by_session", where=(("level", ("bac",)),)) == 0
    with pytest.raises(ValidationError):
        facts.ask("entries_by_session", by=("colour",))
    with pytest.raises(ValidationError):
        facts.ask("no_such_indicator")


def test_a_place_has_no_sex(facts: Facts) -> None:
    assert "sexe" in facts.ask("places_bought", by=("sex",)).answers[0].refusal


def test_the_same_question_gives_the_same_bytes_and_the_same_number(facts: Facts) -> None:
    question = IndicatorQuestion(FIRST, LAST, KNOWN, codes=("entries_by_session", "I18"))
    numbers = []
    for _ in range(2):
        given = facts.ask("entries_by_session", "I18", known_on=KNOWN)
        with acting_as(MACHINE):
            kept = save_indicator_answer(actor=MACHINE, host=facts.cast.region, question=question, document=given)
            again = saved_answer(actor=MACHINE, host_id=facts.cast.region.pk, number=kept.number or 0)
            assert again.document == given.text
        numbers.append(kept.number)
    assert numbers == [1, 1]
    document = json.loads(given.text)
    assert document["as_of"] == "2026-01-01"
    assert {"rows", "digest", "last_recorded_at"} == set(document["facts"])
    wanted = {"code", "label", "unit", "zone", "period", "numerator", "denominator", "value", "state", "due", "source",
              "definition_version"}  # fmt: skip
    assert all(wanted <= set(line) for line in document["indicators"])


def test_an_answer_is_read_again_by_who_asked_and_by_the_staff(facts: Facts) -> None:
    provider, region = facts.cast["provider"].actor, facts.cast.region
    given = facts.ask("entries_by_session", actor=provider)
    question = IndicatorQuestion(FIRST, LAST, KNOWN, codes=("entries_by_session",))
    with acting_as(provider):
        number = save_indicator_answer(actor=provider, host=region, question=question, document=given).number or 0
        again = saved_answer(actor=provider, host_id=region.pk, number=number)
        assert again.scope == [f"provider:{facts.cast.provider.pk}"]
    with acting_as(facts.cast["analyst"].actor) as analyst:
        assert saved_answer(actor=analyst, host_id=region.pk, number=number).person_name == provider.name
    for part in ("adviser", "intruder", "state_reader"):
        with acting_as(facts.cast[part].actor) as other, pytest.raises(NotFound):
            saved_answer(actor=other, host_id=region.pk, number=number)
    with acting_as(MACHINE), connection.cursor() as cursor:
        cursor.execute("select has_table_privilege(current_user, 'indicators_savedanswer', 'update')")
        assert cursor.fetchone() == (False,)


def test_the_reach_of_another_region_is_empty(facts: Facts) -> None:
    assert count_scope_of(facts.cast["intruder"].actor, facts.cast.region.pk).is_empty


def line(numerator: float, denominator: float | None = None, code: str = "x") -> AnswerRow:
    return AnswerRow((("sex", code, code),), Value(ValueState.NUMBER, None, numerator, denominator))


def states(lines: tuple[AnswerRow, ...]) -> list[ValueState]:
    return [each.value.state for each in lines]


def test_a_cell_hidden_alone_takes_the_next_smallest_with_it() -> None:
    told = suppress_small_rows(indicator("entries_by_session"), [line(60), line(4), line(20), line(36), line(0)])
    assert states(told) == [
        ValueState.NUMBER,
        ValueState.HIDDEN,
        ValueState.HIDDEN,
        ValueState.NUMBER,
        ValueState.NUMBER,
    ]


def test_what_is_left_of_a_rate_is_hidden_too() -> None:
    told = suppress_small_rows(indicator("women_share"), [line(180, 260), line(77, 80), line(53, 90), line(50, 90)])
    assert states(told) == [ValueState.NUMBER, ValueState.HIDDEN, ValueState.HIDDEN, ValueState.NUMBER]


def test_a_small_whole_takes_its_cells_with_it() -> None:
    told = suppress_small_rows(indicator("women_share"), [line(97, 100), line(40, 40), line(57, 60)])
    assert states(told) == [ValueState.HIDDEN] * 3


@pytest.mark.parametrize(
    ("asked", "todo"),
    [
        ({"where": (("level", ("low",)),)}, "sans filtre"),
        ({"by": ("level", "sex")}, "un seul découpage"),
        ({"by": ("zone",), "zone_kind": "commune"}, "par département"),
        ({"last": date(2021, 6, 30)}, "une année civile"),
        ({"by": ("level",)}, "Où se perdent les places"),
        ({"by": ("zone",)}, "une seule année"),
        (
            {"by": ("zone",), "territory": TerritoryRule.RESIDENCE, "last": date(2021, 12, 31)},
            "au lieu que dit la fiche",
        ),
        ({"by": ("month",), "last": date(2021, 12, 31)}, "par année, par département ou par public"),
    ],
)
def test_who_sees_no_small_count_asks_within_a_fixed_set(facts: Facts, asked: dict[str, Any], todo: str) -> None:
    with acting_as(MACHINE) as machine:
        load_shipped_territory(actor=machine, region_code="24")
    answer = facts.ask("entries_by_session", actor=facts.cast["lead"].actor, **asked).answers[0]
    assert todo in answer.refusal
    assert not facts.ask("places_bought", actor=facts.cast["lead"].actor, last=date(2021, 6, 30)).answers[0].refusal
    assert not facts.ask("entries_by_session", actor=facts.cast["pilot"].actor, **asked).answers[0].refusal


@pytest.mark.parametrize(
    ("code", "counts", "state"),
    [
        ("women_share", MeasureCounts(0, 0), ValueState.NOT_COMPUTABLE),
        ("in_job_6_months", MeasureCounts(0, 0, expected=12), ValueState.MISSING),
        ("in_job_6_months", MeasureCounts(0, 0, expected=0, waiting=5), ValueState.NOT_DUE),
        ("in_job_6_months", MeasureCounts(2, 4, expected=12), ValueState.NUMBER),
        ("entries_by_session", MeasureCounts(0), ValueState.NUMBER),
        ("staff_of_the_plan", MeasureCounts(None), ValueState.MISSING),
        ("referral_to_entry_days", MeasureCounts(None), ValueState.MISSING),
    ],
)
def test_missing_is_not_zero(code: str, counts: MeasureCounts, state: ValueState) -> None:
    assert indicator_value(indicator(code), counts).state is state
