"""Display of a preparation: who prepared it, who may sign it, and what its signature would write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.accounts.permissions import may as may_in_accounts
from pacte.kernel.clock import PARIS
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.kernel.money import format_euros
from pacte.offer.records import (
    CAUSE_LABELS,
    FUND_LABELS,
    NATURE_LABELS,
    ORDER_FORM_LABELS,
    PREPARATION_LABELS,
    PREPARATION_STATE_LABELS,
    PRICE_UNIT_LABELS,
    SIGNED_OUTSIDE,
    PreparationKind,
    PreparationState,
    PriceUnit,
)
from pacte.offer.rules.orders import order_item_amount
from pacte.web.pages.supply.frame import session_url
from pacte.web.pages.supply.provider_desk import count

if TYPE_CHECKING:
    from datetime import datetime

    from pacte.kernel.actor import Actor
    from pacte.offer.models import Preparation
    from pacte.offer.queries import PreparationDetail, SignerCandidates
    from pacte.offer.rules.orders import OrderTerms
    from pacte.offer.rules.signatures import AmendmentTerms

COLUMNS = (
    {"label": "À signer"}, {"label": "Organisme"}, {"label": "Préparée par"}, {"label": "Le", "kind": "day"},
    {"label": "Montant", "kind": "num"}, {"label": "État"},
)  # fmt: skip
LINES = (
    {"label": "Session"}, {"label": "Début", "kind": "day"}, {"label": "Places", "kind": "num"},
    {"label": "Heures", "kind": "num"}, {"label": "Montant", "kind": "num"},
)  # fmt: skip


def row(made: Preparation) -> list[Any]:
    kind = PreparationKind(made.kind)
    name = made.number if kind is PreparationKind.ORDER else f"{made.order.number if made.order else ''}"
    return [
        {"text": name, "url": reverse("supply:preparation", args=[made.pk]), "note": PREPARATION_LABELS[kind]},
        made.provider.name,
        made.prepared_by_name,
        format_day(made.prepared_at),
        {"text": format_euros(made.cents), "value": f"{made.cents / 100:.2f}"},
        PREPARATION_STATE_LABELS[PreparationState(made.state)],
    ]


def moment(at: datetime) -> str:
    there = at.astimezone(PARIS)
    return f"{format_day(there)} à {there:%H h %M}"


def signature_facts(made: Preparation | None) -> list[dict[str, str]]:
    """« Préparée par », « Signée par »; orders that are older or come from a file were signed elsewhere."""
    if made is None:
        return [{"label": "Signature", "value": SIGNED_OUTSIDE, "note": ""}]
    found = [{"label": "Préparée par", "value": made.prepared_by_name, "note": f"le {moment(made.prepared_at)}"}]
    if made.signed_at:
        found.append({"label": "Signée par", "value": made.signed_by_name, "note": f"le {moment(made.signed_at)}"})
    return found


def signature_words(made: Preparation | None) -> str:
    """Same, as text for a table cell."""
    if made is None:
        return SIGNED_OUTSIDE
    if not made.needs_two:
        return f"signé par {made.signed_by_name}"
    return f"préparé par {made.prepared_by_name}, signé par {made.signed_by_name}"


def waiting_words(waited: SignerCandidates) -> str:
    """Who may sign; when nobody can, whom to appoint and who can appoint them."""
    if waited.signers:
        return f"Attend la signature de {_either(waited.signers)}."
    who = f" ({_either(waited.appointers)})" if waited.appointers else ""
    return (
        "Aucune autre personne n’achète pour cet organisme : il faut nommer un second acheteur. "
        f"L’administrateur du pacte{who} donne cette fonction, dans « Personnes »."
    )


def appointing_url(actor: Actor, made: Preparation) -> str:
    """URL of the page that assigns roles, or an empty string when the actor may not use it."""
    return reverse("accounts:people") if may_in_accounts(actor, "accounts.manage", made.organisation_id) else ""


def _either(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} ou {names[-1]}"


def facts(sheet: PreparationDetail) -> list[dict[str, str]]:
    """All the values covered by the digest, as text."""
    made = sheet.preparation
    values = _order_facts(sheet.order) if sheet.order else _amendment_facts(sheet)
    found = [("Organisme", made.provider.name), *values, ("Montant", format_euros(made.cents))]
    return [
        *({"label": label, "value": value, "note": ""} for label, value in found if value),
        *signature_facts(made),
        {"label": "Empreinte", "value": made.digest[:16], "note": "de ce qui est préparé, et sera signé"},
    ]


def _order_facts(terms: OrderTerms) -> list[tuple[str, str]]:
    unit = PRICE_UNIT_LABELS[terms.price_unit]
    is_flat = terms.price_unit is PriceUnit.FLAT
    return [
        ("Objet", terms.title),
        ("Forme", ORDER_FORM_LABELS[terms.form]),
        ("Fonds", FUND_LABELS[terms.fund]),
        ("Domaine, nature", f"{terms.domain_code} · {NATURE_LABELS[terms.nature]}"),
        ("Prix", unit if is_flat else f"{format_euros(terms.unit_price_cents)} l’{unit}"),
        ("Date de la commande", f"{format_day(terms.signed_on)}, jusqu’au {format_day(terms.ends_on)}"),
        ("Engagement", terms.commitment_number),
    ]


def _amendment_facts(sheet: PreparationDetail) -> list[tuple[str, str]]:
    terms = sheet.amendment
    if terms is None:
        return []
    hours = terms.hours or 0
    return [
        ("Commande", sheet.preparation.order.number if sheet.preparation.order else ""),
        ("Objet", PREPARATION_LABELS[terms.kind]),
        ("Session", _session(sheet, terms.session_id)),
        ("Vers la session", _session(sheet, terms.target_id)),
        ("Places", pluralise(terms.places, "place") if terms.places else ""),
        ("Heures", f"{format_number(hours)} h" if hours else ""),
        ("Heures du groupe", f"{format_number(terms.group_hours)} h" if terms.group_hours else ""),
        ("Forfait en plus", format_euros(terms.flat_cents) if terms.flat_cents else ""),
        ("Nouveau prix", format_euros(terms.unit_price_cents) if terms.unit_price_cents is not None else ""),
        ("Nouvelle fin", format_day(terms.ends_on) if terms.ends_on else ""),
        ("Motif", " : ".join(each for each in (_cause(terms), terms.reason) if each)),
        ("Date", format_day(terms.signed_on)),
    ]


def _cause(terms: AmendmentTerms) -> str:
    return CAUSE_LABELS[terms.cause] if terms.cause else ""


def _session(sheet: PreparationDetail, identifier: int | None) -> str:
    found = sheet.sessions.get(identifier or 0)
    return f"{found.training.title}, {found.number}" if found else ""


def lines(sheet: PreparationDetail) -> list[list[Any]]:
    """Sessions that the order would buy."""
    terms = sheet.order
    if terms is None:
        return []
    found = []
    for line in terms.lines:
        session = sheet.sessions[line.session_id]
        cents = order_item_amount(
            terms.price_unit, terms.unit_price_cents, hours=line.hours, group_hours=line.group_hours,
            flat_cents=line.flat_cents,
        )  # fmt: skip
        found.append(
            [
                {"text": session.training.title, "url": session_url(session.triplet), "note": session.number},
                format_day(session.starts_on) if session.starts_on else "date à venir",
                count(line.places),
                count(line.hours),
                {"text": format_euros(cents), "value": f"{cents / 100:.2f}"},
            ]
        )
    return found
