"""Editing one row of the plan, with the reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, Invalid, Refused, Unseen
from pacte.plan.models import PlanVersion
from pacte.plan.permissions import may
from pacte.plan.queries import content_of, plan_by_code, scope_of, version_on, working_version
from pacte.plan.records import Row, VersionState
from pacte.web.pages.amend.row_form import FigureFormSet, RowForm, changes_from, figures_of, initial_of
from pacte.workflows.amend_row import amend_row


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, number: int, key: str) -> HttpResponse:
    """The form of a row as it stands in the draft, or in force when there is no draft."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    version = working_version(actor=actor, plan=plan) or version_on(actor=actor, plan=plan, on=today())
    content = content_of(version)
    row = next((each for each in content.rows if each.key == key and each.number == number), None)
    if row is None:
        raise Unseen
    if not may(actor, "plan.edit_row", scope_of(version, key)):
        raise Refused(
            "edit_row",
            "Vous ne portez pas cette action.",
            todo="Demandez la modification à son porteur ou au pilote du pacte.",
        )
    periods = tuple(period.code for period in content.periods)
    if request.method == "POST":
        form = RowForm(request.POST, periods=periods)
        figures = FigureFormSet(request.POST, prefix="figures")
        if form.is_valid() and figures.is_valid():
            answer = _write(request, version, row, form, figures)
            if answer:
                return answer
        return _page(request, version, row, form, figures, status=422)
    form = RowForm(initial=initial_of(row, row.digest), periods=periods)
    return _page(request, version, row, form, FigureFormSet(initial=figures_of(row), prefix="figures"))


def _write(
    request: HttpRequest, version: PlanVersion, row: Row, form: RowForm, figures: object
) -> HttpResponse | None:
    code = version.plan.code
    page = reverse("plan:action", args=[code, row.number])
    changes = changes_from(row, form, figures)
    if not changes:
        messages.info(request, "Rien n’a changé : rien n’a été écrit.")
        return HttpResponseRedirect(page)
    try:
        draft = amend_row(
            actor=request.actor,  # type: ignore[attr-defined]
            version=version,
            row_key=row.key,
            changes=changes,
            seen=form.cleaned_data["seen"],
            reason=form.cleaned_data["reason"],
        )
    except (Conflict, Invalid) as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, f"Enregistré dans « {draft.label} ». La version en vigueur ne change pas avant le vote.")
    return HttpResponseRedirect(f"{page}?version={draft.number}")


def _page(
    request: HttpRequest, version: PlanVersion, row: Row, form: RowForm, figures: object, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "amend/edit.html",
        {
            "plan": version.plan,
            "version": version,
            "row": row,
            "form": form,
            "figures": figures,
            "flag_fields": [form[f"flag_{period}"] for period in form.periods],
            "is_draft": version.state == VersionState.DRAFT,
        },
        status=status,
    )
