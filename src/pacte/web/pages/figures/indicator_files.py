"""Downloads of indicator data: one indicator with its splits, or the whole catalogue, as XLSX, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pacte.exchange.indicator_files import indicators_as_csv, indicators_as_xlsx
from pacte.indicators.facts.dimensions import MONTH, YEAR, ZONE
from pacte.indicators.queries import answer_document
from pacte.indicators.records import IndicatorKind, IndicatorQuestion
from pacte.kernel.errors import NotFound
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.figures.catalogue_page import visible_indicators
from pacte.web.pages.figures.indicator_page import load_indicator_page_data
from pacte.web.pages.figures.page_context import (
    FiguresReader,
    figures_reader,
    has_territory,
    parse_figure_filters,
    question_for_filters,
)
from pacte.web.require_login import require_login

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


@require_login
@require_safe
@heavy_view
def indicator_file(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """The total, then by zone, by month, and by month in each zone."""
    seen = load_indicator_page_data(request, code)
    splits: list[tuple[str, ...]] = [()]
    if seen.is_counted:
        splits += [(MONTH,)]
    if seen.has_place:
        splits += [(ZONE,), (ZONE, MONTH)]
    document = merge_answer_documents(_document(seen.reader, replace(seen.question, by=by)) for by in splits)
    return figures_file_response(document, extension, f"indicateur_{seen.indicator.code}")


@require_login
@require_safe
@heavy_view
def everything(request: HttpRequest, extension: str) -> HttpResponse:
    """The whole catalogue and the series: the total, by zone, by year."""
    reader = figures_reader(request)
    question = question_for_filters(reader, parse_figure_filters(request, reader))
    known = visible_indicators(reader)
    computed = tuple(each.code for each in known if each.kind is IndicatorKind.COMPUTED)
    splits = [(ZONE,), (YEAR,)] if has_territory() else [(YEAR,)]
    document = merge_answer_documents(
        [
            _document(reader, replace(question, codes=tuple(each.code for each in known))),
            *(_document(reader, replace(question, codes=computed, by=by)) for by in splits),
        ]
    )
    return figures_file_response(document, extension, "indicateurs")


def _document(reader: FiguresReader, question: IndicatorQuestion) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        answer_document(actor=reader.actor, host_id=reader.host.pk, question=question).text
    )
    return document


def merge_answer_documents(documents: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Merges the rows of all documents into one; the first gives the question."""
    first, *others = documents
    return first | {"indicators": [*first["indicators"], *(line for each in others for line in each["indicators"])]}


def _as_json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


_ENCODERS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    "xlsx": indicators_as_xlsx,
    "csv": indicators_as_csv,
    "json": _as_json,
}


def figures_file_response(document: dict[str, Any], extension: str, name: str) -> HttpResponse:
    """Demo data are marked in the file and in its name. Raises ``NotFound`` for an unknown format."""
    encode = _ENCODERS.get(extension)
    if encode is None:
        raise NotFound
    response = HttpResponse(encode(document), content_type=MEDIA_TYPES[extension])
    fictitious = "_donnees-fictives" if document["synthetic"] else ""
    response["Content-Disposition"] = f'attachment; filename="{name}_{document["as_of"]}{fictitious}.{extension}"'
    return response
