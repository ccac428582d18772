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
from pacte.web.pages.experiments.forms import AddendumForm, FindingForm, LockForm, OwnerForm, WithdrawForm
from pacte.web.pages.experiments.writing import STYLE, people_of, trail
from pacte.web.plan_act import ActPage, act_page
from pacte.web.plan_seen import PlanSeen, frame_of, plan_seen
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.evaluation.models import Experiment

Run = Callable[[PlanSeen, "Experiment", dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Act:
    right: str
    form: type[forms.Form]
    title: str
    verb: str
    answer: str
    run: Run
    danger: bool = False


def _lock(seen: PlanSeen, experiment: Experiment, given: dict[str, Any]) -> str:
    if not lock_protocol(actor=seen.actor, experiment=experiment, on=given["on"], by=given["by"]):
        return "La fiche était déjà verrouillée : sa date n’a pas changé."
    return f"La fiche est verrouillée : une première personne est entrée le {format_day(given['on'])}."


def _addendum(seen: PlanSeen, experiment: Experiment, given: dict[str, Any]) -> str:
    add_addendum(actor=seen.actor, experiment=experiment, **given)
    return "L’ajout est gardé, daté et signé."


def _finding(seen: PlanSeen, experiment: Experiment, given: dict[str, Any]) -> str:
    given = given | {"judgement": Judgement(given["judgement"])}
    record_finding(actor=seen.actor, experiment=experiment, **given)
    return "Le constat est gardé."


def _owner(seen: PlanSeen, experiment: Experiment, given: dict[str, Any]) -> str:
    person = people_of(seen).get(given["owner"])
    appoint_experiment_owner(
        actor=seen.actor, experiment=experiment, person=person, on=given["on"], reason=given["reason"]
    )
    return f"{person} répond de la fiche." if person else "Plus personne ne répond de la fiche."


def _withdraw(seen: PlanSeen, experiment: Experiment, given: dict[str, Any]) -> str:
    withdraw_experiment(actor=seen.actor, experiment=experiment, **given)
    return "La fiche est retirée. Elle reste lisible."


ACTS = {
    "premiere-entree": Act(
        "lock", LockForm, "Quand la première personne est-elle entrée ?", "Verrouiller la fiche",
        "Ce jour verrouille la fiche telle qu’elle est écrite. Cela ne se défait pas.", _lock,
    ),
    "ajout": Act(
        "write", AddendumForm, "Que faut-il ajouter à la fiche ?", "Ajouter à la fiche",
        "La question et la cible restent telles qu’elles étaient ; l’ajout se lit à côté, avec sa date.", _addendum,
    ),
    "constat": Act(
        "judge", FindingForm, "Qu’a-t-on constaté, et qu’en fait-on ?", "Garder le constat",
        "Le constat se lit à côté de ce qui avait été promis.", _finding,
    ),
    "responsable": Act(
        "write", OwnerForm, "Qui répond de cette fiche ?", "Désigner cette personne",
        "La personne qui précède reste dans l’histoire.", _owner,
    ),
    "retrait": Act(
        "withdraw", WithdrawForm, "Pourquoi retirer cette fiche ?", "Retirer la fiche",
        "L’action n’expérimentera pas cela. La fiche reste lisible, avec le motif.", _withdraw, danger=True,
    ),
}  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, number: int, act: str) -> HttpResponse:
    seen = plan_seen(request, code)
    read = experiment_by_number(actor=seen.actor, plan=seen.plan, number=number, on=today())
    chosen = ACTS.get(act)
    if chosen is None:
        raise NotFound
    refuse_unless(seen.actor, f"evaluation.{chosen.right}", read.scope)
    named: dict[str, Any] = {}
    if chosen.form is OwnerForm:
        named = {
            "people": [(key, str(person)) for key, person in people_of(seen).items()],
            "initial": {"owner": str(read.summary.owner_id or "")},
        }
    form = chosen.form(request.POST if request.method == "POST" else None, **named)
    back = seen.url("experiments:sheet", number)
    said = ActPage(
        chosen.title, chosen.verb, back, answer=chosen.answer, danger=chosen.danger, stylesheet=STYLE,
        note=f"Fiche « {read.line.title} », action {read.line.action_number}.",
    )  # fmt: skip
    context = frame_of(request, seen, trail=trail(seen, read.summary.title, back), dated=False)
    return act_page(request, said, form, lambda given: chosen.run(seen, read.experiment, given), context)
