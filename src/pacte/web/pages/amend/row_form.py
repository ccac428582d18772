"""A row of the plan as a form, and the submitted form as changes to the row."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from pacte.kernel.action_codes import ActionCode, is_action_code, normalise_action_code
from pacte.plan.records import Figure, FigureKind, Flag, Lead, Placement, PlanRow, Schedule
from pacte.web.form_fields import LineField

PLACEMENTS = (
    (Placement.CERTAIN, "certaine"),
    (Placement.ASSUMED, "supposée"),
    (Placement.UNKNOWN, "inconnue : croix non placées"),
    (Placement.NONE, "aucune croix"),
)
KINDS = (
    (FigureKind.TARGET, "cible"),
    (FigureKind.MEANS, "moyen"),
    (FigureKind.SCOPE, "périmètre"),
    (FigureKind.DEADLINE, "échéance"),
    (FigureKind.BASELINE, "point de départ"),
    (FigureKind.ELIGIBILITY, "condition d’accès"),
    (FigureKind.STAGE, "étape"),
    (FigureKind.PERIODICITY, "périodicité"),
    (FigureKind.UNKNOWN, "nature inconnue"),
)
_TEXTS = ("title", "short_title", "description", "expected_result", "priority", "comment")
_LISTS = ("publics", "sectors", "territories", "partners")
_LEAD = re.compile(r"^(?P<organisation>[^(|]+?)\s*(?:\((?P<service>[^)]*)\))?\s*(?:\|\s*(?P<note>.*))?$")


def _long(label: str, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class NumberField(forms.DecimalField):
    """A number in French notation: « 3 000 », « 0,5 »."""

    def __init__(self, label: str) -> None:
        wrong = "Ce n’est pas un nombre. Écrivez par exemple « 3 000 » ou « 0,5 »."
        super().__init__(
            label=label,
            required=False,
            max_digits=18,
            decimal_places=4,
            localize=True,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages={"invalid": wrong},
        )

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(re.sub(r"\s", "", value).replace(",", ".") if isinstance(value, str) else value)


class RowForm(forms.Form):
    """Fields of one row. Each period of the plan has one flag field."""

    title = _long("Intitulé", 2, max_length=2000)
    short_title = LineField(label="Intitulé court", required=False, max_length=200)
    description = _long("Description", 6, required=False, max_length=20000)
    leads = _long(
        "Porteurs",
        3,
        required=False,
        max_length=4000,
        help_text="Un par ligne. Exemples : « Région (DFP) », « GIP ALFA Centre | appui ».",
    )
    expected_result = _long("Résultat attendu", 3, required=False, max_length=8000)
    priority = LineField(label="Priorité", required=False, max_length=40)
    comment = _long("Commentaires", 4, required=False, max_length=8000)
    placement = forms.ChoiceField(label="Place des croix", choices=PLACEMENTS)
    publics = _long("Publics", 3, required=False, max_length=4000, help_text="Un par ligne.")
    sectors = _long("Secteurs", 3, required=False, max_length=4000, help_text="Un par ligne.")
    territories = _long("Territoires", 3, required=False, max_length=4000, help_text="Un par ligne.")
    partners = _long("Partenaires et systèmes", 3, required=False, max_length=4000, help_text="Un par ligne.")
    linked_numbers = forms.CharField(
        label="Actions liées", required=False, max_length=200, help_text="Numéros séparés par des virgules."
    )
    reason = _long(
        "Motif",
        2,
        max_length=2000,
        error_messages={"required": "Écrivez pourquoi vous changez l’action : le motif reste dans l’histoire."},
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *positional: Any, periods: tuple[str, ...], **named: Any) -> None:
        super().__init__(*positional, **named)
        self.periods = periods
        for period in periods:
            self.fields[f"flag_{period}"] = LineField(label=f"Croix {period}", required=False, max_length=80)

    def clean_linked_numbers(self) -> tuple[ActionCode, ...]:
        text = self.cleaned_data["linked_numbers"]
        codes = [normalise_action_code(word) for word in re.split(r"[\s,;]+", text) if word]
        if not all(map(is_action_code, codes)):
            raise forms.ValidationError("Écrivez des numéros d’action séparés par des virgules, par exemple « 1, 12 ».")
        return tuple(codes)

    def clean_leads(self) -> tuple[Lead, ...]:
        return leads_from(self.cleaned_data["leads"])


class FigureForm(forms.Form):
    """One figure. ``rank`` is its position in the row, empty for a new figure."""

    rank = forms.IntegerField(widget=forms.HiddenInput, required=False)
    what = LineField(label="Ce qui est compté", required=False, max_length=300)
    kind = forms.ChoiceField(label="Nature", choices=KINDS, required=False)
    value = NumberField("Valeur")
    minimum = NumberField("De")
    maximum = NumberField("À")
    unit = LineField(label="Unité", required=False, max_length=120)
    per = LineField(label="Par", required=False, max_length=120)
    horizon = LineField(label="Échéance", required=False, max_length=120)
    certain = forms.BooleanField(label="Chiffre certain", required=False, initial=True)
    remove = forms.BooleanField(label="Retirer ce chiffre", required=False)

    def clean(self) -> dict[str, Any]:
        """A figure is never dropped silently: without its text it is an error, unless its removal is requested."""
        given = self.cleaned_data
        says_something = given.get("rank") is not None or any(
            given.get(name) not in (None, "") for name in ("value", "minimum", "maximum", "unit", "per", "horizon")
        )
        if says_something and not (given.get("what") or "").strip() and not given.get("remove"):
            self.add_error("what", "Dites ce qui est compté, ou cochez « Retirer ce chiffre ».")
        low, high = given.get("minimum"), given.get("maximum")
        if low is not None and high is not None and low > high:
            self.add_error("maximum", "La fourchette est à l’envers : « De » dépasse « À ».")
        return given


FigureFormSet = forms.formset_factory(FigureForm, extra=1, max_num=40, absolute_max=60)


def initial_of(row: PlanRow, digest: str) -> dict[str, Any]:
    """Initial values of the form."""
    values: dict[str, Any] = {field: getattr(row, field) for field in _TEXTS}
    values |= {field: "\n".join(getattr(row, field)) for field in _LISTS}
    values |= {f"flag_{flag.period}": flag.mark for flag in row.schedule.flags}
    values["placement"] = row.schedule.placement
    values["linked_numbers"] = ", ".join(str(number) for number in row.linked_numbers)
    values["leads"] = "\n".join(_lead_line(lead) for lead in row.leads)
    values["seen"] = digest
    return values


def figures_of(row: PlanRow) -> list[dict[str, Any]]:
    return [
        {
            "rank": rank,
            "what": figure.what,
            "kind": figure.kind,
            "value": figure.value,
            "minimum": figure.minimum,
            "maximum": figure.maximum,
            "unit": figure.unit,
            "per": figure.per,
            "horizon": figure.horizon,
            "certain": figure.certain,
        }
        for rank, figure in enumerate(row.figures)
    ]


def changes_from(row: PlanRow, form: RowForm, figures: Any) -> dict[str, Any]:
    """Only the fields of the row that the form changes."""
    given = form.cleaned_data
    wanted: dict[str, Any] = {field: _flat(given[field]) for field in _TEXTS}
    wanted |= {field: tuple(_lines(given[field])) for field in _LISTS}
    wanted["linked_numbers"] = given["linked_numbers"]
    wanted["leads"] = given["leads"]
    wanted["schedule"] = _schedule(row, form)
    wanted["figures"] = _figures(row, figures)
    return {field: value for field, value in wanted.items() if value != _shown(row, field)}


def _shown(row: PlanRow, field: str) -> Any:
    value = getattr(row, field)
    return _flat(value) if field in _TEXTS else value


def _schedule(row: PlanRow, form: RowForm) -> Schedule:
    flags = tuple(Flag(period, mark) for period in form.periods if (mark := _flat(form.cleaned_data[f"flag_{period}"])))
    placement = Placement(form.cleaned_data["placement"])
    before = row.schedule
    if flags == before.flags and placement is before.placement:
        return before
    return replace(before, placement=placement, flags=flags, flag_count=before.flag_count if not flags else 0)


def _figures(row: PlanRow, figures: Any) -> tuple[Figure, ...]:
    found = []
    for form in figures:
        given = form.cleaned_data
        what = _flat(given.get("what") or "")
        if not what or given.get("remove"):
            continue
        rank = given.get("rank")
        before = row.figures[rank] if rank is not None and 0 <= rank < len(row.figures) else None
        values = {
            "what": what,
            "kind": FigureKind(given.get("kind") or FigureKind.UNKNOWN),
            "unit": _flat(given.get("unit") or ""),
            "per": _flat(given.get("per") or ""),
            "horizon": _flat(given.get("horizon") or ""),
            "certain": bool(given.get("certain")),
            **{name: _number(given.get(name)) for name in ("value", "minimum", "maximum")},
        }
        found.append(replace(before, **values) if before else Figure(**values))
    return tuple(found)


def _number(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def leads_from(text: str) -> tuple[Lead, ...]:
    """Parses one lead per line: « Région (DFP) », « GIP ALFA Centre

    appui ». Raises ``ValidationError``.
    """
    leads = []
    for line in _lines(text):
        found = _LEAD.match(line)
        if not found:
            raise forms.ValidationError(f"« {line} » ne se lit pas. Écrivez « Organisme (Service) ».")
        note = (found["note"] or "").strip()
        leads.append(
            Lead(
                organisation=found["organisation"].strip(),
                service=(found["service"] or "").strip(),
                role="appui" if note == "appui" else "",
                note="" if note == "appui" else note,
            )
        )
    return tuple(leads)


def _lead_line(lead: Lead) -> str:
    note = lead.note or lead.role
    return f"{lead.organisation}{f' ({lead.service})' if lead.service else ''}{f' | {note}' if note else ''}"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


def _flat(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
