"""« Que devient cette action ? »: decisions of an amendment on one action, written in the draft with their reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import apply_french_spacing
from pacte.plan.permissions import may
from pacte.plan.queries import (
    action_short_titles,
    content_of_version,
    draft_version,
    plan_by_code,
    plan_scope_of_version,
    plan_summaries,
    version_on,
)
from pacte.plan.records import ActionState, PlanContent, VersionState
from pacte.plan.rules.display import describe_lineage, describe_status
from pacte.plan.rules.lifecycle import is_over_state
from pacte.plan.rules.plan_comparison import action_name
from pacte.plan.services import continue_action, merge_actions, restore_action, set_action_state, split_action
from pacte.web.pages.plan_editing.action_lifecycle_forms import (
    AbandonForm,
    ContinueForm,
    MergeForm,
    ResumeForm,
    RevertActionForm,
    SplitForm,
    SuspendForm,
)
from pacte.web.require_login import require_login
from pacte.web.templatetags.pacte_components import as_errors

if TYPE_CHECKING:
    from django import forms

    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan, PlanVersion

_ORIGIN_SEPARATOR = "|"


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def change_action_status(request: HttpRequest, code: str, number: ActionCode) -> HttpResponse:
    """The decisions that the state of the action allows, in the draft when there is one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    version = draft_version(actor=actor, plan=plan) or version_on(actor=actor, plan=plan, on=today())
    content = content_of_version(version)
    rows = content.rows_of(number)
    if not rows:
        raise NotFound
    if not may(actor, "plan.reshape", plan_scope_of_version(version)):
        raise PermissionDenied(
            "plan_right",
            "Votre fonction ne permet pas de décider de ce que devient une action.",
            hint="Proposez-le au pilote du pacte.",
        )
    data = request.POST if request.method == "POST" else None
    lifecycle_forms = _lifecycle_forms(actor, version, content, number, data)
    status = 200
    if data is not None:
        chosen = next((form for form in lifecycle_forms if form.is_bound), None)
        if chosen is None:
            raise Conflict("action_state", "L’action n’en est plus là.", hint="Rechargez la page.")
        status = 422
        if chosen.is_valid():
            try:
                return _success_redirect(
                    request, _apply_form(actor, version, number, chosen), code, number, chosen.title
                )
            except ValidationError as error:
                chosen.add_error("reason" if error.code == "reason_missing" else None, str(error))
    ranks = {axis.code: rank for rank, axis in enumerate(content.axes, start=1)}
    values = {
        "plan": plan,
        "nav": "actions",
        "number": number,
        "axis": ranks.get(rows[0].axis_code, 1),
        "title": f"Que devient l’action « {action_name(content, number)} » ?",
        "answer": _answer(version, content, number),
        "acts": [
            {"form": form, "is_open": form.is_bound, "identifier": f"acte-{form.act}"} for form in lifecycle_forms
        ],
        "errors": [error for form in lifecycle_forms if form.is_bound for error in as_errors(form)],
        "back": reverse("plan:action", args=[code, number]),
        "trail": [
            {"label": "Actions", "url": reverse("plan:actions", args=[code])},
            {"label": f"Action {number}", "url": reverse("plan:action", args=[code, number])},
            {"label": "Ce qu’elle devient"},
        ],
    }
    return render(request, "amend/become.html", values, status=status)


def _lifecycle_forms(
    actor: Actor, version: PlanVersion, content: PlanContent, number: ActionCode, data: Any
) -> list[Any]:
    """Forms of the allowed decisions; the submitted one is bound."""
    state = content.state_of(number)
    kinds: list[type[Any]] = []
    if state is ActionState.RUNNING:
        kinds = [SuspendForm, AbandonForm, SplitForm, MergeForm]
    elif state is ActionState.SUSPENDED:
        kinds = [ResumeForm, AbandonForm, SplitForm, MergeForm]
    elif state is ActionState.ABANDONED:
        kinds = [ResumeForm]
    kinds.append(ContinueForm)
    if _is_changed_in_draft(version, content, number):
        kinds.append(RevertActionForm)
    act = data.get("act", "") if data is not None else ""
    lifecycle_forms = [kind(data if kind.act == act else None, initial={"since": today()}) for kind in kinds]
    for form in lifecycle_forms:
        if isinstance(form, MergeForm):
            _set_choices(form, "into", _merge_choices(content, number))
        if isinstance(form, ContinueForm):
            _set_choices(form, "origin", _other_plan_action_choices(actor, version.plan))
    return [form for form in lifecycle_forms if form.act != ContinueForm.act or form.fields["origin"].choices]


