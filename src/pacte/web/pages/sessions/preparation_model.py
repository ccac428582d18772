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
from pacte.web.pages.sessions.page_context import session_url
from pacte.web.pages.sessions.provider_desk import number_cell

if TYPE_CHECKING:
    from datetime import datetime

    from pacte.kernel.actor import Actor
    from pacte.offer.models import Preparation
    from pacte.offer.queries import PreparationDetail, SignerCandidates
    from pacte.offer.rules.orders import OrderTerms
    from pacte.offer.rules.signatures import AmendmentTerms

PREPARATION_COLUMNS = (
    {"label": "À signer"}, {"label": "Organisme"}, {"label": "Préparée par"}, {"label": "Le", "kind": "day"},
    {"label": "Montant", "kind": "num"}, {"label": "État"},
)  # fmt: skip
PREPARATION_ITEM_COLUMNS = (
    {"label": "Session"}, {"label": "Début", "kind": "day"}, {"label": "Places", "kind": "num"},
    {"label": "Heures", "kind": "num"}, {"label": "Montant", "kind": "num"},
)  # fmt: skip


def preparation_cells(preparation: Preparation) -> list[Any]:
    kind = PreparationKind(preparation.kind)
    name = (
        preparation.number
        if kind is PreparationKind.ORDER
        else f"{preparation.order.number if preparation.order else ''}"
    )
    return [
        {"text": name, "url": reverse("supply:preparation", args=[preparation.pk]), "note": PREPARATION_LABELS[kind]},
        preparation.provider.name,
        preparation.prepared_by_name,
        format_day(preparation.prepared_at),
        {"text": format_euros(preparation.cents), "value": f"{preparation.cents / 100:.2f}"},
        PREPARATION_STATE_LABELS[PreparationState(preparation.state)],
    ]


def paris_moment_text(at: datetime) -> str:
    paris_time = at.astimezone(PARIS)
    return f"{format_day(paris_time)} à {paris_time:%H h %M}"


def signature_facts(preparation: Preparation | None) -> list[dict[str, str]]:
    """« Préparée par », « Signée par »; orders that are older or come from a file were signed elsewhere."""
    if preparation is None:
        return [{"label": "Signature", "value": SIGNED_OUTSIDE, "note": ""}]
    fact_rows = [
        {
            "label": "Préparée par",
            "value": preparation.prepared_by_name,
            "note": f"le {paris_moment_text(preparation.prepared_at)}",
        }
    ]
    if preparation.signed_at:
        fact_rows.append(
            {
                "label": "Signée par",
                "value": preparation.signed_by_name,
                "note": f"le {paris_moment_text(preparation.signed_at)}",
            }
        )
    return fact_rows


def signature_text(preparation: Preparation | None) -> str:
    """Same, as text for a table cell."""
    if preparation is None:
        return SIGNED_OUTSIDE
    if not preparation.needs_two:
        return f"signé par {preparation.signed_by_name}"
    return f"préparé par {preparation.prepared_by_name}, signé par {preparation.signed_by_name}"


def waiting_sentence(candidates: SignerCandidates) -> str:
    """Who may sign; when nobody can, whom to appoint and who can appoint them."""
    if candidates.signers:
        return f"Attend la signature de {_join_with_or(candidates.signers)}."
    who = f" ({_join_with_or(candidates.appointers)})" if candidates.appointers else ""
    return (
        "Aucune autre personne n’achète pour cet organisme : il faut nommer un second acheteur. "
        f"L’administrateur du pacte{who} donne cette fonction, dans « Personnes »."
    )


def appoint_signer_url(actor: Actor, preparation: Preparation) -> str:
    """URL of the page that assigns roles, or an empty string when the actor may not use it."""
    return reverse("accounts:people") if may_in_accounts(actor, "accounts.manage", preparation.organisation_id) else ""


def _join_with_or(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} ou {names[-1]}"


def preparation_facts(detail: PreparationDetail) -> list[dict[str, str]]:
    """All the values covered by the digest, as text."""
    preparation = detail.preparation
    values = _order_facts(detail.order) if detail.order else _amendment_facts(detail)
    fact_pairs = [("Organisme", preparation.provider.name), *values, ("Montant", format_euros(preparation.cents))]
    return [
        *({"label": label, "value": value, "note": ""} for label, value in fact_pairs if value),
        *signature_facts(preparation),
        {"label": "Empreinte", "value": preparation.digest[:16], "note": "de ce qui est préparé, et sera signé"},
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


def _amendment_facts(detail: PreparationDetail) -> list[tuple[str, str]]:
    terms = detail.amendment
    if terms is None:
        return []
    hours = terms.hours or 0
    return [
        ("Commande", detail.preparation.order.number if detail.preparation.order else ""),
        ("Objet", PREPARATION_LABELS[terms.kind]),
        ("Session", _session_label(detail, terms.session_id)),
        ("Vers la session", _session_label(detail, terms.target_id)),
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


def _session_label(detail: PreparationDetail, identifier: int | None) -> str:
    training_session = detail.sessions.get(identifier or 0)
    return f"{training_session.training.title}, {training_session.number}" if training_session else ""


def preparation_item_rows(detail: PreparationDetail) -> list[list[Any]]:
    """Sessions that the order would buy."""
    terms = detail.order
    if terms is None:
        return []
    rows = []
    for order_item in terms.lines:
        session = detail.sessions[order_item.session_id]
        cents = order_item_amount(
            terms.price_unit, terms.unit_price_cents, hours=order_item.hours, group_hours=order_item.group_hours,
            flat_cents=order_item.flat_cents,
        )  # fmt: skip
        rows.append(
            [
                {"text": session.training.title, "url": session_url(session.triplet), "note": session.number},
                format_day(session.starts_on) if session.starts_on else "date à venir",
                number_cell(order_item.places),
                number_cell(order_item.hours),
                {"text": format_euros(cents), "value": f"{cents / 100:.2f}"},
            ]
        )
    return rows
