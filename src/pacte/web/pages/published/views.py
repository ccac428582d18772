"""« Qui est entré en formation ? »: public figures, as they were published."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.accounts.queries import host_organisation
from pacte.exchange.documents.csv_file import MEDIA_TYPE, Cell, csv_bytes
from pacte.indicators.queries.publications import public_tables, published_table, published_years
from pacte.indicators.rules.disclosure import TOTAL
from pacte.indicators.rules.publications import publication_to_document
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.published.tables import published_crosstabs, published_total

if TYPE_CHECKING:
    from pacte.indicators.records.publication import PublishedTable
    from pacte.kernel.actor import Actor

COLUMNS = ({"label": "Tableau"}, {"label": "Années publiées"})


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    region = host_organisation()
    years = published_years(actor=actor, host_id=region.pk) if region else {}
    shown = [(table, years[code]) for code, table in public_tables().items() if years.get(code)]
    latest = max((each[0] for _, each in shown), default=None)
    answer = (
        f"{pluralise(len(shown), 'tableau publié', 'tableaux publiés')}, jusqu’à l’année {latest}."
        if latest
        else "Aucun tableau n’est encore publié : une année se publie un an après sa fin."
    )
    rows = [
        [
            {"text": table.title, "url": _table_url(table.code, each[0]), "note": table.question},
            ", ".join(str(year) for year in each),
        ]
        for table, each in shown
    ]
    values = {"answer": answer, "columns": COLUMNS, "rows": rows, "is_synthetic": settings.SYNTHETIC_ALLOWED}
    return render(request, "published/list.html", values)


@require_safe
def page(request: HttpRequest, code: str, year: int) -> HttpResponse:
    publication, years = _load_publication(request, code, year)
    values = {
        "given": publication,
        "trail": [{"label": "Chiffres publics", "url": reverse("published:list")}, {"label": publication.table.title}],
        "answer": _summary_sentence(publication),
        "years": [{"year": each, "url": _table_url(code, each), "is_current": each == year} for each in sorted(years)],
        "crossings": published_crosstabs(publication),
        "known": format_day(publication.known_on),
        "hidden": _suppression_note(publication),
        "files": [
            {"label": f"Toutes les cases (.{form})", "url": reverse("published:file", args=[code, year, form])}
            for form in ("csv", "json")
        ],
    }
    return render(request, "published/table.html", values)


@require_safe
@heavy_view
def download(request: HttpRequest, code: str, year: int, extension: str) -> HttpResponse:
    """Every cell. A suppressed count is empty and marked as such."""
    publication, _ = _load_publication(request, code, year)
    build_response = {"csv": _csv_response, "json": _json_response}.get(extension)
    if build_response is None:
        raise NotFound
    response = build_response(publication)
    fictitious = "_donnees-fictives" if publication.is_synthetic else ""
    response["Content-Disposition"] = f'attachment; filename="{code}_{year}{fictitious}.{extension}"'
    return response


def _load_publication(request: HttpRequest, code: str, year: int) -> tuple[PublishedTable, tuple[int, ...]]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    region = host_organisation()
    if region is None:
        raise NotFound
    publication = published_table(actor=actor, host_id=region.pk, code=code, year=year)
    return publication, published_years(actor=actor, host_id=region.pk)[code]


def _summary_sentence(publication: PublishedTable) -> str:
    count = published_total(publication)
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


def _csv_response(publication: PublishedTable) -> HttpResponse:
    rows: list[list[Cell]] = [[*publication.table.labels, "nombre", "cachee", "annee", "connu_le", "donnees_fictives"]]
    for cell in publication.cells:
        labels = [_key_label(publication, rank, key) for rank, key in enumerate(cell.keys)]
        hidden = cell.count is None
        fictitious = "oui" if publication.is_synthetic else "non"
        rows.append(
            [*labels, cell.count, "oui" if hidden else "non", publication.year, publication.known_on, fictitious]
        )
    return HttpResponse(csv_bytes(rows), content_type=MEDIA_TYPE)


def _json_response(publication: PublishedTable) -> HttpResponse:
    document: dict[str, Any] = publication_to_document(publication)
    return HttpResponse(json.dumps(document, ensure_ascii=False, sort_keys=True), content_type="application/json")


def _key_label(publication: PublishedTable, rank: int, key: str) -> str:
    return "ensemble" if key == TOTAL else publication.names[rank][key]


def _table_url(code: str, year: int) -> str:
    return reverse("published:table", args=[code, year])
