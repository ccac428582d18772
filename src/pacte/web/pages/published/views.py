"""« Qui est entré en formation ? »: public figures, as they were published."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from pacte.accounts.queries import host_organisation
from pacte.exchange.documents.csv_file import MEDIA_TYPE, Cell, csv_bytes
from pacte.indicators.facts.dimensions import DIMENSIONS
from pacte.indicators.queries.publications import public_tables, published_table, years_with_counts
from pacte.indicators.records.publication import PublishedTable
from pacte.indicators.rules.disclosure import TOTAL
from pacte.indicators.rules.publications import publication_to_document
from pacte.indicators.rules.regrouping import SIGN, UNKNOWN
from pacte.kernel.errors import NotFound, ensure_found
from pacte.kernel.french import fold_text, format_day, format_number, pluralise
from pacte.web.charts.class_bars import ClassBar, ClassBars
from pacte.web.charts.row_marks import FunnelStage, funnel_bar_svg
from pacte.web.downloads import file_response
from pacte.web.heavy_views import heavy_view
from pacte.web.page import Crumb, Page
from pacte.web.tables import Column, Table, cell, number_column


@Page.view(template_name="published/list.html", is_public=True)
def listing(page: Page) -> dict[str, Any]:
    region = host_organisation()
    years = years_with_counts(actor=page.actor, host_id=region.pk) if region else {}
    shown = [(table, years[code]) for code, table in public_tables().items() if years.get(code)]
    latest = max((years_of_one[0] for _, years_of_one in shown), default=None)
    tables = Table(
        shown,
        Column(
            "Tableau",
            lambda row: cell(
                row[0].title, url=page.url("published:table", row[0].code, row[1][0]), note=row[0].question
            ),
        ),
        Column("Années publiées", lambda row: ", ".join(str(year) for year in row[1])),
        id="tableaux-table",
        caption="Tableaux publiés",
        empty="Aucun tableau n’est encore publié.",
    )
    return {
        "answer": f"{pluralise(len(shown), 'tableau publié', 'tableaux publiés')}, jusqu’à l’année {latest}."
        if latest
        else "Aucun tableau n’est encore publié : une année se publie un an après sa fin.",
        "tables": tables,
        "is_synthetic": settings.SYNTHETIC_ALLOWED,
    }


class PublishedPage(Page):
    """The table of the URL, for its year. Raises ``NotFound``."""

    is_public = True

    def load(self, *args: Any, **kwargs: Any) -> None:
        region, code = host_organisation(), kwargs["code"]
        if region is None:
            raise NotFound
        self.publication = published_table(actor=self.actor, host_id=region.pk, code=code, year=kwargs["year"])
        self.years = years_with_counts(actor=self.actor, host_id=region.pk)[code]

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Chiffres publics", self.url("published:list")), (self.publication.table.title, "")]


@PublishedPage.view(template_name="published/table.html")
def table_page(page: PublishedPage, code: str, year: int) -> dict[str, Any]:
    publication = page.publication
    return {
        "given": publication,
        "answer": _summary_sentence(publication),
        "years": [
            {"year": each, "url": page.url("published:table", code, each), "is_current": each == year}
            for each in sorted(page.years)
        ],
        "crossings": [
            {"table": table, "bars": bars}
            for table, bars in zip(published_crosstabs(publication), published_bars(publication), strict=True)
        ],
        "source": f"{publication.table.title}, {publication.year}, connu le {format_day(publication.known_on)}.",
        "known": format_day(publication.known_on),
        "hidden": _suppression_note(publication),
        "joined": _joined_note(publication),
        "files": [
            {"label": f"Toutes les cases (.{form})", "url": page.url("published:file", code, year, form)}
            for form in ("csv", "json")
        ],
    }


@PublishedPage.view(decorators=(heavy_view,))
def download(page: PublishedPage, code: str, year: int, extension: str) -> HttpResponse:
    """Every cell. A suppressed count is empty and marked as such."""
    build_file = ensure_found({"csv": _csv_file, "json": _json_file}.get(extension))
    fictitious = "_donnees-fictives" if page.publication.is_synthetic else ""
    return file_response(*build_file(page.publication), f"{code}_{year}{fictitious}.{extension}")


def _summary_sentence(publication: PublishedTable) -> str:
    count = publication.count(*_total_keys(publication)) if publication.cells else 0
    if count is None:
        return f"Moins de {publication.threshold} personnes en {publication.year}."
    return f"{pluralise(count, *publication.table.unit_names)} en {publication.year}."


def _suppression_note(publication: PublishedTable) -> str:
    if not publication.hidden:
        return ""
    return (
        f"{pluralise(publication.hidden, 'case est masquée', 'cases sont masquées')} sur "
        f"{format_number(len(publication.cells))} : un compte"
        f" de moins de {publication.threshold} personnes l’est toujours, et d’autres le sont pour qu’aucune "
        f"soustraction"
        " ne le redonne. Un tableau publié ne change plus."
    )


def _joined_note(publication: PublishedTable) -> str:
    joined = [label for names in publication.names for code, label in names.items() if SIGN in code]
    if not joined:
        return ""
    labels = ", ".join(f"« {each} »" for each in joined)
    return f"{labels} : peu de situations ne sont pas connues ; à part, elles obligeraient à en masquer d’autres."


def _csv_file(publication: PublishedTable) -> tuple[bytes, str]:
    rows: list[list[Cell]] = [[*publication.table.labels, "nombre", "cachee", "annee", "connu_le", "donnees_fictives"]]
    fictitious = "oui" if publication.is_synthetic else "non"
    for each in publication.cells:
        labels = [
            "ensemble" if key == TOTAL else names[key] for names, key in zip(publication.names, each.keys, strict=True)
        ]
        hidden = "oui" if each.count is None else "non"
        rows.append([*labels, each.count, hidden, publication.year, publication.known_on, fictitious])
    return csv_bytes(rows), MEDIA_TYPE


def _json_file(publication: PublishedTable) -> tuple[bytes, str]:
    text = json.dumps(publication_to_document(publication), ensure_ascii=False, sort_keys=True)
    return text.encode(), "application/json"


def published_crosstabs(publication: PublishedTable) -> list[Table[str]]:
    """One table per dimension after the first, crossed with it; a single table for a single dimension."""
    return [_crosstab(publication, rank) for rank in _crossed_ranks(publication)]


def published_bars(publication: PublishedTable) -> list[ClassBars]:
    """For each of these tables, how many in each class of its columns, or of its rows for a single dimension."""
    return [_class_bars(publication, rank) for rank in _crossed_ranks(publication)]


def _crossed_ranks(publication: PublishedTable) -> list[int]:
    return list(range(1, len(publication.table.by))) or [0] if publication.cells else []


def _class_bars(publication: PublishedTable, rank: int) -> ClassBars:
    names, width = publication.names[rank], len(publication.table.by)
    counts = {each.keys: each.count for each in publication.cells}
    bars = []
    for code in _ordered_codes(publication, rank):
        count = counts[tuple(code if place == rank else TOTAL for place in range(width))]
        bars.append(ClassBar(names[code], _count_words(count), None if count is None else Decimal(count)))
    units = publication.table.unit_names[1].capitalize()
    return ClassBars(f"{units} par {publication.table.labels[rank].lower()}, {publication.year}", tuple(bars))


def _crosstab(publication: PublishedTable, rank: int) -> Table[str]:
    """The first dimension in rows, with its bar; the one of that ``rank`` in columns, unless it is the first."""
    counts = {each.keys: each.count for each in publication.cells}
    labels, codes, rows = publication.table.labels, _ordered_codes(publication, rank), _ordered_codes(publication, 0)

    def count(row: str, column: str) -> int | None:
        return counts[_cell_keys(publication, row, rank, column)]

    def count_column(label: str, column: str) -> Column[str]:
        return number_column(label, lambda row: _count_cell(count(row, column)), _count_cell(count(TOTAL, column)))

    most = max((count(row, TOTAL) or 0 for row in rows), default=0)
    return Table(
        rows,
        Column(labels[0], lambda row: publication.names[0][row], total="Ensemble"),
        # Alone, its bars are those of the drawing.
        Column("En proportion", lambda row: funnel_bar_svg(FunnelStage(count(row, TOTAL)), most)) if rank else None,
        count_column("Ensemble", TOTAL),
        *(count_column(publication.names[rank][code], code) for code in codes if rank),
        id=f"par-{publication.table.by[rank]}-table",
        caption=f"{labels[0]} et {labels[rank].lower()}" if rank else labels[0],
    )


def _ordered_codes(publication: PublishedTable, rank: int) -> list[str]:
    """Codes of a dimension in display order: the order of its labels, else by name, « unknown » last."""
    names, dimension = publication.names[rank], publication.table.by[rank]
    known = list(DIMENSIONS[dimension].labels) if dimension in DIMENSIONS else []

    def place(code: str) -> tuple[bool, int, str]:
        own = code.partition(SIGN)[0]
        return code == UNKNOWN, known.index(own) if own in known else len(known), fold_text(names[code])

    return sorted(names, key=place)


def _cell_keys(publication: PublishedTable, row: str, rank: int, column: str) -> tuple[str, ...]:
    chosen = {rank: column} | {0: row}
    return tuple(chosen.get(place, TOTAL) for place in range(len(publication.table.by)))


def _total_keys(publication: PublishedTable) -> tuple[str, ...]:
    return (TOTAL,) * len(publication.table.by)


def _count_cell(count: int | None) -> dict[str, Any]:
    return cell(_count_words(count), value="" if count is None else str(count))


def _count_words(count: int | None) -> str:
    return "masqué" if count is None else format_number(count)
