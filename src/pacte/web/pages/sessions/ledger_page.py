"""Ledger of a session: append-only, read as of any past day; a correction is a new row, which names the old one."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse

from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.kernel.french import format_day, format_number, format_signed
from pacte.kernel.money import format_euros
from pacte.offer.queries import (
    LedgerRow,
    SessionStateChangeRow,
    can_on_session,
    ledger_history,
    order_by_number,
    orders_of_session,
    session_places_balance,
    session_state_changes,
)
from pacte.offer.records import ENTRY_LABELS, PROVIDER_KINDS, EntryKind, PreparationKind
from pacte.offer.rules.signatures import AmendmentTerms
from pacte.offer.services import correct_entry, prepare_amendment
from pacte.web.filter_form import parse_day
from pacte.web.form_fields import AmountFormField, day_field, idempotency_key_field, reason_field
from pacte.web.pages.sessions.amendment_page import preparation_message
from pacte.web.pages.sessions.offer_pages import SessionFormPage, whole_number_field
from pacte.web.request import Request
from pacte.web.session_display import session_url
from pacte.web.tables import Cell, Column, Table, cell, number_cell, number_column

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
_PAID_KINDS = frozenset({EntryKind.BOUGHT, EntryKind.LOST})


def ledger_context(request: Request, actor: Actor, session: Session, today: date) -> dict[str, Any]:
    """Ledger and state changes as of « ?au=2020-03-01 »; as they were known on that day with « &connu=oui ».

    For an actor who may read them. Raises ``ValidationError`` for an invalid date.
    """
    hint = "Écrivez par exemple « 2020-11-24 », ou choisissez-la dans le bandeau de la page."
    day = parse_day(request.GET.get(DAY_PARAM, ""), hint=hint) or today
    on, is_today = min(day, today), day >= today
    known_at = datetime.combine(day, time(23, 59, 59), tzinfo=PARIS) if request.GET.get("connu") == "oui" else None
    can_read_orders = can_on_session(actor=actor, act="offer.read_orders", session=session)
    orders = orders_of_session(actor=actor, session=session) if can_read_orders else []
    changes = session_state_changes(actor=actor, session=session)
    rights = _correction_rights(actor, session) if is_today and known_at is None else frozenset()
    return {
        "ledger": {
            "table": _ledger_table(actor, session, on, known_at, rights),
            "is_known": known_at is not None,
            "toggle": f"?{DAY_PARAM}={on.isoformat()}" + ("" if known_at else "&connu=oui"),
        },
        "states": [_state_change(each) for each in changes if each.happened_on <= on],
        "orders": [{"number": each.number, "url": reverse("sessions:order", args=[each.number])} for each in orders],
        "as_of": {"id": "registre-au", "on": on, "action": request.path, "is_today": is_today},
    }


def _ledger_table(
    actor: Actor, session: Session, on: date, known_at: datetime | None, rights: frozenset[str]
) -> Table[LedgerRow]:
    """``rights``: acts by which the actor may correct rows."""
    rows = ledger_history(actor=actor, session=session, known_at=known_at)
    by_id = {row.entry_id: row for row in rows}
    balance = session_places_balance(actor=actor, session=session, on=on, known_at=known_at)

    def count_column(label: str, kind: EntryKind) -> Column[LedgerRow]:
        return number_column(label, lambda row: _count_cell(row, kind), number_cell(getattr(balance, kind.value)))

    columns: list[Column[LedgerRow]] = [
        Column(
            "Date",
            lambda row: cell(
                format_day(row.happened_on),
                note=f"écrit le {format_day(row.recorded_at.astimezone(PARIS))}" if row.is_late else "",
            ),
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


def _correction_rights(actor: Actor, session: Session) -> frozenset[str]:
    return frozenset(
        act for act in ("offer.purchase", "offer.open_places") if can_on_session(actor=actor, act=act, session=session)
    )


def _may_correct(ledger_row: LedgerRow, rights: frozenset[str]) -> bool:
    """True when such a row may be written with these rights, and no other row replaced it."""
    right = "offer.open_places" if ledger_row.kind in PROVIDER_KINDS else "offer.purchase"
    return right in rights and not ledger_row.is_corrected and ledger_row.kind not in _MOVED_KINDS


def _correction_cell(session: Session, row: LedgerRow, rights: frozenset[str]) -> Cell:
    is_correctable = _may_correct(row, rights)
    return (
        cell("Corriger", url=session_url(session.triplet, "sessions:correct", row.entry_id)) if is_correctable else ""
    )


def _state_change(change: SessionStateChangeRow) -> dict[str, Any]:
    """A state change, with who decided, why, and the dates that it changed."""
    sentence = f"{change.label}, le {format_day(change.happened_on)}"
    if change.starts_on and change.starts_on_before and change.starts_on != change.starts_on_before:
        sentence += f" ; début le {format_day(change.starts_on)} au lieu du {format_day(change.starts_on_before)}"
    decider_text = f"décidé par {change.decided_by}" if change.decided_by else ""
    why = " ; ".join(part for part in (change.cause, decider_text, change.reason) if part)
    return {"at": change.recorded_at, "who": change.person, "said": sentence, "why": why}


def _count_cell(row: LedgerRow, kind: EntryKind) -> Cell:
    text = format_signed(row.places)
    return cell(text, value=text.replace("−", "-").replace("+", "")) if row.kind is kind else ""


def _hours_text(row: LedgerRow) -> str:
    """Lost hours remain in the total of purchased hours: they are shown in the note, never added."""
    if not row.hours or row.kind is EntryKind.LOST:
        return ""
    return format_signed(-row.hours if row.kind is EntryKind.MOVED_OUT else row.hours)


def _entry_text(row: LedgerRow, replaced_row: LedgerRow | None) -> str:
    is_closing = row.kind is EntryKind.OPENED and row.places < 0
    text = _CLOSED_LABEL if is_closing else _ENTRY_LABELS[row.kind]
    if row.kind not in _COUNTED_KINDS:
        text += f" : {format_signed(row.places)}"
    if row.order_number:
        text += f"{'' if row.kind is EntryKind.BOUGHT else ', commande'} {row.order_number}"
    if row.amendment_number:
        text += f", avenant {row.amendment_number}"
    if row.request_id:
        text += f" (demande R-{row.request_id})"
    if replaced_row:
        text += f" ; corrige la ligne du {format_day(replaced_row.happened_on)} ({format_signed(replaced_row.places)})"
    return f"{text} (ligne corrigée depuis)" if row.is_corrected else text


def _note(row: LedgerRow) -> str:
    lost = f"{format_number(row.hours)} h perdues" if row.kind is EntryKind.LOST and row.hours else ""
    return " · ".join(part for part in (row.body or row.person, row.cause, row.reason, lost) if part)


class CorrectCountForm(forms.Form):
    """For a row that changes a count: the value may be negative."""

    places = whole_number_field("Places, en plus ou en moins", least=-5_000, help_text="0 retire la ligne.")
    on = day_field("Vrai depuis le")
    why = reason_field("Pourquoi était-elle fausse ?")


class CorrectPurchaseForm(CorrectCountForm):
    key = idempotency_key_field()
    places = whole_number_field("Places", help_text="Des zéros partout retirent la ligne.")
    hours = whole_number_field("Heures-stagiaires", most=5_000_000)
    amount = AmountFormField(label="Montant", required=False, help_text="Vide : il ne change pas.")
    field_order = ("places", "hours", "amount")


class LedgerCorrectionPage(SessionFormPage):
    """Corrects the row of the ledger named in the URL."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        rows = ledger_history(actor=self.actor, session=self.session)
        row = next((each for each in rows if each.entry_id == kwargs["entry"]), None)
        if row is None:
            raise NotFound
        if not _may_correct(row, _correction_rights(self.actor, self.session)):
            raise PermissionDenied(
                "ledger_correction",
                "Cette ligne ne se corrige pas par vous.",
                "Une ligne se corrige une fois, par qui pouvait l’écrire.",
                "Demandez-le à l’acheteur de la session.",
            )
        self.row, self.intro = row, _ledger_row_sentence(row)
        self.form_class = CorrectPurchaseForm if row.kind in _PAID_KINDS else CorrectCountForm

    def form_arguments(self) -> dict[str, Any]:
        row = self.row
        return {"initial": {"places": row.places, "on": row.happened_on, "hours": row.hours, "amount": row.cents}}

    def build_form(self) -> Any:
        form = super().build_form()
        if self.row.cents is None or self.row.cents < 0:
            form.fields.pop("amount", None)
        return form


