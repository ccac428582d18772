"""Orders and purchases, summed from the ledger. Restricted to readers of the purchases of the Region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Concat

from pacte.infra.folded_text import folded
from pacte.infra.lazy_rows import LazyRows
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.errors import ensure_found
from pacte.kernel.french import fold_text
from pacte.offer.models import Amendment, Order, OrderItem, PlaceEntry, Session
from pacte.offer.permissions import buyer_organisation_ids
from pacte.offer.queries.access import visible_orders
from pacte.offer.queries.details import SessionSummary, session_summaries
from pacte.offer.queries.ledger import as_entry
from pacte.offer.queries.lots import refuse_purchases
from pacte.offer.records import EntryKind, PlacesBalance
from pacte.offer.rules.ledger import places_balance
from pacte.offer.rules.nature import department_of
from pacte.offer.rules.purchases import Purchase, PurchaseTotals, aggregate_purchases

# Kinds of entries that bear hours and cents.
_PAID_KINDS = frozenset({EntryKind.BOUGHT, EntryKind.LOST, EntryKind.MOVED_OUT, EntryKind.MOVED_IN})


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """An order with the balance of its ledger entries. ``actions``: numbers of the plan actions of its lines."""

    order: Order
    places: PlacesBalance
    sessions: int
    actions: tuple[ActionCode, ...]


@dataclass(frozen=True, slots=True)
class OrdersTotal:
    """Several orders together. ``sessions``: a session that two orders pay for counts twice."""

    orders: int
    sessions: int
    places: PlacesBalance


@dataclass(frozen=True, slots=True)
class OrderItemRow:
    """A line of an order: its session, its own balance, and who pays."""

    line: SessionSummary
    item: OrderItem
    places: PlacesBalance


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """An order with its sessions and amendments. ``amended``: balance of each amendment, by amendment id."""

    order: Order
    places: PlacesBalance
    lines: tuple[OrderItemRow, ...]
    amendments: tuple[Amendment, ...]
    amended: dict[int, PlacesBalance]


def order_years(*, actor: Actor) -> list[int]:
    """Years in which the orders that the actor may read were signed, latest first."""
    return [day.year for day in Order.objects.filter(_readable(actor)).dates("signed_on", "year", order="DESC")]


def orders(*, actor: Actor, year: int | None = None, words: str = "") -> LazyRows[Order, OrderSummary]:
    """Orders that the actor may read (``visible_orders``), latest first. Three queries a slice.

    ``words``: each of them is in the number, the title or the name of the provider, whatever the case and the accents.
    """
    rows = _of_year(_visible_orders(actor), year)
    if words.strip():
        text = Concat("title", Value(" "), "number", Value(" "), "provider__name", output_field=TextField())
        rows = rows.annotate(plain_text=folded(text))
    for word in fold_text(words).split():
        rows = rows.filter(plain_text__contains=word)
    return LazyRows(rows.order_by("-signed_on", "-pk"), _summaries)


def recent_orders(*, actor: Actor, since: date, most: int) -> list[OrderSummary]:
    """Orders signed since that day that the actor may read, latest first. Three queries, one when there is none."""
    return _summaries(list(_visible_orders(actor).filter(signed_on__gte=since).order_by("-signed_on", "-pk")[:most]))


def _summaries(every: list[Order]) -> list[OrderSummary]:
    rows, actions = _entries_by_order(every), _actions_by_order(every)
    return [
        OrderSummary(
            each, _balance(rows[each.pk]), len({row.session_id for row in rows[each.pk]}), tuple(actions[each.pk])
        )
        for each in every
    ]


def _actions_by_order(every: list[Order]) -> dict[int, list[ActionCode]]:
    actions: dict[int, list[ActionCode]] = defaultdict(list)
    named = OrderItem.objects.filter(order__in=every, plan_action__isnull=False).order_by("plan_action__number_order")
    for order_id, number in named.values_list("order_id", "plan_action__number").distinct():
        actions[order_id].append(ActionCode(number))
    return actions


def orders_total(*, actor: Actor, year: int | None = None) -> OrdersTotal:
    """The same orders together, summed in the database. Three queries."""
    orders = _of_year(Order.objects.filter(_readable(actor)), year)
    entries = PlaceEntry.objects.filter(order__in=orders)
    sums = entries.filter(corrected_by__isnull=True).order_by().values("kind")
    by_kind = {row["kind"]: row for row in sums.annotate(places=Sum("places"), hours=Sum("hours"), cents=Sum("cents"))}
    return OrdersTotal(
        orders=orders.count(),
        sessions=entries.order_by().values("order_id", "session_id").distinct().count(),
        places=PlacesBalance(
            **{kind: row["places"] for kind, row in by_kind.items()},
            **{f"hours_{kind}": row["hours"] for kind, row in by_kind.items() if kind in _PAID_KINDS},
            **{f"cents_{kind}": row["cents"] for kind, row in by_kind.items() if kind in _PAID_KINDS},
        ),
    )


def order_by_number(*, actor: Actor, number: str) -> Order:
    """Raises ``NotFound`` for an order that does not exist, or that the actor may not read."""
    return ensure_found(_visible_orders(actor).filter(number=number).first())


def order_detail(*, actor: Actor, number: str) -> OrderDetail:
    """One order with its sessions and amendments. Five queries. Raises ``NotFound``."""
    order = order_by_number(actor=actor, number=number)
    rows = _entries_by_order([order])[order.pk]
    by_line: dict[int, list[PlaceEntry]] = defaultdict(list)
    by_amendment: dict[int, list[PlaceEntry]] = defaultdict(list)
    replaced = {row.corrects_id for row in rows}
    for row in rows:
        by_line[row.line_id or 0].append(row)
        if row.amendment_id and row.pk not in replaced:
            by_amendment[row.amendment_id].append(row)
    ordered = list(
        OrderItem.objects.filter(order=order)
        .select_related("session__training_action__training__provider", "session__site", "plan", "plan_action")
        .order_by("session__starts_on", "pk")
    )
    lines = session_summaries(actor=actor, sessions=[each.session for each in ordered])
    return OrderDetail(
        order=order,
        places=_balance(rows),
        lines=tuple(
            OrderItemRow(line, each, _balance(by_line[each.pk])) for line, each in zip(lines, ordered, strict=True)
        ),
        amendments=tuple(order.amendments.select_related("preparation").order_by("number")),
        amended={amendment: _balance(lines_of) for amendment, lines_of in by_amendment.items()},
    )


def committed_cents(*, actor: Actor, order: Order) -> int:
    """Amount committed by the order, losses included: the sum of its ledger entries."""
    return _balance(_entries_by_order([order])[order.pk]).cents_counted


def orders_of_session(*, actor: Actor, session: Session) -> list[Order]:
    """Readable orders that pay for the session and can still change."""
    return list(_visible_orders(actor).filter(lines__session=session, state="signed").order_by("pk"))


def payable_lines(*, actor: Actor, session: Session, order: Order | None = None) -> list[OrderItem]:
    """Lines that pay for the session, of the orders (or that one) that the actor buys with and that can still change.

    The session keeps one line for each action and fund of an order, oldest first.
    """
    lines = OrderItem.objects.filter(session=session, order__state="signed")
    if not actor.is_system:
        lines = lines.filter(order__buyer__in=buyer_organisation_ids(actor, session.training.host_id))
    if order is not None:
        lines = lines.filter(order=order)
    return list(lines.select_related("order__provider", "session", "plan_action").order_by("pk"))


def purchases(
    *, actor: Actor, host_id: int, by_session_year: bool = False, known_at: datetime | None = None
) -> list[Purchase]:
    """Purchases of the Region, as known at ``known_at``: one per order line, summed in the database.

    By every buyer: row-level security shows a third-party buyer its own orders only, but the sums of all. The year is
    that of the signature, or of the first planned start of the session. Raises ``NotFound``.
    """
    refuse_purchases(actor, host_id)
    groups: dict[int, list[dict[str, Any]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("select * from offer_purchase_sums(%s, %s)", [host_id, known_at])
        names = [column.name for column in cursor.description]
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            groups[row["line_id"]].append(row)
    return [_purchase(groups[key], by_session_year=by_session_year) for key in sorted(groups)]


def purchase_table(
    *, actor: Actor, host_id: int, by: Iterable[str], by_session_year: bool = False, known_at: datetime | None = None
) -> list[PurchaseTotals]:
    """Purchases summed by some of ``DIMENSIONS``. Rows add up to the total."""
    all_purchases = purchases(actor=actor, host_id=host_id, by_session_year=by_session_year, known_at=known_at)
    return aggregate_purchases(all_purchases, by)


def _purchase(rows: list[dict[str, Any]], *, by_session_year: bool) -> Purchase:
    first = rows[0]
    start = first["starts_on"]
    year = start.year if by_session_year and start else first["signed_on"].year

    def total(column: str, *kinds: EntryKind) -> int:
        return sum(row[column] for row in rows if row["kind"] in kinds)

    def counted(column: str) -> int:
        gained = total(column, EntryKind.BOUGHT, EntryKind.MOVED_IN)
        return gained - total(column, EntryKind.MOVED_OUT)

    return Purchase(
        order_id=first["order_id"],
        session_id=first["session_id"],
        domain_code=first["domain_code"],
        nature=first["nature"],
        department_code=department_of(first["commune_code"] or ""),
        year=year,
        fund=first["fund"],
        buyer_id=first["buyer_id"],
        places=counted("places"),
        hours=counted("hours"),
        cents=counted("cents"),
        places_lost=total("places", EntryKind.LOST),
        hours_lost=total("hours", EntryKind.LOST),
    )


def _visible_orders(actor: Actor) -> QuerySet[Order]:
    queryset = Order.objects.select_related("provider", "lot", "buyer", "preparation")
    return queryset.filter(_readable(actor))


def _readable(actor: Actor) -> Q:
    return visible_orders(actor=actor)


def _of_year(queryset: QuerySet[Order], year: int | None) -> QuerySet[Order]:
    return queryset if year is None else queryset.filter(signed_on__year=year)


def _entries_by_order(every: list[Order]) -> dict[int, list[PlaceEntry]]:
    rows: dict[int, list[PlaceEntry]] = defaultdict(list)
    for row in PlaceEntry.objects.filter(order__in=every).order_by("pk"):
        rows[row.order_id or 0].append(row)
    return rows


def _balance(rows: list[PlaceEntry]) -> PlacesBalance:
    return places_balance([as_entry(actor=NOBODY, row=row) for row in rows])
