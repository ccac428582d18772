"""Campaigns towards people who began and never entered a training: what is coded, and what the pages show. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from pacte.journeys.records.steps import JourneyState, StepKind
from pacte.kernel.action_codes import ActionCode


class CampaignKind(StrEnum):
    """How the people are approached: a meeting, a sponsor or tutor, a message, an event."""

    MEETING = "meeting"
    MENTORING = "mentoring"
    MESSAGE = "message"
    EVENT = "event"


CAMPAIGN_KIND_LABELS = {
    CampaignKind.MEETING: "Rencontre",
    CampaignKind.MENTORING: "Parrainage ou tutorat",
    CampaignKind.MESSAGE: "Message",
    CampaignKind.EVENT: "Évènement",
}


class CampaignChannel(StrEnum):
    """By what means one person is approached."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    NETWORKS = "networks"


CAMPAIGN_CHANNEL_LABELS = {
    CampaignChannel.IN_PERSON: "De vive voix",
    CampaignChannel.PHONE: "Téléphone",
    CampaignChannel.TEXT: "SMS",
    CampaignChannel.EMAIL: "Courriel",
    CampaignChannel.NETWORKS: "Réseaux sociaux",
}


class CampaignContactState(StrEnum):
    """Only ``COUNTED`` is a person reached: they were joined, agreed to be counted, and did not take it back."""

    PLANNED = "planned"
    COUNTED = "counted"
    NOT_COUNTED = "not_counted"
    WITHDRAWN = "withdrawn"


CAMPAIGN_CONTACT_STATE_LABELS = {
    CampaignContactState.PLANNED: "Contact prévu",
    CampaignContactState.COUNTED: "Touchée, d’accord pour être comptée",
    CampaignContactState.NOT_COUNTED: "Jointe, pas d’accord pour être comptée",
    CampaignContactState.WITHDRAWN: "Accord retiré : n’est plus comptée",
}


@dataclass(frozen=True, slots=True)
class CampaignInput:
    """What the form of a campaign gives. ``number``: its action, in the plan in force."""

    number: ActionCode
    title: str
    kind: CampaignKind
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class CampaignSummary:
    """One line of the list. ``planned``: not joined yet; ``counted``: reached, with their consent."""

    campaign_id: int
    title: str
    kind: CampaignKind
    number: ActionCode
    action: str
    starts_on: date
    ends_on: date | None
    closed_on: date | None
    people: int
    planned: int
    counted: int


@dataclass(frozen=True, slots=True)
class CampaignPerson:
    """Somebody of a campaign, for the body that runs it and follows them. ``entered_on``: first entry since."""

    contact_id: int
    learner_key: UUID
    name: str
    planned_on: date
    channel: CampaignChannel
    state: CampaignContactState
    reached_on: date | None
    entered_on: date | None


@dataclass(frozen=True, slots=True)
class DueContacts:
    """How many people of one campaign were to be joined on a day that has passed. ``planned_on``: the oldest one."""

    campaign_id: int
    title: str
    people: int
    planned_on: date


@dataclass(frozen=True, slots=True)
class LearnerCampaign:
    """A campaign as the page of one person tells it."""

    contact_id: int
    title: str
    kind: CampaignKind
    body: str
    planned_on: date
    reached_on: date | None
    state: CampaignContactState


@dataclass(frozen=True, slots=True)
class StalledLearner:
    """Somebody who began and never entered a training. ``why``: why it stopped, as last noted; "" when nobody said.

    ``since``: when they began; ``stopped_on``: day of ``last_step``. ``campaigns``: titles of those that include them;
    ``is_reached``: one of them reached them, with their consent.
    """

    learner_key: UUID
    name: str
    commune_code: str
    birth_year: int | None
    state: JourneyState
    since: date
    stopped_on: date
    last_step: StepKind | None
    why: str
    seen_on: date
    training: str
    campaigns: Sequence[str] = ()
    is_reached: bool = False
