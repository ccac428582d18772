"""« Que devait dire cette ligne du registre ? » A correction is a new row that references the one it replaces."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.kernel.french import format_day, format_number
from pacte.kernel.money import format_euros
from pacte.offer.queries import LedgerRow, ledger_history, order_by_number
from pacte.offer.records import ENTRY_LABELS, EntryKind, PreparationKind
from pacte.offer.rules.signatures import AmendmentTerms
from pacte.offer.services import correct_entry, prepare_amendment
from pacte.web.form_fields import AmountField, day_field, idempotency_key_field, reason_field
from pacte.web.pages.sessions.amendment_page import preparation_message
from pacte.web.pages.sessions.ledger_model import can_correct, signed_number
from pacte.web.pages.sessions.offer_pages import SessionFormPage, amount_input_text, whole_number_field

_MAX_PLACES = 5_000
_PAID_KINDS = frozenset({EntryKind.BOUGHT, EntryKind.LOST})


class CorrectCountForm(forms.Form):
    """For a row that changes a count: the value may be negative."""

    places = forms.IntegerField(
        label="Places, en plus ou en moins",
        min_value=-_MAX_PLACES,
        max_value=_MAX_PLACES,
        help_text="0 retire la ligne.",
    )
    on = day_field("Vrai depuis le")
    why = reason_field("Pourquoi était-elle fausse ?")


class CorrectPurchaseForm(CorrectCountForm):
    key = idempotency_key_field()
    places = whole_number_field("Places", help_text="Des zéros partout retirent la ligne.")
    hours = whole_number_field("Heures-stagiaires", most=5_000_000)
    amount = AmountField(label="Montant", required=False, help_text="Vide : il ne change pas.")
    field_order = ("places", "hours", "amount")


class LedgerCorrectionPage(SessionFormPage):
    """Corrects the row of the ledger named in the URL."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        rows = ledger_history(actor=self.actor, session=self.session)
        row = next((each for each in rows if each.entry_id == kwargs["entry"]), None)
        if row is None:
            raise NotFound
        if not can_correct(self.actor, self.session, row):
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
        amount = amount_input_text(row.cents)
        return {"initial": {"places": row.places, "on": row.happened_on, "hours": row.hours, "amount": amount}}

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
        f"Places {ENTRY_LABELS[row.kind]} : {signed_number(row.places)}",
        f"{format_number(row.hours)} h" if row.hours else "",
        format_euros(row.cents) if row.cents else "",
        f"commande {row.order_number}" if row.order_number else "",
    ]
    text = ", ".join(each for each in parts if each)
    return f"{text}, le {format_day(row.happened_on)}, par {row.body or row.person}."
