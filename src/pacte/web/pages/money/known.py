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
from pacte.web.plan_seen import PlanSeen, frame_of, plan_seen


def known_at(seen: PlanSeen) -> datetime | None:
    """End of the day for a past day; None (now) for today."""
    return None if seen.is_today else datetime.combine(seen.on, time.max, PARIS)


def seen_money(request: HttpRequest, code: str) -> tuple[PlanSeen, PlanMoneyTable]:
    """Raises ``NotFound`` when the actor may not read the money of that plan."""
    seen = plan_seen(request, code)
    return seen, money_table(actor=seen.actor, plan=seen.plan, on=seen.on, known_at=known_at(seen))


def money_frame(
    request: HttpRequest, seen: PlanSeen, *, trail: list[dict[str, str]], dated: bool = True
) -> dict[str, Any]:
    before = [{"label": "Argent", "url": seen.url("money:overview")}] if trail else [{"label": "Argent"}]
    found = frame_of(request, seen, trail=[*before, *trail], nav="money", dated=dated)
    writes = {act: may(seen.actor, f"finance.{act}", seen.plan.organisation_id) for act in _ACTS}
    if "as_of" in found:
        found["as_of"] |= {"hidden": _others(request)}
    return found | {"may_write": writes}


def refuse_unless(seen: PlanSeen, act: str) -> None:
    """Raises ``PermissionDenied`` for readers of the money who may not do this."""
    if not may(seen.actor, f"finance.{act}", seen.plan.organisation_id):
        raise PermissionDenied(
            "finance_right",
            "Votre fonction permet de lire l’argent du pacte, pas de l’écrire.",
            hint="Demandez-le à la gestion financière ou au pilote du pacte.",
        )


_ACTS = ("import", "allocate", "declare")


def _others(request: HttpRequest) -> list[dict[str, str]]:
    """Query parameters to keep when the day changes."""
    return [{"name": name, "value": value} for name, values in request.GET.lists() for value in values if name != "au"]
