"""Finance data of the demonstration: 600 lines, the same each time, a dozen unallocated, consistent sums."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pacte.accounts.row_context import acting_as
from pacte.demo.money import LINES, UNALLOCATED_LINES, load_money
from pacte.finance.models import Commitment, Movement
from pacte.finance.queries import money_table, payment_forecast_of_plan
from pacte.finance.records import Forecast, Fund, MoneyStage
from pacte.finance.rules import compute_additionality, consumption_by_section, roll_up_by_axis
from pacte.plan.queries import content_of_version
from tests.cast import MACHINE, gather_cast
from tests.web.plan_stage import staged

pytestmark = pytest.mark.django_db


def test_the_demonstration_holds_six_hundred_lines_and_their_sums_hold() -> None:
    stage = staged(cast=gather_cast())
    plan, content = stage.plan, content_of_version(stage.version)
    with acting_as(MACHINE):
        load_money(actor=MACHINE, plan=plan, content=content, on=date(2026, 11, 24))
        before = Movement.objects.count()
        load_money(actor=MACHINE, plan=plan, content=content, on=date(2026, 11, 24))
        assert Movement.objects.count() == before
        assert Commitment.objects.count() == LINES
        table = money_table(actor=MACHINE, plan=plan, on=date(2026, 11, 24))
        then = datetime(2020, 11, 24, 23, tzinfo=UTC)
        past = money_table(actor=MACHINE, plan=plan, on=date(2020, 11, 24), known_at=then)
        told = payment_forecast_of_plan(actor=MACHINE, plan=plan, on=date(2020, 11, 24), known_at=then)
    assert table.unallocated.count == UNALLOCATED_LINES
    assert all(each.left is not None and each.left > 0 for each in roll_up_by_axis(table))
    pact = [cell for cell in table.cells if cell.fund is Fund.PACT]
    committed = sum(cell.cents for cell in pact if cell.stage is MoneyStage.COMMITTED)
    assert 0.5 < committed / (table.envelope or 1) < 0.95
    assert all(
        0 < (each.share or 0) <= 1 for each in consumption_by_section(table) if each.stage is MoneyStage.COMMITTED
    )
    assert {line.year for line in compute_additionality(table).rows} >= {2019, 2020, 2021, 2022}
    assert 0 < (past.total(MoneyStage.COMMITTED) or 0) < (table.total(MoneyStage.COMMITTED) or 0)
    assert isinstance(told, Forecast)
    assert told.points[0].low < told.points[0].cents < told.points[0].high
