"""« Quel chiffre vous faut-il ? »: a question by preset or by form; the answer is saved under a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.indicators.queries import answer_document, saved_answers
from pacte.indicators.records import IndicatorQuestion
from pacte.indicators.services import save_indicator_answer
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day
from pacte.reference.records import ZoneKind
from pacte.web.pages.figures.catalogue_page import visible_indicators
from pacte.web.pages.figures.page_context import (
    FiguresReader,
    figures_page_context,
    figures_reader,
    has_territory,
    zone_choices,
)
from pacte.web.pages.figures.question_form import FILTER_DIMENSIONS, QUESTION_PRESETS, IndicatorQuestionForm
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.indicators.models import SavedAnswer

_COLUMNS = (
    {"label": "Réponse"},
    {"label": "Question"},
    {"label": "Connu au", "kind": "day"},
    {"label": "Demandée par"},
)
_MAX_SAVED_ANSWERS = 30


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    reader = figures_reader(request)
    known = visible_indicators(reader)
    is_sent = request.method == "POST"
    usual = {"de": str(reader.years[0]), "a": str(reader.years[-1])} | request.GET.dict()
    form = IndicatorQuestionForm(_post_data(request) if is_sent else None, reader=reader, known=known, initial=usual)
    if is_sent and form.is_valid():
        try:
            with transaction.atomic():
                number = save_new_answer(reader, form.question())
            return HttpResponseRedirect(reverse("figures:answer", args=[number]))
        except ValidationError as error:
            form.add_error({"zone_double": "zone", "day": "de"}.get(error.code, error.code)
                           if error.code in {*form.fields, "zone_double", "day"} else None, str(error))  # fmt: skip
    names = {each.code: each.label for each in known}
    context = figures_page_context(reader, request, ("Poser une question", ""), dated=False) | {
        "title": "Quel chiffre vous faut-il ?",
        "answer": "Choisissez une phrase toute faite, ou composez la vôtre. La réponse est gardée sous un numéro.",
        "form": form,
        "first_fields": [form[name] for name in ("indicateur", "zone", "de", "a")],
        "split_fields": [form[name] for name in ("par", "puis", "decoupage", "lieu", "vu")],
        "kept_fields": [form[name] for name in FILTER_DIMENSIONS if name in form.fields],
        "presets": _presets(reader),
        "columns": _COLUMNS,
        "rows": [
            _row(each, names)
            for each in saved_answers(actor=reader.actor, host_id=reader.host.pk, limit=_MAX_SAVED_ANSWERS)
        ],
    }
    return render(request, "figures/question.html", context, status=422 if is_sent else 200)


def save_new_answer(reader: FiguresReader, question: IndicatorQuestion) -> int:
    """Returns the number under which the answer is saved."""
    document = answer_document(actor=reader.actor, host_id=reader.host.pk, question=question)
    answer_record = save_indicator_answer(actor=reader.actor, host=reader.host, question=question, document=document)
    assert answer_record.number is not None
    return answer_record.number


def _post_data(request: HttpRequest) -> QueryDict:
    """A preset gives one year, used as both ends of the period."""
    data = request.POST.copy()
    if year := data.get("annee"):
        data["de"] = data["a"] = year
    return data


def _presets(reader: FiguresReader) -> list[dict[str, Any]]:
    zones = [{"value": "", "label": "dans toute la région"}]
    if has_territory():
        zones += [
            {"value": value, "label": f"dans : {name}"}
            for value, name in zone_choices(ZoneKind.DEPARTMENT, reader.plan)
        ]
    years = [{"value": str(each), "label": f"en {each}"} for each in reversed(reader.years)]
    return [
        {
            "id": f"phrase-{rank}", "before": each.before, "after": each.after, "sent": each.sent.items(),
            "zones": zones if each.has_zone else [], "years": years,
        }
        for rank, each in enumerate(QUESTION_PRESETS, start=1)
    ]  # fmt: skip


def _row(answer_record: SavedAnswer, names: dict[str, str]) -> list[Any]:
    payload = answer_record.question
    codes = ", ".join(names.get(code, code) for code in payload["codes"]) or "tout le catalogue"
    where = payload["zone_label"] or "toute la région"
    return [
        {
            "text": f"n° {answer_record.number}",
            "url": reverse("figures:answer", args=[answer_record.number]),
            "note": "",
        },
        {"text": codes, "note": f"{where}, du {payload['from']} au {payload['to']}"},
        format_day(answer_record.known_on),
        answer_record.person_name,
    ]
