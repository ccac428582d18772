"""Edits one row of the plan, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.plan.permissions import may
from pacte.plan.queries import content_of_version, draft_version, plan_by_code, plan_scope_of_version, version_on
from pacte.plan.records import PlanContent, PlanRow, VersionState
from pacte.web.pages.plan_editing.row_form import (
    FigureForm,
    FigureFormSet,
    PlanRowForm,
    figure_formset_initial,
    row_form_initial,
    submitted_row_changes,
)
from pacte.web.require_login import require_login
from pacte.web.templatetags.pacte_components import as_errors
from pacte.workflows.amend_row import amend_row

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import PlanVersion

_OK, _UNPROCESSABLE = 200, 422


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, number: ActionCode, key: str) -> HttpResponse:
    """Form of a row as it is in the draft, or in force when there is no draft."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    version = draft_version(actor=actor, plan=plan) or version_on(actor=actor, plan=plan, on=today())
    content = content_of_version(version)
    row = next((each for each in content.rows if each.key == key and each.number == number), None)
    if row is None:
        raise NotFound
    if not may(actor, "plan.edit_row", plan_scope_of_version(version, key)):
        raise PermissionDenied(
            "edit_row",
            "Vous ne portez pas cette action.",
            hint="Demandez la modification à son porteur ou au pilote du pacte.",
        )
    periods = tuple(period.code for period in content.periods)
    if request.method == "POST":
        form = PlanRowForm(request.POST, periods=periods)
        figures = FigureFormSet(request.POST, prefix="figures")
        status = _UNPROCESSABLE
        # Validate both, so that all errors show at once.
        if all([form.is_valid(), figures.is_valid()]):
            try:
                return _save_row(request, version, row, form, figures)
            except (Conflict, ValidationError) as error:
                form.add_error("reason" if error.code == "reason_missing" else None, str(error))
                status = error.status
    else:
        form = PlanRowForm(initial=row_form_initial(row, row.digest), periods=periods)
        figures = FigureFormSet(initial=figure_formset_initial(row), prefix="figures")
        status = _OK
    values = _page_values(version, content, row, form, figures) | {"is_stale": status == Conflict.status}
    return render(request, "amend/edit.html", values, status=status)


def _save_row(
    request: HttpRequest, version: PlanVersion, row: PlanRow, form: PlanRowForm, figures: BaseFormSet[FigureForm]
) -> HttpResponse:
    page = reverse("plan:action", args=[version.plan.code, row.number])
    seen_digest = form.cleaned_data["seen"]
    changes = submitted_row_changes(row, form, figures)
    if not changes and seen_digest == row.digest:
        messages.info(request, "Rien n’a changé : rien n’a été écrit.")
        return HttpResponseRedirect(page)
    draft = amend_row(
        actor=request.actor,  # type: ignore[attr-defined]
        version=version,
        row_key=row.key,
        changes=changes,
        seen_digest=seen_digest,
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, f"Enregistré dans « {draft.label} ». La version en vigueur ne change pas avant le vote.")
    return HttpResponseRedirect(f"{page}?version={draft.number}")


def _page_values(
    version: PlanVersion, content: PlanContent, row: PlanRow, form: PlanRowForm, figures: BaseFormSet[FigureForm]
) -> dict[str, Any]:
    code = version.plan.code
    ranks = {axis.code: rank for rank, axis in enumerate(content.axes, start=1)}
    return {
        "plan": version.plan,
        "nav": "actions",
        "version": version,
        "row": row,
        "axis": ranks.get(row.axis_code, 1),
        "form": form,
        "errors": _errors(form, figures),
        "figures": figures,
        "flag_fields": [form[f"flag_{period}"] for period in form.periods],
        "is_draft": version.state == VersionState.DRAFT,
        "trail": [
            {"label": "Actions", "url": reverse("plan:actions", args=[code])},
            {"label": f"Action {row.number}", "url": reverse("plan:action", args=[code, row.number])},
            {"label": "Modifier"},
        ],
    }


def _errors(form: PlanRowForm, figures: BaseFormSet[FigureForm]) -> list[dict[str, str]]:
    """All errors in page order; those of the reason come last."""
    own = as_errors(form)
    reason = [error for error in own if error["field"] == "id_reason"]
    others = [error for error in own if error["field"] != "id_reason"]
    return [*others, *(error for figure in figures for error in as_errors(figure)), *reason]
