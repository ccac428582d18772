"""Changes of the places of a session: the buyer plans, the provider opens, both correct their entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError, ensure_found, hide_unless
from pacte.kernel.french import format_number
from pacte.offer.models import PlaceEntry, Preparation, ProviderRequest, Session, SessionPlaces
from pacte.offer.queries.access import can_on_session
from pacte.offer.queries.ledger import ledger_entries, session_places_balance
from pacte.offer.records import (
    PROVIDER_KINDS,
    STATE_LABELS,
    ChangeCause,
    EntryKind,
    PlacesBalance,
    ProviderRequestKind,
    ProviderRequestState,
    SessionState,
)
from pacte.offer.rules.ledger import places_balance
from pacte.offer.rules.states import OPEN_STATES
from pacte.offer.services.ledger import NewEntry, append_entries
from pacte.offer.services.permissions_check import (
    refuse_blank_reason,
    refuse_other_buyer,
    refuse_quantities,
    refuse_unless_on_session,
)
from pacte.offer.services.provider_requests import open_request

_SIGNED_KINDS = PROVIDER_KINDS | {EntryKind.PLANNED}


@dataclass(frozen=True, slots=True)
class OpeningResult:
    """Balance after a change, and the request that it required, if any."""

    places: PlacesBalance
    request: ProviderRequest | None = None


def plan_places(*, actor: Actor, session: Session, count: int, on: date, reason: str = "") -> PlacesBalance:
    """Set the number of planned places from that day. Raises ``PermissionDenied``, ``ValidationError`` or
    ``Conflict``.
    """
    refuse_unless_on_session(actor=actor, act="offer.purchase", session=session)
    return _set_count(actor, session, EntryKind.PLANNED, count, on, reason, "offer.plan_places")


def set_minimum(*, actor: Actor, session: Session, count: int, on: date, reason: str = "") -> PlacesBalance:
    """Set the minimum number of people required to open."""
    refuse_unless_on_session(actor=actor, act="offer.open_places", session=session)
    return _set_count(actor, session, EntryKind.MINIMUM, count, on, reason, "offer.set_minimum")


def set_waiting(*, actor: Actor, session: Session, count: int, on: date, reason: str = "") -> PlacesBalance:
    """Set the number of people on the waiting list."""
    refuse_unless_on_session(actor=actor, act="offer.open_places", session=session)
    return _set_count(actor, session, EntryKind.WAITING, count, on, reason, "offer.set_waiting")


def open_places(
    *, actor: Actor, session: Session, count: int, on: date, reason: str = "", cause: ChangeCause | None = None
) -> OpeningResult:
    """Set the number of open places. Fewer than bought needs a reason, and creates a request to the buyer.

    Bought places do not change: the answer of the buyer decides whether the closed ones are lost. Raises
    ``PermissionDenied``, ``ValidationError`` (fewer than admitted people, no reason) or ``Conflict`` (session over).
    """
    refuse_unless_on_session(actor=actor, act="offer.open_places", session=session)
    refuse_quantities(actor=actor, places=count)
    _refuse_ended_session(session)
    before = session_places_balance(actor=actor, session=session, on=on)
    occupied = _occupied_places(session)
    if count < occupied:
        raise _fewer_than_admitted(occupied, count)
    closes = count < before.opened and count < before.live
    if closes:
        refuse_blank_reason(actor=actor, reason=reason)
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
        excess = before.live - count - _pending_closures(session)
        if closes and excess > 0 and not can_on_session(actor=actor, act="offer.purchase", session=session):
            request = open_request(
                actor=actor,
                session=session,
                kind=ProviderRequestKind.CLOSE_PLACES,
                places=excess,
                cause=cause,
                reason=reason,
            )
        # The first entries may come from the file: compute the delta after they are added.
        state = _append_count(actor, session, EntryKind.OPENED, count, on, reason, cause=cause, request=request)
        entry.detail.update(before=before.opened, after=state.opened, request=request.pk if request else None)
    return OpeningResult(state, request)


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
) -> PlacesBalance:
    """Replace a wrong entry by a new one; both stay readable. A correction with zeros cancels the entry.

    The side that may write an entry may correct it: the provider its open places, the buyer its purchases, once
    ``preparation`` is signed. Entries of relative counts (planned, opened, minimum, waiting) may be negative. Raises
    ``NotFound``, ``PermissionDenied``, ``ValidationError`` (places of admitted people, closure of bought places) or
    ``Conflict`` (already corrected, negative count).
    """
    wrong = ensure_found(
        PlaceEntry.objects.filter(pk=entry_id, session=session).select_related("order", "line__order").first()
    )
    hide_unless(can_on_session(actor=actor, act="offer.read_ledger", session=session))
    kind = EntryKind(wrong.kind)
    right = "offer.open_places" if kind in PROVIDER_KINDS else "offer.purchase"
    refuse_unless_on_session(actor=actor, act=right, session=session)
    refuse_blank_reason(actor=actor, reason=reason)
    moved = abs(count) if kind in _SIGNED_KINDS else count
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
            line=wrong.line,
            amendment=wrong.amendment,
            request=wrong.request,
            other_session=wrong.other_session,
            corrects=wrong,
            cause=ChangeCause(wrong.cause) if wrong.cause else None,
            reason=reason,
            happened_on=day,
        )
        entry.detail.update(corrects=wrong.pk, before=wrong.places, after=count)
        return append_entries(actor=actor, session=session, on=day, new_entries=[line])


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
    occupied = _occupied_places(session)
    state = places_balance(ledger_entries(actor=actor, session=session), on=today())
    after = state.opened + change
    # Negative balances are refused by the ledger itself, with the day of the error.
    if change >= 0 or after < 0:
        return
    if after < occupied:
        raise _fewer_than_admitted(occupied, after)
    if after < state.live and not can_on_session(actor=actor, act="offer.purchase", session=session):
        raise ValidationError(
            "correction_closes",
            f"Il ne resterait que {format_number(after)} places ouvertes pour {format_number(state.live)} achetées.",
            "Fermer des places achetées se demande à l’acheteur.",
            "Passez par « Changer les places ouvertes ».",
        )


def record_occupied_places(*, actor: Actor, session: Session, occupied: int) -> None:
    """Set the number of places of admitted people. Not a ledger entry: admissions have their own history.

    After the first admission, a file that changes the places raises a difference.
    """
    refuse_unless_on_session(actor=actor, act="offer.hold_places", session=session)
    if occupied < 0:
        raise ValidationError("held_negative", "Un nombre de places tenues ne peut pas être négatif.")
    initial = {
        "occupied": occupied,
        "opened": session.places_given,
        "minimum": session.minimum_given or 0,
        "changed_at": now(),
    }
    SessionPlaces.objects.update_or_create(session=session, defaults={"occupied": occupied}, create_defaults=initial)


def _occupied_places(session: Session) -> int:
    return SessionPlaces.objects.filter(pk=session.pk).values_list("occupied", flat=True).first() or 0


def _fewer_than_admitted(occupied: int, count: int) -> ValidationError:
    return ValidationError(
        "fewer_than_admitted",
        f"{occupied} personnes sont déjà admises : vous ne pouvez pas ouvrir {count} places.",
        hint="Gardez au moins une place par personne admise.",
    )


def _set_count(
    actor: Actor, session: Session, kind: EntryKind, count: int, on: date, reason: str, name: str
) -> PlacesBalance:
    _refuse_ended_session(session)
    with audit_event(
        actor=actor,
        name=name,
        subject_kind="session",
        subject_id=session.pk,
        subject_label=str(session.triplet),
        organisation_id=session.training.host_id,
        reason=reason,
    ) as entry:
        state = _append_count(actor, session, kind, count, on, reason)
        entry.detail.update(count=count, on=on.isoformat())
    return state


def _append_count(
    actor: Actor,
    session: Session,
    kind: EntryKind,
    count: int,
    on: date,
    reason: str,
    *,
    cause: ChangeCause | None = None,
    request: ProviderRequest | None = None,
) -> PlacesBalance:
    """Append the entry that brings the balance to ``count`` on that day."""
    refuse_quantities(actor=actor, places=count)
    current = getattr(_balance_or_file_values(actor, session, on), kind.value)
    line = NewEntry(kind, count - current, cause=cause, reason=reason, request=request)
    return append_entries(actor=actor, session=session, on=on, new_entries=[line])


def _balance_or_file_values(actor: Actor, session: Session, on: date) -> PlacesBalance:
    """Balance on that day; without entries, the values of the file, with which the ledger will start."""
    entries = ledger_entries(actor=actor, session=session)
    if entries:
        return places_balance(entries, on=on)
    return PlacesBalance(opened=session.places_given or 0, minimum=session.minimum_given or 0)


def _pending_closures(session: Session) -> int:
    waiting = ProviderRequest.objects.filter(
        session=session, kind=ProviderRequestKind.CLOSE_PLACES, state=ProviderRequestState.ASKED
    ).values_list("places", flat=True)
    return sum(waiting)


def _refuse_ended_session(session: Session) -> None:
    state = SessionState(session.state)
    if state not in OPEN_STATES:
        raise Conflict(
            "session_over",
            f"La session est {STATE_LABELS[state]}.",
            "Ses places ne changent plus.",
            "Voyez le registre.",
        )
