"""Experiments and studies of an action: its ex-ante sheets and its study cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.evaluation.queries import experiment_count, experiments_of_action
from pacte.evaluation.records import JUDGEMENT_LABELS, PROTOCOL_PART_LABELS, PROTOCOL_STATE_LABELS, ProtocolState
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day, pluralise
from pacte.procedures.queries import cases_of_action, choices_enabling

if TYPE_CHECKING:
    from pacte.evaluation.queries import ExperimentSummary
    from pacte.procedures.queries import CaseSummary
    from pacte.web.pages.plan.plan_context import PlanContext

_STATE_BADGES = {
    ProtocolState.INCOMPLETE: ("triangle", "watch"),
    ProtocolState.READY: ("check", "good"),
    ProtocolState.LOCKED: ("clock", ""),
    ProtocolState.LOCKED_INCOMPLETE: ("diamond", "bad"),
    ProtocolState.JUDGED: ("check", "good"),
    ProtocolState.WITHDRAWN: ("cross", ""),
}
_INCOMPLETE = (ProtocolState.INCOMPLETE, ProtocolState.LOCKED_INCOMPLETE)


def experiments_and_studies_context(plan_context: PlanContext, number: ActionCode) -> dict[str, Any]:
    """The public sees the number of experiments; participants of the pact see each of them."""
    experiments = experiments_of_action(
        actor=plan_context.actor, plan=plan_context.plan, number=number, on=plan_context.on
    )
    # Cases are read in their current state: on a past day they would show what was not yet known.
    is_today = plan_context.params.on is None
    cases = (
        cases_of_action(actor=plan_context.actor, plan=plan_context.plan, number=number, on=plan_context.on)
        if is_today
        else []
    )
    count = experiment_count(actor=plan_context.actor, plan=plan_context.plan, number=number, on=plan_context.on)
    return {
        "sheets": [_experiment_values(each, plan_context) for each in experiments],
        "studies": [_case_values(each, plan_context) for each in cases],
        "enabled_by": [
            {
                "text": each.text,
                "title": each.case.title,
                "url": reverse("studies:file", args=[plan_context.plan.code, each.case.number]),
                "on": each.chosen_on,
            }
            for each in choices_enabling(
                actor=plan_context.actor, plan=plan_context.plan, number=number, on=plan_context.on
            )
        ],
        "experiments_said": pluralise(count, "expérimentation", "expérimentations") if count else "",
        "sheets_owed": _incomplete_experiments_text(experiments),
    }


def _incomplete_experiments_text(experiments: list[ExperimentSummary]) -> str:
    """Sentence of the banner: experiments of the action whose sheet is incomplete."""
    lacking = [each for each in experiments if each.state in _INCOMPLETE]
    if not lacking:
        return ""
    names = " ; ".join(
        f"« {each.title} », {pluralise(len(each.missing), 'partie manque', 'parties manquent')}" for each in lacking
    )
    return f"{names}. Une fiche s’écrit avant la première entrée."


def _experiment_values(each: ExperimentSummary, plan_context: PlanContext) -> dict[str, Any]:
    sign, tone = _STATE_BADGES[each.state]
    word = f"jugée : {JUDGEMENT_LABELS[each.judgement]}" if each.judgement else PROTOCOL_STATE_LABELS[each.state]
    first = PROTOCOL_PART_LABELS[each.missing[0]] if each.missing else ""
    missing = first if len(each.missing) == 1 else f"{first} et {pluralise(len(each.missing) - 1, 'autre')}"
    return {
        "title": each.title,
        "url": reverse("experiments:sheet", args=[plan_context.plan.code, each.number])
        + _day_querystring(plan_context),
        "badge": {"word": word, "sign": sign, "tone": tone},
        "note": f"manque : {missing}" if each.missing else f"en répond : {each.owner_name}",
    }


def _case_values(each: CaseSummary, plan_context: PlanContext) -> dict[str, Any]:
    if each.is_ended:
        outcome_text = f"{each.stage.label.lower()}{f', {each.outcome}' if each.outcome else ''}"
        badge = {"word": outcome_text, "sign": "check", "tone": ""}
    elif each.held_since:
        badge = {"word": "en attente", "sign": "half", "tone": "watch"}
    elif each.late:
        badge = {"word": "en retard", "sign": "diamond", "tone": "bad"}
    else:
        badge = {"word": "en cours", "sign": "clock", "tone": ""}
    note = f"étape : {each.stage.label.lower()}" if not each.is_ended else ""
    if each.held_since:
        note += f" ; attend : {each.held_until_what}"
    elif each.next_due:
        note += f" ; {each.next_due.label[:1].lower()}{each.next_due.label[1:]}, le {format_day(each.next_due.on)}"
    return {
        "title": each.title,
        "opening": "Étude" if each.is_ended else "Étude en cours",
        "url": reverse("studies:file", args=[plan_context.plan.code, each.number]),
        "badge": badge,
        "note": note,
    }


def _day_querystring(plan_context: PlanContext) -> str:
    return f"?au={plan_context.params.on.isoformat()}" if plan_context.params.on else ""
