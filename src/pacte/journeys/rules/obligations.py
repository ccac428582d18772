"""Obligations after a step: who owes them, until when, and which later step closes them. Pure.

Delays are practices that a Region may change, not rules of law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from pacte.journeys.records import EndKind, StepKind, StepRecord
from pacte.journeys.records.reasons import PauseReason
from pacte.journeys.rules.consequences import Consequence, Doer, side_effects_of
from pacte.journeys.rules.state_machine import seat_until
from pacte.journeys.rules.step_details import day_of_detail, returns_on

_C, _K = Consequence, StepKind

DAYS: Mapping[Consequence, int] = {
    _C.RESEAT_OR_CALL: 3,
    _C.INVITATION_DUE: 7,
    _C.CALL_BACK: 7,
    _C.PAY_STARTED: 7,
    _C.PAY_STOPPED: 3,
    _C.PRESENCE_EXPECTED: 7,
    _C.NEXT_PROPOSAL: 14,
    _C.SEAT_FREED: 14,
    _C.PAY_CHECKED: 30,
    _C.JURY_RESULT: 60,
}
# How long before the end of a mission or of a contract the return is prepared.
RETURN_NOTICE = timedelta(days=14)

# A later proposal, decision or end leaves nothing to invite to, nor to ask again.
_OVERTAKEN = frozenset(
    {_K.NEED_EXPRESSED, _K.PROPOSED, _K.INVITED, _K.INFORMATION_ATTENDED, _K.TESTED, _K.ADMITTED, _K.WAITING_LISTED,
     _K.SEAT_RESERVED, _K.NOT_KEPT, _K.DECLINED, _K.LAPSED, _K.SESSION_CANCELLED, _K.CLOSED}
)  # fmt: skip

# Steps of the same journey that close an obligation. The others are closed by the body that owes them.
SETTLED_BY: Mapping[Consequence, frozenset[StepKind]] = {
    _C.NEXT_PROPOSAL: frozenset(
        {_K.PROPOSED, _K.INVITED, _K.SEAT_RESERVED, _K.ADMITTED, _K.RESEATED, _K.ENTERED, _K.RESUMED, _K.CLOSED}
    ),
    _C.RESEAT_OR_CALL: frozenset({_K.RESEATED, _K.DECLINED, _K.NEED_EXPRESSED, _K.CLOSED}),
    _C.INVITATION_DUE: _OVERTAKEN | {_K.THINKING},
    _C.CALL_BACK: _OVERTAKEN | {_K.AGREED, _K.THINKING, _K.SLOT_CHOSEN, _K.INFORMATION_EXCUSED},
    _C.ADMISSION_DUE: frozenset(
        {
            _K.PROPOSED,
            _K.SEAT_RESERVED,
            _K.RESERVATION_LAPSED,
            _K.ADMITTED,
            _K.NOT_KEPT,
            _K.DECLINED,
            _K.SESSION_CANCELLED,
            _K.NEED_EXPRESSED,
            _K.CLOSED,
        }
    ),
    _C.RETURN_TO_PREPARE: frozenset({_K.RESUMED, _K.ENDED}),
    _C.PAY_STARTED: frozenset({_K.DECLINED, _K.SESSION_CANCELLED, _K.NEVER_CAME}),
    _C.PRESENCE_EXPECTED: frozenset({_K.ENDED}),
    _C.JURY_RESULT: frozenset({_K.CERTIFIED, _K.CERTIFIED_IN_PART}),
}


class SettlementMethod(StrEnum):
    """How an obligation was closed: a later step, a person, a contact noted, or a correction of its step."""

    STEP = "step"
    PERSON = "person"
    CORRECTED = "corrected"
    CONTACT = "contact"


SETTLEMENT_LABELS = {
    SettlementMethod.STEP: "fait par une étape du parcours",
    SettlementMethod.PERSON: "fait",
    SettlementMethod.CONTACT: "fait par un contact noté au carnet",
    SettlementMethod.CORRECTED: "sans objet : l’étape a été corrigée",
}


@dataclass(frozen=True, slots=True)
class NewObligation:
    """``body_id`` owes ``what`` until ``due_on``."""

    what: Consequence
    doer: Doer
    body_id: int
    due_on: date


# Without an announced day, nobody knows when these are due.
ONLY_ANNOUNCED = frozenset({_C.ADMISSION_DUE, _C.RETURN_TO_PREPARE})
_NOTHING_ANNOUNCED: Mapping[Consequence, date] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SeatVacancy:
    """A freed seat may be taken again. ``until`` None: no deadline."""

    until: date | None = None


def obligations_after(
    kind: StepKind, end_kind: EndKind | None, *, happened_on: date, bodies: Mapping[Doer, int | None],
    vacancy: SeatVacancy | None = None, announced: Mapping[Consequence, date] = _NOTHING_ANNOUNCED,
) -> tuple[NewObligation, ...]:  # fmt: skip
    """Obligations of people. The machine acts at once and owes nothing; without the body concerned there is none.

    ``vacancy``: the seat freed by the step; without one, or after its entry deadline, nobody has to fill it.
    ``announced``: days that the step says, by obligation (``announced_days``).
    """
    obligations = []
    for effect in side_effects_of(kind, end_kind):
        body_id = bodies.get(effect.who)
        if effect.who is Doer.MACHINE or body_id is None:
            continue
        due_on = happened_on + timedelta(days=DAYS.get(effect.what, 0))
        if effect.what is _C.SEAT_FREED:
            if vacancy is None or (vacancy.until is not None and vacancy.until < happened_on):
                continue
            due_on = vacancy.until or due_on
        elif effect.what in announced:
            due_on = announced[effect.what]
        elif effect.what in ONLY_ANNOUNCED:
            continue
        obligations.append(NewObligation(effect.what, effect.who, body_id, due_on))
    return tuple(obligations)


def announced_days(step: StepRecord) -> dict[Consequence, date]:
    """Days that the step itself gives to what it obliges: a call, an admission, a return from a mission or a job."""
    days = {
        _C.CALL_BACK: day_of_detail(step.detail, "call_on"),
        _C.ADMISSION_DUE: seat_until(step),
        _C.RETURN_TO_PREPARE: _return_notice(step),
    }
    return {what: day for what, day in days.items() if day is not None}


def _return_notice(step: StepRecord) -> date | None:
    """Some days before the end of the mission or of the contract, never before the step itself."""
    is_pause = step.kind is _K.INTERRUPTED and step.detail.get("reason") == PauseReason.JOB
    back = returns_on(step) if is_pause else day_of_detail(step.detail, "job_until")
    return max(back - RETURN_NOTICE, step.happened_on) if back else None


def obligations_settled_by(kind: StepKind) -> frozenset[Consequence]:
    """Obligations created earlier that a step of that kind closes."""
    return frozenset(what for what, kinds in SETTLED_BY.items() if kind in kinds)


def is_sent_to_partners(kind: StepKind, end_kind: EndKind | None) -> bool:
    """True when the step must be sent to partners."""
    return any(effect.what is Consequence.MESSAGE_OUT for effect in side_effects_of(kind, end_kind))
