"""« Que change le pacte dans ce que l’on achète ? »: purchases by domain, nature, territory, buyer, year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe

from pacte.accounts.queries import organisation_names
from pacte.exchange.documents.money_files import MoneyExport, write_money_csv, write_money_xlsx
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_number, pluralise
from pacte.kernel.money import format_amount
from pacte.kernel.user_input import parse_whole_number
from pacte.offer.queries import purchases
from pacte.offer.records import NATURE_LABELS, TrainingNature
from pacte.offer.rules.purchases import DIMENSIONS, Purchase, PurchaseTotals, aggregate_purchases
from pacte.reference.queries import training_domain_labels
from pacte.web.charts.svg import element
from pacte.web.downloads import file_response
from pacte.web.euro_link import purchases_euro_url
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.sessions.offer_pages import OfferPage
from pacte.web.pages.sessions.purchase_names import domain_name
from pacte.web.tables import Column, Table, amount_cell, cell, number_cell, number_column

_DIMENSION_LABELS = {
    "domain_code": "Domaine",
    "nature": "Nature",
    "department_code": "Département",
    "buyer_id": "Acheteur",
    "year": "Année",
}
_URL_NAMES = {
    "domain_code": "domaine",
    "nature": "nature",
    "department_code": "territoire",
    "buyer_id": "acheteur",
    "year": "annee",
}
_DEFAULT_DIMENSIONS = ("nature", "year")
EXPORT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class PurchasesPage(OfferPage):
    """Purchases of the Region, counted by the dimensions of the URL: « ?par=nature&annee_de=session&an=2021 »."""

    right = "offer.read_purchases"
    crumb = "Achats"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        query = self.request.GET
        wanted, year = set(query.getlist("par")), query.get("an", "")
        self.dimensions = tuple(each for each in DIMENSIONS if _URL_NAMES[each] in wanted) or _DEFAULT_DIMENSIONS
        self.is_by_session_year = query.get("annee_de") == "session"
        every = purchases(actor=self.actor, host_id=self.host_id, by_session_year=self.is_by_session_year)
        is_one_year = parse_whole_number(year) is not None
        self.purchases = [each for each in every if not is_one_year or str(each.year) == year]
        self.rows = aggregate_purchases(self.purchases, self.dimensions)
        self.domains = training_domain_labels(actor=self.actor, codes={each.domain_code for each in self.purchases})
        self.buyers = organisation_names(on=today()) if "buyer_id" in self.dimensions else {}
        self.total = next(iter(aggregate_purchases(self.purchases, ())), None)


@PurchasesPage.view(template_name="sessions/purchases.html")
def purchases_page(page: PurchasesPage) -> dict[str, Any]:
    query, by_session = page.request.GET.urlencode(), page.is_by_session_year
    return {
        "title": "Que change le pacte dans ce que l’on achète ?",
        "answer": _answer(page.purchases, page.total),
        "choices": [
            {"value": _URL_NAMES[each], "label": _DIMENSION_LABELS[each].lower(), "chosen": each in page.dimensions}
            for each in DIMENSIONS
        ],
        "year_choices": [
            {"value": "", "label": "celle de la signature", "chosen": not by_session},
            {"value": "session", "label": "celle du début prévu de la session", "chosen": by_session},
        ],
        "purchases": _purchase_table(page),
        "euro_url": purchases_euro_url(page.actor, page.host_id),
        "downloads": [
            {
                "label": f"Télécharger (.{each})",
                "url": page.url("sessions:purchases_file", each) + (f"?{query}" if query else ""),
            }
            for each in EXPORT_TYPES
        ],
    }


@PurchasesPage.view(decorators=(heavy_view,))
def download_purchases(page: PurchasesPage, extension: str) -> HttpResponse:
    """Same table, with numeric cells."""
    if extension not in EXPORT_TYPES:
        raise NotFound
    total, on = page.total, today()
    labels = [_DIMENSION_LABELS[each] for each in page.dimensions]
    file = MoneyExport(
        title="Achats de formation",
        headings=(*labels, "Sessions", "Places", "Perdues", "Heures", "Montant (€)"),
        rows=tuple((*(_value(row, each, page) for each in page.dimensions), *_export_values(row)) for row in page.rows),
        totals=("Ensemble", *("" for _ in labels[1:]), *_export_values(total)) if total else (),
        as_of=on,
        notes=("Places et heures achetées, pertes comprises ; sommes du registre des places.",),
        synthetic=settings.INSTANCE.name == "demo",
    )
    data = write_money_xlsx(file) if extension == "xlsx" else write_money_csv(file)
    return file_response(data, EXPORT_TYPES[extension], f"achats_{on:%Y-%m-%d}.{extension}")


def _answer(purchase_rows: list[Purchase], total: PurchaseTotals | None) -> str:
    """Total purchased, and the share of certifying hours in the first and last years."""
    if total is None:
        return "Aucun achat n’est encore enregistré : la première commande signée fera paraître ce tableau."
    sentence = (
        f"{pluralise(total.places, 'place')} et {format_number(total.hours)} h achetées pour "
        f"{format_amount(total.cents)}"
    )
    years = sorted({each.year for each in purchase_rows})
    if len(years) < 2:
        return f"{sentence} en {years[0]}, tous fonds."
    first, last = (_share(purchase_rows, year) for year in (years[0], years[-1]))
    return (
        f"{sentence}, de {years[0]} à {years[-1]}, tous fonds. Part des heures certifiantes : {first} en {years[0]}, "
        f"{last} en {years[-1]}."
    )


def _share(purchase_rows: list[Purchase], year: int) -> str:
    hours = sum(each.hours for each in purchase_rows if each.year == year)
    certified = sum(
        each.hours for each in purchase_rows if each.year == year and each.nature == TrainingNature.CERTIFYING
    )
    return f"{format_number(certified / hours * 100)} %" if hours else "non connue"


def _value(cell: PurchaseTotals, dimension: str, page: PurchasesPage) -> str:
    value = str(getattr(cell, dimension) or "")
    if dimension == "domain_code":
        return domain_name(value, page.domains)
    if dimension == "buyer_id":
        return page.buyers.get(cell.buyer_id, "")
    if dimension == "nature":
        return NATURE_LABELS[TrainingNature(value)].capitalize() if value in set(TrainingNature) else value
    return value or "non dit"


def _purchase_table(page: PurchasesPage) -> Table[PurchaseTotals]:
    total, most = page.total or PurchaseTotals(), max((row.hours for row in page.rows), default=0)

    def dimension_column(name: str) -> Column[PurchaseTotals]:
        is_first = name == page.dimensions[0]
        return Column(
            _DIMENSION_LABELS[name], lambda row: _value(row, name, page), total="Ensemble" if is_first else ""
        )

    return Table(
        page.rows,
        *map(dimension_column, page.dimensions),
        number_column("Sessions", lambda row: number_cell(row.sessions), number_cell(total.sessions)),
        number_column("Places", lambda row: number_cell(row.places), number_cell(total.places)),
        number_column(
            "Perdues", lambda row: number_cell(row.places_lost or None), number_cell(total.places_lost or None)
        ),
        number_column(
            "Heures",
            lambda row: cell(format_number(row.hours), value=str(row.hours), note=_hours_bar(row, most)),
            number_cell(total.hours),
        ),
        number_column("Montant", lambda row: amount_cell(row.cents), amount_cell(total.cents)),
        number_column("€ par heure", lambda row: amount_cell(row.cents_per_hour), amount_cell(total.cents_per_hour)),
        id="achats",
        caption="Achats de formation",
        empty="Aucun achat.",
    )


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
