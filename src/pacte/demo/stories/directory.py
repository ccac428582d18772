"""Shape of ``organisations.yaml`` and ``action_leads.yaml``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pacte.accounts.records import OrganisationKind
from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class OrganisationNameStory:
    text: str
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class OrganisationStory:
    """``services``: name of each service by its code."""

    code: str
    kind: OrganisationKind
    names: tuple[OrganisationNameStory, ...]
    services: dict[str, str] = field(default_factory=dict)
    is_host: bool = False
    is_synthetic: bool = False


@dataclass(frozen=True, slots=True)
class ActionLeadStory:
    """``body`` is the name of an organisation, ``service`` the code of one of its services."""

    email: str
    first_name: str
    last_name: str
    body: str
    leads: tuple[ActionCode, ...]
    service: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationList:
    organisations: tuple[OrganisationStory, ...]


@dataclass(frozen=True, slots=True)
class ActionLeadList:
    leads: tuple[ActionLeadStory, ...]


def organisation_stories() -> tuple[OrganisationStory, ...]:
    return read_story("organisations", OrganisationList).organisations


def action_lead_stories() -> tuple[ActionLeadStory, ...]:
    """Leads of actions of the real plan that no demonstration login leads. None of them can log in."""
    return read_story("action_leads", ActionLeadList).leads
