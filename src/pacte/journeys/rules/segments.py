"""Training, job, training again: what a person did between their first entry and today, as segments. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacte.journeys.records import EndKind, StepKind, StepRecord
from pacte.journeys.records.reasons import PauseReason
from pacte.journeys.rules.step_details import day_of_detail, returns_on


class SegmentKind(StrEnum):
    TRAINING = "training"
    JOB = "job"
    BETWEEN = "between"


SEGMENT_LABELS = {
    SegmentKind.TRAINING: "En formation",
    SegmentKind.JOB: "En emploi ou en mission",
    SegmentKind.BETWEEN: "Entre les deux",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """``last_on`` None: it goes on. ``is_announced``: its last day is the one that was announced, nobody wrote it."""

    kind: SegmentKind
    first_on: date
    last_on: date | None
    title: str = ""
    is_announced: bool = False

    def days(self, on: date) -> int:
        """Days until its end, or until ``on`` when it goes on."""
        return ((self.last_on or on) - self.first_on).days


def segments(journeys: Iterable[tuple[str, Sequence[StepRecord]]], *, on: date) -> list[Segment]:
    """Segments in order, from (title of the training, steps in force) of each journey.

    A mission during a training cuts it in two. A job after a training lasts until its announced end, else until the
    next entry. What nobody wrote is « entre les deux »: it says nothing of a job found elsewhere.
    """
    written = sorted(
        (part for title, steps in journeys for part in _written(title, steps)), key=lambda each: each.first_on
    )
    parts: list[Segment] = []
    for rank, part in enumerate(written):
        following = written[rank + 1].first_on if rank + 1 < len(written) else None
        closed = _closed(part, following)
        parts.append(closed)
        ends = closed.last_on
        if ends is not None and (following or on) > ends and ends < on:
            parts.append(Segment(SegmentKind.BETWEEN, ends, following))
    return parts


def _written(title: str, steps: Sequence[StepRecord]) -> Iterable[Segment]:
    """Segments of one journey, cut by its missions."""
    since: date | None = None
    mission: StepRecord | None = None
    for step in steps:
        if step.kind in (StepKind.ENTERED, StepKind.RESUMED):
            if mission is not None:
                yield Segment(SegmentKind.JOB, mission.happened_on, step.happened_on)
            since, mission = step.happened_on, None
        elif since is not None and step.kind in (StepKind.INTERRUPTED, StepKind.ENDED):
            yield Segment(SegmentKind.TRAINING, since, step.happened_on, title)
            since = None
            if _leaves_for_job(step):
                mission = step
    if since is not None:
        yield Segment(SegmentKind.TRAINING, since, None, title)
    if mission is not None:
        announced = returns_on(mission) or day_of_detail(mission.detail, "job_until")
        yield Segment(SegmentKind.JOB, mission.happened_on, announced, is_announced=announced is not None)


def _leaves_for_job(step: StepRecord) -> bool:
    if step.kind is StepKind.INTERRUPTED:
        return step.detail.get("reason") == PauseReason.JOB
    return step.detail.get("end_kind") == EndKind.TO_JOB


def _closed(part: Segment, following: date | None) -> Segment:
    """The segment, until the next one when nothing says that it ended before."""
    if following is None or (part.last_on is not None and part.last_on <= following):
        return part
    return Segment(part.kind, part.first_on, following, part.title)
