"""« Que change le pacte dans ce que l’on achète ? »: purchases by domain, nature, territory and year."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from pacte.exchange.documents.money_files import MoneyExport, write_money_csv, write_money_xlsx
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_number, pluralise
from pacte.kernel.money import format_euros
from pacte.kernel.user_input import parse_whole_number
from pacte.offer.queries import purchases
from pacte.offer.records import NATURE_LABELS, TrainingNature
from pacte.offer.rules.purchases import DIMENSIONS, PurchaseTotals, aggregate_purchases
from pacte.web.charts.svg import element
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.sessions.orders_page import amount_cell
from pacte.web.pages.sessions.page_context import permitted_region_id, request_actor, sessions_page_context
from pacte.web.pages.sessions.provider_desk import number_cell
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.offer.rules.purchases import Purchase

_DIMENSION_LABELS = {
    "domain_code": "Domaine",
    "nature": "Nature",
    "department_code": "Département",
    "year": "Année",
}
_URL_NAMES = {"domain_code": "domaine", "nature": "nature", "department_code": "territoire", "year": "annee"}
_DEFAULT_DIMENSIONS = ("nature", "year")
_TOTAL_LABELS = ("Sessions", "Places", "Perdues", "Heures", "Montant", "€ par heure")
EXPORT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor may not read purchases."""
    actor = request_actor(request)
    host_id = permitted_region_id(actor, "offer.read_purchases")
    dimensions = _selected_dimensions(request)
    purchase_rows = _purchases_of_year(
        request, purchases(actor=actor, host_id=host_id, by_session_year=_is_by_session_year(request))
    )
    cells = aggregate_purchases(purchase_rows, dimensions)
    totals = aggregate_purchases(purchase_rows, ())
    max_hours = max((cell.hours for cell in cells), default=0)
    query = request.GET.urlencode()
    context = sessions_page_context(("Achats", "")) | {
        "title": "Que change le pacte dans ce que l’on achète ?",
        "answer": _answer(purchase_rows, totals),
        "choices": [
            {"value": _URL_NAMES[each], "label": _DIMENSION_LABELS[each].lower(), "chosen": each in dimensions}
            for each in DIMENSIONS
        ],
        "year_choices": [
            {"value": "", "label": "celle de la signature", "chosen": not _is_by_session_year(request)},
            {"value": "session", "label": "celle du début prévu de la session", "chosen": _is_by_session_year(request)},
        ],
        "columns": [
            *({"label": _DIMENSION_LABELS[each]} for each in dimensions),
            *({"label": each, "kind": "num"} for each in _TOTAL_LABELS),
        ],
        "rows": [_purchase_cells(cell, dimensions, max_hours) for cell in cells],
        "totals": [*(["Ensemble"] + [""] * (len(dimensions) - 1)), *_total_cells(totals[0])]
        if totals and dimensions
        else None,
        "downloads": [
            {
                "label": f"Télécharger (.{each})",
                "url": reverse("supply:purchases_file", args=[each]) + (f"?{query}" if query else ""),
            }
            for each in EXPORT_TYPES
        ],
    }
    return render(request, "supply/purchases.html", context)


@require_login
@require_safe
@heavy_view
def download(request: HttpRequest, extension: str) -> HttpResponse:
    """Same table, with numeric cells."""
    actor = request_actor(request)
    host_id = permitted_region_id(actor, "offer.read_purchases")
    if extension not in EXPORT_TYPES:
        raise NotFound
    dimensions = _selected_dimensions(request)
    purchase_rows = _purchases_of_year(
        request, purchases(actor=actor, host_id=host_id, by_session_year=_is_by_session_year(request))
    )
    cells, totals, on = aggregate_purchases(purchase_rows, dimensions), aggregate_purchases(purchase_rows, ()), today()
    file = MoneyExport(
        title="Achats de formation",
        headings=(
            *(_DIMENSION_LABELS[each] for each in dimensions),
            "Sessions",
            "Places",
            "Perdues",
            "Heures",
            "Montant (€)",
        ),
        rows=tuple((*(_value(cell, each) for each in dimensions), *_export_values(cell)) for cell in cells),
        totals=("Ensemble", *("" for _ in dimensions[1:]), *_export_values(totals[0])) if totals else (),
        as_of=on,
        notes=("Places et heures achetées, pertes comprises ; sommes du registre des places.",),
        synthetic=settings.INSTANCE.name == "demo",
    )
    data = write_money_xlsx(file) if extension == "xlsx" else write_money_csv(file)
    response = HttpResponse(data, content_type=EXPORT_TYPES[extension])
    response["Content-Disposition"] = f'attachment; filename="achats_{on:%Y-%m-%d}.{extension}"'
    return response


