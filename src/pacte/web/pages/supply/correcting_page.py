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
from pacte.web.form_fields import AmountField, day, once, reason
from pacte.web.pages.supply.acting import whole
from pacte.web.pages.supply.amending_page import prepared_words
from pacte.web.pages.supply.frame import STYLE, actor_in, frame, session_at, session_url
from pacte.web.pages.supply.ledger_model import corrects, signed
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.offer.models import Preparation, Session
    from pacte.offer.queries import LedgerRow

_MOST = 5_000
_COUNTED = frozenset({EntryKind.BOUGHT, EntryKind.LOST})


class MoveForm(forms.Form):
    """For a row that changes a count: the value may be negative."""

    places = forms.IntegerField(
        label="Places, en plus ou en moins", min_value=-_MOST, max_value=_MOST, help_text="0 retire la ligne."
    )
    on = day("Vrai depuis le")
    why = reason("Pourquoi était-elle fausse ?")


class BoughtForm(forms.Form):
    key = once()
    places = whole("Places", help_text="Des zéros partout retirent la ligne.")
    hours = whole("Heures-stagiaires", most=5_000_000)
    amount = AmountField(label="Montant", required=False, help_text="Vide : il ne change pas.")
    on = day("Vrai depuis le")
    why = reason("Pourquoi était-elle fausse ?")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, training: str, action: str, session: str, entry: int) -> HttpResponse:
    """Raises ``NotFound`` for an unknown or out-of-scope row, ``PermissionDenied`` for a read-only actor."""
    actor = actor_in(request)
    found = session_at(actor, training, action, session)
    line = next((each for each in ledger_history(actor=actor, session=found) if each.entry_id == entry), None)
    if line is None:
        raise NotFound
    if not corrects(actor, found, line):
        raise PermissionDenied(
            "ledger_correction",
            "Cette ligne ne se corrige pas par vous.",
            "Une ligne se corrige une fois, par qui pouvait l’écrire.",
            "Demandez-le à l’acheteur de la session.",
        )
    back = session_url(found.triplet)
    said = ActPage(
        title="Que devait dire cette ligne ?", verb="Corriger la ligne", back=back, answer=_line(line),
        note="La ligne fausse reste lisible ; la nouvelle la nomme et compte à sa place.", stylesheet=STYLE,
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        try:
            if line.order_number:
                return prepared_words(_prepare(request, found, line, values))
            correct_entry(
                actor=actor, session=found, entry_id=entry, count=values["places"], happened_on=values["on"],
                reason=values["why"],
            )  # fmt: skip
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error
        return f"Ligne du {french_day(line.happened_on)} corrigée."

    trail = ((found.training.title, back), ("Corriger une ligne du registre", ""))
    return act_page(request, said, _form(request, line), run, frame(*trail))


def _prepare(request: HttpRequest, session: Session, line: LedgerRow, values: dict[str, Any]) -> Preparation:
    """Rows paid by an order are corrected by an amendment: another buyer signs it."""
    actor = actor_in(request)
    terms = correction_of(session.pk, line.entry_id, values)
    return prepare_amendment(
        actor=actor,
        order=order_by_number(actor=actor, number=line.order_number),
        terms=terms,
        key=f"form:{actor.person_id}:{values['key']}" if values["key"] else "",
        address=request.build_absolute_uri(reverse("supply:signatures")),
    )


def correction_of(session_id: int, entry_id: int, values: dict[str, Any]) -> AmendmentTerms:
    return AmendmentTerms(
        kind=PreparationKind.CORRECTION, signed_on=values["on"], reason=values["why"], session_id=session_id,
        entry_id=entry_id, places=values["places"], hours=values.get("hours"), cents=values.get("amount"),
    )  # fmt: skip


def _form(request: HttpRequest, line: LedgerRow) -> forms.Form:
    sent = request.POST if request.method == "POST" else None
    first: dict[str, Any] = {"places": line.places, "on": line.happened_on}
    if line.kind not in _COUNTED:
        return MoveForm(sent, initial=first)
    form = BoughtForm(sent, initial=first | {"hours": line.hours, "amount": _typed(line.cents)})
    if line.cents is None or line.cents < 0:
        del form.fields["amount"]
    return form


def _typed(cents: int | None) -> str:
    return "" if cents is None else f"{cents / 100:.2f}".replace(".", ",")


def _line(line: LedgerRow) -> str:
    parts = [f"Places {ENTRY_LABELS[line.kind]} : {signed(line.places)}"]
    if line.hours:
        parts.append(f"{format_number(line.hours)} h")
    if line.cents:
        parts.append(format_euros(line.cents))
    if line.order_number:
        parts.append(f"commande {line.order_number}")
    return f"{', '.join(parts)}, le {french_day(line.happened_on)}, par {line.body or line.person}."
