"""Copies the mode of the last invitation to its outcome: recording an absence need not repeat it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pacte.journeys.records import Step, StepKind
from pacte.journeys.rules.machine import in_force

AT_INFORMATION = frozenset({StepKind.INFORMATION_ATTENDED, StepKind.INFORMATION_MISSED, StepKind.INFORMATION_EXCUSED})
_TOLD = ("mode", "channel")


def with_mode(kind: StepKind, detail: Mapping[str, object], before: Sequence[Step]) -> dict[str, object]:
    """Detail of a step, with the mode and channel of the last invitation when it has none itself."""
    told = dict(detail)
    if kind not in AT_INFORMATION or told.get("mode"):
        return told
    invited = [step for step in in_force(before) if step.kind is StepKind.INVITED and step.detail.get("mode")]
    return {name: invited[-1].detail[name] for name in _TOLD if name in invited[-1].detail} | told if invited else told
