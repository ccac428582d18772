"""Sessions against a sliding date of release: for the authority alone, read under the journal, kept nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.journeys.records import Purpose
from pacte.journeys.rules.custody import RELEASE_LABELS, release_fit
from pacte.journeys.services.custody import is_authority, read_custody_dates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.journeys.queries.adviser_people import LearnerFile
    from pacte.journeys.records.orientation import Candidate
    from pacte.kernel.actor import Actor


def releases(actor: Actor, found: LearnerFile, candidates: Iterable[Candidate]) -> dict[int, str]:
    """What is said of each session; nothing for who is not the authority, or when no date is known."""
    if not is_authority(actor=actor, body_id=found.body_id):
        return {}
    known = read_custody_dates(
        actor=actor, learner=found.learner, body_id=found.body_id, purpose=Purpose.ADAPTATION, channel="html"
    )
    if known is None:
        return {}
    return {
        each.session_id: RELEASE_LABELS[
            release_fit(
                each.starts_on, is_rolling=each.is_rolling, earliest_on=known.earliest_on, latest_on=known.latest_on
            )
        ]
        for each in candidates
    }
