"""State transitions of a session. Each one is recorded; a file never makes one."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from pacte.audit.services import AuditEvent, audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.french import format_day
from pacte.offer.models import Request, Session, SessionStep
from pacte.offer.queries.ledger import ledger_entries
from pacte.offer.queries.people import buyers_of, people_of_provider
from pacte.offer.queries.reach import can
from pacte.offer.queries.seats import next_seats
from pacte.offer.records import CAUSE_LABELS, STATE_LABELS, Cause, DecidedBy, EntryKind, SessionState
from pacte.offer.rules.ledger import places_on
from pacte.offer.rules.seats import Seat
from pacte.offer.rules.states import OPEN, Step, refusals
from pacte.offer.services.ledger import NewEntry, append
from pacte.offer.services.losing import losses
from pacte.offer.services.right import refuse_any, refuse_future, refuse_on_session
from pacte.offer.services.telling import tell_of_session


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Losses of a cancellation, and alternative sessions for the admitted people."""

    places_lost: int
    hours_lost: int
    seats: tuple[Seat, ...]


def confirm_session(*, actor: Actor, session: Session, on: date, reason: str = "") -> None:
    """Confirm that the session will take place."""
    refuse_on_session(actor=actor, act="offer.run_session", session=session)
    _take(actor, session, Step(SessionState.CONFIRMED, on, reason=reason), "offer.confirm_session")


def start_session(*, actor: Actor, session: Session, on: date) -> None:
    """Record that the session has started."""
    refuse_on_session(actor=actor, act="offer.run_session", session=session)
    _take(actor, session, Step(SessionState.RUNNING, on), "offer.start_session")


def end_session(*, actor: Actor, session: Session, on: date, reason: str = "", cause: Cause | None = None) -> None:
    """Record that the session is over, with a cause when it stopped early."""
    refuse_on_session(actor=actor, act="offer.run_session", session=session)
    _take(actor, session, Step(SessionState.ENDED, on, cause=cause, reason=reason), "offer.end_session")


def postpone_session(
    *,
    actor: Actor,
    session: Session,
    on: date,
    starts_on: date | None,
    ends_on: date | None,
    cause: Cause,
    decided_by: DecidedBy,
    reason: str = "",
    request: Request | None = None,
    referrer_ids: Collection[int] = (),
    address: str = "",
) -> None:
    """Postpone the session, with or without new dates. Its places stay bought and count from their first date.

    The buyer decides, or the provider while nothing is bought. Raises ``Refused``, ``Invalid`` or ``Conflict``.
    """
    _refuse_unless_decides(actor, session)
    step = Step(
        SessionState.POSTPONED,
        on,
        cause=cause,
        decided_by=decided_by,
        reason=reason,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    with _act(actor, session, "offer.postpone_session", reason):
        _move(actor, session, step, request)
        _tell(actor, session, step, referrer_ids, address)


def redate_session(
    *, actor: Actor, session: Session, on: date, starts_on: date | None, ends_on: date | None, reason: str
) -> None:
    """Correct the dates of a session that is not postponed: another end, an earlier start. The state is unchanged.

    Raises ``Refused``, or ``Invalid`` when the start would be later: this is a postponement, which needs a cause.
    """
    refuse_on_session(actor=actor, act="offer.decide_session", session=session)
    refuse_future(actor=actor, on=on)
    found = []
    if starts_on and session.starts_on and starts_on > session.starts_on:
        found.append(("redate_is_postponing", "Un début plus tardif est un report : il demande un motif codé."))
    if starts_on and ends_on and ends_on < starts_on:
        found.append(("dates_reversed", "La session finirait avant de commencer."))
    if SessionState(session.state) not in OPEN:
        found.append(("session_over", f"La session est {STATE_LABELS[SessionState(session.state)]}."))
    refuse_any(actor=actor, found=found)
    with _act(actor, session, "offer.redate_session", reason):
        step = Step(SessionState(session.state), on, reason=reason, starts_on=starts_on, ends_on=ends_on)
        _write(actor, session, step, None, is_moved=True)


def cancel_session(
    *,
    actor: Actor,
    session: Session,
    on: date,
    cause: Cause,
    decided_by: DecidedBy,
    reason: str = "",
    request: Request | None = None,
    referrer_ids: Collection[int] = (),
    address: str = "",
) -> Cancelled:
    """Cancel the session. Its bought places are lost, and stay visible forever.

    ``referrer_ids``: people to notify in addition to the followers (referrers of the admitted people). The result lists
    alternative sessions with places left. Raises as ``postpone_session``.
    """
    _refuse_unless_decides(actor, session)
    step = Step(SessionState.CANCELLED, on, cause=cause, decided_by=decided_by, reason=reason)
    with _act(actor, session, "offer.cancel_session", reason) as entry:
        _move(actor, session, step, request)
        lines = losses(actor=actor, session=session, cause=cause, reason=reason, request=request)
        opened = places_on(ledger_entries(actor=actor, session=session)).opened
        if opened:
            lines.append(NewEntry(EntryKind.OPENED, -opened, cause=cause, reason=reason, request=request))
        if lines:
            append(actor=actor, session=session, on=on, lines=lines)
        lost = [each for each in lines if each.kind is EntryKind.LOST]
        entry.detail.update(places_lost=sum(each.places for each in lost))
        _tell(actor, session, step, referrer_ids, address)
    seats = next_seats(actor=actor, session=session, on=on)
    return Cancelled(sum(each.places for each in lost), sum(each.hours for each in lost), tuple(seats))


def _refuse_unless_decides(actor: Actor, session: Session) -> None:
    """Check who decides: the provider while nothing is bought, then the buyer."""
    if can(actor=actor, act="offer.decide_session", session=session):
        return
    refuse_on_session(actor=actor, act="offer.run_session", session=session)
    state = places_on(ledger_entries(actor=actor, session=session))
    if state.counted or state.hours_counted:
        refuse_on_session(actor=actor, act="offer.decide_session", session=session)


def _take(actor: Actor, session: Session, step: Step, name: str) -> None:
    with _act(actor, session, name, step.reason):
        _move(actor, session, step, None)


def _act(actor: Actor, session: Session, name: str, reason: str) -> AbstractContextManager[AuditEvent]:
    return audit_event(
        actor=actor,
        name=name,
        subject_kind="session",
        subject_id=session.pk,
        subject_label=str(session.triplet),
        organisation_id=session.training.host_id,
        reason=reason,
    )


def _move(actor: Actor, session: Session, step: Step, request: Request | None) -> None:
    refuse_future(actor=actor, on=step.on)
    locked = Session.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)
    refuse_any(actor=actor, found=refusals(SessionState(locked.state), step))
    for field in ("state", "starts_on", "ends_on", "first_starts_on"):
        setattr(session, field, getattr(locked, field))
    _write(actor, session, step, request, is_moved=step.to is SessionState.POSTPONED)


