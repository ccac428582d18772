"""Form of a question, and presets of the most frequent questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms

from pacte.indicators.facts.dimensions import DIMENSIONS, MONTH, PROTECTED, TIME_SPLITS, YEAR, ZONE
from pacte.indicators.queries import find_zone
from pacte.indicators.queries.zones import SPLIT_KINDS
from pacte.indicators.records import Indicator, IndicatorQuestion, TerritoryRule
from pacte.indicators.rules.periods import parse_period_day
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind
from pacte.web import form_fields as fields
from pacte.web.pages.figures.crosstab import split_label
from pacte.web.pages.figures.page_context import PLACE_LABELS, FiguresReader

FILTER_DIMENSIONS = ("level", "public", "sex", "age", "fund", "objective")
_OFFERED_SPLITS = (ZONE, "level", "public", "sex", "age", "fund", "funder", "objective", "provider", "domain",
                 "occupation", YEAR, MONTH, "end", "stage", "axis", "financer")  # fmt: skip


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


class IndicatorQuestionForm(forms.Form):
    """Field names are also the names of the query parameters: a link may fill the form."""

    indicateur = forms.ChoiceField(label="Quel chiffre ?")
    zone = fields.text_field(
        "Où ?", required=False, help_text="Un nom ou un code : « Cher », « 18 », « Bourges ». Vide : partout."
    )
    de = fields.text_field("Depuis", 10, help_text="2020, 2020-03 ou 2020-03-15.")
    a = fields.text_field("Jusqu’à", 10, help_text="Compris.")
    par = forms.ChoiceField(label="Par", required=False)
    puis = forms.ChoiceField(label="Croisé avec", required=False)
    decoupage = forms.ChoiceField(label="Territoires", required=False)
    lieu = forms.ChoiceField(label="Compté", required=False)
    vu = fields.day_field("Connu au", required=False, help_text="Vide : aujourd’hui.")

    def __init__(self, *arguments: Any, reader: FiguresReader, known: list[Indicator], **named: Any) -> None:
        super().__init__(*arguments, **named)
        seen = [(each.code, " ".join((each.number, each.label)).strip()) for each in known]
        self.fields["indicateur"].choices = [("", "Choisissez"), *seen]  # type: ignore[attr-defined]
        splits = [
            ("", "rien"),
            *((each, split_label(each)) for each in _OFFERED_SPLITS if _is_split_allowed(each, reader)),
        ]
        for name in ("par", "puis"):
            self.fields[name].choices = splits  # type: ignore[attr-defined]
        kinds = [(kind.value, ZONE_KIND_LABELS[kind][0]) for kind in SPLIT_KINDS]
        self.fields["decoupage"].choices = kinds  # type: ignore[attr-defined]
        places = [("", "comme le dit la fiche"), *((each.value, words) for each, words in PLACE_LABELS.items())]
        self.fields["lieu"].choices = places  # type: ignore[attr-defined]
        for name in FILTER_DIMENSIONS:
            if _is_split_allowed(name, reader):
                labels = [("", "tous"), *DIMENSIONS[name].labels.items()]
                label = f"Seulement : {DIMENSIONS[name].label}"
                self.fields[name] = forms.ChoiceField(label=label, required=False, choices=labels)

    def question(self) -> IndicatorQuestion:
        """Raises ``ValidationError`` for an invalid day or place, or a day to come."""
        data = self.cleaned_data
        first, last = parse_period_day(data["de"]), parse_period_day(data["a"], last=True)
        if last < first:
            raise ValidationError("a", "La période finit avant de commencer.", hint="Inversez les deux dates.")
        known_on: date = data["vu"] or today()
        if known_on > today():
            raise ValidationError("vu", "Ce jour est à venir.", "On ne sait pas encore ce qui sera connu.",
                          "Choisissez aujourd’hui ou un jour passé.")  # fmt: skip
        by = tuple(dict.fromkeys(each for each in (data["par"], data["puis"]) if each))
        return IndicatorQuestion(
            first=first,
            last=last,
            known_on=known_on,
            codes=(data["indicateur"],),
            zone=find_zone(data["zone"]) if data["zone"] else None,
            zone_kind=data["decoupage"] or ZoneKind.DEPARTMENT.value,
            by=by,
            where=tuple((name, (data[name],)) for name in FILTER_DIMENSIONS if data.get(name)),
            territory=TerritoryRule(data["lieu"]) if data["lieu"] else None,
        )


def _is_split_allowed(split: str, reader: FiguresReader) -> bool:
    """Splits by protected situations are allowed only to users who may see these."""
    if split == ZONE or split in TIME_SPLITS:
        return True
    is_protected = bool(DIMENSIONS[split].protected_codes & set(PROTECTED))
    return not is_protected or reader.scope.sees_protected
