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

DAY = "au"
_KINDS = (EntryKind.PLANNED, EntryKind.BOUGHT, EntryKind.OPENED, EntryKind.LOST)
_COLUMNS = (
    {"label": "Date", "kind": "day"}, {"label": "Écriture"}, {"label": "Prévues", "kind": "num"},
    {"label": "Achetées", "kind": "num"}, {"label": "Ouvertes", "kind": "num"}, {"label": "Perdues", "kind": "num"},
    {"label": "Heures", "kind": "num"},
)  # fmt: skip
_CORRECTING = {"label": "Corriger"}
_WRITTEN = {
    EntryKind.PLANNED: "Places prévues",
    EntryKind.BOUGHT: "Commande",
    EntryKind.OPENED: "Places ouvertes",
    EntryKind.MINIMUM: "Minimum pour ouvrir",
    EntryKind.WAITING: "Liste d’attente",
    EntryKind.LOST: "Places perdues",
    EntryKind.MOVED_OUT: "Portées sur une autre session",
    EntryKind.MOVED_IN: "Reçues d’une autre session",
}
_CLOSED = "Places fermées"
_MOVED = frozenset({EntryKind.MOVED_IN, EntryKind.MOVED_OUT})


@dataclass(frozen=True, slots=True)
class Asked:
    """Date of the ledger; ``known_at``: only the rows recorded by the end of that day."""

    on: date
    is_today: bool
    known_at: datetime | None = None


def asked_day(request: HttpRequest, today: date) -> Asked:
    """Parse « ?au=2020-03-01&connu=oui ». Raises ``ValidationError`` for an invalid date."""
    given = request.GET.get(DAY, "").strip()
    try:
        on = parse_iso_day(given) if given else today
    except ValueError as fault:
        raise ValidationError(
            "day_shape",
            f"« {given[:40]} » n’est pas une date.",
            hint="Écrivez par exemple « 2020-11-24 », ou choisissez-la dans le bandeau de la page.",
        ) from fault
    known = datetime.combine(on, time(23, 59, 59), tzinfo=PARIS) if request.GET.get("connu") == "oui" else None
    return Asked(min(on, today), on >= today, known)


def ledger_of(actor: Actor, session: Session, asked: Asked) -> dict[str, Any]:
    """Ledger and state changes for the page, for an actor who may read them."""
    lines = ledger_history(actor=actor, session=session, known_at=asked.known_at)
    shown = [line for line in lines if line.happened_on <= asked.on]
    state = session_places_balance(actor=actor, session=session, on=asked.on, known_at=asked.known_at)
    reads_orders = can_on_session(actor=actor, act="offer.read_orders", session=session)
    rights = _rights(actor, session) if asked.is_today and asked.known_at is None else frozenset()
    by_key = {line.entry_id: line for line in lines}
    rows = [_row(line, by_key.get(line.corrects or 0)) for line in shown]
    if rights:
        rows = [[*row, _correction(session, line, rights)] for row, line in zip(rows, shown, strict=True)]
    return {
        "ledger": {
            "columns": (*_COLUMNS, _CORRECTING) if rights else _COLUMNS,
            "rows": rows,
            "totals": [
                f"Au {format_day(asked.on)}", "", *(_total(getattr(state, kind.value)) for kind in _KINDS),
                _total(state.hours_counted), *([""] if rights else []),
            ],
            "is_known": asked.known_at is not None,
            "on": asked.on,
            "toggle": f"?{DAY}={asked.on.isoformat()}" + ("" if asked.known_at else "&connu=oui"),
        },
        "states": [_state(each) for each in session_state_changes(actor=actor, session=session) if each.happened_on <= asked.on],
        "orders": _orders(actor, session) if reads_orders else [],
    }  # fmt: skip


def corrects(actor: Actor, session: Session, line: LedgerRow) -> bool:
    """True when the actor may write such a row, and no other row replaced it."""
    return _may_correct(line, _rights(actor, session))


