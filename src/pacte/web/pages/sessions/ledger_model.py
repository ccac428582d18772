"""Ledger of a session as a table. It is append-only and can be read as of any past day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from pacte.kernel.clock import PARIS
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day, format_number
from pacte.kernel.user_input import parse_iso_day
from pacte.offer.queries import (
    can_on_session,
    ledger_history,
    orders_of_session,
    session_places_balance,
    session_state_changes,
)
from pacte.offer.records import PROVIDER_KINDS, EntryKind

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session
    from pacte.offer.queries import LedgerRow, SessionStateChangeRow

DAY_PARAM = "au"
_COUNTED_KINDS = (EntryKind.PLANNED, EntryKind.BOUGHT, EntryKind.OPENED, EntryKind.LOST)
_COLUMNS = (
    {"label": "Date", "kind": "day"}, {"label": "Écriture"}, {"label": "Prévues", "kind": "num"},
    {"label": "Achetées", "kind": "num"}, {"label": "Ouvertes", "kind": "num"}, {"label": "Perdues", "kind": "num"},
    {"label": "Heures", "kind": "num"},
)  # fmt: skip
_CORRECTION_COLUMN = {"label": "Corriger"}
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


def ledger_date_from_request(request: HttpRequest, today: date) -> LedgerDate:
    """Parse « ?au=2020-03-01&connu=oui ». Raises ``ValidationError`` for an invalid date."""
    day_text = request.GET.get(DAY_PARAM, "").strip()
    try:
        on = parse_iso_day(day_text) if day_text else today
    except ValueError as error:
        raise ValidationError(
            "day_shape",
            f"« {day_text[:40]} » n’est pas une date.",
            hint="Écrivez par exemple « 2020-11-24 », ou choisissez-la dans le bandeau de la page.",
        ) from error
    known_at = datetime.combine(on, time(23, 59, 59), tzinfo=PARIS) if request.GET.get("connu") == "oui" else None
    return LedgerDate(min(on, today), on >= today, known_at)


def ledger_context(actor: Actor, session: Session, ledger_date: LedgerDate) -> dict[str, Any]:
    """Ledger and state changes for the page, for an actor who may read them."""
    ledger_rows = ledger_history(actor=actor, session=session, known_at=ledger_date.known_at)
    visible_rows = [ledger_row for ledger_row in ledger_rows if ledger_row.happened_on <= ledger_date.on]
    balance = session_places_balance(actor=actor, session=session, on=ledger_date.on, known_at=ledger_date.known_at)
    reads_orders = can_on_session(actor=actor, act="offer.read_orders", session=session)
    rights = (
        _correction_rights(actor, session) if ledger_date.is_today and ledger_date.known_at is None else frozenset()
    )
    rows_by_id = {ledger_row.entry_id: ledger_row for ledger_row in ledger_rows}
    rows = [_ledger_cells(ledger_row, rows_by_id.get(ledger_row.corrects or 0)) for ledger_row in visible_rows]
    if rights:
        rows = [
            [*row, _correction_cell(session, ledger_row, rights)]
            for row, ledger_row in zip(rows, visible_rows, strict=True)
        ]
    return {
        "ledger": {
            "columns": (*_COLUMNS, _CORRECTION_COLUMN) if rights else _COLUMNS,
            "rows": rows,
            "totals": [
                f"Au {format_day(ledger_date.on)}",
                "",
                *(_total_cell(getattr(balance, kind.value)) for kind in _COUNTED_KINDS),
                _total_cell(balance.hours_counted),
                *([""] if rights else []),
            ],
            "is_known": ledger_date.known_at is not None,
            "on": ledger_date.on,
            "toggle": f"?{DAY_PARAM}={ledger_date.on.isoformat()}" + ("" if ledger_date.known_at else "&connu=oui"),
        },
        "states": [
            _state_change(each)
            for each in session_state_changes(actor=actor, session=session)
            if each.happened_on <= ledger_date.on
        ],
        "orders": _orders(actor, session) if reads_orders else [],
    }


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


def _correction_cell(session: Session, ledger_row: LedgerRow, rights: frozenset[str]) -> Any:
    if not _may_correct(ledger_row, rights):
        return ""
    triplet = session.triplet
    numbers = [triplet.training, triplet.training_action, triplet.session, ledger_row.entry_id]
    return {"text": "Corriger", "url": reverse("supply:correct", args=numbers)}


def _orders(actor: Actor, session: Session) -> list[dict[str, str]]:
    return [
        {"number": each.number, "url": reverse("supply:order", args=[each.number])}
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


def _ledger_cells(ledger_row: LedgerRow, replaced_row: LedgerRow | None) -> list[Any]:
    values = ["", "", "", ""]
    if ledger_row.kind in _COUNTED_KINDS:
        values[_COUNTED_KINDS.index(ledger_row.kind)] = signed_number(ledger_row.places)
    # Lost hours remain in the total of purchased hours: they are shown in the note, never added.
    hours = (
        signed_number(_sign(ledger_row) * ledger_row.hours)
        if ledger_row.hours and ledger_row.kind is not EntryKind.LOST
        else ""
    )
    return [
        {"text": format_day(ledger_row.happened_on), "note": _late_note(ledger_row)},
        {"text": _entry_text(ledger_row, replaced_row), "note": _note(ledger_row)},
        *({"text": value, "value": value.replace("−", "-").replace("+", "")} if value else "" for value in values),
        hours,
    ]


def _sign(ledger_row: LedgerRow) -> int:
    return -1 if ledger_row.kind is EntryKind.MOVED_OUT else 1


def _late_note(ledger_row: LedgerRow) -> str:
    return f"écrit le {format_day(ledger_row.recorded_at.astimezone(PARIS))}" if ledger_row.is_late else ""


def _entry_text(ledger_row: LedgerRow, replaced_row: LedgerRow | None) -> str:
    text = (
        _CLOSED_LABEL
        if ledger_row.kind is EntryKind.OPENED and ledger_row.places < 0
        else _ENTRY_LABELS[ledger_row.kind]
    )
    if ledger_row.kind not in _COUNTED_KINDS:
        text = f"{text} : {signed_number(ledger_row.places)}"
    if ledger_row.order_number:
        order_text = (
            f" {ledger_row.order_number}"
            if ledger_row.kind is EntryKind.BOUGHT
            else f", commande {ledger_row.order_number}"
        )
        text += order_text
    if ledger_row.amendment_number:
        text += f", avenant {ledger_row.amendment_number}"
    if ledger_row.request_id:
        text += f" (demande R-{ledger_row.request_id})"
    if replaced_row:
        text += f" ; corrige la ligne du {format_day(replaced_row.happened_on)} ({signed_number(replaced_row.places)})"
    return f"{text} (ligne corrigée depuis)" if ledger_row.is_corrected else text


def _note(ledger_row: LedgerRow) -> str:
    lost = (
        f"{format_number(ledger_row.hours)} h perdues" if ledger_row.kind is EntryKind.LOST and ledger_row.hours else ""
    )
    return " · ".join(
        part for part in (ledger_row.body or ledger_row.person, ledger_row.cause, ledger_row.reason, lost) if part
    )


def signed_number(value: int) -> str:
    """« +15 », « −1 », « 0 »."""
    if value == 0:
        return "0"
    return f"{'+' if value > 0 else '−'}{format_number(abs(value))}"


def _total_cell(value: int) -> dict[str, str]:
    return {"text": format_number(value), "value": str(value)}
