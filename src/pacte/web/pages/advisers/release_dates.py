"""Fit of sessions with an estimated release date: for the authority only; reading is audited and nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.journeys.records import Purpose
from pacte.journeys.rules.custody import RELEASE_LABELS, release_fit
from pacte.journeys.services.custody import is_authority, read_custody_dates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.journeys.queries.adviser_learners import LearnerRecord
    from pacte.journeys.records.orientation import CandidateSession
    from pacte.kernel.actor import Actor


def release_labels(actor: Actor, record: LearnerRecord, candidates: Iterable[CandidateSession]) -> dict[int, str]:
    """Label by session id; empty when the actor is not the authority or no date is known."""
    if not is_authority(actor=actor, body_id=record.body_id):
        return {}
    custody_dates = read_custody_dates(
        actor=actor, learner=record.learner, body_id=record.body_id, purpose=Purpose.ADAPTATION, channel="html"
    )
    if custody_dates is None:
        return {}
    return {
        each.session_id: RELEASE_LABELS[
            release_fit(
                each.starts_on,
                is_rolling=each.is_rolling,
                earliest_on=custody_dates.earliest_on,
                latest_on=custody_dates.latest_on,
            )
        ]
        for each in candidates
    }
