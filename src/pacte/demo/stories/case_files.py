"""Shape of ``case_files.yaml``: renovations of trainings and training worksites, move by move."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class CaseFileMoveStory:
    """``document``: kind of the document added by then; ``values``: the answers known from then on, as a case keeps them.

    ``due_on``: by when the stage that begins should end.
    """

    transition: str
    on: date
    due_on: date | None = None
    document: str = ""
    values: dict[str, Any] = field(default_factory=dict)
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
    """One case. ``owner`` is an e-mail of the demonstration; ``moves`` are in their order."""

    action: ActionCode
    procedure: str
    title: str
    opened_on: date
    values: dict[str, Any]
    owner: str = ""
    hold: CaseHoldStory | None = None
    moves: tuple[CaseFileMoveStory, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFileStories:
    """``pilot`` writes every case; ``notice`` ends every document."""

    pilot: str
    notice: str
    files: tuple[CaseFileStory, ...]


def case_file_stories() -> CaseFileStories:
    return read_story("case_files", CaseFileStories)
