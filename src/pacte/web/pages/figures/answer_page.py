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
from pacte.web.heavy import heavy
from pacte.web.pages.figures.answer_model import compared, lines_of, refusal_of, scope, sentence
from pacte.web.pages.figures.crossing import crossed
from pacte.web.pages.figures.files import file_response
from pacte.web.pages.figures.frame import Reader, files_at, frame, reader_of
from pacte.web.pages.figures.question_page import ask
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.indicators.models import SavedAnswer

WITH = "avec"
_MOST = 30
_SAME_DAY = "meme"


@signed_in
@require_safe
def page(request: HttpRequest, number: int) -> HttpResponse:
    reader = reader_of(request)
    kept = saved_answer(actor=reader.actor, host_id=reader.host.pk, number=number)
    document = json.loads(kept.document)
    other = _other(request, reader, kept)
    at = timezone.localtime(kept.asked_at)
    codes = list(dict.fromkeys(each["code"] for each in document["indicators"]))[:_MOST]
    given = [_given(reader, kept, document, code, other) for code in codes]
    trail = (("Poser une question", reverse("figures:question")), (f"Réponse n° {number}", ""))
    context = frame(reader, request, *trail, dated=False) | {
        "title": f"Réponse n° {number}",
        "answer": _answer(given),
        "kept": kept,
        "asked_at": f"Demandée par {kept.person_name} le {format_day(at.date())} à {at.hour} h {at.minute:02d}.",
        "given": given,
        "files": files_at("figures:answer_file", "", number),
        "other": other,
        "is_today": kept.known_on >= today(),
        "again_url": reverse("figures:ask_again", args=[number]),
    }
    return render(request, "figures/answer.html", context)


@signed_in
@require_safe
@heavy
def download(request: HttpRequest, number: int, extension: str) -> HttpResponse:
    """The document as it was saved."""
    reader = reader_of(request)
    kept = saved_answer(actor=reader.actor, host_id=reader.host.pk, number=number)
    return file_response(json.loads(kept.document), extension, f"reponse_{number}")


@signed_in
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Asks the same question for the same day or as of today, then compares the two answers."""
    reader = reader_of(request)
    kept = saved_answer(actor=reader.actor, host_id=reader.host.pk, number=number)
    fresh = ask(reader, _question(kept, same_day=request.POST.get("jour") == _SAME_DAY))
    address = reverse("figures:answer", args=[fresh])
    if fresh == number:
        messages.success(request, "La même question a la même réponse, au signe près.")
        return HttpResponseRedirect(address)
    return HttpResponseRedirect(f"{address}?{WITH}={number}")


def _question(kept: SavedAnswer, *, same_day: bool) -> IndicatorQuestion:
    told = kept.question
    return IndicatorQuestion(
        first=parse_period_day(told["from"]),
        last=parse_period_day(told["to"]),
        known_on=kept.known_on if same_day else today(),
        codes=tuple(told["codes"]),
        zone=find_zone(told["zone"]) if told["zone"] else None,
        zone_kind=told["zone_kind"],
        by=tuple(told["by"]),
        where=tuple((name, tuple(values)) for name, values in told["where"].items()),
        territory=TerritoryRule(told["territory"]) if told["territory"] else None,
    )


def _other(request: HttpRequest, reader: Reader, kept: SavedAnswer) -> SavedAnswer | None:
    """Returns the answer to compare with, when the URL names one of the user's."""
    wanted = parse_whole_number(request.GET.get(WITH, ""))
    if wanted is None or wanted == kept.number:
        return None
    return saved_answer(actor=reader.actor, host_id=reader.host.pk, number=wanted)


def _given(
    reader: Reader, kept: SavedAnswer, document: dict[str, Any], code: str, other: SavedAnswer | None
) -> dict[str, Any]:
    asked = find_indicator(actor=reader.actor, host_id=reader.host.pk, code=code, on=kept.known_on)
    whole, *cells = lines_of(document, code)
    by = tuple(document["question"]["by"])
    table = crossed(asked, cells, by, whole=whole.value, is_masked="small_hidden" in kept.scope) if cells else None
    return {
        "asked": asked,
        "url": reverse("figures:indicator", args=[code]),
        "sentence": sentence(document, asked),
        "refused": refusal_of(document, code),
        "scope": scope(document, asked),
        "table": table,
        "table_id": f"tableau-{code}",
        "compared": compared(json.loads(other.document), document, asked) if other else [],
        "compared_columns": [
            {"label": "Quoi"},
            {"label": f"Réponse n° {format_number(other.number)}", "kind": "num"},
            {"label": f"Réponse n° {format_number(kept.number)}", "kind": "num"},
            {"label": "Écart", "kind": "num"},
        ] if other else [],
    }  # fmt: skip


def _answer(given: list[dict[str, Any]]) -> str:
    if len(given) != 1:
        return f"{format_number(len(given))} indicateurs."
    return format_html("{} : <strong>{}</strong>.", given[0]["asked"].label, given[0]["sentence"])
