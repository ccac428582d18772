"""Timeline of a journey: each step with the day it happened and the day it was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.journeys.records import END_LABELS, STATE_LABELS, STEP_LABELS, EndKind, JourneyState, StepKind, StepSource
from pacte.journeys.rules.consequences import LABELS, Consequence
from pacte.journeys.rules.ends import REASON_LABELS, DropoutReason
from pacte.journeys.rules.obligations import SETTLEMENT_LABELS, SettlementMethod
from pacte.kernel.clock import PARIS
from pacte.kernel.french import format_day

if TYPE_CHECKING:
    from datetime import date

    from pacte.journeys.models import Obligation, Step
    from pacte.journeys.queries.adviser_learners import JourneyRecord
    from pacte.reference.records import Occupation

_SOURCES = {
    StepSource.TYPED: "",
    StepSource.PERSON: "par la personne",
    StepSource.FILE: "reçu par fichier",
    StepSource.MESSAGE: "reçu d’un partenaire",
    StepSource.MACHINE: "fait par la machine",
}
_MODES = {"chosen": "créneau au choix", "summoned": "convocation"}


def journey_lines(each: JourneyRecord, goals: Mapping[str, Occupation], on: date) -> dict[str, Any]:
    """One journey, as dicts for the template."""
    journey = each.journey
    replaced = {step.corrects_id for step in each.steps if step.corrects_id}
    goal = goals.get(journey.goal_rome)
    return {
        "key": journey.key,
        "title": goal.label if goal else "Projet à préciser",
        "state": STATE_LABELS[JourneyState(journey.state)],
        "opened": format_day(journey.opened_on),
        "steps": [_step(step, each, is_replaced=step.pk in replaced) for step in each.steps],
        "settled": [_due(due) for due in each.obligations if due.settled_on],
        "hours": journey.minutes_realised // 60,
    }


def _step(step: Step, each: JourneyRecord, *, is_replaced: bool) -> dict[str, Any]:
    known = step.recorded_at.astimezone(PARIS).date()
    late = (known - step.happened_on).days
    title = each.titles.get(step.session_id, "") if step.session_id else ""
    why = each.reasons.get(step.pk, "")
    notes = [title, _detail(step), _SOURCES[StepSource(step.source)], f"corrigée : « {why} »" if why else ""]
    who = step.person_name or each.bodies.get(step.body_id or 0, "")
    return {
        "on": step.happened_on,
        "label": STEP_LABELS[StepKind(step.kind)],
        "note": " · ".join(note for note in (*notes, who) if note),
        "known": f"su le {format_day(known)}" + (f", {late} jours après" if late > 1 else "") if late else "",
        "is_replaced": is_replaced or step.is_withdrawn,
        "correct_url": reverse("advising:correct", args=[each.journey.key, step.pk])
        if step.pk in each.correctable
        else "",
    }


def _detail(step: Step) -> str:
    given = step.detail
    said = []
    if given.get("end_kind") in set(EndKind):
        said.append(END_LABELS[EndKind(str(given["end_kind"]))])
    if given.get("reason") in set(DropoutReason):
        said.append(REASON_LABELS[DropoutReason(str(given["reason"]))])
    if given.get("mode") in _MODES:
        said.append(_MODES[str(given["mode"])])
    if "months" in given:
        job = {True: "en emploi", False: "sans emploi"}.get(bool(given["in_job"]), "") if "in_job" in given else ""
        said.append(f"à {given['months']} mois : {job or 'sans réponse'}")
    return ", ".join(said)


def _due(due: Obligation) -> str:
    how = SETTLEMENT_LABELS.get(SettlementMethod(due.settled_how), "") if due.settled_how else ""
    return (
        f"{LABELS[Consequence(due.what)]} {how.capitalize()}, le {format_day(due.settled_on)}."
        if due.settled_on
        else ""
    )
