"""Ledger of a session as a table. It is append-only and can be read as of any past day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS
from pacte.kernel.french import format_day, format_number
from pacte.offer.queries import (
    LedgerRow,
    SessionStateChangeRow,
    can_on_session,
    ledger_history,
    orders_of_session,
    session_places_balance,
    session_state_changes,
)
from pacte.offer.records import PROVIDER_KINDS, EntryKind
from pacte.web.filter_form import parse_day
from pacte.web.pages.sessions.offer_pages import number_cell
from pacte.web.request import Request
from pacte.web.tables import Cell, Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.offer.models import Session

DAY_PARAM = "au"
_COUNTED_KINDS = {
    EntryKind.PLANNED: "Prévues",
    EntryKind.BOUGHT: "Achetées",
    EntryKind.OPENED: "Ouvertes",
    EntryKind.LOST: "Perdues",
}
_ENTRY_LABELS = {
    EntryKind.PLANNED: "Places prévues",
    EntryKind.BOUGHT: "Commande",
    EntryKind.OPENED: "Places ouvertes",
    EntryKind.MINIMUM: "Minimum pour ouvrir",
    EntryKind.WAITING: "Liste d’attente",
    EntryKind.LOST: "Places perdues",
    EntryKind.MOVED_OUT: "Portées sur une autre session",
    EntryKind.MOVED_IN: "Reçues d’une autre session",
}
_CLOSED_LABEL = "Places fermées"
_MOVED_KINDS = frozenset({EntryKind.MOVED_IN, EntryKind.MOVED_OUT})


@dataclass(frozen=True, slots=True)
class LedgerDate:
    """Date of the ledger; ``known_at``: only the rows recorded by the end of that day."""

    on: date
    is_today: bool
    known_at: datetime | None = None


def ledger_date_from_request(request: Request, today: date) -> LedgerDate:
    """Parse « ?au=2020-03-01&connu=oui ». Raises ``ValidationError`` for an invalid date."""
    hint = "Écrivez par exemple « 2020-11-24 », ou choisissez-la dans le bandeau de la page."
    on = parse_day(request.GET.get(DAY_PARAM, ""), hint=hint) or today
    known_at = datetime.combine(on, time(23, 59, 59), tzinfo=PARIS) if request.GET.get("connu") == "oui" else None
    return LedgerDate(min(on, today), on >= today, known_at)


def ledger_context(actor: Actor, session: Session, ledger_date: LedgerDate) -> dict[str, Any]:
    """Ledger and state changes for the page, for an actor who may read them."""
    on, known_at = ledger_date.on, ledger_date.known_at
    reads_orders = can_on_session(actor=actor, act="offer.read_orders", session=session)
    changes = session_state_changes(actor=actor, session=session)
    return {
        "ledger": {
            "table": _ledger_table(actor, session, ledger_date),
            "is_known": known_at is not None,
            "toggle": f"?{DAY_PARAM}={on.isoformat()}" + ("" if known_at else "&connu=oui"),
        },
        "states": [_state_change(each) for each in changes if each.happened_on <= on],
        "orders": _orders(actor, session) if reads_orders else [],
    }


def _ledger_table(actor: Actor, session: Session, ledger_date: LedgerDate) -> Table[LedgerRow]:
    on, known_at = ledger_date.on, ledger_date.known_at
    rows = ledger_history(actor=actor, session=session, known_at=known_at)
    by_id = {row.entry_id: row for row in rows}
    balance = session_places_balance(actor=actor, session=session, on=on, known_at=known_at)
    is_current = ledger_date.is_today and known_at is None
    rights = _correction_rights(actor, session) if is_current else frozenset()

    def count_column(label: str, kind: EntryKind) -> Column[LedgerRow]:
        return number_column(label, lambda row: _count_cell(row, kind), number_cell(getattr(balance, kind.value)))

    columns: list[Column[LedgerRow]] = [
        Column(
            "Date",
            lambda row: cell(format_day(row.happened_on), note=_late_note(row)),
            kind="day",
            total=f"Au {format_day(on)}",
        ),
        Column("Écriture", lambda row: cell(_entry_text(row, by_id.get(row.corrects or 0)), note=_note(row))),
        *(count_column(label, kind) for kind, label in _COUNTED_KINDS.items()),
        number_column("Heures", _hours_text, number_cell(balance.hours_counted)),
    ]
    if rights:
        columns.append(Column("Corriger", lambda row: _correction_cell(session, row, rights)))
    return Table(
        [row for row in rows if row.happened_on <= on],
        *columns,
        id="registre",
        caption="Registre des places",
        empty="Rien n’est encore écrit au registre de cette session à cette date.",
    )


def can_correct(actor: Actor, session: Session, ledger_row: LedgerRow) -> bool:
    """True when the actor may write such a row, and no other row replaced it."""
    return _may_correct(ledger_row, _correction_rights(actor, session))


def _correction_rights(actor: Actor, session: Session) -> frozenset[str]:
    return frozenset(
        act for act in ("offer.purchase", "offer.open_places") if can_on_session(actor=actor, act=act, session=session)
    )


def _may_correct(ledger_row: LedgerRow, rights: frozenset[str]) -> bool:
    right = "offer.open_places" if ledger_row.kind in PROVIDER_KINDS else "offer.purchase"
    return right in rights and not ledger_row.is_corrected and ledger_row.kind not in _MOVED_KINDS


def _correction_cell(session: Session, row: LedgerRow, rights: frozenset[str]) -> Cell:
    if not _may_correct(row, rights):
        return ""
    triplet = session.triplet
    numbers = [triplet.training, triplet.training_action, triplet.session, row.entry_id]
    return cell("Corriger", url=reverse("sessions:correct", args=numbers))


def _orders(actor: Actor, session: Session) -> list[dict[str, str]]:
    return [
        {"number": each.number, "url": reverse("sessions:order", args=[each.number])}
        for each in orders_of_session(actor=actor, session=session)
    ]


def _state_change(change: SessionStateChangeRow) -> dict[str, Any]:
    """A state change, with who decided, why, and the dates that it changed."""
    sentence = f"{change.label}, le {format_day(change.happened_on)}"
    if change.starts_on and change.starts_on_before and change.starts_on != change.starts_on_before:
        sentence += f" ; début le {format_day(change.starts_on)} au lieu du {format_day(change.starts_on_before)}"
    decider_text = f"décidé par {change.decided_by}" if change.decided_by else ""
    why = " ; ".join(part for part in (change.cause, decider_text, change.reason) if part)
    return {"at": change.recorded_at, "who": change.person, "said": sentence, "why": why}


def _count_cell(row: LedgerRow, kind: EntryKind) -> Cell:
    text = signed_number(row.places)
    return cell(text, value=text.replace("−", "-").replace("+", "")) if row.kind is kind else ""


def _hours_text(row: LedgerRow) -> str:
    """Lost hours remain in the total of purchased hours: they are shown in the note, never added."""
    if not row.hours or row.kind is EntryKind.LOST:
        return ""
    return signed_number(-row.hours if row.kind is EntryKind.MOVED_OUT else row.hours)


def _late_note(ledger_row: LedgerRow) -> str:
    return f"écrit le {format_day(ledger_row.recorded_at.astimezone(PARIS))}" if ledger_row.is_late else ""


def _entry_text(row: LedgerRow, replaced_row: LedgerRow | None) -> str:
    is_closing = row.kind is EntryKind.OPENED and row.places < 0
    text = _CLOSED_LABEL if is_closing else _ENTRY_LABELS[row.kind]
    if row.kind not in _COUNTED_KINDS:
        text += f" : {signed_number(row.places)}"
    if row.order_number:
        text += f"{'' if row.kind is EntryKind.BOUGHT else ', commande'} {row.order_number}"
    if row.amendment_number:
        text += f", avenant {row.amendment_number}"
    if row.request_id:
        text += f" (demande R-{row.request_id})"
    if replaced_row:
        text += f" ; corrige la ligne du {format_day(replaced_row.happened_on)} ({signed_number(replaced_row.places)})"
    return f"{text} (ligne corrigée depuis)" if row.is_corrected else text


def _note(row: LedgerRow) -> str:
    lost = f"{format_number(row.hours)} h perdues" if row.kind is EntryKind.LOST and row.hours else ""
    return " · ".join(part for part in (row.body or row.person, row.cause, row.reason, lost) if part)


def signed_number(value: int) -> str:
    """« +15 », « −1 », « 0 »."""
    if value == 0:
        return "0"
    return f"{'+' if value > 0 else '−'}{format_number(abs(value))}"