def _selected_dimensions(request: HttpRequest) -> tuple[str, ...]:
    wanted = set(request.GET.getlist("par"))
    return tuple(each for each in DIMENSIONS if _URL_NAMES[each] in wanted) or _DEFAULT_DIMENSIONS


def _is_by_session_year(request: HttpRequest) -> bool:
    return request.GET.get("annee_de") == "session"


def _purchases_of_year(request: HttpRequest, purchase_rows: list[Purchase]) -> list[Purchase]:
    year_text = request.GET.get("an", "")
    return (
        [each for each in purchase_rows if str(each.year) == year_text]
        if parse_whole_number(year_text) is not None
        else purchase_rows
    )


def _answer(purchase_rows: list[Purchase], totals: list[PurchaseTotals]) -> str:
    """Total purchased, and the share of certifying hours in the first and last years."""
    if not purchase_rows:
        return "Aucun achat n’est encore enregistré : la première commande signée fera paraître ce tableau."
    total = totals[0]
    sentence = (
        f"{pluralise(total.places, 'place')} et {format_number(total.hours)} h achetées pour "
        f"{format_euros(total.cents)}"
    )
    years = sorted({each.year for each in purchase_rows})
    if len(years) < 2:
        return f"{sentence} en {years[0]}."
    first, last = (_share(purchase_rows, year) for year in (years[0], years[-1]))
    return f"{sentence}. Part des heures certifiantes : {first} en {years[0]}, {last} en {years[-1]}."


def _share(purchase_rows: list[Purchase], year: int) -> str:
    hours = sum(each.hours for each in purchase_rows if each.year == year)
    certified = sum(
        each.hours for each in purchase_rows if each.year == year and each.nature == TrainingNature.CERTIFYING
    )
    return f"{format_number(certified / hours * 100)} %" if hours else "non connue"


def _value(cell: PurchaseTotals, dimension: str) -> str:
    value = str(getattr(cell, dimension) or "")
    if dimension == "nature":
        return NATURE_LABELS[TrainingNature(value)].capitalize() if value in set(TrainingNature) else value
    return value or "non dit"


def _purchase_cells(cell: PurchaseTotals, dimensions: tuple[str, ...], max_hours: int) -> list[Any]:
    first = {"text": _value(cell, dimensions[0])}
    hours = {"text": format_number(cell.hours), "value": str(cell.hours), "note": _hours_bar(cell, max_hours)}
    sums = _total_cells(cell)
    sums[3] = hours
    return [first, *(_value(cell, each) for each in dimensions[1:]), *sums]


def _total_cells(cell: PurchaseTotals) -> list[Any]:
    an_hour = cell.cents_per_hour
    return [
        number_cell(cell.sessions), number_cell(cell.places), number_cell(cell.places_lost) if cell.places_lost else "",
        number_cell(cell.hours), amount_cell(cell.cents), amount_cell(an_hour) if an_hour is not None else "",
    ]  # fmt: skip


def _hours_bar(cell: PurchaseTotals, max_hours: int) -> SafeString:
    """Bar of hours, with the lost hours hatched at its end; the number above gives the same value."""
    width = 120.0
    full = cell.hours / max_hours * width if max_hours else 0.0
    lost = min(cell.hours_lost, cell.hours) / max_hours * width if max_hours else 0.0
    parts = [element("rect", x=0, y=1, width=max(full - lost, 0.0), height=8, class_="purchase-bar")]
    if lost:
        parts.append(element("rect", x=full - lost, y=1, width=lost, height=8, class_="purchase-lost"))
    box = {"width": round(width), "height": 10, "viewBox": f"0 0 {width:.0f} 10"}
    drawn = element("svg", *parts, class_="purchase-bars", aria_hidden="true", focusable="false", **box)
    return mark_safe(drawn)  # noqa: S308 - written by ``element``, which escapes


def _export_values(cell: PurchaseTotals) -> tuple[Any, ...]:
    return cell.sessions, cell.places, cell.places_lost, cell.hours, Decimal(cell.cents) / 100
