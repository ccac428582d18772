"""« Où en est l’argent du pacte ? »: by axis, year, stage and fund; additional effort; forecast."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from pacte.exchange.documents.money_files import write_money_csv, write_money_xlsx
from pacte.finance.queries import may_read_money, payment_forecast_of_plan
from pacte.finance.records import STAGE_LABELS
from pacte.finance.rules import money_headline, roll_up_by_axis
from pacte.indicators.queries.additionality import pact_additionality
from pacte.kernel.errors import NotFound
from pacte.kernel.french import pluralise
from pacte.plan.queries import main_plan, plan_by_code, plan_summaries
from pacte.web.dated_plan import DAY_PARAM
from pacte.web.heavy_views import heavy_view
from pacte.web.page import Page
from pacte.web.pages.money.money_detail import (
    MoneyFilters,
    detail_table,
    money_detail,
    money_detail_file,
    staff_fte,
    state_receipts,
)
from pacte.web.pages.money.money_pages import MoneyPage
from pacte.web.pages.money.overview_model import (
    additionality_table,
    allocation_table,
    consumption_table,
    forecast_figures,
    money_answer,
    money_by_axis_chart,
    source_table,
)

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@Page.view()
def home(page: Page) -> HttpResponse:
    """Redirects to the money of the main plan, else of the first plan whose money the actor may read."""
    first = main_plan(actor=page.actor)
    others = (plan_by_code(actor=page.actor, code=line.code) for line in plan_summaries(actor=page.actor))
    for plan in (*([first] if first else []), *others):
        if may_read_money(actor=page.actor, plan=plan):
            return HttpResponseRedirect(reverse("money:overview", args=[plan.code]))
    raise NotFound


@MoneyPage.view(template_name="money/overview.html")
def overview(page: MoneyPage) -> dict[str, Any]:
    table, dated_plan = page.table, page.dated_plan
    filters = MoneyFilters(page.request.GET, table=table)
    forecast = payment_forecast_of_plan(actor=page.actor, plan=page.plan, on=dated_plan.on, known_at=page.known_at)
    added = pact_additionality(actor=page.actor, plan=page.plan, table=table, known_on=dated_plan.on)
    return {
        "may_write": {right: page.may(right) for right in ("import", "allocate", "declare")},
        "answer": money_answer(money_headline(table), added),
        "waiting": table.unallocated if table.unallocated.count else None,
        "chart": money_by_axis_chart(table, dated_plan),
        "allocation": allocation_table(roll_up_by_axis(table)),
        "added": added,
        "added_table": additionality_table(added, table),
        "consumption": consumption_table(table),
        "forecast": forecast,
        "forecast_rows": forecast_figures(forecast, table),
        "receipt_lines": [(STAGE_LABELS[stage], cents) for stage, cents in state_receipts(table, filters).items()],
        "posts": staff_fte(table, filters),
        "sources": source_table(table),
        **_detail_values(page, filters),
    }


@MoneyPage.view(decorators=(heavy_view,))
def download(page: MoneyPage, extension: str) -> HttpResponse:
    """The rows of the page, with the same filters and day. Raises ``NotFound`` for an unknown format."""
    if extension not in MEDIA_TYPES:
        raise NotFound
    filters, on = MoneyFilters(page.request.GET, table=page.table), page.dated_plan.on
    detail, synthetic = money_detail(page.table, filters), settings.INSTANCE.name == "demo"
    file = money_detail_file(detail, page.table, filters, on=on, synthetic=synthetic)
    data = write_money_xlsx(file) if extension == "xlsx" else write_money_csv(file)
    response = HttpResponse(data, content_type=MEDIA_TYPES[extension])
    response["Content-Disposition"] = f'attachment; filename="{page.plan.code}_argent_{on:%Y-%m-%d}.{extension}"'
    return response


def _detail_values(page: MoneyPage, filters: MoneyFilters) -> dict[str, Any]:
    detail = money_detail(page.table, filters)
    day = {} if page.dated_plan.is_today else {DAY_PARAM: page.dated_plan.on.isoformat()}
    return {
        "fields": [_select(filters, name) for name in filters.fields],
        "chips": [
            {"label": label, "url": f"{page.request.path}{filters.querystring(**{name: ''}, **day)}#detail"}
            for name, label in filters.active.items()
        ],
        "clear_url": f"{page.url('money:overview')}#detail",
        "count": pluralise(len(detail.rows), "ligne"),
        "detail_note": detail.sources_note,
        "detail": detail_table(
            detail,
            id="argent-detail",
            caption="Argent par ligne, année, fonds et étape, en euros",
            empty="Aucun montant ne répond à ces choix.",
        ),
        "downloads": [
            {
                "label": label,
                "url": reverse("money:download", args=[page.plan.code, extension]) + filters.querystring(**day),
            }
            for extension, label in (("xlsx", "Tableau Excel (.xlsx)"), ("csv", "Table simple (.csv)"))
        ],
    }


def _select(filters: MoneyFilters, name: str) -> dict[str, Any]:
    """Parameters of the component ``field``: a filter always has a choice, so that it is not « facultatif »."""
    chosen, labels = filters.values[name], filters.labels(name)
    choices = [{"value": value, "label": label, "chosen": value == chosen} for value, label in labels.items()]
    return {"id": f"filtre-{name}", "name": name, "label": filters.fields[name].label, "choices": choices}
