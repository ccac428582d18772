"""Money of a plan for a page: on its day, as known on that day."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.http import HttpRequest

from pacte.finance.permissions import may
from pacte.finance.queries import money_table
from pacte.finance.records import PlanMoneyTable
from pacte.kernel.clock import PARIS
from pacte.kernel.errors import PermissionDenied
from pacte.web.dated_plan import DatedPlan, dated_plan_page_context, load_dated_plan


def recorded_before(dated_plan: DatedPlan) -> datetime | None:
    """End of the day for a past day; None (now) for today."""
    return None if dated_plan.is_today else datetime.combine(dated_plan.on, time.max, PARIS)


def load_plan_money(request: HttpRequest, code: str) -> tuple[DatedPlan, PlanMoneyTable]:
    """Raises ``NotFound`` when the actor may not read the money of that plan."""
    dated_plan = load_dated_plan(request, code)
    return dated_plan, money_table(
        actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on, known_at=recorded_before(dated_plan)
    )


def money_page_context(
    request: HttpRequest, dated_plan: DatedPlan, *, trail: list[dict[str, str]], dated: bool = True
) -> dict[str, Any]:
    before = [{"label": "Argent", "url": dated_plan.url("money:overview")}] if trail else [{"label": "Argent"}]
    page_values = dated_plan_page_context(request, dated_plan, breadcrumb=[*before, *trail], nav="money", dated=dated)
    writes = {act: may(dated_plan.actor, f"finance.{act}", dated_plan.plan.organisation_id) for act in _WRITE_ACTS}
    if "as_of" in page_values:
        page_values["as_of"] |= {"hidden": _other_params(request)}
    return page_values | {"may_write": writes}


def require_finance_right(dated_plan: DatedPlan, act: str) -> None:
    """Raises ``PermissionDenied`` for readers of the money who may not do this."""
    if not may(dated_plan.actor, f"finance.{act}", dated_plan.plan.organisation_id):
        raise PermissionDenied(
            "finance_right",
            "Votre fonction permet de lire l’argent du pacte, pas de l’écrire.",
            hint="Demandez-le à la gestion financière ou au pilote du pacte.",
        )


_WRITE_ACTS = ("import", "allocate", "declare")


def _other_params(request: HttpRequest) -> list[dict[str, str]]:
    """Query parameters to keep when the day changes."""
    return [{"name": name, "value": value} for name, values in request.GET.lists() for value in values if name != "au"]
