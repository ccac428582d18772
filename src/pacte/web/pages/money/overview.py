"""« L’argent suit-il le calendrier ? », and the files of its detail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from pacte.exchange.documents.money_files import write_money_csv, write_money_xlsx
from pacte.finance.queries import may_read_money, money_by_month, payment_forecast_of_plan
from pacte.finance.records import STAGE_LABELS, MoneyStage
from pacte.finance.rules import commitment_pace, money_headline, roll_up_by_axis, vote_gaps
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import NotFound, hide_unless
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.money import format_euros
from pacte.plan.queries import main_plan, plan_by_code, plan_summaries
from pacte.web.dated_plan import DAY_PARAM
from pacte.web.downloads import file_response
from pacte.web.heavy_views import heavy_view
from pacte.web.page import Page
from pacte.web.pages.money.blocked_actions import SHOWN, blocked_note, blocked_table, load_blocked_actions
from pacte.web.pages.money.money_detail import (
    MoneyFilters,
    detail_table,
    money_detail,
    money_detail_file,
    staff_fte,
    state_receipts,
)
from pacte.web.pages.money.overview_curve import money_answer, money_curve, pace_days
from pacte.web.pages.money.overview_model import (
    allocation_table,
    consumption_table,
    forecast_figures,
    money_by_axis_chart,
    source_table,
)
from pacte.web.pages.money.page import MoneyPage

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
    months = money_by_month(actor=page.actor, plan=page.plan, on=dated_plan.on, known_at=page.known_at)
    pace, gaps = commitment_pace(months, as_of=dated_plan.on, horizons=pace_days(table)), vote_gaps(table)
    forecast = payment_forecast_of_plan(actor=page.actor, plan=page.plan, on=dated_plan.on, known_at=page.known_at)
    blocked = load_blocked_actions(page, gaps)
    return {
        "may_write": {right: page.may(right) for right in ("import", "allocate", "declare")},
        "answer": money_answer(table, money_headline(table), pace, gaps),
        "curve": money_curve(table, months, pace),
        "curve_note": _curve_note(page),
        "pace": pace,
        "chart": money_by_axis_chart(table, dated_plan),
        "allocation": allocation_table(roll_up_by_axis(table)),
        "blocked": blocked_table(blocked[:SHOWN]),
        "blocked_rest": blocked_table(blocked[SHOWN:], id="a-debloquer-suite"),
        "blocked_title": pluralise(len(blocked), "action à débloquer", "actions à débloquer"),
        "blocked_note": blocked_note(gaps),
        "unallocated": _unallocated(page),
        "added_url": page.url("money:added"),
        "consumption": consumption_table(table),
        "forecast": forecast,
        "forecast_rows": forecast_figures(forecast, table),
        "receipt_lines": [(STAGE_LABELS[stage], cents) for stage, cents in state_receipts(table, filters).items()],
        "posts": staff_fte(table, filters),
        "sources": source_table(table),
        **_detail_values(page, filters),
    }


def _curve_note(page: MoneyPage) -> str:
    """« fonds pacte, cumul en M€ ; extraction comptable du 20 novembre 2020 »."""
    source = next(iter(page.table.sources), None)
    day = (source.extracted_on or paris_date(source.received_at)) if source else None
    return "fonds pacte, cumul en M€" + (f" ; extraction comptable du {format_day(day)}" if day else "")


def _unallocated(page: MoneyPage) -> dict[str, str] | None:
    """« 12 lignes à affecter, 361 675 € »; None when every line has its place."""
    loose = page.table.unallocated
    if not loose.count:
        return None
    amount = format_euros(round(loose.of(MoneyStage.COMMITTED), -2))
    return {
        "title": f"{pluralise(loose.count, 'ligne à affecter', 'lignes à affecter')}, {amount}",
        "verb": "Affecter cette ligne" if loose.count == 1 else f"Affecter ces {loose.count} lignes",
    }


@MoneyPage.view(decorators=(heavy_view,))
def download(page: MoneyPage, extension: str) -> HttpResponse:
    """The rows of the page, with the same filters and day. Raises ``NotFound`` for an unknown format."""
    hide_unless(extension in MEDIA_TYPES)
    filters, on = MoneyFilters(page.request.GET, table=page.table), page.dated_plan.on
    detail, synthetic = money_detail(page.table, filters), settings.INSTANCE.name == "demo"
    file = money_detail_file(detail, page.table, filters, on=on, synthetic=synthetic)
    data = write_money_xlsx(file) if extension == "xlsx" else write_money_csv(file)
    return file_response(data, MEDIA_TYPES[extension], f"{page.plan.code}_argent_{on:%Y-%m-%d}.{extension}")


def _detail_values(page: MoneyPage, filters: MoneyFilters) -> dict[str, Any]:
    detail = money_detail(page.table, filters)
    day = {} if page.dated_plan.is_today else {DAY_PARAM: page.dated_plan.on.isoformat()}
    return {
        "is_filtered": any(name in page.request.GET for name in filters.fields),
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
