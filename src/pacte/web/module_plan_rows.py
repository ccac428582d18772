"""How a plan of modules is shown: to the adviser who composes it, to those who follow the person, and to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.journeys.records import STATE_LABELS, JourneyState
from pacte.journeys.rules.chains import is_only_proposed
from pacte.journeys.rules.module_plan import saved_stages
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import modules_of_sessions, sessions_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.journeys.models import Journey, ModulePlan
    from pacte.kernel.actor import Actor


def module_plan_stages(actor: Actor, plan: ModulePlan, *, only_kept: bool = False) -> list[dict[str, Any]]:
    """Steps of the answer by date, with the public words of their sessions. ``text``: all of it on one line."""
    proposed_ids = {each["session_id"] for each in plan.proposed}
    stages = [each for each in saved_stages(plan.answer) if not only_kept or each.session_id in proposed_ids]
    identifiers = [each.session_id for each in stages]
    sessions = {each.pk: each for each in sessions_by_id(actor=actor, session_ids=identifiers)}
    modules = modules_of_sessions(actor=actor, session_ids=identifiers)
    far = {each["session_id"]: each["kilometres"] for each in plan.candidates}
    rows = []
    for stage in stages:
        session = sessions.get(stage.session_id)
        if session is None:
            continue
        module = modules.get(session.pk)
        title = f"{session.training.title}, {module}" if module else session.training.title
        days = f"du {format_day(stage.starts_on)} au {format_day(stage.ends_on)}"
        kilometres = far.get(session.pk)
        parts = (
            session.provider.name,
            session.site.town if session.site else "",
            days,
            "" if module else f"{format_number(stage.hours)} h",
            "" if kilometres is None else f"{format_number(round(kilometres))} km",
            f"{pluralise(len(stage.blocks), 'bloc', 'blocs')} : {', '.join(stage.blocks)}",
        )
        note = " · ".join(part for part in parts if part)
        rows.append({"session_id": session.pk, "title": title, "note": note, "text": f"{title} · {note}"})
    return rows


def kept_plan_rows(actor: Actor, plan: ModulePlan | None, journeys: Iterable[Journey]) -> list[dict[str, Any]]:
    """The steps that were proposed and not withdrawn, each with where its journey is; none without a kept plan."""
    if plan is None:
        return []
    by_key = {str(each.key): each for each in journeys}
    by_session = {each["session_id"]: by_key.get(each["journey"]) for each in plan.proposed}
    rows = []
    for row in module_plan_stages(actor, plan, only_kept=True):
        journey = by_session.get(row["session_id"])
        if journey is None or journey.state == JourneyState.CLOSED or journey.session_id is None:
            continue
        state = JourneyState(journey.state)
        only_proposed = is_only_proposed(state, journey.session_id, row["session_id"])
        rows.append({**row, "state": STATE_LABELS[state], "is_only_proposed": only_proposed})
    return rows
