"""Changes of the places of a session: the buyer plans, the provider opens, both correct their entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_number
from pacte.offer.models import PlaceEntry, Preparation, Request, Session, SessionPlaces
from pacte.offer.queries.ledger import ledger_entries, places
from pacte.offer.queries.reach import can
from pacte.offer.records import (
    PROVIDER_KINDS,
    STATE_LABELS,
    Cause,
    EntryKind,
    Places,
    RequestKind,
    RequestState,
    SessionState,
)
from pacte.offer.rules.ledger import places_on
from pacte.offer.rules.states import OPEN
from pacte.offer.services.asking import open_request
from pacte.offer.services.ledger import NewEntry, append
from pacte.offer.services.right import refuse_on_session, refuse_other_buyer, refuse_quantities, refuse_without_reason

_MOVES = PROVIDER_KINDS | {EntryKind.PLANNED}


@dataclass(frozen=True, slots=True)
class Opened:
    """Balance after a change, and the request that it required, if any."""

    places: Places
    request: Request | None = None


def plan_places(*, actor: Actor, session: Session, count: int, on: date, reason: str = "") -> Places:
    """Set the number of planned places from that day. Raises ``Refused``, ``Invalid`` or ``Conflict``."""
    refuse_on_session(actor=actor, act="offer.purchase", session=session)
    return _set(actor, session, EntryKind.PLANNED, count, on, reason, "offer.plan_places")


def set_minimum(*, actor: Actor, session: Session, count: int, on: date, reason: str = "") -> Places:
    """Set the minimum number of people required to open."""
    refuse_on_session(actor=actor, act="offer.open_places", session=session)
    return _set(actor, session, EntryKind.MINIMUM, count, on, reason, "offer.set_minimum")


def set_waiting(*, actor: Actor, session: Session, count: int, on: date, reason: str = "") -> Places:
    """Set the number of people on the waiting list."""
    refuse_on_session(actor=actor, act="offer.open_places", session=session)
    return _set(actor, session, EntryKind.WAITING, count, on, reason, "offer.set_waiting")


def open_places(
    *, actor: Actor, session: Session, count: int, on: date, reason: str = "", cause: Cause | None = None
) -> Opened:
    """Set the number of open places. Fewer than bought needs a reason, and creates a request to the buyer.

    Bought places do not change: the answer of the buyer decides whether the closed ones are lost. Raises ``Refused``,
    ``Invalid`` (fewer than admitted people, no reason) or ``Conflict`` (session over).
    """
    refuse_on_session(actor=actor, act="offer.open_places", session=session)
    refuse_quantities(actor=actor, places=count)
    _refuse_over(session)
    before = places(actor=actor, session=session, on=on)
    held = _held(session)
    if count < held:
        raise _fewer_than_admitted(held, count)
    closes = count < before.opened and count < before.live
    if closes:
        refuse_without_reason(actor=actor, reason=reason)
    with audit_event(
        actor=actor,
        name="offer.open_places",
        subject_kind="session",
        subject_id=session.pk,
        subject_label=str(session.triplet),
        organisation_id=session.training.host_id,
        reason=reason,
    ) as entry:
        request = None
        asked = before.live - count - _already_asked(session)
        if closes and asked > 0 and not can(actor=actor, act="offer.purchase", session=session):
            request = open_request(
                actor=actor, session=session, kind=RequestKind.CLOSE_PLACES, places=asked, cause=cause, reason=reason
            )
        # The first entries may come from the file: compute the delta after they are added.
        state = _append_to(actor, session, EntryKind.OPENED, count, on, reason, cause=cause, request=request)
        entry.detail.update(before=before.opened, after=state.opened, request=request.pk if request else None)
    return Opened(state, request)


def correct_entry(
    *,
    actor: Actor,
    session: Session,
    entry_id: int,
    count: int,
    hours: int | None = None,
    cents: int | None = None,
    happened_on: date | None = None,
    reason: str,
    preparation: Preparation | None = None,
) -> Places:
    """Replace a wrong entry by a new one; both stay readable. A correction with zeros cancels the entry.

    The side that may write an entry may correct it: the provider its open places, the buyer its purchases, once
    ``preparation`` is signed. Entries of relative counts (planned, opened, minimum, waiting) may be negative. Raises
    ``Unseen``, ``Refused``, ``Invalid`` (places of admitted people, closure of bought places) or ``Conflict`` (already
    corrected, negative count).
    """
    wrong = PlaceEntry.objects.filter(pk=entry_id, session=session).select_related("order").first()
    if wrong is None or not can(actor=actor, act="offer.read_ledger", session=session):
        raise NotFound
    kind = EntryKind(wrong.kind)
    right = "offer.open_places" if kind in PROVIDER_KINDS else "offer.purchase"
    refuse_on_session(actor=actor, act=right, session=session)
    refuse_without_reason(actor=actor, reason=reason)
    moved = abs(count) if kind in _MOVES else count
    refuse_quantities(actor=actor, places=moved, hours=hours or 0, cents=cents or 0)
    if kind is EntryKind.OPENED:
        _refuse_closing(actor, session, count - wrong.places)
    if wrong.order is not None:
        refuse_other_buyer(actor=actor, order=wrong.order)
        _refuse_unsigned(actor, wrong.order_id, preparation)
    if kind in (EntryKind.MOVED_IN, EntryKind.MOVED_OUT):
        raise ValidationError(
            "move_is_two_lines",
            "Des places portées ailleurs s’écrivent dans deux sessions.",
            hint="Reportez-les dans l’autre sens par un avenant.",
        )
    if PlaceEntry.objects.filter(corrects=wrong).exists():
        raise Conflict("already_corrected", "Cette ligne a déjà été corrigée.", hint="Corrigez celle qui la remplace.")
    with audit_event(
        actor=actor,
        name="offer.correct_entry",
        subject_kind="session",
        subject_id=session.pk,
        subject_label=str(session.triplet),
        organisation_id=session.training.host_id,
        reason=reason,
    ) as entry:
        day = happened_on or wrong.happened_on
        line = NewEntry(
            kind=kind,
            places=count,
            hours=wrong.hours if hours is None else hours,
            cents=wrong.cents if cents is None else cents,
            order=wrong.order,
            amendment=wrong.amendment,
            request=wrong.request,
            other_session=wrong.other_session,
            corrects=wrong,
            cause=Cause(wrong.cause) if wrong.cause else None,
            reason=reason,
            happened_on=day,
        )
        entry.detail.update(corrects=wrong.pk, before=wrong.places, after=count)
        return append(actor=actor, session=session, on=day, lines=[line])


def _refuse_unsigned(actor: Actor, order_id: int | None, preparation: Preparation | None) -> None:
    """Refuse an unsigned correction of an entry paid by an order: it is prepared, then signed, like an amendment."""
    if actor.is_system or (preparation is not None and preparation.order_id == order_id):
        return
    raise PermissionDenied(
        "correction_unsigned",
        "Cette ligne engage une commande : sa correction se prépare et se signe.",
        hint="Passez par « Corriger la ligne » du registre.",
    )


def _refuse_closing(actor: Actor, session: Session, change: int) -> None:
    """Apply the rules of closures to corrections: keep places for admitted people, request for bought places."""
    held = _held(session)
    state = places_on(ledger_entries(actor=actor, session=session), on=today())
    after = state.opened + change
    # Negative balances are refused by the ledger itself, with the day of the error.
    if change >= 0 or after < 0:
        return
    if after < held:
        raise _fewer_than_admitted(held, after)
    if after < state.live and not can(actor=actor, act="offer.purchase", session=session):
        raise ValidationError(
            "correction_closes",
            f"Il ne resterait que {format_number(after)} places ouvertes pour {format_number(state.live)} achetées.",
            "Fermer des places achetées se demande à l’acheteur.",
            "Passez par « Changer les places ouvertes ».",
        )


def record_held(*, actor: Actor, session: Session, held: int) -> None:
    """Set the number of places of admitted people. Not a ledger entry: admissions have their own history.

    After the first admission, a file that changes the places raises a difference.
    """
    refuse_on_session(actor=actor, act="offer.hold_places", session=session)
    if held < 0:
        raise ValidationError("held_negative", "Un nombre de places tenues ne peut pas être négatif.")
    begun = {
        "held": held,
        "opened": session.places_given,
        "minimum": session.minimum_given or 0,
        "changed_at": now(),
    }
    SessionPlaces.objects.update_or_create(session=session, defaults={"held": held}, create_defaults=begun)


def _held(session: Session) -> int:
    return SessionPlaces.objects.filter(pk=session.pk).values_list("held", flat=True).first() or 0


def _fewer_than_admitted(held: int, count: int) -> ValidationError:
    return ValidationError(
        "fewer_than_admitted",
        f"{held} personnes sont déjà admises : vous ne pouvez pas ouvrir {count} places.",
        hint="Gardez au moins une place par personne admise.",
    )


def _set(actor: Actor, session: Session, kind: EntryKind, count: int, on: date, reason: str, name: str) -> Places:
    _refuse_over(session)
    with audit_event(
        actor=actor,
        name=name,
        subject_kind="session",
        subject_id=session.pk,
        subject_label=str(session.triplet),
        organisation_id=session.training.host_id,
        reason=reason,
    ) as entry:
        state = _append_to(actor, session, kind, count, on, reason)
        entry.detail.update(count=count, on=on.isoformat())
    return state


def _append_to(
    actor: Actor,
    session: Session,
    kind: EntryKind,
    count: int,
    on: date,
    reason: str,
    *,
    cause: Cause | None = None,
    request: Request | None = None,
) -> Places:
    """Append the entry that brings the balance to ``count`` on that day."""
    refuse_quantities(actor=actor, places=count)
    current = getattr(_with_file(actor, session, on), kind.value)
    line = NewEntry(kind, count - current, cause=cause, reason=reason, request=request)
    return append(actor=actor, session=session, on=on, lines=[line])


def _with_file(actor: Actor, session: Session, on: date) -> Places:
    """Balance on that day; without entries, the values of the file, with which the ledger will start."""
    entries = ledger_entries(actor=actor, session=session)
    if entries:
        return places_on(entries, on=on)
    return Places(opened=session.places_given or 0, minimum=session.minimum_given or 0)


def _already_asked(session: Session) -> int:
    waiting = Request.objects.filter(
        session=session, kind=RequestKind.CLOSE_PLACES, state=RequestState.ASKED
    ).values_list("places", flat=True)
    return sum(waiting)


def _refuse_over(session: Session) -> None:
    state = SessionState(session.state)
    if state not in OPEN:
        raise Conflict(
            "session_over",
            f"La session est {STATE_LABELS[state]}.",
            "Ses places ne changent plus.",
            "Voyez le registre.",
        )
