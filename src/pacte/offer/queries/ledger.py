"""Places ledger of a session, at any date and as known at any instant."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from pacte.accounts.queries import organisation_names
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import hide_unless
from pacte.offer.models import PlaceEntry, Session, SessionPlaces, SessionStateChange
from pacte.offer.permissions import OfferScope, may_read_order
from pacte.offer.queries.access import can_on_session
from pacte.offer.records import (
    CAUSE_LABELS,
    DECIDED_BY_LABELS,
    ENTRY_LABELS,
    STATE_LABELS,
    ChangeCause,
    DecidedBy,
    EntryKind,
    LedgerEntry,
    PlacesBalance,
    PublicPlaces,
    SessionState,
)
from pacte.offer.rules.ledger import places_balance


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A ledger entry for display. ``cents`` is None when the actor may not read the order that pays."""

    entry_id: int
    kind: EntryKind
    places: int
    hours: int
    cents: int | None
    happened_on: date
    recorded_at: datetime
    buyer: str
    body: str
    person: str
    order_number: str
    amendment_number: int | None
    request_id: int | None
    other_session_id: int | None
    cause: str
    reason: str
    corrects: int | None
    is_corrected: bool

    @property
    def label(self) -> str:
        return ENTRY_LABELS[self.kind]

    @property
    def is_late(self) -> bool:
        """True when recorded after the day of the fact."""
        return paris_date(self.recorded_at) > self.happened_on


@dataclass(frozen=True, slots=True)
class SessionStateChangeRow:
    """A state change of the session, for display."""

    state: SessionState
    happened_on: date
    recorded_at: datetime
    decided_by: str
    cause: str
    reason: str
    person: str
    starts_on_before: date | None
    ends_on_before: date | None
    starts_on: date | None
    ends_on: date | None

    @property
    def label(self) -> str:
        return STATE_LABELS[self.state]


def ledger_entries(*, actor: Actor, session: Session) -> list[LedgerEntry]:
    """All entries of the session, as input for the rules. Row-level security filters them."""
    return [as_entry(actor=actor, row=each) for each in PlaceEntry.objects.filter(session=session).order_by("pk")]


def as_entry(*, actor: Actor, row: PlaceEntry) -> LedgerEntry:
    """Convert a row to the dataclass used by the rules."""
    return LedgerEntry(
        key=row.pk,
        kind=EntryKind(row.kind),
        places=row.places,
        hours=row.hours,
        cents=row.cents,
        happened_on=row.happened_on,
        recorded_at=row.recorded_at,
        order_id=row.order_id,
        line_id=row.line_id,
        buyer_id=row.buyer_id,
        corrects=row.corrects_id,
    )


def session_places_balance(
    *, actor: Actor, session: Session, on: date, known_at: datetime | None = None
) -> PlacesBalance:
    """Balance of the places on that day, as known then. Raises ``NotFound`` when the actor may not read the ledger."""
    hide_unless(can_on_session(actor=actor, act="offer.read_ledger", session=session))
    return places_balance(ledger_entries(actor=actor, session=session), on=on, known_at=known_at)


def ledger_history(*, actor: Actor, session: Session, known_at: datetime | None = None) -> list[LedgerRow]:
    """All entries, including corrected ones, oldest facts first. Raises ``NotFound``."""
    hide_unless(can_on_session(actor=actor, act="offer.read_ledger", session=session))
    scope = OfferScope(session.training.host_id, session.provider.body_id)
    rows = PlaceEntry.objects.filter(session=session).select_related("order", "amendment")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    entries = list(rows.order_by("happened_on", "recorded_at", "pk"))
    names = organisation_names(on=today())
    replaced = {each.corrects_id for each in entries if each.corrects_id}
    return [
        _ledger_row(
            each, names, sees_prices=may_read_order(actor, scope, each.buyer_id), is_corrected=each.pk in replaced
        )
        for each in entries
    ]


def session_state_changes(*, actor: Actor, session: Session) -> list[SessionStateChangeRow]:
    """State changes of the session, oldest first. Raises ``NotFound``."""
    hide_unless(can_on_session(actor=actor, act="offer.read_ledger", session=session))
    return [
        SessionStateChangeRow(
            state=SessionState(each.state),
            happened_on=each.happened_on,
            recorded_at=each.recorded_at,
            decided_by=DECIDED_BY_LABELS[DecidedBy(each.decided_by)] if each.decided_by else "",
            cause=CAUSE_LABELS[ChangeCause(each.cause)] if each.cause else "",
            reason=each.reason,
            person=each.person_name,
            starts_on_before=each.starts_on_before,
            ends_on_before=each.ends_on_before,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
        )
        for each in SessionStateChange.objects.filter(session=session).order_by("happened_on", "recorded_at", "pk")
    ]


def public_places(*, actor: Actor, sessions: Collection[Session]) -> dict[int, PublicPlaces]:
    """Public counts of many sessions, in one query: from the ledger if there is one, else from the file."""
    counted = SessionPlaces.objects.in_bulk([each.pk for each in sessions])
    return {each.pk: _public_places(each, counted.get(each.pk)) for each in sessions}


def _public_places(session: Session, row: SessionPlaces | None) -> PublicPlaces:
    if row is None:
        return PublicPlaces(opened=session.places_given)
    return PublicPlaces(
        opened=row.opened,
        occupied=row.occupied,
        bought=row.bought,
        planned=row.planned,
        minimum=row.minimum,
        waiting=row.waiting,
        lost=row.lost,
        counted=row.counted,
        hours_counted=row.hours_counted,
        is_counted=True,
        changed_at=row.changed_at,
    )


def _ledger_row(row: PlaceEntry, names: dict[int, str], *, sees_prices: bool, is_corrected: bool) -> LedgerRow:
    return LedgerRow(
        entry_id=row.pk,
        kind=EntryKind(row.kind),
        places=row.places,
        hours=row.hours,
        cents=row.cents if sees_prices else None,
        happened_on=row.happened_on,
        recorded_at=row.recorded_at,
        buyer=names.get(row.buyer_id or 0, ""),
        body=names.get(row.actor_body_id or 0, ""),
        person=row.person_name,
        order_number=row.order.number if row.order and sees_prices else "",
        amendment_number=row.amendment.number if row.amendment and sees_prices else None,
        request_id=row.request_id,
        other_session_id=row.other_session_id,
        cause=CAUSE_LABELS[ChangeCause(row.cause)] if row.cause else "",
        reason=row.reason,
        corrects=row.corrects_id,
        is_corrected=is_corrected,
    )
