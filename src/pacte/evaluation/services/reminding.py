"""Reminders about incomplete or overdue experiments. Runs each morning; idempotent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pacte.evaluation.models import Experiment
from pacte.evaluation.queries.sheets import SheetLine, sheets
from pacte.evaluation.records import PART_WORDS, SheetState
from pacte.kernel.actor import Actor
from pacte.kernel.errors import PermissionDenied
from pacte.kernel.french import format_day
from pacte.notifications.services import notify
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import stakeholders_by_action


def remind(*, actor: Actor, on: date, address_of: Callable[[str, int], str]) -> int:
    """Sends two reminders: incomplete protocol (monthly), experiment past its end without a finding (weekly).

    Recipients are the owner, else the people named for the action. ``address_of`` returns the page of an experiment
    from the plan code and its number. System actor only. Returns the number of notifications.
    """
    if not actor.is_system:
        raise PermissionDenied("remind", "Les rappels partent d’eux-mêmes.")
    told = 0
    for plan in Plan.objects.filter(pk__in=Experiment.objects.values("plan_id")).order_by("pk"):
        ties = stakeholders_by_action(actor=actor, plan=plan, on=on)
        for line in sheets(actor=actor, plan=plan, on=on):
            said = _said(line, on)
            tied = ties.get(line.action_number)
            people = [line.owner_id] if line.owner_id else sorted(tied.lead_person_ids if tied else ())
            if said and people:
                subject, text, key = said
                told += notify(
                    actor=actor,
                    host_id=plan.organisation_id,
                    person_ids=people,
                    kind="sheet_owed",
                    subject=subject,
                    text=text,
                    address=address_of(plan.code, line.number),
                    key=f"sheet:{line.experiment_id}:{key}",
                )
    return told


def _said(line: SheetLine, on: date) -> tuple[str, str, str] | None:
    """Returns the subject, text and deduplication key of a reminder; None when nothing is due."""
    if line.state is SheetState.INCOMPLETE:
        lacking = ", ".join(PART_WORDS[part] for part in line.missing)
        return (
            f"Fiche ex ante à compléter : {line.title}",
            f"Action {line.action_number}. Avant la première entrée, il manque : {lacking}.",
            f"incomplete:{on:%Y-%m}",
        )
    if line.is_overdue and line.content.end_on:
        return (
            f"Constat attendu : {line.title}",
            f"Action {line.action_number}. L’expérimentation devait finir le {format_day(line.content.end_on)}. "
            "Écrivez ce qui a été constaté, et ce qu’on en fait.",
            f"overdue:{on.isocalendar().year}-{on.isocalendar().week}",
        )
    return None
