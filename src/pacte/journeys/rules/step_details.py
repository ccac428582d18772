"""Text of the detail of a step: reason, end, block, situation. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from pacte.journeys.records import END_LABELS, EndKind, StepKind, StepRecord
from pacte.journeys.records.reasons import (
    CONTRACT_LABELS,
    DECLINE_LABELS,
    NOT_KEPT_LABELS,
    PAUSE_LABELS,
    SITUATION_LABELS,
    Contract,
    DeclineReason,
    NotKeptReason,
    PauseReason,
    Situation,
)
from pacte.journeys.rules.ends import REASON_LABELS, DropoutReason
from pacte.kernel.french import format_day

_REASONS: Mapping[StepKind, tuple[type[StrEnum], Mapping[Any, str]]] = {
    StepKind.NOT_KEPT: (NotKeptReason, NOT_KEPT_LABELS),
    StepKind.DECLINED: (DeclineReason, DECLINE_LABELS),
    StepKind.INTERRUPTED: (PauseReason, PAUSE_LABELS),
    StepKind.ENDED: (DropoutReason, REASON_LABELS),
}

_ANNOUNCED_DAYS = {
    "returns_on": "retour prévu le",
    "seat_until": "place tenue jusqu’au",
    "enters_on": "entrée souhaitée le",
    "job_until": "contrat jusqu’au",
}


def step_detail_text(step: StepRecord) -> str:
    """« Abandon, éloignement »; empty when the step has no detail. An unknown code is returned unchanged."""
    parts = []
    if step.kind is StepKind.ENDED:
        parts.append(_labelled(step.detail.get("end_kind"), EndKind, END_LABELS))
    if step.kind in _REASONS:
        parts.append(_labelled(step.detail.get("reason"), *_REASONS[step.kind]))
    parts += announced_day_texts(step.detail)
    if step.kind is StepKind.THINKING and (call_on := day_of_detail(step.detail, "call_on")):
        parts.append(f"à rappeler le {format_day(call_on)}")
    if step.kind is StepKind.SITUATION:
        parts += _situation(step.detail)
    parts += [str(step.detail[name]) for name in ("competence", "block") if step.detail.get(name)]
    return ", ".join(part for part in parts if part)


def announced_day_texts(detail: Mapping[str, object]) -> list[str]:
    """« place tenue jusqu’au 3 mai 2021 »: the days that a step announces, for a seat, an entry, a return, a job."""
    return [
        f"{label} {format_day(day)}" for name, label in _ANNOUNCED_DAYS.items() if (day := day_of_detail(detail, name))
    ]


def returns_on(step: StepRecord) -> date | None:
    """The announced date of return of an interrupted learner, when there is one."""
    return day_of_detail(step.detail, "returns_on")


def day_of_detail(detail: Mapping[str, object], name: str) -> date | None:
    """A day of the detail of a step, written in ISO 8601; None without one."""
    try:
        return date.fromisoformat(str(detail.get(name, "")))
    except ValueError:
        return None


def _situation(detail: Mapping[str, object]) -> list[str]:
    months = detail.get("months")
    return [
        f"à {months} mois" if months else "",
        _labelled(detail.get("situation"), Situation, SITUATION_LABELS).lower(),
        _labelled(detail.get("contract"), Contract, CONTRACT_LABELS).lower(),
        f"pour {detail['contract_months']} mois" if detail.get("contract_months") else "",
        "" if detail.get("situation") else _answer(detail),
    ]


def _answer(detail: Mapping[str, object]) -> str:
    """For a situation imported from a file, without our code."""
    if not detail.get("answered"):
        return "sans réponse"
    if detail.get("in_job"):
        return "en emploi"
    return "a eu un emploi" if detail.get("had_job") else "pas en emploi"


def _labelled(code: object, words: type[StrEnum], labels: Mapping[Any, str]) -> str:
    if not code:
        return ""
    known = {each.value: each for each in words}
    return labels[known[str(code)]] if str(code) in known else str(code)
