"""« Quels chiffres manquent au plan, et qui les doit ? »: register of gaps, targets without value, surveys bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from pacte.indicators.queries.gaps import (
    SurveyDetails,
    UnmeasuredTarget,
    can_edit_gaps,
    gap_by_number,
    plan_gaps,
    plan_surveys,
    unmeasured_targets,
)
from pacte.indicators.records.survey import GapInput
from pacte.indicators.services.gaps import close_gap, record_gap
from pacte.kernel.action_codes import is_action_code, normalise_action_code
from pacte.kernel.clock import today
from pacte.kernel.errors import PermissionDenied
from pacte.kernel.french import format_day, format_number, format_percent, pluralise
from pacte.kernel.money import format_euros
from pacte.web.pages.gaps.forms import CloseForm, GapForm
from pacte.web.plan_act import ActPage, act_page
from pacte.web.plan_seen import PlanSeen, frame_of, plan_seen
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.indicators.models import MissingIndicator

STYLE = "pacte/css/territory.css"
COLUMNS = (
    {"label": "Ce qui manque"},
    {"label": "À quoi cela sert"},
    {"label": "Qui le doit"},
    {"label": "Pour quand"},
    {"label": "Où cela en est"},
)
SURVEYS = (
    {"label": "Enquête"},
    {"label": "Terrain"},
    {"label": "Réponses", "kind": "num"},
    {"label": "Coût", "kind": "num"},
    {"label": "Ce qu’elle a donné"},
)
WAITED = ({"label": "Action", "kind": "num"}, {"label": "Ce que le plan attend"}, {"label": "Qui le doit"})


@signed_in
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    seen = plan_seen(request, code)
    held = plan_gaps(actor=seen.actor, plan=seen.plan)
    bought = plan_surveys(actor=seen.actor, plan=seen.plan)
    waited = unmeasured_targets(actor=seen.actor, plan=seen.plan, known_on=seen.on)
    writes = can_edit_gaps(actor=seen.actor, plan=seen.plan)
    values = frame_of(request, seen, trail=[{"label": "Indicateurs manquants"}], nav="territory") | {
        "answer": _answer(held, waited),
        "columns": COLUMNS,
        "rows": [_row(each, seen, writes=writes) for each in held],
        "survey_columns": SURVEYS,
        "surveys": [_survey(each, seen) for each in bought],
        "waited_columns": WAITED,
        "waited": [_waited(each, seen) for each in waited],
        "note_url": seen.url("gaps:note") if writes else "",
        "buy_url": seen.url("gaps:buy") if writes and any(each.closed_on is None for each in held) else "",
    }
    return render(request, "gaps/register.html", values)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, code: str) -> HttpResponse:
    seen = writing(request, code)

    def run(given: dict[str, Any]) -> str:
        made = record_gap(actor=seen.actor, plan=seen.plan, data=GapInput(**given))
        return f"« {made.label} » est au registre, sous le numéro {made.number}."

    said = ActPage(
        "Quel chiffre manque au plan ?", "Noter ce manque", seen.url("gaps:list"),
        answer="Un manque noté a quelqu’un qui le doit : il se comble par une source, ou par une enquête.",
        stylesheet=STYLE,
    )  # fmt: skip
    form = GapForm(request.POST if request.method == "POST" else None, initial={"action_number": _asked(request)})
    return act_page(
        request, said, form, run, frame_of(request, seen, trail=trail(seen, "Noter"), nav="territory", dated=False)
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, code: str, number: int) -> HttpResponse:
    seen = writing(request, code)
    gap = gap_by_number(actor=seen.actor, plan=seen.plan, number=number)

    def run(given: dict[str, Any]) -> str:
        filled = given["end"] == "filled"
        close_gap(actor=seen.actor, gap=gap, is_filled=filled, reason=given["reason"], series_code=given["series_code"])
        return f"« {gap.label} » est {'renseigné' if filled else 'abandonné'}."

    said = ActPage(
        "Ce manque est-il comblé ?", "Fermer ce manque", seen.url("gaps:list"), note=gap.label, stylesheet=STYLE,
        answer="Il reste au registre, avec la raison.",
    )  # fmt: skip
    form = CloseForm(request.POST if request.method == "POST" else None)
    return act_page(
        request, said, form, run, frame_of(request, seen, trail=trail(seen, "Fermer"), nav="territory", dated=False)
    )


def writing(request: HttpRequest, code: str) -> PlanSeen:
    """Returns the plan for users who edit its register. Raises ``NotFound``, then ``PermissionDenied``."""
    seen = plan_seen(request, code)
    plan_gaps(actor=seen.actor, plan=seen.plan)
    if not can_edit_gaps(actor=seen.actor, plan=seen.plan):
        raise PermissionDenied(
            "gaps_right", "Votre fonction ne permet pas d’écrire au registre des manques.",
            hint="Demandez-le au pilote du pacte ou à l’observatoire.",
        )  # fmt: skip
    return seen


def trail(seen: PlanSeen, label: str) -> list[dict[str, str]]:
    return [{"label": "Indicateurs manquants", "url": seen.url("gaps:list")}, {"label": label}]


def _asked(request: HttpRequest) -> str:
    code = normalise_action_code(request.GET.get("action", ""))
    return code if is_action_code(code) else ""


def _answer(held: list[MissingIndicator], waited: list[UnmeasuredTarget]) -> str:
    filled = sum(each.is_filled for each in held)
    done = pluralise(filled, "désormais renseigné", "désormais renseignés")
    told = f"{pluralise(len(held), 'manque noté', 'manques notés')}, dont {done}"
    if held:
        told += f" ({format_number(filled)} / {format_number(len(held))} = {format_percent(filled / len(held))})"
    return f"{told} ; {pluralise(len(waited), 'cible du plan reste', 'cibles du plan restent')} sans valeur."


def _row(each: MissingIndicator, seen: PlanSeen, *, writes: bool) -> list[Any]:
    late = each.closed_on is None and each.due_on is not None and each.due_on < today()
    action = (
        {"text": each.needed_for, "note": f"action {each.action_number}"}
        if each.action_number
        else {"text": each.needed_for}
    )
    return [
        {"text": each.label, "note": f"n° {each.number}, noté le {format_day(each.noted_on)} par {each.person_name}"},
        action,
        each.owed_by,
        {"text": format_day(each.due_on) if each.due_on else "pas de date", "note": "en retard" if late else ""},
        _state(each, seen, writes=writes),
    ]


def _state(each: MissingIndicator, seen: PlanSeen, *, writes: bool) -> Any:
    if each.closed_on is not None:
        word = "renseigné" if each.is_filled else "abandonné"
        return {"text": f"{word} le {format_day(each.closed_on)}", "note": each.closed_reason}
    asked = [aim.survey for aim in each.surveys.all()]
    if asked:
        return {"text": f"enquête « {asked[-1].title} »", "url": seen.url("gaps:survey", asked[-1].number)}
    return {"text": "Fermer ce manque", "url": seen.url("gaps:close", each.number)} if writes else "à combler"


def _survey(each: SurveyDetails, seen: PlanSeen) -> list[Any]:
    survey = each.survey
    days = [format_day(on) for on in (survey.first_on, survey.last_on) if on]
    gave = [
        f"{measure.gap.label} : {format_number(measure.estimate.value, 1)} %{margin_told(measure.estimate.margin)}"
        for measure in each.measures
        if measure.estimate
    ]
    order = f"commande {survey.order_reference}" if survey.order_reference else "sans commande"
    return [
        {"text": survey.title, "url": seen.url("gaps:survey", survey.number), "note": survey.supplier},
        " au ".join(days) or "dates à fixer",
        format_number(each.respondents) if each.respondents is not None else "aucune encore",
        {"text": format_euros(survey.cost_cents) if survey.cost_cents is not None else "à définir", "note": order},
        " ; ".join(gave) or "rien encore",
    ]


def margin_told(margin: Any) -> str:
    return f" ± {format_number(margin, 1)} points" if margin is not None else ", marge non calculable"


def _waited(each: UnmeasuredTarget, seen: PlanSeen) -> list[Any]:
    return [
        {"text": str(each.action), "value": str(each.action), "url": seen.url("plan:action", each.action)},
        {"text": each.what, "note": each.sentence},
        {"text": each.owed_by or "non dit", "note": "en retard" if each.is_late else ""},
    ]
