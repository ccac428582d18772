"""Answers of the orientation rule about a learner, for that learner, by their link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pacte.journeys.models import Recommendation
from pacte.journeys.records.orientation import AdviserDecision
from pacte.journeys.rules.learner_wording import in_second_person
from pacte.kernel.actor import Actor
from pacte.notifications.services.system_access import as_system
from pacte.offer.models import Session
from pacte.reference.queries import occupations_by_code

_ANSWERS, _SESSIONS = 10, 3


@dataclass(frozen=True, slots=True)
class MyReason:
    """One term of the score, in the second person."""

    points: int
    sentence: str


@dataclass(frozen=True, slots=True)
class MySession:
    """A session considered, with its rank in the order of the rule."""

    rank: int
    title: str
    provider: str
    starts_on: date | None
    is_rolling: bool
    score: int
    reasons: tuple[MyReason, ...]
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class MyAdvice:
    """One answer of the rule: its inputs, the first sessions, the decision. ``considered``: number of sessions."""

    made_at: datetime
    goal: str
    words: str
    decision: AdviserDecision | None
    decided_at: datetime | None
    proposed_id: int | None
    considered: int
    sessions: tuple[MySession, ...]


def my_advice(*, actor: Actor) -> list[MyAdvice]:
    """Answers with a decision, latest first; without any, the last answer. Empty without a personal link."""
    if not actor.learner_id:
        return []
    with as_system(actor):
        recommendations = Recommendation.objects.filter(learner_id=actor.learner_id).order_by("-made_at", "-pk")
        rows = list(recommendations.exclude(decision="")[:_ANSWERS]) or list(recommendations[:1])
        shown = {row.pk: _visible_candidates(row) for row in rows}
        session_ids = {
            each["candidate"]["session_id"] for ranked_candidates in shown.values() for _, each in ranked_candidates
        }
        sessions = Session.objects.select_related("training_action__training__provider").in_bulk(session_ids)
    goals = occupations_by_code({row.inputs["rome"] for row in rows if row.inputs["rome"]})
    names = {code: each.label for code, each in goals.items()}
    return [_advice(row, shown[row.pk], sessions, names.get(row.inputs["rome"], "")) for row in rows]


def _visible_candidates(row: Recommendation) -> list[tuple[int, dict[str, Any]]]:
    """The first sessions, and the one that was proposed wherever it ranks, each with its rank."""
    return [
        (rank, each) for rank, each in enumerate(row.candidates, start=1)
        if rank <= _SESSIONS or each["candidate"]["session_id"] == row.session_id
    ]  # fmt: skip


def _advice(
    row: Recommendation, shown: list[tuple[int, dict[str, Any]]], sessions: dict[int, Session], goal: str
) -> MyAdvice:
    return MyAdvice(
        made_at=row.made_at,
        goal=goal,
        words=row.inputs["words"],
        decision=AdviserDecision(row.decision) if row.decision else None,
        decided_at=row.decided_at,
        proposed_id=row.session_id,
        considered=len(row.candidates),
        sessions=tuple(
            _session(rank, each, sessions[each["candidate"]["session_id"]], row.session_id)
            for rank, each in shown
            if each["candidate"]["session_id"] in sessions
        ),
    )


def _session(rank: int, ranked_candidate: dict[str, Any], session: Session, proposed_id: int | None) -> MySession:
    starts_on = ranked_candidate["candidate"]["starts_on"]
    return MySession(
        rank=rank,
        title=session.training.title,
        provider=session.provider.name,
        starts_on=date.fromisoformat(starts_on) if starts_on else None,
        is_rolling=ranked_candidate["candidate"]["is_rolling"],
        score=ranked_candidate["score"],
        reasons=tuple(
            MyReason(each["points"], in_second_person(each["sentence"])) for each in ranked_candidate["reasons"]
        ),
        is_proposed=session.pk == proposed_id,
    )
