"""Shape of ``outreach.yaml``: winners of the national call, whom they meet, and how many people they bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.demo.stories.case_files import CaseFileStory
from pacte.demo.stories.reader import read_story
from pacte.indicators.records.series_input import SeriesInput
from pacte.procedures.records.outreach import OutreachPlace


@dataclass(frozen=True, slots=True)
class OutreachRoundStory:
    """What is counted at each round in that commune."""

    commune: str
    place: OutreachPlace
    people: int
    first_time: int


@dataclass(frozen=True, slots=True)
class OutreachWinnerStory:
    consortium: str
    won_on: date
    rounds: tuple[OutreachRoundStory, ...]


@dataclass(frozen=True, slots=True)
class OutreachStories:
    """``pilot`` writes the cases. A winner goes out every ``every_days`` days, and brings at most ``people``.

    ``out_of_work``: the invented series of its name, by ``out_of_work_share`` (thousandths of the inhabitants of each
    department) with ``margin_share`` (hundredths of the estimate).
    """

    pilot: str
    notice: str
    people: int
    every_days: int
    out_of_work: SeriesInput
    out_of_work_share: int
    margin_share: int
    winners: tuple[OutreachWinnerStory, ...]
    files: tuple[CaseFileStory, ...]


def outreach_stories() -> OutreachStories:
    return read_story("outreach", OutreachStories)
