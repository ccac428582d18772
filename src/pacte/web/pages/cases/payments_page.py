"""« Que faut-il payer ? »: the orders that wait, in all the procedures of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from pacte.exchange.documents.csv_file import MEDIA_TYPE
from pacte.exchange.documents.orders_csv import write_orders_csv
from pacte.kernel.clock import paris_date, today
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.money import format_euros
from pacte.procedures.permissions import may_on_any_case
from pacte.procedures.queries.payments import PayableRow, payments_to_make
from pacte.procedures.records.money import PAYMENT_STATE_LABELS, PaymentKind, PaymentState
from pacte.procedures.services.payment_export import export_orders
from pacte.web.downloads import file_response
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.cases.base_pages import CaseListPage
from pacte.web.tables import Column, Table, amount_cell, cell


@CaseListPage.view(template_name="cases/to_pay.html", crumb="À payer")
def to_pay(page: CaseListPage) -> dict[str, Any]:
    rows = payments_to_make(actor=page.actor, plan=page.plan, on=today())
    may_export = may_on_any_case(page.actor, "procedures.export_orders", page.plan.organisation_id)
    return {
        "answer": payments_answer(rows),
        "table": _table(rows, page),
        "orders_url": page.url("cases:orders_file") if may_export else "",
    }


@CaseListPage.view(decorators=(heavy_view,))
def orders_file(page: CaseListPage) -> HttpResponse:
    """The orders that wait for their payment, for accounting; the audit log says who took them."""
    lines = export_orders(actor=page.actor, plan=page.plan)
    return file_response(write_orders_csv(lines), MEDIA_TYPE, f"ordres_{page.plan.code}_{today():%Y-%m-%d}.csv")


def payments_answer(rows: Sequence[PayableRow]) -> str:
    """« 2 paiements attendent un ordre, 1 attend son versement : 12 000 € en tout. »"""
    if not rows:
        return "Rien n’attend : aucun paiement n’est préparé."
    prepared = sum(each.order.state == PaymentState.PREPARED for each in rows)
    total = sum(each.order.cents for each in rows if each.order.kind == PaymentKind.PAYMENT)
    parts = [
        pluralise(prepared, "paiement attend un ordre", "paiements attendent un ordre"),
        pluralise(len(rows) - prepared, "attend son versement", "attendent leur versement"),
    ]
    return f"{', '.join(parts)} : {format_euros(total)} à verser en tout."


def _table(rows: Sequence[PayableRow], page: CaseListPage) -> Table[PayableRow]:
    return Table(
        rows,
        Column(
            "Dossier",
            lambda each: cell(each.title, url=page.url("cases:file", each.number), note=each.procedure.short_title),
        ),
        Column("Quoi", lambda each: each.label),
        Column("Montant", lambda each: amount_cell(each.order.cents), "num"),
        Column("État", lambda each: PAYMENT_STATE_LABELS[PaymentState(each.order.state)]),
        Column("Préparé par", lambda each: cell(str(each.order.prepared_by), note=_day(each))),
        id="a-payer",
        caption="Paiements qui attendent",
        empty="Aucun paiement n’attend. Un versement se prépare depuis la page de son dossier.",
    )


def _day(row: PayableRow) -> str:
    return format_day(paris_date(row.order.prepared_at))
