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
from pacte.web.pages.experiments.forms import OpenForm, SheetForm, initial_of
from pacte.web.plan_act import ActPage, act_page
from pacte.web.plan_seen import PlanSeen, frame_of, plan_seen
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.accounts.models import Person

STYLE = "pacte/css/experiments.css"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def open_sheet(request: HttpRequest, code: str) -> HttpResponse:
    seen = plan_seen(request, code)
    if not may_list_experiments(actor=seen.actor, plan=seen.plan):
        raise NotFound
    actions = experiment_action_choices(actor=seen.actor, plan=seen.plan, on=today())
    if not actions:
        raise PermissionDenied(
            "evaluation_right",
            "Votre fonction ne permet pas d’ouvrir une fiche d’expérimentation.",
            hint="Demandez-le au pilote du pacte ou au porteur de l’action.",
        )
    known = people_of(seen)
    people = [(key, str(person)) for key, person in known.items()]
    asked = request.GET.get("action", "")
    form = OpenForm(
        request.POST if request.method == "POST" else None, actions=actions, people=people, initial={"action": asked}
    )

    def run(given: dict[str, Any]) -> str:
        made = open_experiment(
            actor=seen.actor,
            plan=seen.plan,
            number=ActionCode(given["action"]),
            title=given["title"],
            on=today(),
            owner=known.get(given["owner"]),
        )
        return f"La fiche « {made.title} » est ouverte. Elle est incomplète tant que tout n’est pas écrit."

    said = ActPage(
        "Quelle action expérimente ?",
        "Ouvrir la fiche",
        seen.url("experiments:list"),
        answer="Ouvrir une fiche dit qu’une action expérimente. Elle reste incomplète tant que tout n’y est pas.",
        stylesheet=STYLE,
    )
    return act_page(request, said, form, run, frame_of(request, seen, trail=trail(seen, "Ouvrir"), dated=False))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    seen = plan_seen(request, code)
    read = experiment_by_number(actor=seen.actor, plan=seen.plan, number=number, on=today())
    refuse_unless(seen.actor, "evaluation.write", read.scope)
    if read.summary.locked_on:
        raise Conflict(
            "sheet_locked",
            "La fiche est verrouillée : une personne est entrée.",
            "La question et la cible ne changent plus après coup.",
            "Écrivez un ajout daté, avec son motif.",
        )
    back = seen.url("experiments:sheet", number)
    form = SheetForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of(read.summary.content, read.summary.title, read.summary.version),
    )

    def run(given: dict[str, Any]) -> str:
        made = write_protocol(
            actor=seen.actor,
            experiment=read.experiment,
            content=form.content(),
            on=today(),
            reason=given["reason"],
            seen=given["seen"],
            title=given["title"],
        )
        return f"Version {made.number} enregistrée." if made else "Aucun champ de la fiche n’a changé."

    said = ActPage(
        f"Que promet « {read.line.title} » ?",
        "Enregistrer la fiche",
        back,
        answer="Tout peut rester vide pour l’instant : la fiche dira ce qui manque.",
        stylesheet=STYLE,
        template="experiments/edit.html",
    )
    context = frame_of(request, seen, trail=trail(seen, read.summary.title, back), dated=False)
    try:
        return act_page(request, said, form, run, context)
    except Conflict as error:
        form.add_error(None, str(error))
        return render(request, said.template, context | {"said": said, "form": form}, status=409)


def people_of(seen: PlanSeen) -> dict[str, Person]:
    """People who may own an experiment, by identifier."""
    found = assignable_people(actor=seen.actor, host_id=seen.plan.organisation_id, on=today())
    return {str(person.pk): person for person in found}


def trail(seen: PlanSeen, last: str, url: str = "") -> list[dict[str, str]]:
    return [
        {"label": "Expérimentations", "url": seen.url("experiments:list")},
        {"label": last, "url": url} if url else {"label": last},
    ]
