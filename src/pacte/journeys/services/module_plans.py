"""Saves plans of modules, and what the adviser proposed of them. The rule itself decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from pacte.audit.services import audit_event
from pacte.journeys.models import Journey, ModulePlan
from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records.module_plans import PlanCandidate, PlanLimits
from pacte.journeys.rules.module_plan import PLAN_RULE, compose_module_plan, plan_digest
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, deny_unless


def save_module_plan(
    *,
    actor: Actor,
    journey: Journey,
    certification: str,
    missing: Collection[str],
    candidates: Sequence[PlanCandidate],
    limits: PlanLimits,
) -> ModulePlan:
    """Composes a plan and saves it whole. The same question, not yet kept, returns the same row.

    Raises ``PermissionDenied`` for an actor who may not orient on that journey.
    """
    _refuse(actor, journey)
    digest = plan_digest(missing, candidates, limits)
    known = ModulePlan.objects.filter(journey=journey, digest=digest, proposed_on=None).order_by("-pk").first()
    if known is not None:
        return known
    answer = compose_module_plan(missing, candidates, limits)
    with audit_event(
        actor=actor, name="journeys.compose_plan", subject_kind="journey", subject_id=journey.key,
        subject_label="Plan de modules composé par la règle", organisation_id=journey.referrer_id,
    ):  # fmt: skip
        return ModulePlan.objects.create(
            organisation_id=journey.organisation_id,
            learner_id=journey.learner_id,
            journey=journey,
            body_id=journey.referrer_id,
            made_at=now(),
            rule=PLAN_RULE,
            inputs=_plain({"certification": certification, "missing": sorted(missing), "limits": asdict(limits)}),
            candidates=[_plain(asdict(each)) for each in candidates],
            answer=_plain(asdict(answer)),
            digest=digest,
        )


def keep_module_plan(*, actor: Actor, plan: ModulePlan, journey_by_session: Mapping[int, UUID]) -> ModulePlan:
    """Records which steps were proposed, in order, and by whom. Raises ``PermissionDenied`` or ``Conflict`` (kept)."""
    _refuse(actor, plan.journey)
    row = ModulePlan.objects.select_for_update(of=("self",)).select_related("journey").get(pk=plan.pk)
    if row.proposed_on is not None:
        raise Conflict("plan_kept", "Ce plan a déjà servi.", hint="Revenez à la personne, ou composez-en un autre.")
    with audit_event(
        actor=actor, name="journeys.keep_plan", subject_kind="journey", subject_id=row.journey.key,
        subject_label="Étapes proposées d’un plan de modules", organisation_id=row.body_id,
    ):  # fmt: skip
        row.proposed = [{"session_id": key, "journey": str(each)} for key, each in journey_by_session.items()]
        row.proposed_on, row.proposed_by_name = today(), actor.name[:200]
        row.save(update_fields=["proposed", "proposed_on", "proposed_by_name"])
    return row


def _refuse(actor: Actor, journey: Journey) -> None:
    deny_unless(
        may(actor, "journeys.orient", journey_scope(journey)),
        "journeys_orient",
        "Seul l’organisme qui oriente cette personne le fait.",
    )


def _plain(value: Any) -> Any:
    """JSON-serialisable copy: dates as text, tuples as lists."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
