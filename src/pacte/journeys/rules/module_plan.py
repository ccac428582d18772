"""Composes the sessions that prepare missing blocks into a plan, under hours, distance and dates. Pure.

A greedy rule: the fewest hours for each block that is left, then the most blocks, the soonest, the nearest, so that a
module alone comes before the whole training. It proposes: the adviser, with the person, keeps what suits them. The same
inputs give the same answer, whatever their order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from pacte.journeys.records.module_plans import (
    ModulePlanAnswer,
    PlanCandidate,
    PlanLimits,
    PlannedStage,
    UncoveredBlock,
    UncoveredReason,
)

PLAN_RULE = "module_plan_1"
WEEKLY_HOURS = 35
"""Of a session whose last day is not announced, or that is entered at any time: what a week of training holds."""
_REASONS = tuple(UncoveredReason)


def compose_module_plan(
    missing: Collection[str], candidates: Iterable[PlanCandidate], limits: PlanLimits
) -> ModulePlanAnswer:
    """Never more hours, never further, never two steps on one day. Each block is prepared, or has its reason."""
    considered = sorted(candidates, key=lambda each: each.session_id)
    stages: list[PlannedStage] = []
    left = set(missing)
    while left:
        fitting = [
            placed for each in considered if set(each.blocks) & left and (placed := _placed(each, stages, limits, left))
        ]
        if not fitting:
            break
        best = min(fitting, key=lambda pair: _order(*pair))[1]
        stages.append(best)
        left -= set(best.blocks)
    reasons = tuple(UncoveredBlock(code, _reason(code, considered, stages, limits)) for code in sorted(left))
    return ModulePlanAnswer(tuple(sorted(stages, key=lambda each: each.starts_on)), reasons)


def plan_digest(missing: Collection[str], candidates: Iterable[PlanCandidate], limits: PlanLimits) -> str:
    """SHA-256 of all the inputs: two answers with the same digest must be identical."""
    payload = {
        "rule": PLAN_RULE,
        "missing": sorted(missing),
        "limits": asdict(limits),
        "candidates": [asdict(each) for each in sorted(candidates, key=lambda each: each.session_id)],
    }
    return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()


def replay_module_plan(inputs: Mapping[str, Any], candidates: Iterable[Mapping[str, Any]]) -> ModulePlanAnswer:
    """The same answer, computed again from what was saved: « missing » and « limits », then each candidate."""
    limits = inputs["limits"]
    known = PlanLimits(
        limits["hours"], limits["kilometres"], date.fromisoformat(limits["since"]), _day(limits["until"])
    )
    return compose_module_plan(inputs["missing"], [_candidate(each) for each in candidates], known)


def saved_stages(answer: Mapping[str, Any]) -> list[PlannedStage]:
    """The steps of a saved answer, by date: what was shown, whatever the rule says since."""
    return [
        PlannedStage(
            each["session_id"], date.fromisoformat(each["starts_on"]), date.fromisoformat(each["ends_on"]),
            each["hours"], tuple(each["blocks"]),
        )
        for each in answer["stages"]
    ]  # fmt: skip


def _candidate(saved: Mapping[str, Any]) -> PlanCandidate:
    days = {name: _day(saved[name]) for name in ("starts_on", "ends_on")}
    return PlanCandidate(**{**saved, **days, "blocks": tuple(saved["blocks"])})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _placed(
    each: PlanCandidate, stages: Sequence[PlannedStage], limits: PlanLimits, left: Collection[str]
) -> tuple[PlanCandidate, PlannedStage] | None:
    days = _days(each, stages, limits)
    if days is None or each.hours is None or _refusal(each, stages, limits) is not None:
        return None
    return each, PlannedStage(each.session_id, *days, each.hours, tuple(sorted(set(each.blocks) & set(left))))


def _order(each: PlanCandidate, stage: PlannedStage) -> tuple[object, ...]:
    far = each.kilometres if each.kilometres is not None else float("inf")
    return stage.hours / len(stage.blocks), -len(stage.blocks), stage.starts_on, far, each.session_id


def _refusal(each: PlanCandidate, stages: Sequence[PlannedStage], limits: PlanLimits) -> UncoveredReason | None:
    """The first thing that does not fit, in the order of ``UncoveredReason``; None when it fits."""
    if not each.hours or each.hours < 0:
        return UncoveredReason.HOURS_UNKNOWN
    if limits.kilometres is not None and each.kilometres is None:
        return UncoveredReason.DISTANCE_UNKNOWN
    if limits.kilometres is not None and each.kilometres is not None and each.kilometres > limits.kilometres:
        return UncoveredReason.TOO_FAR
    if _days(each, (), limits) is None:
        return UncoveredReason.OUT_OF_DATES
    if sum(stage.hours for stage in stages) + each.hours > limits.hours:
        return UncoveredReason.TOO_MANY_HOURS
    return UncoveredReason.OVERLAP if _days(each, stages, limits) is None else None


def _days(each: PlanCandidate, stages: Sequence[PlannedStage], limits: PlanLimits) -> tuple[date, date] | None:
    """First and last day beside these stages, within the limits; of a rolling session, the first gap long enough."""
    if not each.hours:
        return None
    length = timedelta(days=7 * -(-each.hours // WEEKLY_HOURS) - 1)
    if not each.is_rolling:
        if each.starts_on is None:
            return None
        return _within(each.starts_on, each.ends_on or each.starts_on + length, stages, limits)
    after = [stage.ends_on + timedelta(days=1) for stage in stages]
    first = max(limits.since, each.starts_on or limits.since)
    for start in sorted({first, *(max(first, day) for day in after)}):
        end = start + length
        if each.ends_on is not None and end > each.ends_on:
            return None
        if (days := _within(start, end, stages, limits)) is not None:
            return days
    return None


def _within(start: date, end: date, stages: Sequence[PlannedStage], limits: PlanLimits) -> tuple[date, date] | None:
    if start < limits.since or end < start or (limits.until is not None and end > limits.until):
        return None
    if any(start <= stage.ends_on and stage.starts_on <= end for stage in stages):
        return None
    return start, end


def _reason(
    code: str, candidates: Sequence[PlanCandidate], stages: Sequence[PlannedStage], limits: PlanLimits
) -> UncoveredReason:
    """Of the session that was nearest to fit."""
    refusals = [_refusal(each, stages, limits) for each in candidates if code in each.blocks]
    known = [each for each in refusals if each is not None]
    return max(known, key=_REASONS.index, default=UncoveredReason.NO_SESSION)
