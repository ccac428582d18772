"""Shape of ``experience_validations.yaml``: candidates to a VAE by mode, and the people of the cohort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class ValidationStory:
    """``people`` files alike, one every ``every`` days from ``opened_on``; then days from the opening of each.

    ``answer``: the transition that the jury gives. ``second_jury``: the day on which all is validated. ``cost`` in
    cents; ``hours`` in each of the ``weeks``. ``keep_part``: days from the jury until they keep to the blocks won.
    """

    mode: str
    certification: str
    people: int
    opened_on: date
    every: int
    ask: int
    admissible: int
    jury: int
    answer: str
    weeks: int
    hours: int
    cost: int
    validated: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    second_jury: int = 0
    keep_part: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CohortStory:
    """The same for people of the cohort; 0 for a step that they have not reached."""

    origin: str
    certification: str
    people: int
    opened_on: date
    every: int
    identified: int
    informed: int = 0
    admissible: int = 0
    certified: int = 0
    stopped: int = 0
    reason: str = ""
    hours: int = 0
    cost: int = 0
    contract_ends: int = 0
    diploma: str = ""
    naric_asked: int = 0
    naric_answered: int = 0
    naric_level: int = 0


@dataclass(frozen=True, slots=True)
class ExperienceValidationStories:
    """``contract_weeks`` and ``refugees``: people of ``adviser`` who may be proposed for the cohort.

    ``owner``: who instructs every file.
    """

    action: ActionCode
    cohort_action: ActionCode
    owner: str
    adviser: str
    contract_weeks: tuple[int, ...]
    refugees: int
    contact: str
    files: tuple[ValidationStory, ...]
    cohort: tuple[CohortStory, ...]


def experience_validation_stories() -> ExperienceValidationStories:
    return read_story("experience_validations", ExperienceValidationStories)
