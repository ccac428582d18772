"""Copies the mode of the last invitation to its outcome: recording an absence need not repeat it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pacte.journeys.records import StepKind, StepRecord
from pacte.journeys.rules.state_machine import steps_in_force

AT_INFORMATION = frozenset({StepKind.INFORMATION_ATTENDED, StepKind.INFORMATION_MISSED, StepKind.INFORMATION_EXCUSED})
_INVITATION_KEYS = ("mode", "channel")


def with_invitation_mode(
    kind: StepKind, detail: Mapping[str, object], before: Sequence[StepRecord]
) -> dict[str, object]:
    """Detail of a step, with the mode and channel of the last invitation when it has none itself."""
    step_detail = dict(detail)
    if kind not in AT_INFORMATION or step_detail.get("mode"):
        return step_detail
    invited = [step for step in steps_in_force(before) if step.kind is StepKind.INVITED and step.detail.get("mode")]
    return (
        {name: invited[-1].detail[name] for name in _INVITATION_KEYS if name in invited[-1].detail} | step_detail
        if invited
        else step_detail
    )
