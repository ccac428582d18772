"""Figures of a plan for everybody: published once a quarter, without small counts nor amounts of actions."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.db import connection

from pacte.accounts.row_context import acting_as
from pacte.finance.models import Allocation, BudgetLine, Commitment, Movement
from pacte.finance.services import import_extract
from pacte.indicators.models import Publication
from pacte.indicators.queries import indicator
from pacte.indicators.queries.plan_figures import plan_figures_to_publish, published_plan_figures
from pacte.indicators.records.plan_figures import PublicQuarter
from pacte.indicators.rules.plan_figures import (
    PUBLIC_INDICATORS,
    count_of_people,
    is_quarter_of_plan,
    last_closed_quarter,
    plan_publication_code,
    publishable_quarter,
    settled_quarters,
    sum_of_shares,
)
from pacte.indicators.services import refresh_facts
from pacte.indicators.services.plan_figures_publication import publish_plan_figures
from pacte.journeys.records import StepKind
from pacte.kernel.actor import NOBODY
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.workflows.prepare_figures import prepare_figures
from tests.cast import MACHINE
from tests.finance.accounts import account, extract
from tests.journeys.making import session_with, somebody, walk
from tests.web.plan_stage import Stage, staged

Q1, Q2 = (date(2021, 1, 1), date(2021, 3, 31)), (date(2021, 4, 1), date(2021, 6, 30))
# Three actions of each axis of the shipped plan. Each amount is one that no total has.
AMOUNTS = {1: 123_457_00, 2: 234_561_00, 3: 345_679_00, 12: 11_113_00, 13: 22_229_00, 14: 33_331_00,
           27: 4_447_00, 28: 5_557_00, 29: 6_661_00}  # fmt: skip


def test_a_quarter_closes_a_month_after_its_end() -> None:
    assert last_closed_quarter(date(2020, 10, 31)) == date(2020, 6, 30)
    assert last_closed_quarter(date(2020, 11, 1)) == date(2020, 9, 30)
    assert last_closed_quarter(date(2021, 1, 31)) == date(2020, 9, 30)
    assert last_closed_quarter(date(2021, 2, 1)) == date(2020, 12, 31)


def test_quarters_before_the_plan_or_long_after_it_are_not_published() -> None:
    days = [date(2018, 12, 31), date(2019, 3, 31), date(2024, 12, 31), date(2025, 3, 31)]
    assert [is_quarter_of_plan(each, 2019, 2022) for each in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("people_trained", date(2020, 6, 30)),
        ("fill_of_places_bought", date(2020, 6, 30)),
        ("in_job_6_months", date(2019, 12, 31)),
    ],
)
def test_a_figure_waits_until_its_facts_are_known(code: str, last: date) -> None:
    """Four months for entries; two for places; six months after the end, then two, for jobs."""
    quarters = settled_quarters(indicator(code), first_year=2019, last_year=2022, on=date(2020, 11, 24))
    assert quarters[0] == (date(2019, 1, 1), date(2019, 3, 31))
    assert quarters[-1][1] == last


def test_a_quarter_with_few_people_gives_no_number() -> None:
    assert publishable_quarter(PublicQuarter(*Q1, 10)).numerator is None
    assert publishable_quarter(PublicQuarter(*Q1, 11)).numerator == 11
    assert publishable_quarter(PublicQuarter(*Q1, 0)).numerator == 0
    nearly_all = publishable_quarter(PublicQuarter(*Q1, 95, 100))
    assert (nearly_all.numerator, nearly_all.denominator) == (None, None), "five of them are not in it"


def test_a_share_of_the_plan_is_the_sum_of_the_quarters_that_are_shown() -> None:
    count = sum_of_shares("fill_of_places_bought", [PublicQuarter(*Q1, 50, 100), PublicQuarter(*Q2, None)])
    assert count.total == PublicQuarter(Q1[0], Q2[1], 50, 100)
    assert sum_of_shares("fill_of_places_bought", [PublicQuarter(*Q1, None)]).total is None


@pytest.mark.parametrize(("people", "shown"), [(300, 300), (211, 211), (210, 200), (195, 200), (200, 200), (9, None)])
def test_a_number_of_people_that_moved_by_few_stays_as_it_was(people: int, shown: int | None) -> None:
    before, quarters = [PublicQuarter(*Q1, 200)], [PublicQuarter(*Q1, 200)]
    total = count_of_people("people_trained", PublicQuarter(Q1[0], Q2[1], people), quarters, before).total
    assert (total.numerator if total else None) == shown


def test_each_earlier_total_counts_not_only_the_last_one() -> None:
    before = [PublicQuarter(*Q1, 300), PublicQuarter(*Q1, 200)]
    total = count_of_people("people_trained", PublicQuarter(Q1[0], Q2[1], 204), [], before).total
    assert total
    assert total.numerator == 300, "204 would be four more than the first"


@pytest.fixture
def stage() -> Stage:
    """The shipped plan, money on nine of its actions, and sixteen people who entered in January 2021."""
    stage = staged()
    finance = stage.cast["finance"].actor
    lines = [account(f"E{number}", cents, action=number) for number, cents in AMOUNTS.items()]
    with acting_as(finance):
        import_extract(actor=finance, organisation=stage.cast.region, extract=extract(*lines), plan=stage.plan)
    session = session_with(stage.cast, opened=30)
    for _ in range(16):
        journey = somebody(stage.cast)
        walk(stage.cast["adviser"].actor, journey, session, StepKind.PROPOSED, StepKind.ADMITTED)
        walk(stage.cast["provider"].actor, journey, session, StepKind.ENTERED, on=date(2021, 1, 11))
    return stage


@pytest.mark.django_db
def test_the_figures_are_published_once_for_everybody(stage: Stage, tmp_path: Path) -> None:
    with acting_as(MACHINE) as machine:
        refresh_facts(actor=machine, facts_dir=tmp_path)
        first = publish_plan_figures(actor=machine, plan=stage.plan, on=date(2022, 2, 10), facts_dir=tmp_path)
        again = publish_plan_figures(actor=machine, plan=stage.plan, on=date(2022, 4, 30), facts_dir=tmp_path)
    assert first is not None
    assert again is None
    with acting_as(NOBODY) as nobody:
        assert published_plan_figures(actor=nobody, plan=stage.plan) == first
        assert published_plan_figures(actor=nobody, plan=stage.plan, on=date(2022, 2, 9)) is None
    assert first.closed_on == date(2021, 12, 31)
    assert first.money.committed == sum(AMOUNTS.values())
    assert [axis.committed for axis in first.money.axes] == [
        sum(cents for number, cents in AMOUNTS.items() if low <= number <= high)
        for low, high in ((1, 11), (12, 26), (27, 39))
    ]
    assert [count.code for count in first.counts] == list(PUBLIC_INDICATORS)


@pytest.mark.django_db
def test_quarters_already_published_are_not_counted_again(stage: Stage, tmp_path: Path) -> None:
    with acting_as(MACHINE) as machine:
        refresh_facts(actor=machine, facts_dir=tmp_path)
        publish_plan_figures(actor=machine, plan=stage.plan, on=date(2022, 2, 10), facts_dir=tmp_path)
        row = Publication.objects.get(code__startswith="plan_")
        Publication.objects.create(
            organisation=row.organisation,
            code=plan_publication_code(stage.plan.pk, date(2022, 3, 31)), year=2022, known_on=date(2022, 5, 2),
            published_at=row.published_at, person_name="", document=_with_first_quarter(row.document, 77),
        )  # fmt: skip
        later = plan_figures_to_publish(
            actor=machine, plan=stage.plan, closed_on=date(2022, 6, 30), known_on=date(2022, 8, 1), facts_dir=tmp_path
        )
    people = later.count("people_trained")
    assert people
    assert people.quarters[0].numerator == 77


def _with_first_quarter(document: dict[str, object], people: int) -> dict[str, object]:
    changed = json.loads(json.dumps(document))
    changed["counts"][0]["quarters"][0]["numerator"] = people
    changed["closed_on"] = "2022-03-31"
    return changed


@pytest.mark.django_db
def test_nobody_reads_the_amount_of_an_action_in_what_is_published_nor_in_the_tables(
    stage: Stage, tmp_path: Path
) -> None:
    """The rows behind the page: the anonymous reader has the published totals, and no row of money."""
    with acting_as(MACHINE) as machine:
        refresh_facts(actor=machine, facts_dir=tmp_path)
        publish_plan_figures(actor=machine, plan=stage.plan, on=date(2022, 2, 10), facts_dir=tmp_path)
        assert Movement.objects.count() == len(AMOUNTS)
    with acting_as(NOBODY), connection.cursor() as cursor:
        for model in (Movement, Commitment, BudgetLine, Allocation):
            cursor.execute(f"select count(*) from {model._meta.db_table}")
            assert cursor.fetchone() == (0,), model
        cursor.execute("select document::text from indicators_publication where code like 'plan_%'")
        (text,) = (row[0] for row in cursor.fetchall())
    assert str(sum(AMOUNTS.values())) in text
    assert [cents for cents in AMOUNTS.values() if str(cents) in text] == []
    assert "action" not in text


@pytest.mark.django_db
def test_the_night_publishes_what_is_due(tmp_path: Path, settings: object) -> None:
    settings.FACTS_FOLDER = str(tmp_path)  # type: ignore[attr-defined]
    with time_machine.travel(date(2020, 11, 24)):
        plan = staged().plan
        with acting_as(MACHINE) as machine:
            prepare_figures(actor=machine)
        with acting_as(NOBODY) as nobody:
            figures = published_plan_figures(actor=nobody, plan=plan)
    assert figures
    assert (figures.closed_on, figures.known_on) == (date(2020, 9, 30), date(2020, 11, 24))
    assert figures.money.envelope == 250_980_000_00


@pytest.mark.django_db
def test_nobody_publishes_by_hand(tmp_path: Path) -> None:
    stage = staged()
    with acting_as(stage.cast["pilot"].actor) as pilot:
        with pytest.raises(PermissionDenied):
            publish_plan_figures(actor=pilot, plan=stage.plan, on=date(2020, 11, 24), facts_dir=tmp_path)
        with pytest.raises(NotFound):
            plan_figures_to_publish(
                actor=pilot, plan=stage.plan, closed_on=date(2020, 9, 30), known_on=date(2020, 11, 24)
            )


@pytest.mark.django_db
def test_a_plan_that_is_not_in_force_publishes_nothing(tmp_path: Path) -> None:
    stage = staged(in_force=False)
    with acting_as(MACHINE) as machine:
        assert publish_plan_figures(actor=machine, plan=stage.plan, on=date(2020, 11, 24), facts_dir=tmp_path) is None
