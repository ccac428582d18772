"""Edits one row of the plan, as it is in the draft, or in force when there is no draft. A reason is required.

The row is shown as a form, and the submitted form gives the changes to the row.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BaseForm, BaseFormSet
from django.http import HttpResponse

from pacte.kernel.errors import Conflict
from pacte.plan.records import Figure, FigureKind, Flag, Lead, Placement, PlanRow, Schedule, VersionState
from pacte.web.form_fields import ActionCodesFormField, FrenchDecimalField, SingleLineField, paragraph_field
from pacte.web.pages.plan_editing.amendment_pages import ActionAmendmentPage, LeadsField, split_lines
from pacte.web.templatetags.pacte_components import as_errors
from pacte.workflows.amend_row import amend_row

PLACEMENT_CHOICES = (
    (Placement.CERTAIN, "certaine"),
    (Placement.ASSUMED, "supposée"),
    (Placement.UNKNOWN, "inconnue : croix non placées"),
    (Placement.NONE, "aucune croix"),
)
FIGURE_KIND_CHOICES = (
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
_TEXT_FIELDS = ("title", "short_title", "description", "expected_result", "priority", "comment")
_LIST_FIELDS = ("publics", "sectors", "territories", "partners")
_FIGURE_FIELDS = ("what", "kind", "value", "minimum", "maximum", "unit", "per", "horizon", "certain")


def _number_field(label: str) -> FrenchDecimalField:
    return FrenchDecimalField(
        label=label,
        required=False,
        localize=True,
        error_messages={"invalid": "Ce n’est pas un nombre. Écrivez par exemple « 3 000 » ou « 0,5 »."},
    )


class PlanRowForm(forms.Form):
    """Fields of one row, with the formset of its figures. Each period of the plan has one flag field."""

    title = paragraph_field("Intitulé", max_length=2000)
    short_title = SingleLineField(label="Intitulé court", required=False, max_length=200)
    description = paragraph_field("Description", required=False, max_length=20000)
    leads = LeadsField()
    expected_result = paragraph_field("Résultat attendu", required=False, max_length=8000)
    priority = SingleLineField(label="Priorité", required=False, max_length=40)
    comment = paragraph_field("Commentaires", required=False, max_length=8000)
    placement = forms.ChoiceField(label="Place des croix", choices=PLACEMENT_CHOICES)
    publics = paragraph_field("Publics", required=False, max_length=4000, help_text="Un par ligne.")
    sectors = paragraph_field("Secteurs", required=False, max_length=4000, help_text="Un par ligne.")
    territories = paragraph_field("Territoires", required=False, max_length=4000, help_text="Un par ligne.")
    partners = paragraph_field("Partenaires et systèmes", required=False, max_length=4000, help_text="Un par ligne.")
    linked_numbers = ActionCodesFormField(
        label="Actions liées",
        required=False,
        max_length=200,
        help_text="Numéros séparés par des virgules.",
        error_messages={"invalid": "Écrivez des numéros d’action séparés par des virgules, par exemple « 1, 12 »."},
    )
    reason = paragraph_field(
        "Motif",
        max_length=2000,
        error_messages={"required": "Écrivez pourquoi vous changez l’action : le motif reste dans l’histoire."},
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        *positional: Any,
        periods: tuple[str, ...],
        figures: BaseFormSet[FigureForm] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*positional, **options)
        self.periods, self.figures = periods, figures
        for period in periods:
            self.fields[f"flag_{period}"] = SingleLineField(label=f"Croix {period}", required=False, max_length=80)

    def is_valid(self) -> bool:
        """Validates both, so that all errors show at once."""
        return all([super().is_valid(), self.figures is None or self.figures.is_valid()])


class FigureForm(forms.Form):
    """One figure. ``rank`` is its position in the row, empty for a new figure."""

    rank = forms.IntegerField(widget=forms.HiddenInput, required=False)
    what = SingleLineField(label="Ce qui est compté", required=False, max_length=300)
    kind = forms.ChoiceField(label="Nature", choices=FIGURE_KIND_CHOICES, required=False)
    value = _number_field("Valeur")
    minimum = _number_field("De")
    maximum = _number_field("À")
    unit = SingleLineField(label="Unité", required=False, max_length=120)
    per = SingleLineField(label="Par", required=False, max_length=120)
    horizon = SingleLineField(label="Échéance", required=False, max_length=120)
    certain = forms.BooleanField(label="Chiffre certain", required=False, initial=True)
    remove = forms.BooleanField(label="Retirer ce chiffre", required=False)

    def clean(self) -> dict[str, Any]:
        """A figure is never dropped silently: without its text it is an error, unless its removal is requested."""
        data = self.cleaned_data
        says_something = data.get("rank") is not None or any(
            data.get(name) not in (None, "") for name in ("value", "minimum", "maximum", "unit", "per", "horizon")
        )
        if says_something and not (data.get("what") or "").strip() and not data.get("remove"):
            self.add_error("what", "Dites ce qui est compté, ou cochez « Retirer ce chiffre ».")
        low, high = data.get("minimum"), data.get("maximum")
        if low is not None and high is not None and low > high:
            self.add_error("maximum", "La fourchette est à l’envers : « De » dépasse « À ».")
        return data


FigureFormSet = forms.formset_factory(FigureForm, extra=1, max_num=40, absolute_max=60)


def row_form_initial(row: PlanRow, digest: str) -> dict[str, Any]:
    """Initial values of the form."""
    values: dict[str, Any] = {field: getattr(row, field) for field in _TEXT_FIELDS}
    values |= {field: "\n".join(getattr(row, field)) for field in _LIST_FIELDS}
    values |= {f"flag_{flag.period}": flag.mark for flag in row.schedule.flags}
    return values | {
        "placement": row.schedule.placement,
        "linked_numbers": ", ".join(map(str, row.linked_numbers)),
        "leads": "\n".join(map(_lead_text, row.leads)),
        "seen": digest,
    }


def figure_formset_initial(row: PlanRow) -> list[dict[str, Any]]:
    return [
        {"rank": rank, **{field: getattr(figure, field) for field in _FIGURE_FIELDS}}
        for rank, figure in enumerate(row.figures)
    ]


def submitted_row_changes(row: PlanRow, form: PlanRowForm, figures: BaseFormSet[FigureForm]) -> dict[str, Any]:
    """Only the fields of the row that the form changes."""
    data = form.cleaned_data
    wanted: dict[str, Any] = {field: _normalise_text(data[field]) for field in _TEXT_FIELDS}
    wanted |= {field: tuple(split_lines(data[field])) for field in _LIST_FIELDS}
    wanted |= {"linked_numbers": data["linked_numbers"], "leads": data["leads"]}
    wanted |= {
        "schedule": _schedule(row, form),
        "figures": tuple(
            _figure(row, form.cleaned_data)
            for form in figures
            if _normalise_text(form.cleaned_data.get("what") or "") and not form.cleaned_data.get("remove")
        ),
    }
    return {field: value for field, value in wanted.items() if value != _displayed_value(row, field)}


def _displayed_value(row: PlanRow, field: str) -> Any:
    value = getattr(row, field)
    return _normalise_text(value) if field in _TEXT_FIELDS else value


def _schedule(row: PlanRow, form: PlanRowForm) -> Schedule:
    flags = tuple(
        Flag(period, mark) for period in form.periods if (mark := _normalise_text(form.cleaned_data[f"flag_{period}"]))
    )
    placement = Placement(form.cleaned_data["placement"])
    before = row.schedule
    if flags == before.flags and placement is before.placement:
        return before
    return replace(before, placement=placement, flags=flags, flag_count=before.flag_count if not flags else 0)


def _figure(row: PlanRow, data: dict[str, Any]) -> Figure:
    values: dict[str, Any] = {
        **{name: _normalise_text(data.get(name) or "") for name in ("what", "unit", "per", "horizon")},
        "kind": FigureKind(data.get("kind") or FigureKind.UNKNOWN),
        "certain": bool(data.get("certain")),
        **{name: _number(data.get(name)) for name in ("value", "minimum", "maximum")},
    }
    rank = data.get("rank")
    before = row.figures[rank] if rank is not None and 0 <= rank < len(row.figures) else None
    return replace(before, **values) if before else Figure(**values)


def _number(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _lead_text(lead: Lead) -> str:
    note = lead.note or lead.role
    return f"{lead.organisation}{f' ({lead.service})' if lead.service else ''}{f' | {note}' if note else ''}"


def _normalise_text(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


class EditRowPage(ActionAmendmentPage):
    """The form of the row, with a formset of its figures."""

    template_name, crumb, right = "plan_editing/edit.html", "Modifier", "plan.edit_row"
    refusal = (
        "edit_row",
        "Vous ne portez pas cette action.",
        "Demandez la modification à son porteur ou au pilote du pacte.",
    )
    error_fields, shows_conflicts = {"reason_missing": "reason"}, True
    form: PlanRowForm
    figures: BaseFormSet[FigureForm]
    is_stale = False

    def build_form(self) -> PlanRowForm:
        is_sent, periods = self.request.method == "POST", tuple(period.code for period in self.content.periods)
        data = self.request.POST if is_sent else None
        known_figures = None if is_sent else figure_formset_initial(self.row)
        self.figures = FigureFormSet(data, initial=known_figures, prefix="figures")
        self.form = PlanRowForm(
            data, initial=row_form_initial(self.row, self.row.digest), periods=periods, figures=self.figures
        )
        return self.form

    def save(self, data: dict[str, Any]) -> str:
        changes = submitted_row_changes(self.row, self.form, self.figures)
        if not changes and data["seen"] == self.row.digest:
            messages.info(self.request, "Rien n’a changé : rien n’a été écrit.")
            return ""
        try:
            draft = amend_row(
                actor=self.actor,
                version=self.version,
                row_key=self.row.key,
                changes=changes,
                seen_digest=data["seen"],
                reason=data["reason"],
            )
        except Conflict:
            self.is_stale = True
            raise
        self.go_to_draft(draft, "plan:action", self.number)
        return f"Enregistré dans « {draft.label} ». La version en vigueur ne change pas avant le vote."

    def render_form(self, form: BaseForm) -> HttpResponse:
        response = super().render_form(form)
        response.status_code = Conflict.status if self.is_stale else response.status_code
        return response

    def context(self) -> dict[str, Any]:
        errors = [error for form in (self.form, *self.figures) for error in as_errors(form)]
        return super().context() | {
            "row": self.row,
            # In page order: the reason comes last.
            "errors": sorted(errors, key=lambda error: error["field"] == "id_reason"),
            "figures": self.figures,
            "flag_fields": [self.form[f"flag_{period}"] for period in self.form.periods],
            "is_draft": self.version.state == VersionState.DRAFT,
            "is_stale": self.is_stale,
        }
