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
from pacte.web.pages.figures.asking import KEPT, PRESETS, AskForm
from pacte.web.pages.figures.catalogue_page import known_to
from pacte.web.pages.figures.frame import Reader, frame, has_territory, reader_of, zone_choices
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.indicators.models import SavedAnswer

_COLUMNS = (
    {"label": "Réponse"},
    {"label": "Question"},
    {"label": "Connu au", "kind": "day"},
    {"label": "Demandée par"},
)
_SHOWN = 30


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    known = known_to(reader)
    is_sent = request.method == "POST"
    usual = {"de": str(reader.years[0]), "a": str(reader.years[-1])} | request.GET.dict()
    form = AskForm(_sent(request) if is_sent else None, reader=reader, known=known, initial=usual)
    if is_sent and form.is_valid():
        try:
            with transaction.atomic():
                number = ask(reader, form.question())
            return HttpResponseRedirect(reverse("figures:answer", args=[number]))
        except ValidationError as error:
            form.add_error({"zone_double": "zone", "day": "de"}.get(error.code, error.code)
                           if error.code in {*form.fields, "zone_double", "day"} else None, str(error))  # fmt: skip
    names = {each.code: each.label for each in known}
    context = frame(reader, request, ("Poser une question", ""), dated=False) | {
        "title": "Quel chiffre vous faut-il ?",
        "answer": "Choisissez une phrase toute faite, ou composez la vôtre. La réponse est gardée sous un numéro.",
        "form": form,
        "first_fields": [form[name] for name in ("indicateur", "zone", "de", "a")],
        "split_fields": [form[name] for name in ("par", "puis", "decoupage", "lieu", "vu")],
        "kept_fields": [form[name] for name in KEPT if name in form.fields],
        "presets": _presets(reader),
        "columns": _COLUMNS,
        "rows": [_row(each, names) for each in saved_answers(actor=reader.actor, host_id=reader.host.pk, limit=_SHOWN)],
    }
    return render(request, "figures/question.html", context, status=422 if is_sent else 200)


def ask(reader: Reader, question: IndicatorQuestion) -> int:
    """Returns the number under which the answer is saved."""
    given = answer_document(actor=reader.actor, host_id=reader.host.pk, question=question)
    kept = save_indicator_answer(actor=reader.actor, host=reader.host, question=question, document=given)
    assert kept.number is not None
    return kept.number


def _sent(request: HttpRequest) -> QueryDict:
    """A preset gives one year, used as both ends of the period."""
    given = request.POST.copy()
    if year := given.get("annee"):
        given["de"] = given["a"] = year
    return given


def _presets(reader: Reader) -> list[dict[str, Any]]:
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
        for rank, each in enumerate(PRESETS, start=1)
    ]  # fmt: skip


def _row(kept: SavedAnswer, names: dict[str, str]) -> list[Any]:
    told = kept.question
    codes = ", ".join(names.get(code, code) for code in told["codes"]) or "tout le catalogue"
    where = told["zone_label"] or "toute la région"
    return [
        {"text": f"n° {kept.number}", "url": reverse("figures:answer", args=[kept.number]), "note": ""},
        {"text": codes, "note": f"{where}, du {told['from']} au {told['to']}"},
        format_day(kept.known_on),
        kept.person_name,
    ]
