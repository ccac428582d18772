"""Downloads of indicator data: one indicator with its splits, or the whole catalogue, as XLSX, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpResponse

from pacte.exchange.indicator_files import indicators_as_csv, indicators_as_xlsx
from pacte.indicators.facts.dimensions import MONTH, YEAR, ZONE
from pacte.indicators.queries import answer_document
from pacte.indicators.records import IndicatorKind, IndicatorQuestion
from pacte.kernel.errors import NotFound
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.figures.catalogue_page import visible_indicators
from pacte.web.pages.figures.figures_page import FiguresPage, has_territory
from pacte.web.pages.figures.indicator_page import IndicatorPage


def _as_json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


# Media type and encoder by extension.
_FORMATS: dict[str, tuple[str, Callable[[Mapping[str, Any]], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", indicators_as_xlsx),
    "csv": ("text/csv; charset=utf-8", indicators_as_csv),
    "json": ("application/json; charset=utf-8", _as_json),
}


@IndicatorPage.view(decorators=(heavy_view,))
def indicator_file(page: IndicatorPage, extension: str) -> HttpResponse:
    """The total, then by zone, by month, and by month in each zone."""
    splits = [(), *([(MONTH,)] if page.is_counted else []), *([(ZONE,), (ZONE, MONTH)] if page.has_place else [])]
    document = _merged_document(page, (page.own_question(*by) for by in splits))
    return figures_file_response(document, extension, f"indicateur_{page.indicator.code}")


@FiguresPage.view(decorators=(heavy_view,))
def everything(page: FiguresPage, extension: str) -> HttpResponse:
    """The whole catalogue and the series: the total, by zone, by year."""
    known = visible_indicators(page)
    computed = [each.code for each in known if each.kind is IndicatorKind.COMPUTED]
    splits = [(ZONE,), (YEAR,)] if has_territory() else [(YEAR,)]
    whole = page.question(*(each.code for each in known))
    document = _merged_document(page, [whole, *(page.question(*computed, by=by) for by in splits)])
    return figures_file_response(document, extension, "indicateurs")


def _merged_document(page: FiguresPage, questions: Iterable[IndicatorQuestion]) -> dict[str, Any]:
    """The rows of the answers to all questions, in one document; the first gives the question."""
    first, *others = [
        json.loads(answer_document(actor=page.actor, host_id=page.host.pk, question=question).text)
        for question in questions
    ]
    lines = [*first["indicators"], *(line for each in others for line in each["indicators"])]
    return {**first, "indicators": lines}


def figures_file_response(document: Mapping[str, Any], extension: str, name: str) -> HttpResponse:
    """Demo data are marked in the file and in its name. Raises ``NotFound`` for an unknown format."""
    if extension not in _FORMATS:
        raise NotFound
    media_type, encode = _FORMATS[extension]
    fictitious = "_donnees-fictives" if document["synthetic"] else ""
    filename = f"{name}_{document['as_of']}{fictitious}.{extension}"
    return HttpResponse(
        encode(document),
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
