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
from pacte.web.heavy import heavy
from pacte.web.pages.supply.frame import actor_in, frame, region_where
from pacte.web.pages.supply.orders_page import money
from pacte.web.pages.supply.provider_desk import count
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.offer.rules.purchases import Purchase

_LABELS = {
    "domain_code": "Domaine",
    "nature": "Nature",
    "department_code": "Département",
    "year": "Année",
}
_NAMES = {"domain_code": "domaine", "nature": "nature", "department_code": "territoire", "year": "annee"}
_USUAL = ("nature", "year")
_SUMS = ("Sessions", "Places", "Perdues", "Heures", "Montant", "€ par heure")
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor may not read purchases."""
    actor = actor_in(request)
    host_id = region_where(actor, "offer.read_purchases")
    by = _chosen(request)
    found = _filtered(request, purchases(actor=actor, host_id=host_id, by_session_year=_by_session(request)))
    cells = aggregate_purchases(found, by)
    whole = aggregate_purchases(found, ())
    most = max((cell.hours for cell in cells), default=0)
    query = request.GET.urlencode()
    context = frame(("Achats", "")) | {
        "title": "Que change le pacte dans ce que l’on achète ?",
        "answer": _answer(found, whole),
        "choices": [
            {"value": _NAMES[each], "label": _LABELS[each].lower(), "chosen": each in by} for each in DIMENSIONS
        ],
        "year_choices": [
            {"value": "", "label": "celle de la signature", "chosen": not _by_session(request)},
            {"value": "session", "label": "celle du début prévu de la session", "chosen": _by_session(request)},
        ],
        "columns": [*({"label": _LABELS[each]} for each in by), *({"label": each, "kind": "num"} for each in _SUMS)],
        "rows": [_row(cell, by, most) for cell in cells],
        "totals": [*(["Ensemble"] + [""] * (len(by) - 1)), *_sums(whole[0])] if whole and by else None,
        "downloads": [
            {
                "label": f"Télécharger (.{each})",
                "url": reverse("supply:purchases_file", args=[each]) + (f"?{query}" if query else ""),
            }
            for each in KINDS
        ],
    }
    return render(request, "supply/purchases.html", context)


@signed_in
@require_safe
@heavy
def download(request: HttpRequest, extension: str) -> HttpResponse:
    """Same table, with numeric cells."""
    actor = actor_in(request)
    host_id = region_where(actor, "offer.read_purchases")
    if extension not in KINDS:
        raise NotFound
    by = _chosen(request)
    found = _filtered(request, purchases(actor=actor, host_id=host_id, by_session_year=_by_session(request)))
    cells, whole, on = aggregate_purchases(found, by), aggregate_purchases(found, ()), today()
    file = MoneyExport(
        title="Achats de formation",
        headings=(*(_LABELS[each] for each in by), "Sessions", "Places", "Perdues", "Heures", "Montant (€)"),
        rows=tuple((*(_value(cell, each) for each in by), *_numbers(cell)) for cell in cells),
        totals=("Ensemble", *("" for _ in by[1:]), *_numbers(whole[0])) if whole else (),
        as_of=on,
        notes=("Places et heures achetées, pertes comprises ; sommes du registre des places.",),
        synthetic=settings.INSTANCE.name == "demo",
    )
    data = write_money_xlsx(file) if extension == "xlsx" else write_money_csv(file)
    response = HttpResponse(data, content_type=KINDS[extension])
    response["Content-Disposition"] = f'attachment; filename="achats_{on:%Y-%m-%d}.{extension}"'
    return response


def _chosen(request: HttpRequest) -> tuple[str, ...]:
    wanted = set(request.GET.getlist("par"))
    return tuple(each for each in DIMENSIONS if _NAMES[each] in wanted) or _USUAL


def _by_session(request: HttpRequest) -> bool:
    return request.GET.get("annee_de") == "session"


def _filtered(request: HttpRequest, found: list[Purchase]) -> list[Purchase]:
    asked = request.GET.get("an", "")
    return [each for each in found if str(each.year) == asked] if parse_whole_number(asked) is not None else found


def _answer(found: list[Purchase], whole: list[PurchaseTotals]) -> str:
    """Total purchased, and the share of certifying hours in the first and last years."""
    if not found:
        return "Aucun achat n’est encore enregistré : la première commande signée fera paraître ce tableau."
    total = whole[0]
    said = f"{pluralise(total.places, 'place')} et {format_number(total.hours)} h achetées pour {format_euros(total.cents)}"
    years = sorted({each.year for each in found})
    if len(years) < 2:
        return f"{said} en {years[0]}."
    first, last = (_share(found, year) for year in (years[0], years[-1]))
    return f"{said}. Part des heures certifiantes : {first} en {years[0]}, {last} en {years[-1]}."


def _share(found: list[Purchase], year: int) -> str:
    hours = sum(each.hours for each in found if each.year == year)
    certified = sum(each.hours for each in found if each.year == year and each.nature == TrainingNature.CERTIFYING)
    return f"{format_number(certified / hours * 100)} %" if hours else "non connue"


def _value(cell: PurchaseTotals, dimension: str) -> str:
    value = str(getattr(cell, dimension) or "")
    if dimension == "nature":
        return NATURE_LABELS[TrainingNature(value)].capitalize() if value in set(TrainingNature) else value
    return value or "non dit"


def _row(cell: PurchaseTotals, by: tuple[str, ...], most: int) -> list[Any]:
    first = {"text": _value(cell, by[0])}
    hours = {"text": format_number(cell.hours), "value": str(cell.hours), "note": _bar(cell, most)}
    sums = _sums(cell)
    sums[3] = hours
    return [first, *(_value(cell, each) for each in by[1:]), *sums]


def _sums(cell: PurchaseTotals) -> list[Any]:
    an_hour = cell.cents_per_hour
    return [
        count(cell.sessions), count(cell.places), count(cell.places_lost) if cell.places_lost else "",
        count(cell.hours), money(cell.cents), money(an_hour) if an_hour is not None else "",
    ]  # fmt: skip


def _bar(cell: PurchaseTotals, most: int) -> SafeString:
    """Bar of hours, with the lost hours hatched at its end; the number above gives the same value."""
    width = 120.0
    full = cell.hours / most * width if most else 0.0
    lost = min(cell.hours_lost, cell.hours) / most * width if most else 0.0
    parts = [element("rect", x=0, y=1, width=max(full - lost, 0.0), height=8, class_="purchase-bar")]
    if lost:
        parts.append(element("rect", x=full - lost, y=1, width=lost, height=8, class_="purchase-lost"))
    box = {"width": round(width), "height": 10, "viewBox": f"0 0 {width:.0f} 10"}
    drawn = element("svg", *parts, class_="purchase-bars", aria_hidden="true", focusable="false", **box)
    return mark_safe(drawn)  # noqa: S308 - written by ``element``, which escapes


def _numbers(cell: PurchaseTotals) -> tuple[Any, ...]:
    return cell.sessions, cell.places, cell.places_lost, cell.hours, Decimal(cell.cents) / 100