def _write(actor: Actor, session: Session, step: Step, request: Request | None, *, is_moved: bool) -> None:
    """Record the transition, and set the state and dates of the session."""
    before = (session.starts_on, session.ends_on)
    after = (step.starts_on, step.ends_on) if is_moved else before
    SessionStep.objects.create(
        organisation_id=session.training.host_id,
        provider=session.provider,
        session=session,
        state=step.to,
        happened_on=step.on,
        recorded_at=now(),
        decided_by=step.decided_by or "",
        cause=step.cause or "",
        reason=step.reason.strip(),
        starts_on_before=before[0],
        ends_on_before=before[1],
        starts_on=after[0],
        ends_on=after[1],
        request=request,
        person_name=actor.name[:200],
    )
    session.state = step.to
    # The first date stays that of the order: places of a postponed session count from it.
    session.first_starts_on = session.first_starts_on or before[0]
    session.starts_on, session.ends_on = after
    session.changed_at = now()
    session.save(update_fields=["state", "first_starts_on", "starts_on", "ends_on", "changed_at"])
    # From the first transition, files raise differences and no longer change the dates of the session.
    append(actor=actor, session=session, on=step.on, lines=[])


def _tell(actor: Actor, session: Session, step: Step, referrer_ids: Collection[int], address: str) -> None:
    host = session.training.host_id
    people = {
        *referrer_ids,
        *buyers_of(actor=actor, host_id=host, on=today()),
        *people_of_provider(actor=actor, provider=session.provider, host_id=host, on=today()),
    }
    dates = f" Nouveau début : {format_day(step.starts_on)}." if step.starts_on else ""
    cause = CAUSE_LABELS[step.cause] if step.cause else ""
    tell_of_session(
        actor=actor,
        session=session,
        person_ids=people,
        kind=f"offer.session_{step.to}",
        subject=f"Session {STATE_LABELS[step.to]} : {session.training.title}"[:200],
        text=f"{session.provider.name}, session {session.triplet}. Motif : {cause}. {step.reason}{dates}".strip(),
        address=address,
    )
