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
from pacte.offer.models import ProviderRequest, Session, SessionStateChange
from pacte.offer.queries.access import can_on_session
from pacte.offer.queries.alternatives import alternative_sessions
from pacte.offer.queries.ledger import ledger_entries
from pacte.offer.queries.people import buyer_ids_of_host, person_ids_of_provider
from pacte.offer.records import CAUSE_LABELS, STATE_LABELS, ChangeCause, DecidedBy, EntryKind, SessionState
from pacte.offer.rules.alternatives import AlternativeSession
from pacte.offer.rules.ledger import places_balance
from pacte.offer.rules.states import OPEN_STATES, SessionTransition, transition_refusals
from pacte.offer.services.ledger import NewEntry, append_entries
from pacte.offer.services.lost_places import loss_entries
from pacte.offer.services.permissions_check import refuse_any, refuse_future, refuse_unless_on_session
from pacte.offer.services.session_notifications import notify_session_change


@dataclass(frozen=True, slots=True)
class CancellationResult:
    """Losses of a cancellation, and alternative sessions for the admitted people."""

    places_lost: int
    hours_lost: int
    alternatives: tuple[AlternativeSession, ...]


def confirm_session(*, actor: Actor, session: Session, on: date, reason: str = "") -> None:
    """Confirm that the session will take place."""
    refuse_unless_on_session(actor=actor, act="offer.run_session", session=session)
    _change_state(actor, session, SessionTransition(SessionState.CONFIRMED, on, reason=reason), "offer.confirm_session")


def start_session(*, actor: Actor, session: Session, on: date) -> None:
    """Record that the session has started."""
    refuse_unless_on_session(actor=actor, act="offer.run_session", session=session)
    _change_state(actor, session, SessionTransition(SessionState.RUNNING, on), "offer.start_session")


def end_session(
    *, actor: Actor, session: Session, on: date, reason: str = "", cause: ChangeCause | None = None
) -> None:
    """Record that the session is over, with a cause when it stopped early."""
    refuse_unless_on_session(actor=actor, act="offer.run_session", session=session)
    _change_state(
        actor, session, SessionTransition(SessionState.ENDED, on, cause=cause, reason=reason), "offer.end_session"
    )


