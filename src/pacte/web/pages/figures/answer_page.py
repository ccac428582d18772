"""A saved answer, read from its document: its sentence, scope and table. Asked again, it is compared with another."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html

from pacte.indicators.facts.dimensions import DIMENSIONS
from pacte.indicators.queries import find_zone, saved_answer
from pacte.indicators.queries.manual_values import find_indicator
from pacte.indicators.records import (
    TERRITORY_LABELS,
    AnswerRow,
    Indicator,
    IndicatorQuestion,
    TerritoryRule,
    Value,
    ValueState,
)
from pacte.indicators.rules.periods import parse_period_day
from pacte.kernel.clock import today
from pacte.kernel.french import apply_french_spacing, format_day, format_number
from pacte.kernel.user_input import parse_iso_day, parse_whole_number
from pacte.web.heavy_views import heavy_view
from pacte.web.page import Crumb
from pacte.web.pages.figures.catalogue_page import figures_file_response
from pacte.web.pages.figures.crosstab import answer_crosstab, split_label, split_value_label
from pacte.web.pages.figures.figures_page import FiguresPage
from pacte.web.pages.figures.question_page import save_new_answer
from pacte.web.tables import Column, Table, number_column
from pacte.web.value_text import detailed_value_text, side_counts_text, value_cell, value_state_text

if TYPE_CHECKING:
    from pacte.indicators.models import SavedAnswer

Document = Mapping[str, Any]
_MAX_INDICATORS = 30


class AnswerPage(FiguresPage):
    """The saved answer whose number is in the URL."""

    is_dated = False

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.record = self.saved(kwargs["number"])
        self.document: Document = json.loads(self.record.document)

    def breadcrumb(self) -> Sequence[Crumb]:
        catalogue, own = super().breadcrumb()
        return [catalogue, ("Poser une question", self.url("figures:question")), own]

    def saved(self, number: int) -> SavedAnswer:
        return saved_answer(actor=self.actor, host_id=self.host.pk, number=number)


@AnswerPage.view(template_name="figures/answer.html")
def answer(page: AnswerPage, number: int) -> dict[str, Any]:
    page.title = page.crumb = f"Réponse n° {number}"
    # The answer to compare with, when the URL names one of the user's.
    wanted = parse_whole_number(page.request.GET.get("avec", ""))
    other = page.saved(wanted) if wanted not in (None, number) else None
    at = timezone.localtime(page.record.asked_at)
    codes = list(dict.fromkeys(each["code"] for each in page.document["indicators"]))[:_MAX_INDICATORS]
    sections = [_indicator_section(page, code, other) for code in codes]
    summary: str = f"{format_number(len(sections))} indicateurs."
    if len(sections) == 1:
        summary = format_html("{} : <strong>{}</strong>.", sections[0]["asked"].label, sections[0]["sentence"])
    return {
        "answer": summary,
        "kept": page.record,
        "asked_at": f"Demandée par {page.record.person_name} le {format_day(at.date())} à {at.hour} h {at.minute:02d}.",
        "given": sections,
        "notes": page.document.get("notes", ()),
        "files": page.file_links("figures:answer_file", "", number),
        "is_today": page.record.known_on >= today(),
        "again_url": page.url("figures:ask_again", number),
    }


@AnswerPage.view(decorators=(heavy_view,))
def answer_file(page: AnswerPage, number: int, extension: str) -> HttpResponse:
    """The document as it was saved."""
    return figures_file_response(page.document, extension, f"reponse_{number}")


class AskAgain(AnswerPage):
    """Asks the same question for the same day or as of today, then compares the two answers."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        number, payload = self.record.number, self.record.question
        question = IndicatorQuestion(
            first=parse_period_day(payload["from"]),
            last=parse_period_day(payload["to"]),
            known_on=self.record.known_on if request.POST.get("jour") == "meme" else today(),
            codes=tuple(payload["codes"]),
            zone=find_zone(payload["zone"]) if payload["zone"] else None,
            zone_kind=payload["zone_kind"],
            by=tuple(payload["by"]),
            where=tuple((name, tuple(values)) for name, values in payload["where"].items()),
            territory=TerritoryRule(payload["territory"]) if payload["territory"] else None,
            # Answers kept before the plan was written down are about every plan.
            plan=payload.get("plan"),
        )
        new_number = save_new_answer(self, question)
        url = self.url("figures:answer", new_number)
        if new_number != number:
            return self.redirect(f"{url}?avec={number}")
        return self.redirect(url, "La même question a la même réponse, au signe près.")


