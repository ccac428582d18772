"""« Pourquoi cette formation ? »: reasons of a recommendation and of the decision, as shown to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.journeys.rules.learner_wording import DECISION_SENTENCES
from pacte.kernel.french import format_day, pluralise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.journeys.queries.learner_recommendations import MyAdvice, MyReason, MySession


def recommendation_items(recommendations: Iterable[MyAdvice]) -> list[dict[str, Any]]:
    """One item a recommendation: its inputs, the sessions with their points, and the decision."""
    return [
        {
            "on": each.made_at,
            "sought": " ; ".join(part for part in (each.goal, each.words) if part) or "sans métier précis",
            "considered": pluralise(each.considered, "session considérée", "sessions considérées"),
            "decided": DECISION_SENTENCES[each.decision] if each.decision else "Rien n’est encore décidé.",
            "sessions": [_scored_session(session) for session in each.sessions],
        }
        for each in recommendations
    ]


def proposal_reasons(recommendations: Iterable[MyAdvice], session_id: int | None) -> dict[str, Any] | None:
    """Why that session was proposed; None without a recommendation."""
    for each in recommendations:
        proposed = next((session for session in each.sessions if session.is_proposed), None)
        if proposed and session_id is not None and each.proposed_id == session_id and each.decision:
            return _scored_session(proposed) | {"decided": DECISION_SENTENCES[each.decision]}
    return None


def _scored_session(each: MySession) -> dict[str, Any]:
    starts = format_day(each.starts_on) if each.starts_on else "date à venir"
    return {
        "rank": each.rank,
        "title": each.title,
        "note": f"{each.provider}, {'toute l’année' if each.is_rolling else starts}",
        "is_proposed": each.is_proposed,
        "score": each.score,
        "reasons": [_reason_text(reason) for reason in each.reasons],
    }


def _reason_text(reason: MyReason) -> str:
    """« +40 : mène au métier visé »; a reason without effect is shown without points."""
    if not reason.points:
        return reason.sentence
    return f"{'+' if reason.points > 0 else '−'}{abs(reason.points)} : {reason.sentence}"