def _rights(actor: Actor, session: Session) -> frozenset[str]:
    return frozenset(
        act for act in ("offer.purchase", "offer.open_places") if can_on_session(actor=actor, act=act, session=session)
    )


def _may_correct(line: LedgerRow, rights: frozenset[str]) -> bool:
    right = "offer.open_places" if line.kind in PROVIDER_KINDS else "offer.purchase"
    return right in rights and not line.is_corrected and line.kind not in _MOVED


def _correction(session: Session, line: LedgerRow, rights: frozenset[str]) -> Any:
    if not _may_correct(line, rights):
        return ""
    triplet = session.triplet
    numbers = [triplet.training, triplet.training_action, triplet.session, line.entry_id]
    return {"text": "Corriger", "url": reverse("supply:correct", args=numbers)}


def _orders(actor: Actor, session: Session) -> list[dict[str, str]]:
    return [
        {"number": each.number, "url": reverse("supply:order", args=[each.number])}
        for each in orders_of_session(actor=actor, session=session)
    ]


def _state(step: SessionStateChangeRow) -> dict[str, Any]:
    """A state change, with who decided, why, and the dates that it changed."""
    said = f"{step.label}, le {format_day(step.happened_on)}"
    if step.starts_on and step.starts_on_before and step.starts_on != step.starts_on_before:
        said += f" ; début le {format_day(step.starts_on)} au lieu du {format_day(step.starts_on_before)}"
    decided = f"décidé par {step.decided_by}" if step.decided_by else ""
    why = " ; ".join(part for part in (step.cause, decided, step.reason) if part)
    return {"at": step.recorded_at, "who": step.person, "said": said, "why": why}


def _row(line: LedgerRow, replaced: LedgerRow | None) -> list[Any]:
    values = ["", "", "", ""]
    if line.kind in _KINDS:
        values[_KINDS.index(line.kind)] = signed(line.places)
    # Lost hours remain in the total of purchased hours: they are shown in the note, never added.
    hours = signed(_sign(line) * line.hours) if line.hours and line.kind is not EntryKind.LOST else ""
    return [
        {"text": format_day(line.happened_on), "note": _late(line)},
        {"text": _words(line, replaced), "note": _note(line)},
        *({"text": value, "value": value.replace("−", "-").replace("+", "")} if value else "" for value in values),
        hours,
    ]


def _sign(line: LedgerRow) -> int:
    return -1 if line.kind is EntryKind.MOVED_OUT else 1


def _late(line: LedgerRow) -> str:
    return f"écrit le {format_day(line.recorded_at.astimezone(PARIS))}" if line.is_late else ""


def _words(line: LedgerRow, replaced: LedgerRow | None) -> str:
    said = _CLOSED if line.kind is EntryKind.OPENED and line.places < 0 else _WRITTEN[line.kind]
    if line.kind not in _KINDS:
        said = f"{said} : {signed(line.places)}"
    if line.order_number:
        number_said = f" {line.order_number}" if line.kind is EntryKind.BOUGHT else f", commande {line.order_number}"
        said += number_said
    if line.amendment_number:
        said += f", avenant {line.amendment_number}"
    if line.request_id:
        said += f" (demande R-{line.request_id})"
    if replaced:
        said += f" ; corrige la ligne du {format_day(replaced.happened_on)} ({signed(replaced.places)})"
    return f"{said} (ligne corrigée depuis)" if line.is_corrected else said


def _note(line: LedgerRow) -> str:
    lost = f"{format_number(line.hours)} h perdues" if line.kind is EntryKind.LOST and line.hours else ""
    return " · ".join(part for part in (line.body or line.person, line.cause, line.reason, lost) if part)


def signed(value: int) -> str:
    """« +15 », « −1 », « 0 »."""
    if value == 0:
        return "0"
    return f"{'+' if value > 0 else '−'}{format_number(abs(value))}"


def _total(value: int) -> dict[str, str]:
    return {"text": format_number(value), "value": str(value)}
