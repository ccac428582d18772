"""Reminders about incomplete or overdue experiments. Runs each morning; idempotent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pacte.evaluation.models import Experiment
from pacte.evaluation.queries.experiments import ExperimentSummary, experiment_summaries
from pacte.evaluation.records import PROTOCOL_PART_LABELS, ProtocolState
from pacte.kernel.actor import Actor
from pacte.kernel.french import format_day
from pacte.notifications.services import notify
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import stakeholders_by_action


def remind_experiment_owners(*, actor: Actor, on: date, address_of: Callable[[str, int], str]) -> int:
    """Sends two reminders: incomplete protocol (monthly), experiment past its end without a finding (weekly).

    Recipients are the owner, else the people named for the action. ``address_of`` returns the page of an experiment
    from the plan code and its number. System actor only. Returns the number of notifications.
    """
    actor.require_system("remind", "Les rappels partent d’eux-mêmes.")
    notified_count = 0
    for plan in Plan.objects.filter(pk__in=Experiment.objects.values("plan_id")).order_by("pk"):
        stakeholders = stakeholders_by_action(actor=actor, plan=plan, on=on)
        for summary in experiment_summaries(actor=actor, plan=plan, on=on):
            message = _reminder_message(summary, on)
            action_ties = stakeholders.get(summary.action_number)
            people = (
                [summary.owner_id] if summary.owner_id else sorted(action_ties.lead_person_ids if action_ties else ())
            )
            if message and people:
                subject, text, key = message
                notified_count += notify(
                    actor=actor,
                    host_id=plan.organisation_id,
                    person_ids=people,
                    kind="sheet_owed",
                    subject=subject,
                    text=text,
                    address=address_of(plan.code, summary.number),
                    key=f"sheet:{summary.experiment_id}:{key}",
                )
    return notified_count


def _reminder_message(summary: ExperimentSummary, on: date) -> tuple[str, str, str] | None:
    """Returns the subject, text and deduplication key of a reminder; None when nothing is due."""
    if summary.state is ProtocolState.INCOMPLETE:
        missing_labels = ", ".join(PROTOCOL_PART_LABELS[part] for part in summary.missing)
        return (
            f"Fiche ex ante à compléter : {summary.title}",
            f"Action {summary.action_number}. Avant la première entrée, il manque : {missing_labels}.",
            f"incomplete:{on:%Y-%m}",
        )
    if summary.is_overdue and summary.content.end_on:
        return (
            f"Constat attendu : {summary.title}",
            f"Action {summary.action_number}. L’expérimentation devait finir le {format_day(summary.content.end_on)}. "
            "Écrivez ce qui a été constaté, et ce qu’on en fait.",
            f"overdue:{on.isocalendar().year}-{on.isocalendar().week}",
        )
    return None
