"""Base classes of the pages about the money of a plan; « Où en est l’argent du pacte ? », its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from pacte.exchange.documents.money_files import write_money_csv, write_money_xlsx
from pacte.finance.permissions import may
from pacte.finance.queries import (
    CommitmentSummary,
    UnallocatedCommitment,
    may_read_money,
    money_table,
    payment_forecast_of_plan,
)
from pacte.finance.records import STAGE_LABELS, PlanMoneyTable
from pacte.finance.rules import money_headline, roll_up_by_axis
from pacte.indicators.queries.additionality import pact_additionality
from pacte.kernel.clock import PARIS
from pacte.kernel.errors import NotFound, PermissionDenied, hide_unless
from pacte.kernel.french import pluralise
from pacte.plan.queries import main_plan, plan_by_code, plan_summaries
from pacte.web.dated_plan import DAY_PARAM
from pacte.web.downloads import file_response
from pacte.web.heavy_views import heavy_view
from pacte.web.page import Crumb, Page, PageContext, PlanFormPage, PlanPage
from pacte.web.pages.money.money_detail import (
    MoneyFilters,
    detail_table,
    money_detail,
    money_detail_file,
    staff_fte,
    state_receipts,
)
from pacte.web.pages.money.overview_model import (
    additionality_table,
    allocation_table,
    consumption_table,
    forecast_figures,
    money_answer,
    money_by_axis_chart,
    source_table,
)
from pacte.web.tables import cell

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class MoneyPage(PlanPage):
    """A page for readers of the money of the plan, who also need the ``right`` to write, if it names one."""

    nav = "money"
    right = ""
    # Label and URL name of the pages between the money of the plan and this one.
    above: Sequence[Crumb] = ()

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(may_read_money(actor=self.actor, plan=self.plan))
        if self.right and not self.may(self.right):
            raise PermissionDenied(
                "finance_right",
                "Votre fonction permet de lire l’argent du pacte, pas de l’écrire.",
                hint="Demandez-le à la gestion financière ou au pilote du pacte.",
            )

    def may(self, right: str) -> bool:
        return may(self.actor, f"finance.{right}", self.plan.organisation_id)

    @property
    def known_at(self) -> datetime | None:
        """End of the day for a past day; None (now) for today."""
        return None if self.dated_plan.is_today else datetime.combine(self.dated_plan.on, time.max, PARIS)

    @cached_property
    def table(self) -> PlanMoneyTable:
        return money_table(actor=self.actor, plan=self.plan, on=self.dated_plan.on, known_at=self.known_at)

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        above = [(label, self.url(name)) for label, name in self.above]
        return [("Argent", self.url("money:overview") if own else ""), *above, *own]

    def page_context(self) -> PageContext:
        """Other parameters of the URL are kept when the day changes."""
        context = super().page_context()
        hidden = [
            {"name": name, "value": value}
            for name, values in self.request.GET.lists()
            for value in values
            if name != DAY_PARAM
        ]
        return replace(context, day=context.day and {**context.day, "hidden": hidden})


class MoneyFormPage(MoneyPage, PlanFormPage):
    """A form about the money of the plan."""

    stylesheet = "pacte/css/money.css"


def commitment_cell(line: CommitmentSummary | UnallocatedCommitment, url: str) -> dict[str, Any]:
    """Number of a commitment, its item and its year."""
    return cell(f"{line.number}{f', poste {line.post}' if line.post else ''}", url=url, note=str(line.year))


def facts(*lines: tuple[str, str, str]) -> list[dict[str, str]]:
    """Parameter of the component ``facts``, from labels, values and notes."""
    return [{"label": label, "value": value, "note": note} for label, value, note in lines]


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
