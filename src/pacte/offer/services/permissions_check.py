"""Permission and input checks shared by the services of the offer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import PermissionDenied, ValidationError, refuse_blank
from pacte.kernel.french import format_number
from pacte.offer.models import Order, Session
from pacte.offer.permissions import OfferScope, buyer_organisation_ids, may
from pacte.offer.queries.access import can_on_session
from pacte.offer.rules.orders import MAX_CENTS, MAX_HOURS, MAX_PLACES

_BUYER_TODO = "Demandez-le à l’acheteur de la session."
_REFUSAL_MESSAGES = {
    "offer.purchase": ("Seul l’acheteur change les places et les heures achetées.", _BUYER_TODO),
    "offer.write_requirement": ("Seuls la Région et ses acheteurs écrivent une exigence.", "Demandez-le au pilote."),
    "offer.decide_session": ("Cette session a des places achetées : l’acheteur seul décide.", _BUYER_TODO),
    "offer.open_places": ("Vous ne tenez pas les places de cette session.", "Demandez-le à son organisme."),
    "offer.run_session": ("Vous ne tenez pas cette session.", "Demandez-le à son organisme."),
    "offer.ask": ("Seul l’organisme de la session adresse une demande.", "Demandez-le-lui."),
    "offer.answer": ("Seul l’acheteur répond à une demande.", ""),
    "offer.settle": ("Seul l’acheteur règle une différence.", ""),
    "offer.edit_sheet": ("Cette fiche n’est pas celle de votre organisme.", "Signalez-lui l’erreur."),
    "offer.import": ("Vous ne pouvez pas déposer de fichier pour cette offre.", ""),
}


def refuse_unless(*, actor: Actor, act: str, scope: OfferScope) -> None:
    if not may(actor, act, scope):
        raise _refusal(act)


def refuse_unless_on_session(*, actor: Actor, act: str, session: Session) -> None:
    if not can_on_session(actor=actor, act=act, session=session):
        raise _refusal(act)


def _refusal(act: str) -> PermissionDenied:
    why, todo = _REFUSAL_MESSAGES.get(
        act, ("Votre fonction ne permet pas cet acte sur l’offre.", "Demandez-le à l’acheteur.")
    )
    return PermissionDenied(act.replace(".", "_"), why, hint=todo)


def refuse_other_buyer(*, actor: Actor, order: Order) -> None:
    """Refuse a purchase of another buyer: Pôle emploi does not amend an order of the Region."""
    refuse_unless(actor=actor, act="offer.purchase", scope=OfferScope(order.organisation_id))
    if not actor.is_system and order.buyer_id not in buyer_organisation_ids(actor, order.organisation_id):
        raise PermissionDenied(
            "other_buyer", "Cette commande est celle d’un autre acheteur.", hint="Demandez-lui l’avenant."
        )


def refuse_future(*, actor: Actor, on: date) -> None:
    if on > today():
        raise ValidationError(
            "date_to_come", "Cette date est à venir.", "Le registre dit ce qui a eu lieu.", "Corrigez-la."
        )


def refuse_quantities(*, actor: Actor, places: int = 0, hours: int = 0, cents: int = 0) -> None:
    """Refuse implausible quantities: they are typing errors and exceed column limits."""
    wrong = [
        limit
        for value, limit in ((places, MAX_PLACES), (hours, MAX_HOURS), (cents, MAX_CENTS))
        if not 0 <= value <= limit
    ]
    if wrong:
        raise ValidationError(
            "quantity",
            f"Une quantité est hors de ce qui est possible (de 0 à {format_number(wrong[0])}).",
            hint="Corrigez-la.",
        )


def refuse_any(*, actor: Actor, reasons: Iterable[tuple[str, str]]) -> None:
    """Raise ``ValidationError`` with all the reasons, under the code of the first one."""
    wrong = list(reasons)
    if wrong:
        raise ValidationError(
            wrong[0][0], " ".join(sentence for _, sentence in wrong), hint="Corrigez, puis recommencez."
        )


def refuse_blank_reason(*, actor: Actor, reason: str) -> None:
    refuse_blank(reason, "reason_missing", "Il manque le motif.", "Il reste au registre.", "Écrivez-le en une phrase.")
