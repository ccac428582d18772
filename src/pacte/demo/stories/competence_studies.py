"""Shape of ``competence_studies.yaml``: studies for renovations, told as files of their procedure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pacte.demo.stories.case_files import CaseFileMoveStory, CaseFileStory
from pacte.demo.stories.reader import read_story
from pacte.demo.stories.study_cases import DeliverableStory
from pacte.kernel.action_codes import ActionCode

_PROCEDURE = "competence_study"
_STARTED = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class PathStepStory:
    """One step of the certifying path that a study defines; ``hours`` of training."""

    step: str
    leads_to: str
    hours: int


@dataclass(frozen=True, slots=True)
class StudyResultStory:
    """What an accepted study establishes; ``path`` is empty when it defines none."""

    on: date
    findings: str
    path: tuple[PathStepStory, ...] = ()


@dataclass(frozen=True, slots=True)
class CompetenceStudyStory:
    """``firms``: employers asked. ``received_on``: the day of its report."""

    kind: str
    title: str
    certifications: tuple[str, ...]
    firms: int
    opened_on: date
    due_on: date
    received_on: date | None = None
    result: StudyResultStory | None = None


@dataclass(frozen=True, slots=True)
class CompetenceStudyStories:
    """What every study has in common, then each of them."""

    action: ActionCode
    owner: str
    led_by: str
    question: str
    deliverable: str
    studies: tuple[CompetenceStudyStory, ...]


def competence_study_stories() -> CompetenceStudyStories:
    return read_story("competence_studies", CompetenceStudyStories)


def competence_study_files(stories: CompetenceStudyStories) -> tuple[CaseFileStory, ...]:
    """The same as files: started two weeks after, checked when the report came, accepted with its result."""
    return tuple(
        CaseFileStory(
            action=stories.action, procedure=_PROCEDURE, title=each.title, opened_on=each.opened_on,
            owner=stories.owner, moves=tuple(_moves(each)),
            values={
                "kind": each.kind, "question": stories.question, "led_by": stories.led_by,
                "certifications": list(each.certifications), "firms": each.firms,
            },
            deliverables=(
                DeliverableStory(stories.deliverable, each.due_on, each.received_on, "accept" if each.result else ""),
            ),
        )
        for each in stories.studies
    )  # fmt: skip


def _moves(story: CompetenceStudyStory) -> Iterator[CaseFileMoveStory]:
    yield CaseFileMoveStory("start", story.opened_on + _STARTED, due_on=story.due_on)
    if story.received_on:
        yield CaseFileMoveStory("deliver", story.received_on)
    if story.result:
        values: dict[str, Any] = {"findings": story.result.findings}
        if story.result.path:
            values["path"] = [
                {"step": each.step, "leads_to": each.leads_to, "hours": each.hours} for each in story.result.path
            ]
        yield CaseFileMoveStory("accept", story.result.on, values=values)
