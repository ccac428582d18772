"""« Quel chiffre vous faut-il ? »: a question by preset or by form; the answer is saved under a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.http import HttpResponse

from pacte.indicators.facts.dimensions import DIMENSIONS, MONTH, PROTECTED, YEAR, ZONE
from pacte.indicators.queries import answer_document, find_zone, saved_answers
from pacte.indicators.queries.zones import SPLIT_KINDS
from pacte.indicators.records import IndicatorQuestion, TerritoryRule
from pacte.indicators.rules.periods import parse_period_day
from pacte.indicators.services import save_indicator_answer
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind
from pacte.web import form_fields as fields
from pacte.web.page import FormPage
from pacte.web.pages.figures.catalogue_page import visible_indicators
from pacte.web.pages.figures.crosstab import split_label
from pacte.web.pages.figures.figures_page import PLACE_CHOICES, FiguresPage
from pacte.web.tables import Cell, Column, Table, cell, day_column

_MAX_SAVED_ANSWERS = 30
_FILTER_DIMENSIONS = ("level", "public", "sex", "age", "fund", "objective", "action")
_OFFERED_SPLITS = (ZONE, "level", "public", "sex", "age", "fund", "action", "lot", "funder", "objective",
                    "provider", "domain", "occupation", YEAR, MONTH, "end", "stage", "axis", "financer")  # fmt: skip


@dataclass(frozen=True, slots=True)
class QuestionPreset:
    """``before`` and ``after`` are the words around the place and the year; ``sent`` holds the form data."""

    before: str
    after: str
    sent: Mapping[str, str] = field(default_factory=dict)
    has_zone: bool = True


QUESTION_PRESETS = (
    QuestionPreset("Combien d’entrées de personnes peu qualifiées", "au titre du pacte ?",
           {"indicateur": "low_qualified_entries", "fund": "pact"}),
    QuestionPreset("Quelle part des places achetées a trouvé preneur", "par objectif de formation ?",
           {"indicateur": "fill_of_places_bought", "par": "objective"}),
    QuestionPreset("Combien d’entrées, par âge et par sexe,", "tous fonds confondus ?",
           {"indicateur": "entries_by_residence", "par": "age", "puis": "sex"}),
    QuestionPreset("Quelle part des entrées est allée à son terme", "par niveau de diplôme ?",
           {"indicateur": "completion", "par": "level"}),
    QuestionPreset("Combien d’entrées sur les fonds du pacte, par territoire", "et par mois ?",
           {"indicateur": "pact_entries", "par": MONTH, "puis": ZONE}, has_zone=False),
)  # fmt: skip


class IndicatorQuestionForm(fields.ChoicesForm):
    """Field names are also the names of the query parameters: a link may fill the form."""

    indicateur = forms.ChoiceField(label="Quel chiffre ?", choices=[("", "Choisissez")])
    zone = fields.text_field(
        "Où ?", required=False, help_text="Un nom ou un code : « Cher », « 18 », « Bourges ». Vide : partout."
    )
    de = fields.text_field("Depuis", 10, help_text="2020, 2020-03 ou 2020-03-15.")
    a = fields.text_field("Jusqu’à", 10, help_text="Compris.")
    par = forms.ChoiceField(label="Par", required=False, choices=[("", "rien")])
    puis = forms.ChoiceField(label="Croisé avec", required=False, choices=[("", "rien")])
    decoupage = forms.ChoiceField(
        label="Territoires", required=False, choices=[(kind.value, ZONE_KIND_LABELS[kind][0]) for kind in SPLIT_KINDS]
    )
    lieu = forms.ChoiceField(label="Compté", required=False, choices=PLACE_CHOICES)
    vu = fields.day_field("Connu au", required=False, help_text="Vide : aujourd’hui.")

    def __init__(self, *arguments: Any, filters: Mapping[str, Sequence[tuple[str, str]]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, values in filters.items():
            labels = [("", "tous"), *values]
            label = f"Seulement : {DIMENSIONS[name].label}"
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=labels)


class QuestionPage(FiguresPage, FormPage):
    """A question composed in a form, or sent by a preset."""

    def form_arguments(self) -> dict[str, Any]:
        self.indicators = visible_indicators(self)
        splits = [(each, split_label(each)) for each in _OFFERED_SPLITS if self._is_allowed(each)]
        named = [(each.code, f"{each.number} {each.label}".strip()) for each in self.indicators]
        return {
            "choices": {"indicateur": named, "par": splits, "puis": splits},
            "filters": {
                name: self.action_choices[1:] if name == "action" else list(DIMENSIONS[name].labels.items())
                for name in _FILTER_DIMENSIONS
                if self._is_allowed(name)
            },
            "initial": {"de": str(self.years[0]), "a": str(self.years[-1])} | self.request.GET.dict(),
        }

    def _is_allowed(self, split: str) -> bool:
        """Splits by protected situations are allowed only to users who may see these."""
        is_protected = split in DIMENSIONS and bool(DIMENSIONS[split].protected_codes & set(PROTECTED))
        return not is_protected or self.scope.sees_protected

    def build_form(self) -> IndicatorQuestionForm:
        form: IndicatorQuestionForm = super().build_form()
        if year := self.request.POST.get("annee"):
            # A preset gives one year, used as both ends of the period.
            form.data = self.request.POST.dict() | {"de": year, "a": year}
        return form

    def context(self) -> dict[str, Any]:
        form = self.form
        names = {each.code: each.label for each in self.indicators}
        return {
            "answer": "Choisissez une phrase toute faite, ou composez la vôtre. La réponse est gardée sous un numéro.",
            "first_fields": [form[name] for name in ("indicateur", "zone", "de", "a")],
            "split_fields": [form[name] for name in ("par", "puis", "decoupage", "lieu", "vu")],
            "kept_fields": [form[name] for name in _FILTER_DIMENSIONS if name in form.fields],
            "presets": _presets(self),
            "saved": Table(
                saved_answers(actor=self.actor, host_id=self.host.pk, limit=_MAX_SAVED_ANSWERS),
                Column("Réponse", lambda each: cell(f"n° {each.number}", url=self.url("figures:answer", each.number))),
                Column("Question", lambda each: _question_cell(each.question, names)),
                day_column("Connu au", lambda each: format_day(each.known_on)),
                Column("Demandée par", lambda each: each.person_name),
                id="gardees-table",
                caption="Réponses gardées",
                empty="Aucune réponse n’est encore gardée.",
            ),
        }


@QuestionPage.view(
    template_name="figures/question.html",
    form_class=IndicatorQuestionForm,
    title="Quel chiffre vous faut-il ?",
    crumb="Poser une question",
    is_dated=False,
    error_fields={"zone_double": "zone", "day": "de"},
)
def ask_question(page: QuestionPage, data: dict[str, Any]) -> HttpResponse:
    question = replace(_sent_question(data), plan=page.plan_id)
    return page.redirect(page.url("figures:answer", save_new_answer(page, question)))


def save_new_answer(page: FiguresPage, question: IndicatorQuestion) -> int:
    """Returns the number under which the answer is saved."""
    document = answer_document(actor=page.actor, host_id=page.host.pk, question=question)
    answer_record = save_indicator_answer(actor=page.actor, host=page.host, question=question, document=document)
    assert answer_record.number is not None
    return answer_record.number


def _sent_question(data: Mapping[str, Any]) -> IndicatorQuestion:
    """Raises ``ValidationError`` for an invalid day or place, or a day to come."""
    first, last = parse_period_day(data["de"]), parse_period_day(data["a"], last=True)
    if last < first:
        raise ValidationError("a", "La période finit avant de commencer.", hint="Inversez les deux dates.")
    if data["vu"] and data["vu"] > today():
        raise ValidationError("vu", "Ce jour est à venir.", "On ne sait pas encore ce qui sera connu.",
                      "Choisissez aujourd’hui ou un jour passé.")  # fmt: skip
    return IndicatorQuestion(
        first=first,
        last=last,
        known_on=data["vu"] or today(),
        codes=(data["indicateur"],),
        zone=find_zone(data["zone"]) if data["zone"] else None,
        zone_kind=data["decoupage"] or ZoneKind.DEPARTMENT.value,
        by=tuple(dict.fromkeys(each for each in (data["par"], data["puis"]) if each)),
        where=tuple((name, (data[name],)) for name in _FILTER_DIMENSIONS if data.get(name)),
        territory=TerritoryRule(data["lieu"]) if data["lieu"] else None,
    )


def _presets(page: FiguresPage) -> list[dict[str, Any]]:
    zones = [("", "dans toute la région"), *((value, f"dans : {name}") for value, name in page.department_choices)]
    zone_options = [{"value": value, "label": label} for value, label in zones]
    years = [{"value": str(each), "label": f"en {each}"} for each in reversed(page.years)]
    return [
        {
            "id": f"phrase-{rank}", "before": each.before, "after": each.after, "sent": each.sent.items(),
            "zones": zone_options if each.has_zone else [], "years": years,
        }
        for rank, each in enumerate(QUESTION_PRESETS, start=1)
    ]  # fmt: skip


def _question_cell(payload: Mapping[str, Any], names: Mapping[str, str]) -> Cell:
    codes = ", ".join(names.get(code, code) for code in payload["codes"]) or "tout le catalogue"
    where = payload["zone_label"] or "toute la région"
    return cell(codes, note=f"{where}, du {payload['from']} au {payload['to']}")
