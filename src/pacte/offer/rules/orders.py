"""Amounts of an order, and its validation before signature. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pacte.offer.records import Fund, OrderForm, PriceUnit, TrainingNature
from pacte.offer.rules.identifiers import identifier_refusals

# Larger values are typing errors. LHÉO itself allows no more places.
MAX_PLACES = 99_999
MAX_HOURS = 9_999_999
MAX_CENTS = 10**12
MAX_UNIT_PRICE = 10**7


@dataclass(frozen=True, slots=True)
class OrderItemTerms:
    """Purchase of one session. ``group_hours``: for a price per group hour; ``flat_cents``: for a flat price.

    ``fund`` and ``plan_action_id``: None for those of the order.
    """

    session_id: int
    places: int
    hours: int
    group_hours: int | None = None
    flat_cents: int | None = None
    fund: Fund | None = None
    plan_action_id: int | None = None


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """Terms that a buyer signs. ``domain_code``: a Formacode domain (three digits) or a Formacode.

    ``fund``, ``plan_id`` and ``plan_action_id`` are those of the lines that name no others.
    """

    number: str
    title: str
    form: OrderForm
    fund: Fund
    domain_code: str
    nature: TrainingNature
    price_unit: PriceUnit
    unit_price_cents: int
    signed_on: date
    ends_on: date
    lines: tuple[OrderItemTerms, ...] = field(default=())
    commitment_number: str = ""
    plan_id: int | None = None
    plan_action_id: int | None = None
    lot_id: int | None = None


@dataclass(frozen=True, slots=True)
class LotTerms:
    """Terms of a planned purchase."""

    code: str
    title: str
    year: int
    domain_code: str
    nature: TrainingNature
    zone_kind: str
    zone_code: str
    places: int
    hours: int
    price_unit: PriceUnit
    unit_price_cents: int
    fund: Fund
    level: int | None = None
    need: str = ""
    plan_id: int | None = None
    plan_action_id: int | None = None


def lot_refusals(terms: LotTerms) -> tuple[tuple[str, str], ...]:
    """Reasons to refuse a lot: (code, French sentence) pairs."""
    reasons: list[tuple[str, str]] = []
    for code, text, message in (
        ("lot_code", terms.code, "Le lot n’a pas de code."),
        ("lot_title", terms.title, "Le lot n’a pas d’objet."),
        ("lot_domain", terms.domain_code, "Il manque le domaine de formation."),
        ("lot_zone", terms.zone_code, "Il manque le territoire."),
    ):
        if not text.strip():
            reasons.append((code, message))
    reasons.extend(identifier_refusals(terms.code, "Le code du lot"))
    if min(terms.places, terms.hours, terms.unit_price_cents) < 0:
        reasons.append(("lot_negative", "Une quantité est négative."))
    if terms.places > MAX_PLACES or terms.hours > MAX_HOURS or terms.unit_price_cents > MAX_CENTS:
        reasons.append(("lot_quantity", "Une quantité est hors de ce qui est possible."))
    if terms.places == 0 and terms.hours == 0:
        reasons.append(("lot_empty", "Le lot n’a ni place ni heure."))
    if not 2000 <= terms.year <= 2100:
        reasons.append(("lot_year", "L’année du lot n’est pas plausible."))
    return tuple(reasons)


def order_item_amount(
    unit: PriceUnit, unit_price_cents: int, *, hours: int, group_hours: int | None = None, flat_cents: int | None = None
) -> int:
    """Amount of an order item, in cents."""
    if unit is PriceUnit.TRAINEE_HOUR:
        return unit_price_cents * hours
    if unit is PriceUnit.GROUP_HOUR:
        return unit_price_cents * (group_hours or 0)
    return flat_cents or 0


def order_refusals(terms: OrderTerms, *, on: date) -> tuple[tuple[str, str], ...]:
    """Reasons to refuse order terms: (code, French sentence) pairs."""
    reasons: list[tuple[str, str]] = []
    if not terms.number.strip():
        reasons.append(("order_number", "La commande n’a pas de numéro."))
    reasons.extend(identifier_refusals(terms.number, "Le numéro de la commande"))
    if not terms.title.strip():
        reasons.append(("order_title", "La commande n’a pas d’objet."))
    if not terms.domain_code.strip():
        reasons.append(("order_domain", "Il manque le domaine de formation."))
    if terms.signed_on > on:
        reasons.append(("signed_in_the_future", "La date de signature est à venir."))
    if terms.ends_on < terms.signed_on:
        reasons.append(("order_dates", "La commande finirait avant sa signature."))
    if not 0 <= terms.unit_price_cents <= MAX_UNIT_PRICE:
        reasons.append(("order_price", "Le prix est négatif, ou hors de ce qui est possible."))
    if not terms.lines:
        reasons.append(("order_empty", "La commande n’achète aucune session."))
    purchases = {(each.session_id, line_fund(terms, each), line_action_id(terms, each)) for each in terms.lines}
    if len(purchases) < len(terms.lines):
        reasons.append(("order_session_twice", "Une session figure deux fois pour la même action et le même fonds."))
    for line in terms.lines:
        reasons.extend(_item_refusals(line, terms.price_unit))
    return tuple(dict.fromkeys(reasons))


def line_fund(terms: OrderTerms, line: OrderItemTerms) -> Fund:
    return line.fund or terms.fund


def line_action_id(terms: OrderTerms, line: OrderItemTerms) -> int | None:
    return terms.plan_action_id if line.plan_action_id is None else line.plan_action_id


def _item_refusals(line: OrderItemTerms, unit: PriceUnit) -> list[tuple[str, str]]:
    reasons = []
    if line.places < 0 or line.hours < 0 or (line.group_hours or 0) < 0 or (line.flat_cents or 0) < 0:
        reasons.append(("order_negative", "Une quantité est négative."))
    hours = max(line.hours, line.group_hours or 0)
    if line.places > MAX_PLACES or hours > MAX_HOURS or (line.flat_cents or 0) > MAX_CENTS:
        reasons.append(("order_quantity", "Une quantité est hors de ce qui est possible."))
    if line.places == 0 and line.hours == 0:
        reasons.append(("order_nothing", "Une ligne n’achète ni place ni heure."))
    if unit is PriceUnit.TRAINEE_HOUR and line.hours == 0:
        reasons.append(("order_hours", "Payer à l’heure-stagiaire demande le nombre d’heures."))
    if unit is PriceUnit.GROUP_HOUR and not line.group_hours:
        reasons.append(("order_group_hours", "Payer à l’heure-groupe demande le nombre d’heures du groupe."))
    if unit is PriceUnit.FLAT and line.flat_cents is None:
        reasons.append(("order_flat", "Payer au forfait demande le montant de chaque session."))
    return reasons
