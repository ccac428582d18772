"""Saves answers of the orientation rule, and the decision of the adviser. The rule itself decides nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pacte.audit.services import audit_event
from pacte.journeys.models import Journey, Recommendation
from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records.orientation import AdviserDecision, OrientationProfile, ScoredSession
from pacte.journeys.rules.orientation import orientation_digest
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, deny_unless


def save_recommendation(
    *, actor: Actor, journey: Journey, profile: OrientationProfile, scored_sessions: list[ScoredSession], rule: str
) -> Recommendation:
    """Saves a complete answer. The same undecided question, with the same digest, returns the same row.

    Raises ``PermissionDenied`` for an actor who may not orient on that journey.
    """
    deny_unless(
        may(actor, "journeys.orient", journey_scope(journey)),
        "journeys_orient",
        "Seul l’organisme qui oriente cette personne le fait.",
    )
    considered = sorted((each.candidate for each in scored_sessions), key=lambda each: each.session_id)
    printed = orientation_digest(profile, considered, rule)
    known = Recommendation.objects.filter(journey=journey, digest=printed, decision="").order_by("-pk").first()
    if known is not None:
        return known
    with audit_event(
        actor=actor, name="journeys.advise", subject_kind="journey", subject_id=journey.key,
        subject_label="Sessions proposées par la règle", organisation_id=journey.referrer_id,
    ):  # fmt: skip
        return Recommendation.objects.create(
            organisation_id=journey.organisation_id,
            learner_id=journey.learner_id,
            journey=journey,
            body_id=journey.referrer_id,
            made_at=now(),
            person_id=actor.person_id,
            rule=rule,
            inputs=_dict_to_json(asdict(profile)),
            candidates=[_scored_session_json(each) for each in scored_sessions],
            digest=printed,
        )


def record_adviser_decision(
    *, actor: Actor, recommendation: Recommendation, session_id: int | None, reason: str = ""
) -> Recommendation:
    """Records what the adviser did: took the first, another one, or none (``session_id`` None).

    Raises ``PermissionDenied``, or ``Conflict`` when it was already decided.
    """
    deny_unless(
        may(actor, "journeys.orient", journey_scope(recommendation.journey)),
        "journeys_orient",
        "Seul l’organisme qui oriente cette personne le fait.",
    )
    row = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    if row.decision:
        raise Conflict("advice_decided", "Cette liste a déjà servi.", hint="Revenez à la personne.")
    first = row.candidates[0]["candidate"]["session_id"] if row.candidates else None
    decision = AdviserDecision.REFUSED
    if session_id is not None:
        decision = AdviserDecision.ACCEPTED if session_id == first else AdviserDecision.MODIFIED
    with audit_event(
        actor=actor, name="journeys.decide_advice", subject_kind="journey", subject_id=row.journey.key,
        subject_label="Suite donnée à la liste", organisation_id=row.body_id, reason=reason,
    ):  # fmt: skip
        row.decision, row.session_id, row.reason = decision, session_id, reason[:300]
        row.decided_at, row.decided_by = now(), actor.name[:200]
        row.save(update_fields=["decision", "session_id", "reason", "decided_at", "decided_by"])
    return row


def _scored_session_json(each: ScoredSession) -> dict[str, Any]:
    return _dict_to_json(
        {
            "candidate": asdict(each.candidate),
            "reasons": [asdict(reason) for reason in each.reasons],
            "score": each.score,
        }
    )


def _dict_to_json(data: dict[str, Any]) -> dict[str, Any]:
    """JSON-serialisable copy: dates as text, nothing else changed."""
    return {name: _value_to_json(value) for name, value in data.items()}


def _value_to_json(value: Any) -> Any:
    if isinstance(value, dict):
        return _dict_to_json(value)
    if isinstance(value, (list, tuple)):
        return [_value_to_json(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
