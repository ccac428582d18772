"""A declared value of a target promised for each place or period says which one it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pacte.accounts.row_context import acting_as
from pacte.audit.queries import audit_entries_about
from pacte.kernel.errors import ValidationError
from pacte.plan.records import Figure
from pacte.plan.rules.expected_periods import expected_periods
from pacte.plan.rules.progress_by_unit import ExpectedUnit
from pacte.steering.models import DeclaredValue
from pacte.steering.queries.tracking import latest_value_by_action
from pacte.steering.rules.declared_units import declared_unit, target_by_unit
from pacte.steering.services.values import declare_value
from tests.indicators.located import small_region
from tests.kept import kept_for_module
from tests.plan.contents import target
from tests.steering.round_stage import OPENED, RoundStage, round_stage

SITES = target("chantiers", 2, unit="chantiers", per="département", indicator_code="sites_open")
STUDIES = target("études", 3, unit="études", per="an", indicator_code="studies_done")
SURVEYS = target("enquêtes", 1, unit="enquêtes", per="trimestre")
WHOLE = target("parcours", 10, unit="parcours", indicator_code="paths_defined")
PLACES = (ExpectedUnit("18", "Cher"), ExpectedUnit("45", "Loiret"))
FIGURES = (SITES, STUDIES, SURVEYS, WHOLE)

kept_stage = kept_for_module(lambda: round_stage(figures=FIGURES))


def periods(figure: Figure, on: date) -> tuple[ExpectedUnit, ...]:
    return expected_periods(figure, first_year=2019, last_year=2022, on=on)


def unit_on(figure: Figure, on: date, about: str = "") -> str | None:
    found = declared_unit(figure, periods(figure, on), about, on)
    return found and found.key


def declare(stage: RoundStage, figure: Figure, value: int, about: str = "", **values: Any) -> DeclaredValue:
    known = {"what": figure.what, "unit": figure.unit, "indicator_code": figure.indicator_code, "happened_on": OPENED}
    declared: DeclaredValue = stage.do(
        declare_value, "lead", number=1, value=Decimal(value), about=about, **(known | values)
    )
    return declared


# ------------------------------------------------------------------ rules


def test_a_value_answers_the_target_of_its_indicator_or_of_its_words() -> None:
    assert target_by_unit(FIGURES, code="studies_done", what="autre") is STUDIES
    assert target_by_unit(FIGURES, code="", what="Enquêtes") is SURVEYS
    assert target_by_unit(FIGURES, code="", what="études") is None, "it has a code, and the value has none"
    assert target_by_unit(FIGURES, code="paths_defined", what="parcours") is None, "promised for the whole"


@pytest.mark.parametrize(
    ("per", "key"), [("an", "2020"), ("semestre", "2020-S2"), ("trimestre", "2020-T4"), ("mois", "2020-11")]
)
def test_without_a_choice_a_period_is_that_of_the_day_of_the_value(per: str, key: str) -> None:
    assert unit_on(replace(STUDIES, per=per), OPENED) == key


def test_a_value_of_a_past_period_may_be_known_later() -> None:
    assert unit_on(STUDIES, OPENED, "2019") == "2019"


def test_a_value_is_not_true_before_its_period_begins() -> None:
    with pytest.raises(ValidationError, match="avant que la période « 2021 » commence"):
        unit_on(STUDIES, OPENED, "2021")


def test_a_day_out_of_the_plan_has_no_period() -> None:
    with pytest.raises(ValidationError, match="n’est pas dans une année que la cible attend"):
        unit_on(STUDIES, date(2018, 5, 1))


@pytest.mark.parametrize(
    ("about", "message"), [("", "On ne sait pas de quel département"), ("75", "« 75 » n’est pas un département")]
)
def test_a_place_is_chosen_among_those_of_the_plan(about: str, message: str) -> None:
    assert declared_unit(SITES, PLACES, "45", OPENED) == PLACES[1]
    with pytest.raises(ValidationError, match=message):
        declared_unit(SITES, PLACES, about, OPENED)


def test_the_words_agree_with_a_feminine_place() -> None:
    with pytest.raises(ValidationError, match="de quelle commune"):
        declared_unit(replace(SITES, per="commune"), PLACES, "", OPENED)


def test_before_a_territory_is_loaded_no_place_can_be_asked() -> None:
    assert declared_unit(SITES, (), "", OPENED) is None


# ------------------------------------------------------------------ services


@pytest.mark.django_db
def test_each_unit_keeps_its_own_value(stage: RoundStage) -> None:
    small_region()
    declare(stage, SITES, 3, "45")
    declare(stage, SITES, 1, "18")
    declare(stage, STUDIES, 2, "2019")
    declare(stage, STUDIES, 1)
    assert {each.name: each.value for each in stage.answer(1).values} == {
        "chantiers, Loiret": 3, "chantiers, Cher": 1, "études, 2019": 2, "études, 2020": 1,
    }  # fmt: skip
    lead = stage.actor("lead")
    with acting_as(lead):
        assert latest_value_by_action(actor=lead, plan=stage.plan)["1"].what == "études, 2020"


@pytest.mark.django_db
def test_the_journal_says_which_unit_a_value_is_about(stage: RoundStage) -> None:
    declare(stage, STUDIES, 2, "2019")
    pilot = stage.actor("pilot")
    with acting_as(pilot):
        subjects = [f"{stage.plan.code}:1"]
        found = audit_entries_about(actor=pilot, subject_kind="plan_action", subject_ids=subjects)
        (entry,) = [each for each in found if each.act == "value.declare"]
    assert entry.detail["about"] == "2019"


@pytest.mark.django_db
def test_a_value_is_moved_to_the_right_unit_by_a_correction(stage: RoundStage) -> None:
    small_region()
    wrong = declare(stage, SITES, 3, "45")
    declare(stage, SITES, 3, "18", corrects_id=wrong.pk)
    assert [(each.name, each.corrects) for each in stage.answer(1).values] == [("chantiers, Cher", "3 chantiers")]


@pytest.mark.django_db
def test_a_place_that_is_missing_is_asked_for(stage: RoundStage) -> None:
    declare(stage, SITES, 3)
    small_region()
    with pytest.raises(ValidationError, match="On ne sait pas de quel département"):
        declare(stage, SITES, 3)


@pytest.mark.django_db
def test_a_target_of_the_whole_takes_no_unit(stage: RoundStage) -> None:
    assert declare(stage, WHOLE, 3).about_key == ""
    with pytest.raises(ValidationError, match="ni par lieu ni par période"):
        declare(stage, WHOLE, 3, "45")
