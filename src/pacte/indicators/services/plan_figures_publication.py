"""Publishes the figures of a plan after each quarter, for everybody: once, never modified (ADR 32)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pacte.audit.services import audit_event
from pacte.indicators.models import Publication
from pacte.indicators.queries.plan_figures import (
    plan_figures_to_publish,
    published_plan_figures,
)
from pacte.indicators.records.plan_figures import PublicPlanFigures
from pacte.indicators.rules.plan_figures import is_quarter_of_plan, last_closed_quarter, plan_publication_code
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound
from pacte.plan.models import Plan
from pacte.plan.queries import version_on
from pacte.steering.rules.serialisation import record_to_json


def publish_plan_figures(
    *, actor: Actor, plan: Plan, on: date, facts_dir: Path | None = None
) -> PublicPlanFigures | None:
    """Publishes the figures of the last closed quarter; None when they are published or none is due.

    Raises ``PermissionDenied`` unless the actor is the system, ``Conflict`` before the first refresh of the facts.
    """
    actor.require_system("indicators_publish", "Les chiffres publics du plan sont publiés par la machine.")
    closed_on = last_closed_quarter(on)
    try:
        version = version_on(actor=actor, plan=plan, on=closed_on)
    except NotFound:
        return None
    last = published_plan_figures(actor=actor, plan=plan)
    if (
        version.in_force_from is None
        or not is_quarter_of_plan(closed_on, version.first_year, version.last_year)
        or (last and last.closed_on >= closed_on)
    ):
        return None
    figures = plan_figures_to_publish(actor=actor, plan=plan, closed_on=closed_on, known_on=on, facts_dir=facts_dir)
    _save(actor, plan, figures)
    return figures


def _save(actor: Actor, plan: Plan, figures: PublicPlanFigures) -> None:
    code, year = plan_publication_code(plan.pk, figures.closed_on), figures.closed_on.year
    with audit_event(
        actor=actor, name="indicators.publish", subject_kind="publication", subject_id=f"{code}:{year}",
        subject_label=f"Chiffres publics du plan au {figures.closed_on.isoformat()}",
        organisation_id=plan.organisation_id,
    ):  # fmt: skip
        Publication.objects.create(
            organisation_id=plan.organisation_id, code=code, year=year, known_on=figures.known_on, published_at=now(),
            person_name=actor.name[:200], document=record_to_json(figures),
        )  # fmt: skip
