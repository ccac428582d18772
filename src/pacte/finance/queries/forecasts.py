"""Forecasts from past payment lags, for the end of the year and the end of the plan."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from functools import lru_cache

from pacte.finance.models import Movement
from pacte.finance.queries.held import held_at, lines_of
from pacte.finance.queries.scope import may_read_money
from pacte.finance.queries.stamp import Stamp, stamp_of
from pacte.finance.records import Forecast, Fund, PaymentHistory, Stage, TooFew
from pacte.finance.rules.forecast import forecast
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound
from pacte.plan.models import Plan


def forecast_of(
    *, actor: Actor, plan: Plan, on: date, known_at: datetime | None = None, stage: Stage = Stage.ORDERED
) -> Forecast | TooFew:
    """Return the forecast of the pact's fund, at the end of the year of ``on`` and of the last plan year.

    Raises ``NotFound``.
    """
    if not may_read_money(actor=actor, plan=plan):
        raise NotFound
    stamp = stamp_of(plan.organisation_id)
    return _forecast_under(plan.pk, plan.organisation_id, plan.last_year, on, known_at, stage, stamp)


@lru_cache(maxsize=64)
def _forecast_under(
    plan_id: int, host_id: int, last_year: int, on: date, known_at: datetime | None, stage: Stage, stamp: Stamp
) -> Forecast | TooFew:
    """Cached forecast, identical for every permitted reader and valid until the money changes."""
    del stamp
    horizons = [date(on.year, 12, 31), date(max(last_year, on.year), 12, 31)]
    histories = _histories(plan_id, host_id, on, known_at or now(), stage)
    return forecast(histories, as_of=on, horizons=horizons, stage=stage)


def _histories(plan_id: int, host_id: int, on: date, at: datetime, stage: Stage) -> list[PaymentHistory]:
    lines = {identifier for identifier, line in lines_of(plan_id).items() if line.fund == Fund.PACT}
    moves = Movement.objects.filter(
        commitment_id__in=list(held_at(host_id, at, lines)),
        recorded_at__lte=at,
        happened_on__lte=on,
        stage__in=(Stage.COMMITTED, stage),
    )
    committed: dict[int, list[tuple[date, int]]] = defaultdict(list)
    paid: dict[int, list[tuple[date, int]]] = defaultdict(list)
    rows = moves.order_by("commitment_id", "happened_on", "pk").values_list(
        "commitment_id", "stage", "happened_on", "cents"
    )
    for identifier, of, day, cents in rows:
        if identifier is not None:
            (committed if of == Stage.COMMITTED else paid)[identifier].append((day, cents))
    return [PaymentHistory(tuple(committed[each]), tuple(paid.get(each, ()))) for each in sorted(committed)]
