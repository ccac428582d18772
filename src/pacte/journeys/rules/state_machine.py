"""State machine of a journey, as data: allowed steps, their target states, and which need a person. Pure.

The machine never records a step that closes a door to a learner: ``SIGNED`` steps need a person. A lapsed invitation
returns the journey to "open", where somebody owes the next proposal. So does a reservation that reaches its last day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from pacte.journeys.records import EndKind, JourneyState, StepKind, StepRecord
from pacte.journeys.rules.step_details import day_of_detail, returns_on

S = JourneyState
BEFORE_ENTRY = frozenset(
    {S.OPEN, S.PROPOSED, S.INVITED, S.SLOT_CHOSEN, S.MISSED, S.INFORMED, S.TESTED, S.ADMITTED, S.WAITING, S.RESERVED,
     S.NOT_KEPT, S.DECLINED, S.TO_RESEAT}
)  # fmt: skip
IN_TRAINING = frozenset({S.IN_TRAINING, S.INTERRUPTED})
FINISHED = frozenset({S.ENDED, S.CLOSED})
ANSWERABLE = frozenset({S.PROPOSED, S.INVITED, S.SLOT_CHOSEN, S.MISSED, S.INFORMED, S.TESTED, S.WAITING})
HOLDS_A_SEAT = frozenset({S.RESERVED, S.ADMITTED, S.IN_TRAINING, S.INTERRUPTED})

# step: (from these states, to this one; None = the state stays)
TRANSITIONS: Mapping[StepKind, tuple[frozenset[JourneyState], JourneyState | None]] = {
    # What follows a training is another journey, which references it, and may open before the end.
    StepKind.NEED_EXPRESSED: (frozenset({S.NEW, *BEFORE_ENTRY, S.CLOSED}), S.OPEN),
    StepKind.BARRIER_NOTED: (BEFORE_ENTRY | IN_TRAINING, None),
    StepKind.BARRIER_SOLVED: (BEFORE_ENTRY | IN_TRAINING, None),
    StepKind.PROPOSED: (BEFORE_ENTRY - {S.ADMITTED, S.TO_RESEAT}, S.PROPOSED),
    # What the learner answers to the adviser: who owes what next changes, not where the journey is.
    StepKind.AGREED: (frozenset({S.PROPOSED, S.MISSED}), None),
    StepKind.THINKING: (frozenset({S.PROPOSED, S.INVITED, S.MISSED}), None),
    StepKind.INVITED: (frozenset({S.PROPOSED, S.INVITED, S.MISSED}), S.INVITED),
    StepKind.SLOT_CHOSEN: (frozenset({S.INVITED, S.SLOT_CHOSEN}), S.SLOT_CHOSEN),
    StepKind.INFORMATION_ATTENDED: (frozenset({S.PROPOSED, S.INVITED, S.SLOT_CHOSEN, S.MISSED}), S.INFORMED),
    StepKind.INFORMATION_MISSED: (frozenset({S.INVITED, S.SLOT_CHOSEN}), S.MISSED),
    StepKind.INFORMATION_EXCUSED: (frozenset({S.INVITED, S.SLOT_CHOSEN}), S.INVITED),
    StepKind.TESTED: (frozenset({S.PROPOSED, S.INFORMED, S.TESTED}), S.TESTED),
    StepKind.ADMITTED: (frozenset({S.PROPOSED, S.INFORMED, S.TESTED, S.WAITING, S.RESERVED}), S.ADMITTED),
    StepKind.WAITING_LISTED: (frozenset({S.PROPOSED, S.INFORMED, S.TESTED}), S.WAITING),
    # Reserving again moves the seat, its first day or its last one.
    StepKind.SEAT_RESERVED: (BEFORE_ENTRY - {S.ADMITTED, S.TO_RESEAT}, S.RESERVED),
    StepKind.RESERVATION_LAPSED: (frozenset({S.RESERVED}), S.OPEN),
    StepKind.NOT_KEPT: (frozenset({S.PROPOSED, S.INFORMED, S.TESTED, S.WAITING, S.RESERVED}), S.NOT_KEPT),
    StepKind.DECLINED: (BEFORE_ENTRY - {S.OPEN, S.NOT_KEPT, S.DECLINED}, S.DECLINED),
    StepKind.LAPSED: (frozenset({S.PROPOSED, S.INVITED, S.SLOT_CHOSEN, S.MISSED}), S.OPEN),
    StepKind.SESSION_CANCELLED: (ANSWERABLE | {S.RESERVED, S.ADMITTED}, S.TO_RESEAT),
    StepKind.RESEATED: (frozenset({S.TO_RESEAT}), S.ADMITTED),
    StepKind.NEVER_CAME: (frozenset({S.ADMITTED}), S.OPEN),
    StepKind.ENTERED: (frozenset({S.ADMITTED}), S.IN_TRAINING),
    StepKind.INTERRUPTED: (frozenset({S.IN_TRAINING}), S.INTERRUPTED),
    # The journey stays interrupted: only its seat goes back, and who returns later takes one again.
    StepKind.RETURN_LAPSED: (frozenset({S.INTERRUPTED}), None),
    StepKind.RESUMED: (frozenset({S.INTERRUPTED}), S.IN_TRAINING),
    StepKind.ENDED: (IN_TRAINING, S.ENDED),
    StepKind.COMPETENCE_ATTESTED: (IN_TRAINING | {S.ENDED}, None),
    StepKind.ATTESTATION_GIVEN: (IN_TRAINING | {S.ENDED}, None),
    StepKind.BLOCK_CERTIFIED: (IN_TRAINING | {S.ENDED}, None),
    StepKind.PRESENTED: (IN_TRAINING | {S.ENDED}, None),
    StepKind.CERTIFIED: (IN_TRAINING | {S.ENDED}, None),
    StepKind.CERTIFIED_IN_PART: (IN_TRAINING | {S.ENDED}, None),
    StepKind.SITUATION: (frozenset({S.ENDED}), None),
    StepKind.CLOSED: (BEFORE_ENTRY, S.CLOSED),
}

# Who holds a reserved seat is still invited, met and tested: the seat stays theirs, and so does its last day.
KEEPS_RESERVATION = frozenset(
    {StepKind.AGREED, StepKind.THINKING, StepKind.INVITED, StepKind.SLOT_CHOSEN, StepKind.INFORMATION_ATTENDED,
     StepKind.INFORMATION_MISSED, StepKind.INFORMATION_EXCUSED, StepKind.TESTED}
)  # fmt: skip

# Steps that close a door, or give one of few seats, need a person who is accountable.
SIGNED = frozenset(
    {StepKind.ADMITTED, StepKind.WAITING_LISTED, StepKind.SEAT_RESERVED, StepKind.NOT_KEPT, StepKind.RESEATED,
     StepKind.ENDED, StepKind.CLOSED}
)  # fmt: skip
# Steps that name a session: the journey follows it from then on.
NAMES_SESSION = frozenset(
    {StepKind.PROPOSED, StepKind.ADMITTED, StepKind.WAITING_LISTED, StepKind.SEAT_RESERVED, StepKind.RESEATED,
     StepKind.ENTERED}
)  # fmt: skip
# Steps after which a seat may be held until a day only.
_MAY_HOLD_UNTIL = frozenset({StepKind.SEAT_RESERVED, StepKind.INTERRUPTED})


@dataclass(frozen=True, slots=True)
class JourneyStatus:
    """Status of a journey after its steps.

    ``seat_until``: last day on which its seat is held, None without a limit. ``seat_lapsed``: that day has passed for
    an interrupted learner, whose seat is free again. ``awaited_on``: announced day of return or of entry.
    """

    state: JourneyState = JourneyState.NEW
    state_on: date | None = None
    session_id: int | None = None
    entered_on: date | None = None
    ended_on: date | None = None
    end_kind: EndKind | None = None
    seat_until: date | None = None
    seat_lapsed: bool = False
    awaited_on: date | None = None

    @property
    def holds_a_seat(self) -> bool:
        return self.state in HOLDS_A_SEAT and not self.seat_lapsed


def allowed_step_kinds(state: JourneyState) -> frozenset[StepKind]:
    """The steps that may follow a state."""
    kinds = frozenset(kind for kind, (origins, _) in TRANSITIONS.items() if state in origins)
    return kinds | KEEPS_RESERVATION if state is S.RESERVED else kinds


def step_refusal_code(status: JourneyStatus, step: StepRecord) -> str:
    """Why the step cannot follow: "signed", "order", "session", "until", "end_kind", "before_entry"; or ""."""
    if step.kind in SIGNED and not step.by_person:
        return "signed"
    if step.kind not in allowed_step_kinds(status.state):
        return "order"
    if step.kind is StepKind.ENTERED and step.session_id not in (None, status.session_id):
        return "session"
    if step.kind in (StepKind.PROPOSED, StepKind.SEAT_RESERVED, StepKind.RESEATED) and step.session_id is None:
        return "session"
    if step.kind is StepKind.SEAT_RESERVED and (seat_until(step) or date.min) < step.happened_on:
        return "until"
    if step.kind is StepKind.ENDED:
        if step.detail.get("end_kind") not in set(EndKind):
            return "end_kind"
        if status.entered_on and step.happened_on < status.entered_on:
            return "before_entry"
    return ""


def apply_step(status: JourneyStatus, step: StepRecord) -> JourneyStatus:
    """The status after one step that has no refusal code."""
    if status.state is S.RESERVED and step.kind in KEEPS_RESERVATION:
        return status
    target = TRANSITIONS[step.kind][1]
    after = status
    if target is not None:
        after = replace(
            after, state=target, state_on=step.happened_on, seat_until=seat_until(step), seat_lapsed=False,
            awaited_on=_awaited_on(status, step),
        )  # fmt: skip
    elif step.kind is StepKind.RETURN_LAPSED:
        after = replace(after, seat_until=None, seat_lapsed=True)
    if step.kind in NAMES_SESSION and step.session_id is not None:
        after = replace(after, session_id=step.session_id)
    if step.kind is StepKind.ENTERED:
        after = replace(after, entered_on=step.happened_on, ended_on=None, end_kind=None)
    elif step.kind is StepKind.ENDED:
        after = replace(after, ended_on=step.happened_on, end_kind=EndKind(str(step.detail["end_kind"])))
    elif step.kind is StepKind.NEED_EXPRESSED:
        after = replace(after, session_id=None)
    return after


def seat_until(step: StepRecord) -> date | None:
    """Last day on which the seat is held for the learner, for a step that says one."""
    return day_of_detail(step.detail, "seat_until") if step.kind in _MAY_HOLD_UNTIL else None


def _awaited_on(status: JourneyStatus, step: StepRecord) -> date | None:
    """The day announced for a return or an entry; an admission keeps the one of the reservation."""
    reserved_for = status.awaited_on if step.kind is StepKind.ADMITTED else None
    return returns_on(step) or day_of_detail(step.detail, "enters_on") or reserved_for


def steps_in_force(steps: Iterable[StepRecord], *, known_at: datetime | None = None) -> list[StepRecord]:
    """The steps in force, in order: those known at that instant, without those corrected or withdrawn later."""
    known = [step for step in steps if known_at is None or step.recorded_at <= known_at]
    replaced = {step.corrects for step in known if step.corrects is not None}
    current = [step for step in known if step.identifier not in replaced and not step.is_withdrawn]
    return sorted(current, key=lambda step: (step.happened_on, step.recorded_at, step.identifier))


def replay_status(
    steps: Iterable[StepRecord], *, known_at: datetime | None = None, on: date | None = None
) -> JourneyStatus:
    """Replays the steps up to day ``on`` as known at ``known_at``; a step out of order is skipped.

    A late or corrected step may invalidate another: the import that brought it reports it, and the rest stays readable.
    """
    status = JourneyStatus()
    for step in steps_in_force(steps, known_at=known_at):
        if (on is None or step.happened_on <= on) and not step_refusal_code(status, step):
            status = apply_step(status, step)
    return status
