"""Notes each night the gaps that the register finds by itself, and closes those whose measure has arrived."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction

from pacte.audit.services import audit_event
from pacte.indicators.models import MissingIndicator
from pacte.indicators.queries.found_gaps import awaited_measures
from pacte.indicators.queries.store import read_manifest
from pacte.indicators.records.gaps import AwaitedMeasures
from pacte.indicators.services.gaps import write_gap
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan

_ARRIVED = "La mesure est arrivée."
_NOT_AWAITED = "Le plan ne l’attend plus."


def find_gaps(*, actor: Actor, plan: Plan, on: date, facts_dir: Path | None = None) -> int:
    """Returns how many gaps were noted or closed. Idempotent: the same night twice writes nothing more.

    Does nothing before the first refresh of the facts: everything would be missing. What a person abandoned stays
    abandoned. Raises ``PermissionDenied`` for anybody but the machine.
    """
    actor.require_system("found_gaps", "Seule la machine relève les manques.")
    if not read_manifest(facts_dir).built_at:
        return 0
    awaited = awaited_measures(actor=actor, plan=plan, on=on, facts_dir=facts_dir)
    with transaction.atomic():
        rows = list(MissingIndicator.objects.select_for_update().filter(plan=plan).exclude(found_key="").order_by("pk"))
        open_rows = {each.found_key: each for each in rows if each.closed_on is None}
        abandoned = _abandoned_keys(rows)
        fresh = [each for each in awaited.missing if each.key not in open_rows and each.key not in abandoned]
        for each in fresh:
            write_gap(actor=actor, plan=plan, data=each.gap, on=on, found_key=each.key)
        over = _over(open_rows.values(), awaited)
        for row, is_filled in over:
            _close(actor, row, on, is_filled=is_filled)
    return len(fresh) + len(over)


def _abandoned_keys(rows: Iterable[MissingIndicator]) -> set[str]:
    """What was last closed by somebody who gave it up."""
    last = {each.found_key: each for each in rows}
    return {
        key
        for key, each in last.items()
        if each.closed_on is not None and not each.is_filled and each.closed_reason != _NOT_AWAITED
    }


def _over(rows: Iterable[MissingIndicator], awaited: AwaitedMeasures) -> list[tuple[MissingIndicator, bool]]:
    """Those whose measure has arrived, True, or that the plan no longer expects, False. The others stay open."""
    return [
        (each, each.found_key in awaited.arrived)
        for each in rows
        if each.found_key in awaited.arrived or each.found_key not in awaited.keys
    ]


def _close(actor: Actor, row: MissingIndicator, on: date, *, is_filled: bool) -> None:
    reason = _ARRIVED if is_filled else _NOT_AWAITED
    with audit_event(
        actor=actor, name="indicators.close_gap", subject_kind="missing_indicator", subject_id=row.pk,
        subject_label=row.label, organisation_id=row.organisation_id, reason=reason,
    ):  # fmt: skip
        row.closed_on, row.is_filled, row.closed_reason = on, is_filled, reason
        row.save(update_fields=["closed_on", "is_filled", "closed_reason"])
