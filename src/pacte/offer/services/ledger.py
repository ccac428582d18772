"""Appends entries to the ledger of a session: the only way to change its places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, paris_date, today
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day
from pacte.offer.models import Amendment, OrderItem, PlaceEntry, ProviderRequest, Session, SessionPlaces, Training
from pacte.offer.permissions import buyer_organisation_ids
from pacte.offer.queries.ledger import as_entry, ledger_entries
from pacte.offer.records import ChangeCause, EntryKind, LedgerEntry, PlacesBalance
from pacte.offer.rules.ledger import effective_entries, first_negative_day, places_balance
from pacte.offer.services.permissions_check import refuse_future

FROM_FILE_REASON = "Dit par le fichier de l’organisme."


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to append. ``happened_on``: by default that of the act (a correction keeps the day of the fact).

    ``line``: the order line that pays, with its order loaded.
    """

    kind: EntryKind
    places: int = 0
    hours: int = 0
    cents: int = 0
    line: OrderItem | None = None
    amendment: Amendment | None = None
    request: ProviderRequest | None = None
    other_session: Session | None = None
    corrects: PlaceEntry | None = None
    cause: ChangeCause | None = None
    reason: str = ""
    happened_on: date | None = None


def append_entries(*, actor: Actor, session: Session, on: date, new_entries: Sequence[NewEntry]) -> PlacesBalance:
    """Append the entries inside the current act and return the current balance. The caller checks permissions.

    The session is locked: one writer at a time. Raises ``ValidationError`` for a future day, ``Conflict`` when a count
    would be negative on some day of the ledger.
    """
    refuse_future(actor=actor, on=on)
    locked = Session.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)
    at = now()
    before = ledger_entries(actor=actor, session=locked)
    opening = [] if before else _initial_entries(session, on)
    rows = [_entry_row(actor, session, on, at, entry) for entry in (*opening, *new_entries)]
    _refuse_negative_counts([*before, *(_unsaved_entry(row, rank) for rank, row in enumerate(rows, start=1))])
    for row in rows:
        row.save(force_insert=True)
    after = [*before, *(as_entry(actor=actor, row=row) for row in rows)]
    state = places_balance(after, on=today())
    _save_session_places(session, state, after, at)
    # Clear the digest, so that the next file is compared with the new entries even if it is identical to the last one.
    Training.objects.filter(pk=session.training.pk).exclude(digest="").update(digest="")
    return state


def _initial_entries(session: Session, on: date) -> list[NewEntry]:
    """First entries of a ledger, from the values of the file. From then on, files raise differences."""
    since = min(on, paris_date(session.recorded_at))
    initial_counts = ((EntryKind.OPENED, session.places_given), (EntryKind.MINIMUM, session.minimum_given))
    return [
        NewEntry(kind, places, reason=FROM_FILE_REASON, happened_on=since) for kind, places in initial_counts if places
    ]


def _entry_row(actor: Actor, session: Session, on: date, at: datetime, entry: NewEntry) -> PlaceEntry:
    return PlaceEntry(
        organisation_id=session.training.host_id,
        provider=session.provider,
        session=session,
        kind=entry.kind,
        places=entry.places,
        hours=entry.hours,
        cents=entry.cents,
        happened_on=entry.happened_on or on,
        recorded_at=at,
        buyer_id=entry.line.order.buyer_id if entry.line else None,
        order=entry.line.order if entry.line else None,
        line=entry.line,
        amendment=entry.amendment,
        request=entry.request,
        other_session=entry.other_session,
        corrects=entry.corrects,
        cause=entry.cause or "",
        reason=entry.reason.strip(),
        actor_body_id=_acting_organisation_id(actor, session),
        person_name=actor.name[:200],
    )


def _acting_organisation_id(actor: Actor, session: Session) -> int | None:
    """Organisation for which the actor writes: its training provider, else the organisation for which it buys."""
    if session.provider.body_id in actor.organisation_ids:
        return session.provider.body_id
    return min(buyer_organisation_ids(actor, session.training.host_id), default=None)


def _unsaved_entry(row: PlaceEntry, rank: int) -> LedgerEntry:
    return LedgerEntry(
        key=-rank,
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


_COUNT_LABELS = {
    "planned": "prévues",
    "bought": "achetées",
    "opened": "ouvertes",
    "minimum": "du minimum",
    "waiting": "en liste d’attente",
    "lost": "perdues",
    "moved_out": "portées ailleurs",
    "moved_in": "reçues d’ailleurs",
    "live": "achetées qui restent",
}


def _refuse_negative_counts(entries: Sequence[LedgerEntry]) -> None:
    broken = first_negative_day(entries)
    if broken is None:
        return
    on, count = broken
    what = "Les heures achetées" if count == "hours" else f"Les places {_COUNT_LABELS[count]}"
    raise Conflict(
        "ledger_broken",
        f"{what} passeraient sous zéro au {format_day(on)}.",
        "Le registre doit rester juste à toutes ses dates.",
        "Vérifiez le nombre et la date.",
    )


def _save_session_places(session: Session, state: PlacesBalance, entries: Sequence[LedgerEntry], at: datetime) -> None:
    was_opened = any(each.kind is EntryKind.OPENED for each in effective_entries(entries, on=today()))
    values = {
        "planned": state.planned,
        "bought": state.bought,
        "opened": state.opened if was_opened else None,
        "minimum": state.minimum,
        "waiting": state.waiting,
        "lost": state.lost,
        "counted": state.counted,
        "hours_counted": state.hours_counted,
        "changed_at": at,
    }
    SessionPlaces.objects.update_or_create(session=session, defaults=values)
