"""What a count of a procedure says of an action both ways, by place: how many last that day, how many began by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pacte.indicators.queries.case_counts import ProcedureCount, counted_cases, procedure_counts
from pacte.indicators.queries.coverage_registry import zone_frame
from pacte.indicators.records.stock_and_flow import LastingItem, StockAndFlow
from pacte.indicators.rules.stock_and_flow import stock_and_flow
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import known_before
from pacte.plan.models import Plan
from pacte.reference.queries import current_commune_codes, latest_territory_edition
from pacte.reference.records import ZoneKind


def lasting_count(*, actor: Actor, code: str) -> ProcedureCount | None:
    """The count of that code, when its description says what ends what it counts. Public."""
    return next((each for each in procedure_counts() if each.count.code == code and each.count.ended_by), None)


def stock_and_flow_of_action(
    *, actor: Actor, plan: Plan, number: ActionCode, source: ProcedureCount, kind: ZoneKind, on: date
) -> StockAndFlow | None:
    """Both readings of the action, as known at the end of that day. None before a territory is loaded. Public."""
    frame = zone_frame(actor=actor, plan=plan, kind=kind, on=on)
    if frame is None:
        return None
    known = known_before(on)
    cases = [
        each
        for each in counted_cases(actor=actor, plan=plan, source=source, known=known, on=on)
        if each.action == number
    ]
    ends = _ends(actor, plan, source, on) if cases else {}
    written = {str(each.answers.get(source.count.commune) or "") for each in cases} - {""}
    heirs = current_commune_codes(written, edition=latest_territory_edition()) if written else {}
    items = (
        LastingItem(heirs.get(str(each.answers.get(source.count.commune))) or "", each.first_on, ends.get(each.case_id))
        for each in cases
    )
    return stock_and_flow(items, frame, on=on, source=source.count.source)


def _ends(actor: Actor, plan: Plan, source: ProcedureCount, on: date) -> Mapping[int, date]:
    """By case, the first day on which one of the transitions that end it was taken."""
    ends: dict[int, date] = {}
    for transition in source.count.ended_by:
        # What it must meet was asked of its beginning: an answer that changed since does not keep it open.
        ending = replace(source, count=replace(source.count, transition=transition, when=None))
        for each in counted_cases(actor=actor, plan=plan, source=ending, known=known_before(on), on=on):
            ends[each.case_id] = min(each.first_on, ends.get(each.case_id, each.first_on))
    return ends
