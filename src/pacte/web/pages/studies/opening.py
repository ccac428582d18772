"""Opens a case for an action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.accounts.queries.assignable_people import assignable_people
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.procedures.queries import case_action_choices, may_list_cases
from pacte.procedures.rules.catalogue import open_procedures
from pacte.procedures.services import open_case
from pacte.web.pages.studies.file_page import trail_of
from pacte.web.pages.studies.forms import OpenForm
from pacte.web.plan_act import ActPage, act_page
from pacte.web.plan_seen import PlanSeen, frame_of, plan_seen
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.accounts.models import Person

STYLE = "pacte/css/studies.css"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    seen = plan_seen(request, code)
    if not may_list_cases(actor=seen.actor, plan=seen.plan):
        raise NotFound
    actions = case_action_choices(actor=seen.actor, plan=seen.plan, on=today())
    if not actions:
        raise PermissionDenied(
            "procedures_right",
            "Votre fonction ne permet pas d’ouvrir un dossier.",
            hint="Demandez-le au pilote du pacte ou au porteur de l’action.",
        )
    known = people_of(seen)
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        procedures=[(each.code, each.title) for each in open_procedures(today())],
        actions=actions,
        people=[(key, str(person)) for key, person in known.items()],
        initial={"action": request.GET.get("action", "")},
    )

    def run(given: dict[str, Any]) -> str:
        made = open_case(
            actor=seen.actor,
            plan=seen.plan,
            number=ActionCode(given["action"]),
            procedure_code=given["procedure"],
            title=given["title"],
            on=today(),
            owner=known.get(given["owner"]),
        )
        return f"Le dossier « {made.title} » est ouvert."

    said = ActPage("Quelle étude faut-il ?", "Ouvrir le dossier", seen.url("studies:list"), stylesheet=STYLE)
    return act_page(request, said, form, run, frame_of(request, seen, trail=trail_of(seen, "Ouvrir"), dated=False))


def people_of(seen: PlanSeen) -> dict[str, Person]:
    """People who may own a case, by identifier."""
    found = assignable_people(actor=seen.actor, host_id=seen.plan.organisation_id, on=today())
    return {str(person.pk): person for person in found}
