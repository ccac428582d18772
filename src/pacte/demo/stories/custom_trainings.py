"""Shape of ``custom_trainings.yaml``: trainings made with employers, what they promised and what they kept."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class PromisingFirmStory:
    """``missed``: posts promised beyond those hired; ``confirmed``: that it answers the letter that asks."""

    name: str
    siret: str
    email: str
    missed: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class CustomTrainingStory:
    """``reached``: the last move that the case takes, unless its day is still to come."""

    title: str
    reached: str
    competences: str
    design: str
    firms: tuple[PromisingFirmStory, ...]
    review: str = ""


@dataclass(frozen=True, slots=True)
class CustomTrainingStories:
    """``pilot`` writes every case, for which ``owner`` answers: their e-mails. ``notice`` ends every document."""

    action: ActionCode
    pilot: str
    owner: str
    notice: str
    trainings: tuple[CustomTrainingStory, ...]


def custom_training_stories() -> CustomTrainingStories:
    return read_story("custom_trainings", CustomTrainingStories)
