"""Forecasts from past payment lags, for the end of the year and the end of the plan."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from functools import lru_cache

from pacte.finance.models import Movement
from pacte.finance.queries.allocations import allocations_at, budget_lines_of_plan
from pacte.finance.queries.ledger_version import LedgerVersion, ledger_version_of_host
from pacte.finance.queries.scope import may_read_money
from pacte.finance.records import Forecast, Fund, InsufficientHistory, MoneyStage, PaymentHistory
from pacte.finance.rules.forecast import forecast_payments
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import hide_unless
from pacte.plan.models import Plan


def payment_forecast_of_plan(
    *, actor: Actor, plan: Plan, on: date, known_at: datetime | None = None, stage: MoneyStage = MoneyStage.ORDERED
) -> Forecast | InsufficientHistory:
    """Return the forecast of the pact's fund, at the end of the year of ``on`` and of the last plan year.

    Raises ``NotFound``.
    """
    hide_unless(may_read_money(actor=actor, plan=plan))
    version = ledger_version_of_host(plan.organisation_id)
    return _cached_forecast(plan.pk, plan.organisation_id, plan.last_year, on, known_at, stage, version)


@lru_cache(maxsize=64)
def _cached_forecast(
    plan_id: int,
    host_id: int,
    last_year: int,
    on: date,
    known_at: datetime | None,
    stage: MoneyStage,
    version: LedgerVersion,
) -> Forecast | InsufficientHistory:
    """Cached forecast, identical for every permitted reader and valid until the money changes."""
    del version
    horizons = [date(on.year, 12, 31), date(max(last_year, on.year), 12, 31)]
    histories = _histories(plan_id, host_id, on, known_at or now(), stage)
    return forecast_payments(histories, as_of=on, horizons=horizons, stage=stage)


def _histories(plan_id: int, host_id: int, on: date, at: datetime, stage: MoneyStage) -> list[PaymentHistory]:
    lines = {identifier for identifier, line in budget_lines_of_plan(plan_id).items() if line.fund == Fund.PACT}
    moves = Movement.objects.filter(
        commitment_id__in=list(allocations_at(host_id, at, lines)),
        recorded_at__lte=at,
        happened_on__lte=on,
        stage__in=(MoneyStage.COMMITTED, stage),
    )
    committed: dict[int, list[tuple[date, int]]] = defaultdict(list)
    paid: dict[int, list[tuple[date, int]]] = defaultdict(list)
    rows = moves.order_by("commitment_id", "happened_on", "pk").values_list(
        "commitment_id", "stage", "happened_on", "cents"
    )
    for identifier, of, day, cents in rows:
        if identifier is not None:
            (committed if of == MoneyStage.COMMITTED else paid)[identifier].append((day, cents))
    return [PaymentHistory(tuple(committed[each]), tuple(paid.get(each, ()))) for each in sorted(committed)]
