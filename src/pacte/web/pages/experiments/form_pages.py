"""Form pages of an experiment: first entry, addendum, finding, owner, withdrawal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.evaluation.queries import experiment_by_number
from pacte.evaluation.records import Judgement
from pacte.evaluation.services import (
    add_addendum,
    appoint_experiment_owner,
    lock_protocol,
    record_finding,
    withdraw_experiment,
)
from pacte.evaluation.services.guards import refuse_unless
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day
from pacte.web.dated_plan import DatedPlan, dated_plan_page_context, load_dated_plan
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.experiments.edit_pages import (
    EXPERIMENTS_STYLESHEET,
    experiment_breadcrumb,
    experiment_owners_by_id,
)
from pacte.web.pages.experiments.forms import (
    AddendumForm,
    ExperimentOwnerForm,
    FindingForm,
    LockExperimentForm,
    WithdrawExperimentForm,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.evaluation.models import Experiment

ExperimentFormHandler = Callable[[DatedPlan, "Experiment", dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class ExperimentFormSpec:
    right: str
    form: type[forms.Form]
    title: str
    verb: str
    answer: str
    run: ExperimentFormHandler
    danger: bool = False


def _lock_experiment(dated_plan: DatedPlan, experiment: Experiment, data: dict[str, Any]) -> str:
    if not lock_protocol(actor=dated_plan.actor, experiment=experiment, on=data["on"], by=data["by"]):
        return "La fiche était déjà verrouillée : sa date n’a pas changé."
    return f"La fiche est verrouillée : une première personne est entrée le {format_day(data['on'])}."


def _add_addendum(dated_plan: DatedPlan, experiment: Experiment, data: dict[str, Any]) -> str:
    add_addendum(actor=dated_plan.actor, experiment=experiment, **data)
    return "L’ajout est gardé, daté et signé."


def _record_finding(dated_plan: DatedPlan, experiment: Experiment, data: dict[str, Any]) -> str:
    data = data | {"judgement": Judgement(data["judgement"])}
    record_finding(actor=dated_plan.actor, experiment=experiment, **data)
    return "Le constat est gardé."


def _appoint_owner(dated_plan: DatedPlan, experiment: Experiment, data: dict[str, Any]) -> str:
    person = experiment_owners_by_id(dated_plan).get(data["owner"])
    appoint_experiment_owner(
        actor=dated_plan.actor, experiment=experiment, person=person, on=data["on"], reason=data["reason"]
    )
    return f"{person} répond de la fiche." if person else "Plus personne ne répond de la fiche."


def _withdraw_experiment(dated_plan: DatedPlan, experiment: Experiment, data: dict[str, Any]) -> str:
    withdraw_experiment(actor=dated_plan.actor, experiment=experiment, **data)
    return "La fiche est retirée. Elle reste lisible."


EXPERIMENT_FORMS = {
    "premiere-entree": ExperimentFormSpec(
        "lock", LockExperimentForm, "Quand la première personne est-elle entrée ?", "Verrouiller la fiche",
        "Ce jour verrouille la fiche telle qu’elle est écrite. Cela ne se défait pas.", _lock_experiment,
    ),
    "ajout": ExperimentFormSpec(
        "write", AddendumForm, "Que faut-il ajouter à la fiche ?", "Ajouter à la fiche",
        "La question et la cible restent telles qu’elles étaient ; l’ajout se lit à côté, avec sa date.", _add_addendum,
    ),
    "constat": ExperimentFormSpec(
        "judge", FindingForm, "Qu’a-t-on constaté, et qu’en fait-on ?", "Garder le constat",
        "Le constat se lit à côté de ce qui avait été promis.", _record_finding,
    ),
    "responsable": ExperimentFormSpec(
        "write", ExperimentOwnerForm, "Qui répond de cette fiche ?", "Désigner cette personne",
        "La personne qui précède reste dans l’histoire.", _appoint_owner,
    ),
    "retrait": ExperimentFormSpec(
        "withdraw", WithdrawExperimentForm, "Pourquoi retirer cette fiche ?", "Retirer la fiche",
        "L’action n’expérimentera pas cela. La fiche reste lisible, avec le motif.", _withdraw_experiment, danger=True,
    ),
}  # fmt: skip


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, number: int, act: str) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    experiment_detail = experiment_by_number(actor=dated_plan.actor, plan=dated_plan.plan, number=number, on=today())
    form_spec = EXPERIMENT_FORMS.get(act)
    if form_spec is None:
        raise NotFound
    refuse_unless(dated_plan.actor, f"evaluation.{form_spec.right}", experiment_detail.scope)
    form_kwargs: dict[str, Any] = {}
    if form_spec.form is ExperimentOwnerForm:
        form_kwargs = {
            "people": [(key, str(person)) for key, person in experiment_owners_by_id(dated_plan).items()],
            "initial": {"owner": str(experiment_detail.summary.owner_id or "")},
        }
    form = form_spec.form(request.POST if request.method == "POST" else None, **form_kwargs)
    back = dated_plan.url("experiments:sheet", number)
    page_spec = FormPage(
        form_spec.title,
        form_spec.verb,
        back,
        intro=form_spec.answer,
        danger=form_spec.danger,
        stylesheet=EXPERIMENTS_STYLESHEET,
        note=f"Fiche « {experiment_detail.summary.title} », action {experiment_detail.summary.action_number}.",
    )
    context = dated_plan_page_context(
        request,
        dated_plan,
        breadcrumb=experiment_breadcrumb(dated_plan, experiment_detail.summary.title, back),
        dated=False,
    )
    return form_page(
        request, page_spec, form, lambda data: form_spec.run(dated_plan, experiment_detail.experiment, data), context
    )
