"""Obligations after a step: who owes them, until when, and which later step closes them. Pure.

Delays are practices that a Region may change, not rules of law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pacte.journeys.records import EndKind, StepKind
from pacte.journeys.rules.consequences import Consequence, Doer, side_effects_of

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

# A later proposal, decision or end leaves nothing to invite to, nor to ask again.
_OVERTAKEN = frozenset(
    {_K.NEED_EXPRESSED, _K.PROPOSED, _K.INVITED, _K.INFORMATION_ATTENDED, _K.TESTED, _K.ADMITTED, _K.WAITING_LISTED,
     _K.NOT_KEPT, _K.DECLINED, _K.LAPSED, _K.SESSION_CANCELLED, _K.CLOSED}
)  # fmt: skip

# Steps of the same journey that close an obligation. The others are closed by the body that owes them.
SETTLED_BY: Mapping[Consequence, frozenset[StepKind]] = {
    _C.NEXT_PROPOSAL: frozenset({_K.PROPOSED, _K.INVITED, _K.ADMITTED, _K.RESEATED, _K.ENTERED, _K.CLOSED}),
    _C.RESEAT_OR_CALL: frozenset({_K.RESEATED, _K.DECLINED, _K.NEED_EXPRESSED, _K.CLOSED}),
    _C.INVITATION_DUE: _OVERTAKEN | {_K.THINKING},
    _C.CALL_BACK: _OVERTAKEN | {_K.AGREED, _K.THINKING, _K.SLOT_CHOSEN, _K.INFORMATION_EXCUSED},
    _C.PAY_STARTED: frozenset({_K.DECLINED, _K.SESSION_CANCELLED, _K.NEVER_CAME}),
    _C.PRESENCE_EXPECTED: frozenset({_K.ENDED}),
    _C.JURY_RESULT: frozenset({_K.CERTIFIED, _K.CERTIFIED_IN_PART}),
}


class SettlementMethod(StrEnum):
    """How an obligation was closed: a later step, a person, or a correction of its step."""

    STEP = "step"
    PERSON = "person"
    CORRECTED = "corrected"


SETTLEMENT_LABELS = {
    SettlementMethod.STEP: "fait par une étape du parcours",
    SettlementMethod.PERSON: "fait",
    SettlementMethod.CORRECTED: "sans objet : l’étape a été corrigée",
}


@dataclass(frozen=True, slots=True)
class NewObligation:
    """``body_id`` owes ``what`` until ``due_on``."""

    what: Consequence
    doer: Doer
    body_id: int
    due_on: date


@dataclass(frozen=True, slots=True)
class SeatVacancy:
    """A freed seat may be taken again. ``until`` None: no deadline."""

    until: date | None = None


def obligations_after(
    kind: StepKind, end_kind: EndKind | None, *, happened_on: date, bodies: Mapping[Doer, int | None],
    vacancy: SeatVacancy | None = None, call_on: date | None = None,
) -> tuple[NewObligation, ...]:  # fmt: skip
    """Obligations of people. The machine acts at once and owes nothing; without the body concerned there is none.

    ``vacancy``: the seat freed by the step; without one, or after its entry deadline, nobody has to fill it.
    ``call_on``: the day agreed with a learner who takes time to think.
    """
    obligations = []
    for effect in side_effects_of(kind, end_kind):
        body_id = bodies.get(effect.who)
        if effect.who is Doer.MACHINE or body_id is None:
            continue
        due_on = happened_on + timedelta(days=DAYS[effect.what])
        if effect.what is _C.SEAT_FREED:
            if vacancy is None or (vacancy.until is not None and vacancy.until < happened_on):
                continue
            due_on = vacancy.until or due_on
        elif effect.what is _C.CALL_BACK:
            due_on = call_on or due_on
        obligations.append(NewObligation(effect.what, effect.who, body_id, due_on))
    return tuple(obligations)


def obligations_settled_by(kind: StepKind) -> frozenset[Consequence]:
    """Obligations created earlier that a step of that kind closes."""
    return frozenset(what for what, kinds in SETTLED_BY.items() if kind in kinds)


def is_sent_to_partners(kind: StepKind, end_kind: EndKind | None) -> bool:
    """True when the step must be sent to partners."""
    return any(effect.what is Consequence.MESSAGE_OUT for effect in side_effects_of(kind, end_kind))
