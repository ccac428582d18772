"""Euros by tension of the occupation: the imported series meets the purchases, and what is not known is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pacte.accounts.row_context import acting_as
from pacte.indicators.facts.occupation_tensions import TENSION_SERIES
from pacte.indicators.queries import indicators
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.examples import UNLIMITED_SCOPE, open_example
from pacte.indicators.queries.purchases import TENSION_INDICATOR
from pacte.indicators.records import IndicatorAnswer, IndicatorQuestion
from pacte.indicators.records.profile import FICTITIOUS
from pacte.indicators.records.series_input import SeriesInput, SeriesPointInput
from pacte.indicators.rules.purchases import side_spread
from pacte.indicators.services import add_points, save_series
from pacte.offer.models import Training
from tests.cast import MACHINE, Cast
from tests.indicators.making import Facts
from tests.indicators.purchased import buy, order_for
from tests.journeys.making import session_with
from tests.plans_at_hand import written
from tests.proofs.world import KNOWN
from tests.web.plan_stage import IN_FORCE, enforce

DAY = date(2022, 12, 31)


def answer_of(welding: float, office: float) -> IndicatorAnswer:
    """6,000 euros for welders, 3,000 for an office job, 1,000 for a training of no occupation, by year."""
    facts = {
        "ledger": [
            {"session": 1, "rome": "H2913", "cents": 600_000, "happened_on": date(2021, 2, 1)},
            {"session": 2, "rome": "M1607", "cents": 300_000, "happened_on": date(2021, 2, 1)},
            {"session": 3, "rome": None, "cents": 100_000, "happened_on": date(2020, 2, 1)},
        ],
        "tensions": [
            {"rome": "H2913", "level": welding, "happened_on": date(2020, 12, 31)},
            {"rome": "M1607", "level": office, "happened_on": date(2020, 12, 31)},
        ],
    }
    question = IndicatorQuestion(date(2019, 1, 1), DAY, DAY, by=("year",))
    with open_example(facts, on=DAY) as connection:
        (answer,) = compute_answers(connection, [indicators()[TENSION_INDICATOR]], question, UNLIMITED_SCOPE, labels={})
    return answer


@pytest.mark.parametrize(("welding", "office", "high"), [(5, 1, 6_000), (1, 5, 3_000), (3, 2.5, 0), (4, 4, 9_000)])
def test_the_same_euros_follow_the_tension_of_their_occupation(welding: float, office: float, high: float) -> None:
    total = answer_of(welding, office).total.value
    assert ((total.numerator or 0), total.denominator) == (high, 9_000)
    assert dict(total.side_counts)["tension inconnue"] == 1_000


def test_the_four_tensions_of_a_year_add_up_to_its_euros() -> None:
    spread = side_spread(answer_of(5, 1))
    assert (spread.total("2020"), spread.total("2021")) == (1_000, 9_000)
    assert spread.share("tension inconnue", "2020") == 1
    assert float(spread.share("tension forte", "2021") or 0) == pytest.approx(2 / 3)


def level(value: str, *, zone: str = "2401", year: int = 2020) -> SeriesPointInput:
    return SeriesPointInput(
        "labour_basin", zone, date(year, 1, 1), date(year, 12, 31), Decimal(value), split="rome:H2913"
    )


def told(cast: Cast, code: str, *points: SeriesPointInput) -> None:
    sheet = SeriesInput(code, "Tension par métier", "Où ?", "niveau", "niveau de tension", "DARES", "observatoire")
    with acting_as(MACHINE):
        series = save_series(actor=MACHINE, host=cast.region, data=sheet)
        add_points(actor=MACHINE, series=series, points=list(points), source_label="tensions.csv")


@pytest.mark.django_db
def test_an_imported_series_becomes_facts_and_a_real_one_replaces_the_invented(cast: Cast, tmp_path: Path) -> None:
    facts = Facts(cast, tmp_path)
    with acting_as(MACHINE):
        version = written(actor=MACHINE, host=cast.region)
    enforce(version, IN_FORCE)
    session = session_with(cast)
    with acting_as(MACHINE):
        Training.objects.filter(pk=session.training_action.training_id).update(rome_codes=["H2913"])
    buy(order_for(cast.region, version.plan, 1, session), 10, known=KNOWN)
    facts.refresh()
    assert dict(facts.value(TENSION_INDICATOR).side_counts)["tension inconnue"] == 9_000
    told(cast, f"{FICTITIOUS}{TENSION_SERIES}", level("5"))
    assert facts.refresh().added["tensions"] == 1
    assert facts.value(TENSION_INDICATOR).number == 100
    told(cast, TENSION_SERIES, level("2"), level("1", zone="2402"), level("5", year=2019))
    assert facts.refresh().added["tensions"] == 3
    value = facts.value(TENSION_INDICATOR)
    assert (value.number, dict(value.side_counts)["tension faible"]) == (0, 9_000)
