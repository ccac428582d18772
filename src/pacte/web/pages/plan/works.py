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
    from pacte.web.pages.plan.reading import Shown

_SIGNS = {
    ProtocolState.INCOMPLETE: ("triangle", "watch"),
    ProtocolState.READY: ("check", "good"),
    ProtocolState.LOCKED: ("clock", ""),
    ProtocolState.LOCKED_INCOMPLETE: ("diamond", "bad"),
    ProtocolState.JUDGED: ("check", "good"),
    ProtocolState.WITHDRAWN: ("cross", ""),
}
_INCOMPLETE = (ProtocolState.INCOMPLETE, ProtocolState.LOCKED_INCOMPLETE)


def works_values(seen: Shown, number: ActionCode) -> dict[str, Any]:
    """The public sees the number of experiments; participants of the pact see each of them."""
    sheets = experiments_of_action(actor=seen.actor, plan=seen.plan, number=number, on=seen.on)
    # Cases are read in their current state: on a past day they would show what was not yet known.
    is_today = seen.asked.on is None
    files = cases_of_action(actor=seen.actor, plan=seen.plan, number=number, on=seen.on) if is_today else []
    count = experiment_count(actor=seen.actor, plan=seen.plan, number=number, on=seen.on)
    return {
        "sheets": [_sheet(each, seen) for each in sheets],
        "studies": [_study(each, seen) for each in files],
        "enabled_by": [
            {
                "text": each.text,
                "title": each.case.title,
                "url": reverse("studies:file", args=[seen.plan.code, each.case.number]),
                "on": each.chosen_on,
            }
            for each in choices_enabling(actor=seen.actor, plan=seen.plan, number=number, on=seen.on)
        ],
        "experiments_said": pluralise(count, "expérimentation", "expérimentations") if count else "",
        "sheets_owed": _owed(sheets),
    }


def _owed(sheets: list[ExperimentSummary]) -> str:
    """Sentence of the banner: experiments of the action whose sheet is incomplete."""
    lacking = [each for each in sheets if each.state in _INCOMPLETE]
    if not lacking:
        return ""
    names = " ; ".join(
        f"« {each.title} », {pluralise(len(each.missing), 'partie manque', 'parties manquent')}" for each in lacking
    )
    return f"{names}. Une fiche s’écrit avant la première entrée."


def _sheet(each: ExperimentSummary, seen: Shown) -> dict[str, Any]:
    sign, tone = _SIGNS[each.state]
    word = f"jugée : {JUDGEMENT_LABELS[each.judgement]}" if each.judgement else PROTOCOL_STATE_LABELS[each.state]
    first = PROTOCOL_PART_LABELS[each.missing[0]] if each.missing else ""
    missing = first if len(each.missing) == 1 else f"{first} et {pluralise(len(each.missing) - 1, 'autre')}"
    return {
        "title": each.title,
        "url": reverse("experiments:sheet", args=[seen.plan.code, each.number]) + _day(seen),
        "badge": {"word": word, "sign": sign, "tone": tone},
        "note": f"manque : {missing}" if each.missing else f"en répond : {each.owner_name}",
    }


def _study(each: CaseSummary, seen: Shown) -> dict[str, Any]:
    if each.is_ended:
        said = f"{each.stage.label.lower()}{f', {each.outcome}' if each.outcome else ''}"
        badge = {"word": said, "sign": "check", "tone": ""}
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
        "url": reverse("studies:file", args=[seen.plan.code, each.number]),
        "badge": badge,
        "note": note,
    }


def _day(seen: Shown) -> str:
    return f"?au={seen.asked.on.isoformat()}" if seen.asked.on else ""
