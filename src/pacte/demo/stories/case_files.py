"""Shape of ``case_files.yaml``: renovations, training worksites and practices of providers, move by move."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pacte.demo.stories.reader import read_story
from pacte.demo.stories.study_cases import DeliverableStory
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class GridStory:
    """A section filled as a grid, with the day of the assessment: a level a criterion, and one proof of all of them."""

    section: str
    on: date
    levels: tuple[str, ...]
    proof: str


@dataclass(frozen=True, slots=True)
class CaseFileMoveStory:
    """``document``: kind of the document added by then; ``values`` and ``grids``: the answers known from then on.

    ``due_on``: by when the stage that begins should end.
    """

    transition: str
    on: date
    due_on: date | None = None
    document: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    grids: tuple[GridStory, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CaseHoldStory:
    """``lifted_on``: the day on which the condition was met; ``reason``: how."""

    on: date
    condition: str
    reason: str
    lifted_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFileStory:
    """One case. ``owner`` and ``peer`` are e-mails of the demonstration; ``moves`` are in their order.

    ``body``: the name of the organisation whose case it is. ``deliverables``: expected from the day it is opened.
    """

    action: ActionCode
    procedure: str
    title: str
    opened_on: date
    values: dict[str, Any]
    owner: str = ""
    body: str = ""
    peer: str = ""
    grids: tuple[GridStory, ...] = ()
    hold: CaseHoldStory | None = None
    moves: tuple[CaseFileMoveStory, ...] = ()
    deliverables: tuple[DeliverableStory, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFileStories:
    """``pilot`` writes every case; ``notice`` ends every document."""

    pilot: str
    notice: str
    files: tuple[CaseFileStory, ...]


def case_file_stories() -> CaseFileStories:
    return read_story("case_files", CaseFileStories)


def workplace_training_stories() -> CaseFileStories:
    """Files of the same shape, about an action on which a committee has to decide first."""
    return read_story("workplace_trainings", CaseFileStories)
