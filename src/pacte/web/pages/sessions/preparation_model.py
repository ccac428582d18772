"""Display of a preparation: who prepared it, who may sign it, and what its signature would write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.kernel.money import format_euros
from pacte.offer.queries import PreparationDetail, SignerCandidates
from pacte.offer.records import (
    CAUSE_LABELS,
    FUND_LABELS,
    NATURE_LABELS,
    ORDER_FORM_LABELS,
    PREPARATION_LABELS,
    PREPARATION_STATE_LABELS,
    SIGNED_OUTSIDE,
    PreparationKind,
    PreparationState,
)
from pacte.offer.rules.orders import OrderItemTerms, OrderTerms, line_action_id, line_fund, order_item_amount
from pacte.plan.queries import main_plan_action_numbers
from pacte.reference.queries import training_domain_labels
from pacte.web.pages.sessions.offer_pages import fact_list, session_cell
from pacte.web.pages.sessions.purchase_names import domain_name
from pacte.web.session_display import start_text, unit_price_text
from pacte.web.tables import Column, Table, amount_cell, cell, day_column, number_cell, number_column

if TYPE_CHECKING:
    from pacte.offer.models import Preparation, Session


def preparation_table(
    preparations: Iterable[Preparation], *, id: str, caption: str, empty: str = ""
) -> Table[Preparation]:
    return Table(
        preparations,
        Column(
            "À signer",
            lambda each: cell(
                each.order_number,
                url=reverse("sessions:preparation", args=[each.pk]),
                note=PREPARATION_LABELS[PreparationKind(each.kind)],
            ),
        ),
        Column("Organisme", lambda each: each.provider.name),
        Column("Préparée par", lambda each: each.prepared_by_name),
        day_column("Le", lambda each: format_day(each.prepared_at)),
        number_column("Montant", lambda each: amount_cell(each.cents)),
        Column("État", lambda each: PREPARATION_STATE_LABELS[PreparationState(each.state)]),
        id=id,
        caption=caption,
        empty=empty,
    )


def _paris_moment_text(at: datetime) -> str:
    paris_time = at.astimezone(PARIS)
    return f"le {format_day(paris_time)} à {paris_time:%H h %M}"


def signature_facts(preparation: Preparation | None) -> list[dict[str, str]]:
    """« Préparée par », « Signée par »; orders that are older or come from a file were signed elsewhere."""
    if preparation is None:
        return fact_list([("Signature", SIGNED_OUTSIDE, "")])
    rows = [("Préparée par", preparation.prepared_by_name, _paris_moment_text(preparation.prepared_at))]
    if preparation.signed_at:
        rows.append(("Signée par", preparation.signed_by_name, _paris_moment_text(preparation.signed_at)))
    return fact_list(rows)


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


def _join_with_or(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} ou {names[-1]}"


def preparation_facts(actor: Actor, detail: PreparationDetail) -> list[dict[str, str]]:
    """All the values covered by the digest, as text."""
    preparation = detail.preparation
    values = _order_terms_facts(actor, detail.order) if detail.order else _amendment_facts(detail)
    pairs = [("Organisme", preparation.provider.name), *values, ("Montant", format_euros(preparation.cents))]
    return [
        *fact_list((label, value, "") for label, value in pairs),
        *signature_facts(preparation),
        *fact_list([("Code de contrôle", preparation.digest[:16], "de ce qui est préparé, et sera signé")]),
    ]


def _order_terms_facts(actor: Actor, terms: OrderTerms) -> list[tuple[str, str]]:
    domain = domain_name(terms.domain_code, training_domain_labels(actor=actor, codes=[terms.domain_code]))
    return [
        ("Objet", terms.title),
        ("Forme", ORDER_FORM_LABELS[terms.form]),
        ("Domaine, nature", f"{domain} · {NATURE_LABELS[terms.nature]}"),
        ("Prix", unit_price_text(terms.price_unit, terms.unit_price_cents)),
        ("Date de la commande", f"{format_day(terms.signed_on)}, jusqu’au {format_day(terms.ends_on)}"),
        ("Engagement", terms.commitment_number),
    ]


def _amendment_facts(detail: PreparationDetail) -> list[tuple[str, str]]:
    terms = detail.amendment
    if terms is None:
        return []
    cause = CAUSE_LABELS[terms.cause] if terms.cause else ""
    return [
        ("Commande", detail.preparation.order.number if detail.preparation.order else ""),
        ("Objet", PREPARATION_LABELS[terms.kind]),
        ("Session", _session_label(detail, terms.session_id)),
        ("Vers la session", _session_label(detail, terms.target_id)),
        ("Places", pluralise(terms.places, "place") if terms.places else ""),
        ("Heures", f"{format_number(terms.hours)} h" if terms.hours else ""),
        ("Heures du groupe", f"{format_number(terms.group_hours)} h" if terms.group_hours else ""),
        ("Forfait en plus", format_euros(terms.flat_cents) if terms.flat_cents else ""),
        ("Nouveau prix", format_euros(terms.unit_price_cents) if terms.unit_price_cents is not None else ""),
        ("Nouvelle fin", format_day(terms.ends_on) if terms.ends_on else ""),
        ("Fonds", FUND_LABELS[terms.fund] if terms.fund else ""),
        ("Motif", " : ".join(each for each in (cause, terms.reason) if each)),
        ("Date", format_day(terms.signed_on)),
    ]


def _session_label(detail: PreparationDetail, identifier: int | None) -> str:
    training_session = detail.sessions.get(identifier or 0)
    return f"{training_session.training.title}, {training_session.number}" if training_session else ""


def preparation_item_table(actor: Actor, terms: OrderTerms, sessions: Mapping[int, Session]) -> Table[OrderItemTerms]:
    """What the order would buy, and who pays. ``sessions``: those of its terms, by id."""
    actions = main_plan_action_numbers(actor=actor)

    def cents(each: OrderItemTerms) -> int:
        return order_item_amount(
            terms.price_unit,
            terms.unit_price_cents,
            hours=each.hours,
            group_hours=each.group_hours,
            flat_cents=each.flat_cents,
        )

    return Table(
        terms.lines,
        Column("Session", lambda each: session_cell(sessions[each.session_id], sessions[each.session_id].number)),
        day_column("Début", lambda each: start_text(sessions[each.session_id].starts_on)),
        Column("Action", lambda each: actions.get(line_action_id(terms, each), "")),
        Column("Fonds", lambda each: FUND_LABELS[line_fund(terms, each)]),
        number_column("Places", lambda each: number_cell(each.places)),
        number_column("Heures", lambda each: number_cell(each.hours)),
        number_column("Montant", lambda each: amount_cell(cents(each))),
        id="lignes-table",
        caption="Sessions à acheter",
    )
