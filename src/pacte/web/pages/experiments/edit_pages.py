"""Opens an experiment, and edits its protocol until the first person enters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from pacte.accounts.queries.assignable_people import assignable_people
from pacte.evaluation.queries import experiment_action_choices, experiment_by_number, may_list_experiments
from pacte.evaluation.services import open_experiment, write_protocol
from pacte.evaluation.services.guards import refuse_unless
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied
from pacte.web.dated_plan import DatedPlan, dated_plan_page_context, load_dated_plan
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.experiments.forms import ExperimentForm, OpenExperimentForm, experiment_form_initial
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.accounts.models import Person

EXPERIMENTS_STYLESHEET = "pacte/css/experiments.css"


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def open_experiment_page(request: HttpRequest, code: str) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    if not may_list_experiments(actor=dated_plan.actor, plan=dated_plan.plan):
        raise NotFound
    actions = experiment_action_choices(actor=dated_plan.actor, plan=dated_plan.plan, on=today())
    if not actions:
        raise PermissionDenied(
            "evaluation_right",
            "Votre fonction ne permet pas d’ouvrir une fiche d’expérimentation.",
            hint="Demandez-le au pilote du pacte ou au porteur de l’action.",
        )
    people_by_id = experiment_owners_by_id(dated_plan)
    people = [(key, str(person)) for key, person in people_by_id.items()]
    requested_action = request.GET.get("action", "")
    form = OpenExperimentForm(
        request.POST if request.method == "POST" else None,
        actions=actions,
        people=people,
        initial={"action": requested_action},
    )

    def on_valid(data: dict[str, Any]) -> str:
        experiment = open_experiment(
            actor=dated_plan.actor,
            plan=dated_plan.plan,
            number=ActionCode(data["action"]),
            title=data["title"],
            on=today(),
            owner=people_by_id.get(data["owner"]),
        )
        return f"La fiche « {experiment.title} » est ouverte. Elle est incomplète tant que tout n’est pas écrit."

    page_spec = FormPage(
        "Quelle action expérimente ?",
        "Ouvrir la fiche",
        dated_plan.url("experiments:list"),
        intro="Ouvrir une fiche dit qu’une action expérimente. Elle reste incomplète tant que tout n’y est pas.",
        stylesheet=EXPERIMENTS_STYLESHEET,
    )
    return form_page(
        request,
        page_spec,
        form,
        on_valid,
        dated_plan_page_context(
            request, dated_plan, breadcrumb=experiment_breadcrumb(dated_plan, "Ouvrir"), dated=False
        ),
    )


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit_experiment(request: HttpRequest, code: str, number: int) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    experiment_detail = experiment_by_number(actor=dated_plan.actor, plan=dated_plan.plan, number=number, on=today())
    refuse_unless(dated_plan.actor, "evaluation.write", experiment_detail.scope)
    if experiment_detail.summary.locked_on:
        raise Conflict(
            "sheet_locked",
            "La fiche est verrouillée : une personne est entrée.",
            "La question et la cible ne changent plus après coup.",
            "Écrivez un ajout daté, avec son motif.",
        )
    back = dated_plan.url("experiments:sheet", number)
    form = ExperimentForm(
        request.POST if request.method == "POST" else None,
        initial=experiment_form_initial(
            experiment_detail.summary.content, experiment_detail.summary.title, experiment_detail.summary.version
        ),
    )

    def on_valid(data: dict[str, Any]) -> str:
        version = write_protocol(
            actor=dated_plan.actor,
            experiment=experiment_detail.experiment,
            content=form.content(),
            on=today(),
            reason=data["reason"],
            seen=data["seen"],
            title=data["title"],
        )
        return f"Version {version.number} enregistrée." if version else "Aucun champ de la fiche n’a changé."

    page_spec = FormPage(
        f"Que promet « {experiment_detail.summary.title} » ?",
        "Enregistrer la fiche",
        back,
        intro="Tout peut rester vide pour l’instant : la fiche dira ce qui manque.",
        stylesheet=EXPERIMENTS_STYLESHEET,
        template="experiments/edit.html",
    )
    context = dated_plan_page_context(
        request,
        dated_plan,
        breadcrumb=experiment_breadcrumb(dated_plan, experiment_detail.summary.title, back),
        dated=False,
    )
    try:
        return form_page(request, page_spec, form, on_valid, context)
    except Conflict as error:
        form.add_error(None, str(error))
        return render(request, page_spec.template, context | {"said": page_spec, "form": form}, status=409)


def experiment_owners_by_id(dated_plan: DatedPlan) -> dict[str, Person]:
    """People who may own an experiment, by identifier."""
    colleague_list = assignable_people(actor=dated_plan.actor, host_id=dated_plan.plan.organisation_id, on=today())
    return {str(person.pk): person for person in colleague_list}


def experiment_breadcrumb(dated_plan: DatedPlan, last: str, url: str = "") -> list[dict[str, str]]:
    return [
        {"label": "Expérimentations", "url": dated_plan.url("experiments:list")},
        {"label": last, "url": url} if url else {"label": last},
    ]