def _set_choices(form: forms.Form, field: str, choices: list[tuple[str, str]]) -> None:
    form.fields[field].choices = choices  # type: ignore[attr-defined]


def _merge_choices(content: PlanContent, number: ActionCode) -> list[tuple[str, str]]:
    return [
        (str(each), f"{each} {action_name(content, each)}")
        for each in content.numbers
        if each != number and not is_over_state(content.state_of(each))
    ]


def _other_plan_action_choices(actor: Actor, plan: Plan) -> list[tuple[str, str]]:
    """Actions of the other plans, latest plan first."""
    choices = []
    for line in plan_summaries(actor=actor):
        if line.code == plan.code:
            continue
        names = action_short_titles(actor=actor, plan=plan_by_code(actor=actor, code=line.code), on=today())
        years = f"{line.first_year}-{line.last_year}"
        choices += [
            (f"{line.code}{_ORIGIN_SEPARATOR}{number}", f"{years} : {number} {names[number]}")
            for number in sorted(names)
        ]
    return choices


def _is_changed_in_draft(version: PlanVersion, content: PlanContent, number: ActionCode) -> bool:
    """True when the draft differs from its base version about this action."""
    if version.state != VersionState.DRAFT or version.base is None:
        return False
    base = content_of_version(version.base)
    return (base.status_of(number), base.origins_of(number), base.successors_of(number)) != (
        content.status_of(number),
        content.origins_of(number),
        content.successors_of(number),
    )


def _apply_form(actor: Actor, version: PlanVersion, number: ActionCode, form: Any) -> PlanVersion:
    data = form.cleaned_data
    common = {"actor": actor, "version": version, "reason": data["reason"]}
    if isinstance(form, SuspendForm | ResumeForm | AbandonForm):
        return set_action_state(number=number, state=form.state, since=data["since"], **common)
    if isinstance(form, SplitForm):
        return split_action(number=number, titles=data["titles"], since=data["since"], **common)
    if isinstance(form, MergeForm):
        return merge_actions(numbers=[number], into=data["into"], since=data["since"], **common)
    if isinstance(form, ContinueForm):
        origin, _, origin_number = data["origin"].rpartition(_ORIGIN_SEPARATOR)
        return continue_action(number=number, origin_plan=origin, origin_number=ActionCode(origin_number), **common)
    return restore_action(number=number, **common)


def _success_redirect(
    request: HttpRequest, draft: PlanVersion, code: str, number: ActionCode, title: str
) -> HttpResponse:
    messages.success(
        request,
        apply_french_spacing(
            f"{title} : écrit dans « {draft.label} ». La version en vigueur ne change pas avant le vote."
        ),
    )
    return HttpResponseRedirect(f"{reverse('plan:action', args=[code, number])}?version={draft.number}")


def _answer(version: PlanVersion, content: PlanContent, number: ActionCode) -> str:
    where = f"Dans « {version.label} »" if version.state == VersionState.DRAFT else "Dans la version en vigueur"
    status = content.status_of(number)
    sentences = [f"{where}, elle est {describe_status(status)}." if status else f"{where}, elle suit son cours."]
    origins = [describe_lineage(each) for each in content.origins_of(number)]
    if origins:
        sentences.append(f"Elle {' ; '.join(origins)}." if len(origins) == 1 else f"Origines : {' ; '.join(origins)}.")
    sentences.append("Ce que vous décidez ici va au projet d’avenant ; rien ne change avant le vote.")
    return apply_french_spacing(" ".join(sentences))