def postpone_session(
    *,
    actor: Actor,
    session: Session,
    on: date,
    starts_on: date | None,
    ends_on: date | None,
    cause: ChangeCause,
    decided_by: DecidedBy,
    reason: str = "",
    request: ProviderRequest | None = None,
    referrer_ids: Collection[int] = (),
    address: str = "",
) -> None:
    """Postpone the session, with or without new dates. Its places stay bought and count from their first date.

    The buyer decides, or the provider while nothing is bought. Raises ``PermissionDenied``, ``ValidationError`` or
    ``Conflict``.
    """
    _refuse_unless_decides(actor, session)
    transition = SessionTransition(
        SessionState.POSTPONED,
        on,
        cause=cause,
        decided_by=decided_by,
        reason=reason,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    with _audited(actor, session, "offer.postpone_session", reason):
        _apply_transition(actor, session, transition, request)
        _notify(actor, session, transition, referrer_ids, address)


def redate_session(
    *, actor: Actor, session: Session, on: date, starts_on: date | None, ends_on: date | None, reason: str
) -> None:
    """Correct the dates of a session that is not postponed: another end, an earlier start. The state is unchanged.

    Raises ``PermissionDenied``, or ``ValidationError`` when the start would be later: this is a postponement, which
    needs a cause.
    """
    refuse_unless_on_session(actor=actor, act="offer.decide_session", session=session)
    refuse_future(actor=actor, on=on)
    reasons = []
    if starts_on and session.starts_on and starts_on > session.starts_on:
        reasons.append(("redate_is_postponing", "Un début plus tardif est un report : il demande un motif codé."))
    if starts_on and ends_on and ends_on < starts_on:
        reasons.append(("dates_reversed", "La session finirait avant de commencer."))
    if SessionState(session.state) not in OPEN_STATES:
        reasons.append(("session_over", f"La session est {STATE_LABELS[SessionState(session.state)]}."))
    refuse_any(actor=actor, reasons=reasons)
    with _audited(actor, session, "offer.redate_session", reason):
        transition = SessionTransition(
            SessionState(session.state), on, reason=reason, starts_on=starts_on, ends_on=ends_on
        )
        _save_transition(actor, session, transition, None, is_moved=True)


def record_session_cancellation(
    *,
    actor: Actor,
    session: Session,
    on: date,
    cause: ChangeCause,
    decided_by: DecidedBy,
    reason: str = "",
    request: ProviderRequest | None = None,
    referrer_ids: Collection[int] = (),
    address: str = "",
) -> CancellationResult:
    """Cancel the session. Its bought places are lost, and stay visible forever.

    ``referrer_ids``: people to notify in addition to the followers (referrers of the admitted people). The result lists
    alternative sessions with places left. Raises as ``postpone_session``.
    """
    _refuse_unless_decides(actor, session)
    transition = SessionTransition(SessionState.CANCELLED, on, cause=cause, decided_by=decided_by, reason=reason)
    with _audited(actor, session, "offer.cancel_session", reason) as entry:
        _apply_transition(actor, session, transition, request)
        lines = loss_entries(actor=actor, session=session, cause=cause, reason=reason, request=request)
        opened = places_balance(ledger_entries(actor=actor, session=session)).opened
        if opened:
            lines.append(NewEntry(EntryKind.OPENED, -opened, cause=cause, reason=reason, request=request))
        if lines:
            append_entries(actor=actor, session=session, on=on, new_entries=lines)
        lost = [each for each in lines if each.kind is EntryKind.LOST]
        entry.detail.update(places_lost=sum(each.places for each in lost))
        _notify(actor, session, transition, referrer_ids, address)
    seats = alternative_sessions(actor=actor, session=session, on=on)
    return CancellationResult(sum(each.places for each in lost), sum(each.hours for each in lost), tuple(seats))


def _refuse_unless_decides(actor: Actor, session: Session) -> None:
    """Check who decides: the provider while nothing is bought, then the buyer."""
    if can_on_session(actor=actor, act="offer.decide_session", session=session):
        return
    refuse_unless_on_session(actor=actor, act="offer.run_session", session=session)
    state = places_balance(ledger_entries(actor=actor, session=session))
    if state.counted or state.hours_counted:
        refuse_unless_on_session(actor=actor, act="offer.decide_session", session=session)


def _change_state(actor: Actor, session: Session, transition: SessionTransition, name: str) -> None:
    with _audited(actor, session, name, transition.reason):
        _apply_transition(actor, session, transition, None)


def _audited(actor: Actor, session: Session, name: str, reason: str) -> AbstractContextManager[AuditEvent]:
    return audit_event(
        actor=actor,
        name=name,
        subject_kind="session",
        subject_id=session.pk,
        subject_label=str(session.triplet),
        organisation_id=session.training.host_id,
        reason=reason,
    )


def _apply_transition(
    actor: Actor, session: Session, transition: SessionTransition, request: ProviderRequest | None
) -> None:
    refuse_future(actor=actor, on=transition.on)
    locked = Session.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)
    refuse_any(actor=actor, reasons=transition_refusals(SessionState(locked.state), transition))
    for field in ("state", "starts_on", "ends_on", "first_starts_on"):
        setattr(session, field, getattr(locked, field))
    _save_transition(actor, session, transition, request, is_moved=transition.to is SessionState.POSTPONED)


def _save_transition(
    actor: Actor, session: Session, transition: SessionTransition, request: ProviderRequest | None, *, is_moved: bool
) -> None:
    """Record the transition, and set the state and dates of the session."""
    before = (session.starts_on, session.ends_on)
    after = (transition.starts_on, transition.ends_on) if is_moved else before
    SessionStateChange.objects.create(
        organisation_id=session.training.host_id,
        provider=session.provider,
        session=session,
        state=transition.to,
        happened_on=transition.on,
        recorded_at=now(),
        decided_by=transition.decided_by or "",
        cause=transition.cause or "",
        reason=transition.reason.strip(),
        starts_on_before=before[0],
        ends_on_before=before[1],
        starts_on=after[0],
        ends_on=after[1],
        request=request,
        person_name=actor.name[:200],
    )
    session.state = transition.to
    # The first date stays that of the order: places of a postponed session count from it.
    session.first_starts_on = session.first_starts_on or before[0]
    session.starts_on, session.ends_on = after
    session.changed_at = now()
    session.save(update_fields=["state", "first_starts_on", "starts_on", "ends_on", "changed_at"])
    # From the first transition, files raise differences and no longer change the dates of the session.
    append_entries(actor=actor, session=session, on=transition.on, new_entries=[])


def _notify(
    actor: Actor, session: Session, transition: SessionTransition, referrer_ids: Collection[int], address: str
) -> None:
    host = session.training.host_id
    people = {
        *referrer_ids,
        *buyer_ids_of_host(actor=actor, host_id=host, on=today()),
        *person_ids_of_provider(actor=actor, provider=session.provider, host_id=host, on=today()),
    }
    dates = f" Nouveau début : {format_day(transition.starts_on)}." if transition.starts_on else ""
    cause = CAUSE_LABELS[transition.cause] if transition.cause else ""
    notify_session_change(
        actor=actor,
        session=session,
        person_ids=people,
        kind=f"offer.session_{transition.to}",
        subject=f"Session {STATE_LABELS[transition.to]} : {session.training.title}"[:200],
        text=f"{session.provider.name}, session {session.triplet}. Motif : {cause}. {transition.reason}{dates}".strip(),
        address=address,
    )
