"""Results of a stratified survey with their margin; the gaps that a person notes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pacte.accounts.row_context import acting_as
from pacte.indicators.models import SeriesPoint, SurveyStratum
from pacte.indicators.queries.gaps import plan_gaps, survey_by_number
from pacte.indicators.records.survey import Stratum
from pacte.indicators.rules.survey import parse_strata, sample_size_needed, stratified_estimate
from pacte.indicators.services.gaps import close_gap, open_survey, record_gap, record_survey_answers
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.plan.models import Plan
from pacte.plan.services import put_in_force, sign, vote
from tests.cast import MACHINE, Cast
from tests.plans_at_hand import written
from tests.web.world_diagnosis import GAP, SURVEY


def test_each_stratum_weighs_what_it_weighs_in_the_population() -> None:
    found = stratified_estimate([Stratum("ville", 9_000, 100, 10), Stratum("campagne", 1_000, 100, 30)])
    assert found.value == Decimal("12.0")
    assert found.unweighted == Decimal("20.0")


def test_the_margin_is_that_of_the_textbook() -> None:
    """Computed by hand: 1.96 × √(0.81 × 0.98889 × 0.09/99 + 0.01 × 0.9 × 0.21/99) = 5.36 points, rounded up."""
    found = stratified_estimate([Stratum("ville", 9_000, 100, 10), Stratum("campagne", 1_000, 100, 30)])
    assert found.margin == Decimal("5.4")


def test_whoever_asks_everybody_has_no_margin_of_error() -> None:
    assert stratified_estimate([Stratum("tous", 50, 50, 20)]).margin == Decimal("0.0")


def test_when_all_say_the_same_the_margin_cannot_be_computed() -> None:
    assert stratified_estimate([Stratum("tous", 5_000, 50, 0)]).margin is None


def test_five_points_ask_for_about_four_hundred_answers() -> None:
    assert sample_size_needed(1_000_000, margin_points=5) == 385
    assert sample_size_needed(500, margin_points=5) == 218


@pytest.mark.parametrize(
    "text", ["", "ville ; 100 ; 10", "ville ; cent ; 10 ; 2", "v ; 100 ; 1 ; 0", "v ; 10 ; 20 ; 3"]
)
def test_strata_that_say_nothing_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        stratified_estimate(parse_strata(text))


def test_a_line_that_is_no_stratum_is_named() -> None:
    with pytest.raises(ValidationError, match="Ligne 2"):
        parse_strata("ville ; 1 000 ; 100 ; 10\ncampagne")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    with acting_as(MACHINE):
        made = written(actor=MACHINE, host=cast.region)
        vote(actor=MACHINE, version=made, assembly="assemblée", number="1", on=date(2019, 1, 22))
        sign(actor=MACHINE, version=made, on=date(2019, 1, 22))
        put_in_force(actor=MACHINE, version=made, on=date(2019, 1, 22))
    return made.plan


def test_a_survey_fills_its_gap_and_keeps_its_margin(cast: Cast, plan: Plan) -> None:
    with acting_as(cast["analyst"].actor) as analyst:
        gap = record_gap(actor=analyst, plan=plan, data=GAP)
        survey = open_survey(actor=analyst, plan=plan, data=SURVEY, gaps=[gap])
        strata = [Stratum("ville", 9_000, 100, 10), Stratum("campagne", 1_000, 100, 30)]
        record_survey_answers(actor=analyst, survey=survey, gap=gap, strata=strata, on=date(2021, 6, 30))
        (told,) = survey_by_number(actor=analyst, plan=plan, number=survey.number).measures
        assert told.estimate == stratified_estimate(strata)
        (held,) = plan_gaps(actor=analyst, plan=plan)
        assert held.is_filled
        point = SeriesPoint.objects.get(series__code=held.series_code)
        assert (point.value, point.margin) == (Decimal(12), Decimal("5.4"))
        record_survey_answers(
            actor=analyst, survey=survey, gap=gap, strata=[Stratum("tous", 10_000, 200, 30)], on=date(2021, 6, 30)
        )
        assert SurveyStratum.objects.filter(survey=survey).count() == 3
        assert SeriesPoint.objects.filter(series__code=held.series_code).count() == 2


def test_a_gap_is_closed_once_and_with_a_reason(cast: Cast, plan: Plan) -> None:
    with acting_as(cast["pilot"].actor) as pilot:
        gap = record_gap(actor=pilot, plan=plan, data=GAP)
        with pytest.raises(ValidationError):
            close_gap(actor=pilot, gap=gap, is_filled=False, reason=" ")
        close_gap(actor=pilot, gap=gap, is_filled=False, reason="on y renonce")
        with pytest.raises(Conflict):
            close_gap(actor=pilot, gap=gap, is_filled=True, reason="finalement")


def test_a_survey_is_bought_for_something(cast: Cast, plan: Plan) -> None:
    with acting_as(cast["pilot"].actor) as pilot, pytest.raises(ValidationError):
        open_survey(actor=pilot, plan=plan, data=SURVEY, gaps=[])


def test_a_lead_reads_the_register_and_does_not_write_it(cast: Cast, plan: Plan) -> None:
    with acting_as(cast["lead"].actor) as lead:
        assert plan_gaps(actor=lead, plan=plan) == []
        with pytest.raises(PermissionDenied):
            record_gap(actor=lead, plan=plan, data=GAP)
    with acting_as(cast["intruder"].actor) as intruder, pytest.raises(NotFound):
        plan_gaps(actor=intruder, plan=plan)
