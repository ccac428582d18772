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
from pacte.web.heavy import heavy
from pacte.web.pages.money.choice import NAMES, Choice, choice_from, offers
from pacte.web.pages.money.detail import Detail, detail, file_of, posts, receipts
from pacte.web.pages.money.known import known_at, money_frame, seen_money
from pacte.web.pages.money.overview_model import (
    added_rows,
    answer_of,
    axes_chart,
    consumption_rows,
    forecast_rows,
    roll_rows,
    source_lines,
)
from pacte.web.plan_seen import PlanSeen
from pacte.web.signed_in import signed_in

TABLE = "argent-detail"
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_LABELS = {
    "axis": "Axe", "action": "Action", "year": "Année", "section": "Section", "fund": "Fonds",
    "financer": "Financeur", "by": "L’année est celle", "rows": "Une ligne par",
}  # fmt: skip


CONSUMPTION = (
    {"label": "Part"}, {"label": "Section"}, {"label": "Montant", "kind": "num"}, {"label": "Plafond", "kind": "num"},
    {"label": "Consommé", "kind": "num"},
)  # fmt: skip
SOURCES = (
    {"label": "Fichier"}, {"label": "Arrêté au", "kind": "day"}, {"label": "Écrit le", "kind": "day"},
    {"label": "Par"}, {"label": "Lignes"}
)  # fmt: skip


@signed_in
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


@signed_in
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    seen, table = seen_money(request, code)
    choice = choice_from(request.GET.dict(), table)
    found = detail(table, choice)
    told = payment_forecast_of_plan(actor=seen.actor, plan=seen.plan, on=seen.on, known_at=known_at(seen))
    added = pact_additionality(actor=seen.actor, plan=seen.plan, table=table, known_on=seen.on)
    context = money_frame(request, seen, trail=[]) | {
        "table": table,
        "answer": answer_of(money_headline(table), added),
        "waiting": table.unallocated if table.unallocated.count else None,
        "chart": axes_chart(table, seen),
        "rolls": roll_rows(roll_up_by_axis(table)),
        "added": added,
        "added_rows": added_rows(added, table),
        "consumption": consumption_rows(table),
        "forecast": told,
        "forecast_rows": forecast_rows(told, table),
        "receipt_lines": [(STAGE_LABELS[stage], cents) for stage, cents in receipts(table, choice).items()],
        "consumption_columns": CONSUMPTION,
        "source_columns": SOURCES,
        "posts": posts(table, choice),
        "sources": source_lines(table),
        **_detail(found, table, choice, seen),
    }
    return render(request, "money/overview.html", context)


@signed_in
@require_safe
@heavy
def download(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """The rows of the page, with the same filters and day. Raises ``NotFound`` for an unknown format."""
    if extension not in MEDIA:
        raise NotFound
    seen, table = seen_money(request, code)
    choice = choice_from(request.GET.dict(), table)
    file = file_of(detail(table, choice), table, choice, on=seen.on, synthetic=settings.INSTANCE.name == "demo")
    data = write_money_xlsx(file) if extension == "xlsx" else write_money_csv(file)
    response = HttpResponse(data, content_type=MEDIA[extension])
    response["Content-Disposition"] = f'attachment; filename="{code}_argent_{seen.on:%Y-%m-%d}.{extension}"'
    return response


def _detail(found: Detail, table: PlanMoneyTable, choice: Choice, seen: PlanSeen) -> dict[str, Any]:
    every = offers(table)
    address = seen.url("money:overview").partition("?")[0]
    query = choice.query(seen)
    return {
        "choice": choice,
        "fields": [_field(name, field, every[field], choice) for name, field in NAMES.items()],
        "chips": [
            {"label": f"{_LABELS[name]} : {every[name][getattr(choice, name)]}",
             "url": f"{address}{choice.without(name).query(seen)}#detail"}
            for name in choice.filters
        ],
        "clear_url": f"{address}{Choice().query(seen)}#detail",
        "count": pluralise(len(found.rows), "ligne"),
        "detail_table": TABLE,
        "detail_note": found.sources_note,
        "columns": [
            {"label": label, "kind": "num" if rank > 2 else ""} for rank, label in enumerate(found.headings)
        ],
        "rows": [[row.label, str(row.year), row.fund, *(amount(cents) for cents in row.cents)] for row in found.rows],
        "totals": ["Ensemble", "", "", *(amount(cents) for cents in found.totals)] if found.rows else [],
        "downloads": [
            {"label": label, "url": reverse("money:download", args=[seen.plan.code, extension]) + query}
            for extension, label in (("xlsx", "Tableau Excel (.xlsx)"), ("csv", "Table simple (.csv)"))
        ],
    }  # fmt: skip


def amount(cents: int | None) -> Any:
    """« 1 234 € » with the raw number for a spreadsheet; « – » when unknown."""
    if cents is None:
        return {"text": "–", "value": ""}
    return {"text": format_euros(round(cents, -2)), "value": str(Decimal(cents) / 100)}


def _field(name: str, field: str, choices: dict[str, str], choice: Choice) -> dict[str, Any]:
    chosen = getattr(choice, field)
    has_all = "" in choices or field == "fund"
    everything = [] if has_all else [{"value": "", "label": "toutes" if field in _FEMININE else "tous"}]
    return {
        "id": f"filtre-{name}",
        "name": name,
        "label": _LABELS[field],
        "choices": [
            *everything, *({"value": v, "label": label, "chosen": v == chosen} for v, label in choices.items())
        ],
    }  # fmt: skip


_FEMININE = ("action", "year", "section")
