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
from pacte.web.heavy import heavy
from pacte.web.pages.figures.catalogue_page import known_to
from pacte.web.pages.figures.frame import Reader, choice_of, has_territory, question_of, reader_of
from pacte.web.pages.figures.indicator_page import seen_of
from pacte.web.signed_in import signed_in

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


@signed_in
@require_safe
@heavy
def indicator_file(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """The total, then by zone, by month, and by month in each zone."""
    seen = seen_of(request, code)
    splits: list[tuple[str, ...]] = [()]
    if seen.is_counted:
        splits += [(MONTH,)]
    if seen.has_place:
        splits += [(ZONE,), (ZONE, MONTH)]
    told = merged(_document(seen.reader, replace(seen.question, by=by)) for by in splits)
    return file_response(told, extension, f"indicateur_{seen.asked.code}")


@signed_in
@require_safe
@heavy
def everything(request: HttpRequest, extension: str) -> HttpResponse:
    """The whole catalogue and the series: the total, by zone, by year."""
    reader = reader_of(request)
    question = question_of(reader, choice_of(request, reader))
    every = known_to(reader)
    computed = tuple(each.code for each in every if each.kind is IndicatorKind.COMPUTED)
    splits = [(ZONE,), (YEAR,)] if has_territory() else [(YEAR,)]
    told = merged(
        [
            _document(reader, replace(question, codes=tuple(each.code for each in every))),
            *(_document(reader, replace(question, codes=computed, by=by)) for by in splits),
        ]
    )
    return file_response(told, extension, "indicateurs")


def _document(reader: Reader, question: IndicatorQuestion) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        answer_document(actor=reader.actor, host_id=reader.host.pk, question=question).text
    )
    return found


def merged(documents: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Merges the rows of all documents into one; the first gives the question."""
    first, *others = documents
    return first | {"indicators": [*first["indicators"], *(line for each in others for line in each["indicators"])]}


def _as_json(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


_FORMS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    "xlsx": indicators_as_xlsx,
    "csv": indicators_as_csv,
    "json": _as_json,
}


def file_response(told: dict[str, Any], extension: str, name: str) -> HttpResponse:
    """Demo data are marked in the file and in its name. Raises ``NotFound`` for an unknown format."""
    made = _FORMS.get(extension)
    if made is None:
        raise NotFound
    response = HttpResponse(made(told), content_type=MEDIA[extension])
    fictitious = "_donnees-fictives" if told["synthetic"] else ""
    response["Content-Disposition"] = f'attachment; filename="{name}_{told["as_of"]}{fictitious}.{extension}"'
    return response
