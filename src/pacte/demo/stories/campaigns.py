"""Shape of ``campaigns.yaml``: what networks did to go towards young people who had stopped on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.demo.stories.reader import read_story
from pacte.journeys.records.campaigns import CampaignChannel, CampaignKind
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class CampaignStory:
    """``days``: how long it lasts; ``people``: how many each network is to join at most.

    The others are shares in ten.
    """

    title: str
    kind: CampaignKind
    channel: CampaignChannel
    starts_on: date
    days: int
    people: int
    joined_of_ten: int
    agreed_of_ten: int
    closes: bool


@dataclass(frozen=True, slots=True)
class CampaignStories:
    """``stopped_days``: for how long, at least, the people had not moved on the first day of the campaign.

    ``networks``: how many bodies run each campaign, those that follow most of these people.
    """

    action: ActionCode
    age_under: int
    stopped_days: int
    networks: int
    campaigns: tuple[CampaignStory, ...]


def campaign_stories() -> CampaignStories:
    return read_story("campaigns", CampaignStories)