def _indicator_section(page: AnswerPage, code: str, other: SavedAnswer | None) -> dict[str, Any]:
    document = page.document
    indicator = find_indicator(actor=page.actor, host_id=page.host.pk, code=code, on=page.record.known_on)
    whole, *cells = _answer_rows(document, code)
    refused = next((each.get("refused", "") for each in document["indicators"] if each["code"] == code), "")
    table = answer_crosstab(
        indicator,
        cells,
        tuple(document["question"]["by"]),
        id=f"tableau-{code}",
        caption=indicator.label,
        whole=whole.value,
        is_masked="small_hidden" in page.record.scope,
    ) if cells else None  # fmt: skip
    return {
        "asked": indicator,
        "url": page.url("figures:indicator", code),
        "sentence": _sentence(indicator, whole.value, refused),
        "refused": refused,
        "scope": _scope_rows(document, indicator),
        "table": table,
        "compared": _comparison(indicator, other, page.record) if other else None,
    }


def _answer_rows(document: Document, code: str) -> list[AnswerRow]:
    """The total first, then the cells, as they were saved."""
    return [_answer_row(each) for each in document["indicators"] if each["code"] == code]


def _answer_row(data: Mapping[str, Any]) -> AnswerRow:
    keys = tuple((split, code, data["split_labels"][split]) for split, code in data["split"].items())
    number = None if data["value"] is None else Fraction(str(data["value"]))
    return AnswerRow(
        keys,
        Value(
            ValueState(data["state"]),
            number,
            data["numerator"],
            data["denominator"],
            data["received"],
            data["expected"],
            tuple(data["beside"].items()),
        ),
    )


def _sentence(indicator: Indicator, whole: Value, refused: str) -> str:
    """« Dans le Cher, du 1er janvier au 31 décembre 2020, seulement pour fonds : pacte : 412 entrées. »"""
    is_number, side_text = whole.state is ValueState.NUMBER, side_counts_text(whole)
    text = detailed_value_text(indicator, whole) if is_number else value_state_text(whole)
    text = f"sans objet, {refused}" if refused else text
    return apply_french_spacing(f"{text}{f' ({side_text})' if side_text else ''}")


def _scope_rows(document: Document, indicator: Indicator) -> list[tuple[str, str]]:
    """Scope of the figure, as (label, text) rows."""
    question = document["question"]
    whole = next(each for each in document["indicators"] if each["code"] == indicator.code)
    filters = [
        (
            f"Seulement, {DIMENSIONS[name].label}",
            ", ".join(DIMENSIONS[name].labels.get(value, value) for value in values),
        )
        for name, values in question["where"].items()
    ]
    lines = [
        ("Période", f"du {_day(question['from'])} au {_day(question['to'])}"),
        ("Où", question["zone_label"] or "toute la région"),
        ("Compté à la", TERRITORY_LABELS[TerritoryRule(whole["territory"])]),
        *filters,
        ("Ventilé par", ", puis ".join(split_label(each) for each in question["by"])),
        ("Connu au", _day(document["as_of"])),
        ("Portée", _access_scope_text(document["scope"])),
        ("Source", whole["source"]),
        ("Définition", f"version {whole['definition_version']}"),
        ("Faits", f"{format_number(document['facts']['rows'])} lignes, empreinte {document['facts']['digest'][:12]}"),
    ]
    return [(what, apply_french_spacing(words)) for what, words in lines if words]


def _access_scope_text(codes: list[str]) -> str:
    """Describes whose facts were counted."""
    kinds = {each.partition(":")[0] for each in codes}
    parts = [
        ("tout le pacte", {"everything", "host"}),
        ("les sessions de l’organisme", {"provider"}),
        ("les personnes orientées par le réseau", {"referrer"}),
    ]
    hidden = ", petits nombres masqués" if "small_hidden" in kinds else ""
    return f"{' et '.join(words for words, own in parts if kinds & own)}{hidden}"


def _comparison(indicator: Indicator, first: SavedAnswer, second: SavedAnswer) -> Table[tuple[Any, ...]]:
    """Compares two answers cell by cell."""
    before, after = (
        {line.keys: line.value for line in _answer_rows(json.loads(each.document), indicator.code)}
        for each in (first, second)
    )
    return Table(
        list(dict.fromkeys([*before, *after])),
        Column("Quoi", lambda keys: " · ".join(split_value_label(*key) for key in keys) or "Ensemble"),
        number_column(
            f"Réponse n° {format_number(first.number or 0)}", lambda keys: value_cell(indicator, before.get(keys))
        ),
        number_column(
            f"Réponse n° {format_number(second.number or 0)}", lambda keys: value_cell(indicator, after.get(keys))
        ),
        number_column("Écart", lambda keys: _difference_text(before.get(keys), after.get(keys))),
        id=f"tableau-{indicator.code}-ecarts",
        caption="Écarts entre deux réponses",
    )


def _difference_text(old: Value | None, new: Value | None) -> str:
    if old is None or new is None or old.number is None or new.number is None:
        return ""
    difference = float(new.number - old.number)
    return f"{'+' if difference > 0 else ''}{format_number(difference, 0 if difference.is_integer() else 1)}"


def _day(text: str) -> str:
    return format_day(parse_iso_day(text))
