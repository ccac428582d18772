"""Transitions and other form pages of a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied
from pacte.kernel.money import format_euros
from pacte.procedures.permissions import may_move
from pacte.procedures.queries import CaseDetail, case_by_number, comparison_table
from pacte.procedures.records.description import CaseFieldKind
from pacte.procedures.services import (
    appoint_case_owner,
    expect_deliverable,
    move_case,
    record_award,
    record_choice,
    resume_case,
    set_deadline,
    suspend_case,
    update_case_fields,
)
from pacte.procedures.services.guards import refuse_unless
from pacte.web.pages.studies import forms as own
from pacte.web.pages.studies.file_page import trail_of
from pacte.web.pages.studies.opening import STYLE, people_of
from pacte.web.plan_act import ActPage, act_page
from pacte.web.plan_seen import PlanSeen, frame_of, plan_seen
from pacte.web.signed_in import signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def move_page(request: HttpRequest, code: str, number: int, transition: str) -> HttpResponse:
    seen, read = _at(request, code, number)
    chosen = read.procedure.transition(transition)
    if chosen is None:
        raise NotFound
    if not may_move(seen.actor, chosen, read.scope):
        raise PermissionDenied(
            "move_right",
            "Votre fonction ne permet pas ce pas.",
            "Le catalogue des procédures dit qui le fait.",
            "Demandez-le au porteur de l’action ou au pilote.",
        )
    if read.facts.stage not in chosen.before:
        raise Conflict("stage_passed", "Le dossier n’est plus à cette étape.", hint="Rechargez sa page.")
    form = own.MoveForm(request.POST if request.method == "POST" else None, needs_reason=chosen.needs_reason)
    after = read.procedure.stage(chosen.after)

    def run(given: dict[str, Any]) -> str:
        move_case(actor=seen.actor, case=read.case, transition=transition, on=given["on"], reason=given["reason"])
        return f"Le dossier passe à « {after.label} »."

    said = ActPage(
        f"{chosen.verb} ?",
        chosen.verb,
        seen.url("studies:file", number),
        answer=f"Le dossier passera de « {read.line.stage.label} » à « {after.label} ».",
        danger=after.is_end and chosen.needs_reason,
        stylesheet=STYLE,
    )
    return act_page(request, said, form, run, _context(request, seen, read, chosen.verb))


Run = Callable[[PlanSeen, CaseDetail, dict[str, Any], forms.Form], str]


@dataclass(frozen=True, slots=True)
class Act:
    """``form_kwargs`` gives the form what it needs to know about the case."""

    right: str
    form: Callable[..., forms.Form]
    title: str
    verb: str
    run: Run
    answer: str = ""
    named: Callable[[PlanSeen, CaseDetail], dict[str, Any]] = lambda seen, read: {}


def _hold(seen: PlanSeen, read: CaseDetail, given: dict[str, Any], form: forms.Form) -> str:
    suspend_case(actor=seen.actor, case=read.case, **given)
    return "Le dossier est en attente."


def _release(seen: PlanSeen, read: CaseDetail, given: dict[str, Any], form: forms.Form) -> str:
    resume_case(actor=seen.actor, case=read.case, **given)
    return "Le dossier reprend."


def _owner(seen: PlanSeen, read: CaseDetail, given: dict[str, Any], form: forms.Form) -> str:
    person = people_of(seen).get(given["owner"])
    appoint_case_owner(actor=seen.actor, case=read.case, person=person, on=given["on"], reason=given["reason"])
    return f"{person} répond du dossier." if person else "Plus personne ne répond du dossier."


def _describe(seen: PlanSeen, read: CaseDetail, given: dict[str, Any], form: forms.Form) -> str:
    assert isinstance(form, own.DescribeForm)
    values = form.values(read.procedure)
    update_case_fields(
        actor=seen.actor, case=read.case, title=given["title"], values=values, on=today(), reason=given["reason"]
    )
    return "Le dossier est complété."


def _deadline(seen: PlanSeen, read: CaseDetail, given: dict[str, Any], form: forms.Form) -> str:
    set_deadline(actor=seen.actor, case=read.case, on=today(), **given)
    return "L’échéance est fixée."


def _award(seen: PlanSeen, read: CaseDetail, given: dict[str, Any], form: forms.Form) -> str:
    record_award(actor=seen.actor, case=read.case, **given)
    return f"Attribué à {given['holder']}, {format_euros(given['cents'])}."


def _expect(seen: PlanSeen, read: CaseDetail, given: dict[str, Any], form: forms.Form) -> str:
    expect_deliverable(actor=seen.actor, case=read.case, on=today(), **given)
    return f"« {given['title']} » est attendu."


def _choose(seen: PlanSeen, read: CaseDetail, given: dict[str, Any], form: forms.Form) -> str:
    code = given.pop("option", "")
    option = next((each for each in comparison_table(case=read.case).options if each.code == code), None)
    record_choice(actor=seen.actor, case=read.case, option=option, **given)
    return "Le choix est gardé, avec son motif."


def _described(seen: PlanSeen, read: CaseDetail) -> dict[str, Any]:
    initial: dict[str, Any] = {"title": read.summary.title}
    for field in read.procedure.fields:
        value = str(read.case.values.get(field.code, ""))
        is_cents = field.kind is CaseFieldKind.AMOUNT and value.isdigit()
        initial[field.code] = format_euros(int(value)) if is_cents else value
    return {"procedure": read.procedure, "initial": initial}


def _offered(seen: PlanSeen, read: CaseDetail) -> dict[str, Any]:
    table = comparison_table(case=read.case)
    return {"options": [(each.code, f"{each.code} : {each.title}") for each in table.options]}


def _people(seen: PlanSeen, read: CaseDetail) -> dict[str, Any]:
    people = [(key, str(person)) for key, person in people_of(seen).items()]
    return {"people": people, "initial": {"owner": str(read.summary.owner_id or "")}}


ACTS = {
    "attente": Act(
        "write", own.HoldForm, "Qu’attend ce dossier ?", "Mettre en attente", _hold,
        "Tant que la condition n’est pas levée, le dossier n’avance pas et personne n’est relancé.",
    ),
    "lever": Act("write", own.ReleaseForm, "La condition est-elle levée ?", "Lever la condition", _release),
    "responsable": Act(
        "write", own.OwnerForm, "Qui répond de ce dossier ?", "Désigner cette personne", _owner, named=_people
    ),
    "description": Act(
        "write", own.DescribeForm, "Que faut-il savoir de ce dossier ?", "Enregistrer", _describe, named=_described
    ),
    "echeance": Act(
        "write", own.DeadlineForm, "Pour quand ?", "Fixer l’échéance", _deadline,
        named=lambda seen, read: {"procedure": read.procedure},
    ),
    "attribution": Act("award", own.AwardForm, "À qui, et pour combien ?", "Garder l’attribution", _award),
    "livrable": Act("write", own.ExpectForm, "Quel livrable demande-t-on ?", "Demander ce livrable", _expect),
    "choix": Act(
        "choose", own.ChoiceForm, "Que choisit-on, et pourquoi ?", "Garder ce choix", _choose,
        "Le tableau compare ; c’est vous qui choisissez. Le choix peut s’écarter du premier rang.", named=_offered,
    ),
}  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, number: int, act: str) -> HttpResponse:
    seen, read = _at(request, code, number)
    chosen = ACTS.get(act)
    if chosen is None:
        raise NotFound
    refuse_unless(seen.actor, f"procedures.{chosen.right}", read.scope)
    form = chosen.form(request.POST if request.method == "POST" else None, **chosen.named(seen, read))
    back = seen.url("studies:file", number)
    said = ActPage(chosen.title, chosen.verb, back, answer=chosen.answer, stylesheet=STYLE)
    return act_page(
        request,
        said,
        form,
        lambda given: chosen.run(seen, read, given, form),
        _context(request, seen, read, chosen.verb),
    )


def _at(request: HttpRequest, code: str, number: int) -> tuple[PlanSeen, CaseDetail]:
    seen = plan_seen(request, code)
    return seen, case_by_number(actor=seen.actor, plan=seen.plan, number=number, on=today())


def _context(request: HttpRequest, seen: PlanSeen, read: CaseDetail, last: str) -> dict[str, Any]:
    trail = trail_of(seen, read.summary.title, last, url=seen.url("studies:file", read.case.number))
    return frame_of(request, seen, trail=trail, dated=False)