@LedgerCorrectionPage.view(
    title="Que devait dire cette ligne ?",
    submit_label="Corriger la ligne",
    crumb="Corriger une ligne du registre",
    note="La ligne fausse reste lisible ; la nouvelle la nomme et compte à sa place.",
)
def correct_row(page: LedgerCorrectionPage, data: dict[str, Any]) -> str:
    """Rows paid by an order are corrected by an amendment: another buyer signs it."""
    row, session = page.row, page.session
    if row.order_number:
        preparation = prepare_amendment(
            actor=page.actor,
            order=order_by_number(actor=page.actor, number=row.order_number),
            terms=correction_terms(session.pk, row.entry_id, data),
            key=page.idempotency_key(data),
            address=page.absolute_url("sessions:signatures"),
        )
        return preparation_message(preparation)
    correct_entry(
        actor=page.actor,
        session=session,
        entry_id=row.entry_id,
        count=data["places"],
        happened_on=data["on"],
        reason=data["why"],
    )
    return f"Ligne du {format_day(row.happened_on)} corrigée."


def correction_terms(session_id: int, entry_id: int, values: dict[str, Any]) -> AmendmentTerms:
    return AmendmentTerms(
        kind=PreparationKind.CORRECTION,
        signed_on=values["on"],
        reason=values["why"],
        session_id=session_id,
        entry_id=entry_id,
        places=values["places"],
        hours=values.get("hours"),
        cents=values.get("amount"),
    )


def _ledger_row_sentence(row: LedgerRow) -> str:
    parts = [
        f"Places {ENTRY_LABELS[row.kind]} : {format_signed(row.places)}",
        f"{format_number(row.hours)} h" if row.hours else "",
        format_euros(row.cents) if row.cents else "",
        f"commande {row.order_number}" if row.order_number else "",
    ]
    text = ", ".join(each for each in parts if each)
    return f"{text}, le {format_day(row.happened_on)}, par {row.body or row.person}."
