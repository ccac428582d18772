"""A saved answer: its sentence, its scope and its table. It can be asked again and compared with another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from pacte.indicators.queries import find_zone, saved_answer
from pacte.indicators.queries.manual_values import find_indicator
from pacte.indicators.records import IndicatorQuestion, TerritoryRule
from pacte.indicators.rules.periods import parse_period_day
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number
from pacte.kernel.user_input import parse_whole_number
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.figures.crosstab import answer_crosstab
from pacte.web.pages.figures.indicator_files import figures_file_response
from pacte.web.pages.figures.page_context import FiguresReader, figures_page_context, figures_reader, file_links
from pacte.web.pages.figures.question_page import save_new_answer
from pacte.web.pages.figures.saved_answer_rows import (
    compare_saved_answers,
    saved_answer_refusal,
    saved_answer_rows,
    saved_answer_scope_rows,
    saved_answer_sentence,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.indicators.models import SavedAnswer

COMPARE_PARAM = "avec"
_MAX_INDICATORS = 30
_SAME_DAY = "meme"


@require_login
@require_safe
def page(request: HttpRequest, number: int) -> HttpResponse:
    reader = figures_reader(request)
    answer_record = saved_answer(actor=reader.actor, host_id=reader.host.pk, number=number)
    document = json.loads(answer_record.document)
    other = _compared_record(request, reader, answer_record)
    at = timezone.localtime(answer_record.asked_at)
    codes = list(dict.fromkeys(each["code"] for each in document["indicators"]))[:_MAX_INDICATORS]
    sections = [_indicator_section(reader, answer_record, document, code, other) for code in codes]
    trail = (("Poser une question", reverse("figures:question")), (f"Réponse n° {number}", ""))
    context = figures_page_context(reader, request, *trail, dated=False) | {
        "title": f"Réponse n° {number}",
        "answer": _summary_sentence(sections),
        "kept": answer_record,
        "asked_at": f"Demandée par {answer_record.person_name} le {format_day(at.date())} à {at.hour} h "
        f"{at.minute:02d}.",
        "given": sections,
        "files": file_links("figures:answer_file", "", number),
        "other": other,
        "is_today": answer_record.known_on >= today(),
        "again_url": reverse("figures:ask_again", args=[number]),
    }
    return render(request, "figures/answer.html", context)


@require_login
@require_safe
@heavy_view
def download(request: HttpRequest, number: int, extension: str) -> HttpResponse:
    """The document as it was saved."""
    reader = figures_reader(request)
    answer_record = saved_answer(actor=reader.actor, host_id=reader.host.pk, number=number)
    return figures_file_response(json.loads(answer_record.document), extension, f"reponse_{number}")


@require_login
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Asks the same question for the same day or as of today, then compares the two answers."""
    reader = figures_reader(request)
    answer_record = saved_answer(actor=reader.actor, host_id=reader.host.pk, number=number)
    new_number = save_new_answer(
        reader, _question_of_record(answer_record, same_day=request.POST.get("jour") == _SAME_DAY)
    )
    address = reverse("figures:answer", args=[new_number])
    if new_number == number:
        messages.success(request, "La même question a la même réponse, au signe près.")
        return HttpResponseRedirect(address)
    return HttpResponseRedirect(f"{address}?{COMPARE_PARAM}={number}")


def _question_of_record(answer_record: SavedAnswer, *, same_day: bool) -> IndicatorQuestion:
    payload = answer_record.question
    return IndicatorQuestion(
        first=parse_period_day(payload["from"]),
        last=parse_period_day(payload["to"]),
        known_on=answer_record.known_on if same_day else today(),
        codes=tuple(payload["codes"]),
        zone=find_zone(payload["zone"]) if payload["zone"] else None,
        zone_kind=payload["zone_kind"],
        by=tuple(payload["by"]),
        where=tuple((name, tuple(values)) for name, values in payload["where"].items()),
        territory=TerritoryRule(payload["territory"]) if payload["territory"] else None,
    )


def _compared_record(request: HttpRequest, reader: FiguresReader, answer_record: SavedAnswer) -> SavedAnswer | None:
    """Returns the answer to compare with, when the URL names one of the user's."""
    wanted = parse_whole_number(request.GET.get(COMPARE_PARAM, ""))
    if wanted is None or wanted == answer_record.number:
        return None
    return saved_answer(actor=reader.actor, host_id=reader.host.pk, number=wanted)


def _indicator_section(
    reader: FiguresReader, answer_record: SavedAnswer, document: dict[str, Any], code: str, other: SavedAnswer | None
) -> dict[str, Any]:
    indicator = find_indicator(actor=reader.actor, host_id=reader.host.pk, code=code, on=answer_record.known_on)
    whole, *cells = saved_answer_rows(document, code)
    by = tuple(document["question"]["by"])
    table = (
        answer_crosstab(indicator, cells, by, whole=whole.value, is_masked="small_hidden" in answer_record.scope)
        if cells
        else None
    )
    return {
        "asked": indicator,
        "url": reverse("figures:indicator", args=[code]),
        "sentence": saved_answer_sentence(document, indicator),
        "refused": saved_answer_refusal(document, code),
        "scope": saved_answer_scope_rows(document, indicator),
        "table": table,
        "table_id": f"tableau-{code}",
        "compared": compare_saved_answers(json.loads(other.document), document, indicator) if other else [],
        "compared_columns": [
            {"label": "Quoi"},
            {"label": f"Réponse n° {format_number(other.number)}", "kind": "num"},
            {"label": f"Réponse n° {format_number(answer_record.number)}", "kind": "num"},
            {"label": "Écart", "kind": "num"},
        ] if other else [],
    }  # fmt: skip


def _summary_sentence(sections: list[dict[str, Any]]) -> str:
    if len(sections) != 1:
        return f"{format_number(len(sections))} indicateurs."
    return format_html("{} : <strong>{}</strong>.", sections[0]["asked"].label, sections[0]["sentence"])
