"""Shape of ``partner_traffic.yaml``: partners, refusals, messages received, a file of acts."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.demo.stories.reader import read_story


@dataclass(frozen=True, slots=True)
class RefusalStory:
    """``field``: name of the refused field, as the partner writes it."""

    code: str
    reason: str
    field: str


@dataclass(frozen=True, slots=True)
class InboundMessageStory:
    partner: str
    body: dict[str, str]


@dataclass(frozen=True, slots=True)
class PartnerTrafficStory:
    """``networks``: name of the organisation behind each orientation tool, by its code.

    ``acts`` is the text of a file of ``acts_from``, one of these tools.
    """

    partners: tuple[str, ...]
    networks: dict[str, str]
    refusals: tuple[RefusalStory, ...]
    inbound: tuple[InboundMessageStory, ...]
    acts_from: str
    acts: str


def partner_traffic_story() -> PartnerTrafficStory:
    return read_story("partner_traffic", PartnerTrafficStory)
