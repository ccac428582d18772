"""Scored sessions, as displayed by the orientation pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.kernel.french import format_day
from pacte.offer.queries.access import session_queryset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pacte.journeys.models import Journey
    from pacte.journeys.records.orientation import ScoredSession, ScoreReason
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session


def scored_session_rows(
    actor: Actor,
    journey: Journey,
    advice: Sequence[ScoredSession],
    recommendation_id: int | None,
    release: Mapping[int, str],
) -> list[dict[str, Any]]:
    """In the given order, one query. ``recommendation_id``: decided by a proposal, None when none is possible."""
    sessions = session_queryset(actor=actor).in_bulk([each.candidate.session_id for each in advice])
    return [
        _session_row(
            journey,
            each,
            sessions[each.candidate.session_id],
            recommendation_id,
            release.get(each.candidate.session_id, ""),
        )
        for each in advice
        if each.candidate.session_id in sessions
    ]


def _session_row(
    journey: Journey, each: ScoredSession, session: Session, recommendation_id: int | None, release: str
) -> dict[str, Any]:
    candidate, triplet = each.candidate, session.triplet
    parts = [triplet.training, triplet.training_action, triplet.session]
    starts = format_day(candidate.starts_on) if candidate.starts_on else "date à venir"
    return {
        "session_id": candidate.session_id,
        "title": session.training.title,
        "provider": session.provider.name,
        "town": session.site.town if session.site else "",
        "starts": "toute l’année" if candidate.is_rolling else starts,
        "score": each.score,
        "good": [reason for reason in each.reasons if reason.points > 0],
        "neutral": [reason for reason in each.reasons if reason.points == 0],
        "bad": [reason for reason in each.reasons if reason.points < 0],
        "points": [_points_text(reason) for reason in each.reasons],
        "codes": {reason.code for reason in each.reasons},
        "release": release,
        "url": reverse("supply:session", args=parts),
        "propose_url": reverse("advising:propose", args=[journey.key, *parts]) + f"?conseil={recommendation_id}"
        if recommendation_id
        else "",
    }


def _points_text(reason: ScoreReason) -> str:
    sign = "+" if reason.points > 0 else "−" if reason.points < 0 else ""
    return f"{sign}{abs(reason.points)} : {reason.sentence}"
