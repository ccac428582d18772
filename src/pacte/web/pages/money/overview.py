"""« Où en est l’argent du pacte ? »: by axis, year, stage and fund; additional effort; forecast."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.exchange.documents.money_files import write_money_csv, write_money_xlsx
from pacte.finance.queries import may_read_money, payment_forecast_of_plan
from pacte.finance.records import STAGE_LABELS, PlanMoneyTable
from pacte.finance.rules import money_headline, roll_up_by_axis
from pacte.indicators.queries.additionality import pact_additionality
from pacte.kernel.errors import NotFound
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_euros
from pacte.plan.queries import main_plan, plan_by_code, plan_summaries
from pacte.web.dated_plan import DatedPlan
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.money.detail_table import MoneyDetail, money_detail, money_detail_file, staff_fte, state_receipts
from pacte.web.pages.money.filters import FIELD_BY_PARAM, MoneyFilters, money_filter_options, parse_money_filters
from pacte.web.pages.money.money_context import load_plan_money, money_page_context, recorded_before
from pacte.web.pages.money.overview_model import (
    additionality_table,
    allocation_table,
    consumption_table_rows,
    forecast_figures,
    money_answer,
    money_by_axis_chart,
    source_table_rows,
)
from pacte.web.require_login import require_login

DETAIL_TABLE_NAME = "argent-detail"
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_FILTER_LABELS = {
    "axis": "Axe", "action": "Action", "year": "Année", "section": "Section", "fund": "Fonds",
    "financer": "Financeur", "by": "L’année est celle", "rows": "Une ligne par",
}  # fmt: skip


CONSUMPTION_COLUMNS = (
    {"label": "Part"}, {"label": "Section"}, {"label": "Montant", "kind": "num"}, {"label": "Plafond", "kind": "num"},
    {"label": "Consommé", "kind": "num"},
)  # fmt: skip
SOURCE_COLUMNS = (
    {"label": "Fichier"}, {"label": "Arrêté au", "kind": "day"}, {"label": "Écrit le", "kind": "day"},
    {"label": "Par"}, {"label": "Lignes"}
)  # fmt: skip


@require_login
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Redirects to the money of the main plan, else of the first plan whose money the actor may read."""
    actor = request.actor  # type: ignore[attr-defined]
    first = main_plan(actor=actor)
    others = (plan_by_code(actor=actor, code=line.code) for line in plan_summaries(actor=actor))
    for plan in (*([first] if first else []), *others):
        if may_read_money(actor=actor, plan=plan):
            return HttpResponseRedirect(reverse("money:overview", args=[plan.code]))
    raise NotFound


@require_login
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    dated_plan, table = load_plan_money(request, code)
    filters = parse_money_filters(request.GET.dict(), table)
    detail_rows = money_detail(table, filters)
    forecast = payment_forecast_of_plan(
        actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on, known_at=recorded_before(dated_plan)
    )
    added = pact_additionality(actor=dated_plan.actor, plan=dated_plan.plan, table=table, known_on=dated_plan.on)
    context = money_page_context(request, dated_plan, trail=[]) | {
        "table": table,
        "answer": money_answer(money_headline(table), added),
        "waiting": table.unallocated if table.unallocated.count else None,
        "chart": money_by_axis_chart(table, dated_plan),
        "rolls": allocation_table(roll_up_by_axis(table)),
        "added": added,
        "added_rows": additionality_table(added, table),
        "consumption": consumption_table_rows(table),
        "forecast": forecast,
        "forecast_rows": forecast_figures(forecast, table),
        "receipt_lines": [(STAGE_LABELS[stage], cents) for stage, cents in state_receipts(table, filters).items()],
        "consumption_columns": CONSUMPTION_COLUMNS,
        "source_columns": SOURCE_COLUMNS,
        "posts": staff_fte(table, filters),
        "sources": source_table_rows(table),
        **_detail_context(detail_rows, table, filters, dated_plan),
    }
    return render(request, "money/overview.html", context)


@require_login
@require_safe
@heavy_view
def download(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """The rows of the page, with the same filters and day. Raises ``NotFound`` for an unknown format."""
    if extension not in MEDIA_TYPES:
        raise NotFound
    dated_plan, table = load_plan_money(request, code)
    filters = parse_money_filters(request.GET.dict(), table)
    file = money_detail_file(
        money_detail(table, filters), table, filters, on=dated_plan.on, synthetic=settings.INSTANCE.name == "demo"
    )
    data = write_money_xlsx(file) if extension == "xlsx" else write_money_csv(file)
    response = HttpResponse(data, content_type=MEDIA_TYPES[extension])
    response["Content-Disposition"] = f'attachment; filename="{code}_argent_{dated_plan.on:%Y-%m-%d}.{extension}"'
    return response


def _detail_context(
    detail_rows: MoneyDetail, table: PlanMoneyTable, filters: MoneyFilters, dated_plan: DatedPlan
) -> dict[str, Any]:
    every = money_filter_options(table)
    address = dated_plan.url("money:overview").partition("?")[0]
    query = filters.query(dated_plan)
    return {
        "choice": filters,
        "fields": [_filter_field(name, field, every[field], filters) for name, field in FIELD_BY_PARAM.items()],
        "chips": [
            {
                "label": f"{_FILTER_LABELS[name]} : {every[name][getattr(filters, name)]}",
                "url": f"{address}{filters.without(name).query(dated_plan)}#detail",
            }
            for name in filters.active_fields
        ],
        "clear_url": f"{address}{MoneyFilters().query(dated_plan)}#detail",
        "count": pluralise(len(detail_rows.rows), "ligne"),
        "detail_table": DETAIL_TABLE_NAME,
        "detail_note": detail_rows.sources_note,
        "columns": [
            {"label": label, "kind": "num" if rank > 2 else ""} for rank, label in enumerate(detail_rows.headings)
        ],
        "rows": [
            [row.label, str(row.year), row.fund, *(money_cell(cents) for cents in row.cents)]
            for row in detail_rows.rows
        ],
        "totals": ["Ensemble", "", "", *(money_cell(cents) for cents in detail_rows.totals)]
        if detail_rows.rows
        else [],
        "downloads": [
            {"label": label, "url": reverse("money:download", args=[dated_plan.plan.code, extension]) + query}
            for extension, label in (("xlsx", "Tableau Excel (.xlsx)"), ("csv", "Table simple (.csv)"))
        ],
    }


def money_cell(cents: int | None) -> Any:
    """« 1 234 € » with the raw number for a spreadsheet; « – » when unknown."""
    if cents is None:
        return {"text": "–", "value": ""}
    return {"text": format_euros(round(cents, -2)), "value": str(Decimal(cents) / 100)}


def _filter_field(name: str, field: str, choices: dict[str, str], filters: MoneyFilters) -> dict[str, Any]:
    chosen = getattr(filters, field)
    has_all = "" in choices or field == "fund"
    everything = [] if has_all else [{"value": "", "label": "toutes" if field in _FEMININE_FIELDS else "tous"}]
    return {
        "id": f"filtre-{name}",
        "name": name,
        "label": _FILTER_LABELS[field],
        "choices": [
            *everything, *({"value": v, "label": label, "chosen": v == chosen} for v, label in choices.items())
        ],
    }  # fmt: skip


_FEMININE_FIELDS = ("action", "year", "section")
