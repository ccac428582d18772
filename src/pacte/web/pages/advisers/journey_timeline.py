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


def journey_timeline(each: JourneyRecord, goals: Mapping[str, Occupation], on: date) -> dict[str, Any]:
    """One journey, as dicts for the template."""
    journey = each.journey
    replaced_ids = {step.corrects_id for step in each.steps if step.corrects_id}
    goal = goals.get(journey.goal_rome)
    return {
        "key": journey.key,
        "title": goal.label if goal else "Projet à préciser",
        "state": STATE_LABELS[JourneyState(journey.state)],
        "opened": format_day(journey.opened_on),
        "steps": [_step_row(step, each, is_replaced=step.pk in replaced_ids) for step in each.steps],
        "settled": [_obligation_sentence(obligation) for obligation in each.obligations if obligation.settled_on],
        "hours": journey.minutes_realised // 60,
    }


def _step_row(step: Step, each: JourneyRecord, *, is_replaced: bool) -> dict[str, Any]:
    known_on = step.recorded_at.astimezone(PARIS).date()
    late = (known_on - step.happened_on).days
    title = each.titles.get(step.session_id, "") if step.session_id else ""
    why = each.reasons.get(step.pk, "")
    notes = [title, _detail(step), _SOURCES[StepSource(step.source)], f"corrigée : « {why} »" if why else ""]
    who = step.person_name or each.bodies.get(step.body_id or 0, "")
    return {
        "on": step.happened_on,
        "label": STEP_LABELS[StepKind(step.kind)],
        "note": " · ".join(note for note in (*notes, who) if note),
        "known": f"su le {format_day(known_on)}" + (f", {late} jours après" if late > 1 else "") if late else "",
        "is_replaced": is_replaced or step.is_withdrawn,
        "correct_url": reverse("advising:correct", args=[each.journey.key, step.pk])
        if step.pk in each.correctable
        else "",
    }


def _detail(step: Step) -> str:
    detail = step.detail
    parts = []
    if detail.get("end_kind") in set(EndKind):
        parts.append(END_LABELS[EndKind(str(detail["end_kind"]))])
    if detail.get("reason") in set(DropoutReason):
        parts.append(REASON_LABELS[DropoutReason(str(detail["reason"]))])
    if detail.get("mode") in _MODES:
        parts.append(_MODES[str(detail["mode"])])
    if "months" in detail:
        job = {True: "en emploi", False: "sans emploi"}.get(bool(detail["in_job"]), "") if "in_job" in detail else ""
        parts.append(f"à {detail['months']} mois : {job or 'sans réponse'}")
    return ", ".join(parts)


def _obligation_sentence(obligation: Obligation) -> str:
    how = SETTLEMENT_LABELS.get(SettlementMethod(obligation.settled_how), "") if obligation.settled_how else ""
    return (
        f"{LABELS[Consequence(obligation.what)]} {how.capitalize()}, le {format_day(obligation.settled_on)}."
        if obligation.settled_on
        else ""
    )
