"""Edits one row of the plan, as it is in the draft, or in force when there is no draft. A reason is required."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse

from pacte.kernel.errors import Conflict
from pacte.plan.records import VersionState
from pacte.web.pages.plan_editing.amendment_pages import ActionAmendmentPage
from pacte.web.pages.plan_editing.row_form import (
    FigureForm,
    FigureFormSet,
    PlanRowForm,
    figure_formset_initial,
    row_form_initial,
    submitted_row_changes,
)
from pacte.web.templatetags.pacte_components import as_errors
from pacte.workflows.amend_row import amend_row

if TYPE_CHECKING:
    from django.forms import BaseForm, BaseFormSet


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
