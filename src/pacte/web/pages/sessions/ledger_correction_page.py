"""« Que devait dire cette ligne du registre ? » A correction is a new row that references the one it replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_day as french_day
from pacte.kernel.french import format_number
from pacte.kernel.money import format_euros
from pacte.offer.queries import ledger_history, order_by_number
from pacte.offer.records import ENTRY_LABELS, EntryKind, PreparationKind
from pacte.offer.rules.signatures import AmendmentTerms
from pacte.offer.services import correct_entry, prepare_amendment
from pacte.web.form_fields import AmountField, day_field, idempotency_key_field, reason_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.sessions.amendment_page import preparation_message
from pacte.web.pages.sessions.ledger_model import can_correct, signed_number
from pacte.web.pages.sessions.page_context import (
    SESSIONS_STYLESHEET,
    request_actor,
    session_from_url,
    session_url,
    sessions_page_context,
)
from pacte.web.pages.sessions.session_actions_page import whole_number_field
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.offer.models import Preparation, Session
    from pacte.offer.queries import LedgerRow

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


class CorrectPurchaseForm(forms.Form):
    key = idempotency_key_field()
    places = whole_number_field("Places", help_text="Des zéros partout retirent la ligne.")
    hours = whole_number_field("Heures-stagiaires", most=5_000_000)
    amount = AmountField(label="Montant", required=False, help_text="Vide : il ne change pas.")
    on = day_field("Vrai depuis le")
    why = reason_field("Pourquoi était-elle fausse ?")


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, training: str, action: str, session: str, entry: int) -> HttpResponse:
    """Raises ``NotFound`` for an unknown or out-of-scope row, ``PermissionDenied`` for a read-only actor."""
    actor = request_actor(request)
    training_session = session_from_url(actor, training, action, session)
    ledger_row = next(
        (each for each in ledger_history(actor=actor, session=training_session) if each.entry_id == entry), None
    )
    if ledger_row is None:
        raise NotFound
    if not can_correct(actor, training_session, ledger_row):
        raise PermissionDenied(
            "ledger_correction",
            "Cette ligne ne se corrige pas par vous.",
            "Une ligne se corrige une fois, par qui pouvait l’écrire.",
            "Demandez-le à l’acheteur de la session.",
        )
    back = session_url(training_session.triplet)
    page_spec = FormPage(
        title="Que devait dire cette ligne ?",
        submit_label="Corriger la ligne",
        back_url=back,
        intro=_ledger_row_sentence(ledger_row),
        note="La ligne fausse reste lisible ; la nouvelle la nomme et compte à sa place.",
        stylesheet=SESSIONS_STYLESHEET,
    )

    def run(values: dict[str, Any]) -> str:
        try:
            if ledger_row.order_number:
                return preparation_message(_prepare_correction(request, training_session, ledger_row, values))
            correct_entry(
                actor=actor, session=training_session, entry_id=entry, count=values["places"], happened_on=values["on"],
                reason=values["why"],
            )  # fmt: skip
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error
        return f"Ligne du {french_day(ledger_row.happened_on)} corrigée."

    trail = ((training_session.training.title, back), ("Corriger une ligne du registre", ""))
    return form_page(request, page_spec, _correction_form(request, ledger_row), run, sessions_page_context(*trail))


def _prepare_correction(
    request: HttpRequest, session: Session, ledger_row: LedgerRow, values: dict[str, Any]
) -> Preparation:
    """Rows paid by an order are corrected by an amendment: another buyer signs it."""
    actor = request_actor(request)
    terms = correction_terms(session.pk, ledger_row.entry_id, values)
    return prepare_amendment(
        actor=actor,
        order=order_by_number(actor=actor, number=ledger_row.order_number),
        terms=terms,
        key=f"form:{actor.person_id}:{values['key']}" if values["key"] else "",
        address=request.build_absolute_uri(reverse("supply:signatures")),
    )


def correction_terms(session_id: int, entry_id: int, values: dict[str, Any]) -> AmendmentTerms:
    return AmendmentTerms(
        kind=PreparationKind.CORRECTION, signed_on=values["on"], reason=values["why"], session_id=session_id,
        entry_id=entry_id, places=values["places"], hours=values.get("hours"), cents=values.get("amount"),
    )  # fmt: skip


def _correction_form(request: HttpRequest, ledger_row: LedgerRow) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {"places": ledger_row.places, "on": ledger_row.happened_on}
    if ledger_row.kind not in _PAID_KINDS:
        return CorrectCountForm(data, initial=initial)
    form = CorrectPurchaseForm(
        data, initial=initial | {"hours": ledger_row.hours, "amount": _decimal_text(ledger_row.cents)}
    )
    if ledger_row.cents is None or ledger_row.cents < 0:
        del form.fields["amount"]
    return form


def _decimal_text(cents: int | None) -> str:
    return "" if cents is None else f"{cents / 100:.2f}".replace(".", ",")


def _ledger_row_sentence(ledger_row: LedgerRow) -> str:
    parts = [f"Places {ENTRY_LABELS[ledger_row.kind]} : {signed_number(ledger_row.places)}"]
    if ledger_row.hours:
        parts.append(f"{format_number(ledger_row.hours)} h")
    if ledger_row.cents:
        parts.append(format_euros(ledger_row.cents))
    if ledger_row.order_number:
        parts.append(f"commande {ledger_row.order_number}")
    return f"{', '.join(parts)}, le {french_day(ledger_row.happened_on)}, par {ledger_row.body or ledger_row.person}."
