"""Shape of ``partner_traffic.yaml``: partners, refusals, messages received, a file of acts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pacte.demo.stories.reader import read_story

_DAYS_AGO = re.compile(r"\bD-([0-9]{1,3})\b")


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


def partner_traffic_story(today: date) -> PartnerTrafficStory:
    story = read_story("partner_traffic", PartnerTrafficStory)
    inbound = tuple(
        replace(each, body={name: _dated(text, today, "%Y-%m-%d") for name, text in each.body.items()})
        for each in story.inbound
    )
    return replace(story, inbound=inbound, acts=_dated(story.acts, today, "%d/%m/%Y"))


def _dated(text: str, today: date, layout: str) -> str:
    """The text of a partner with its days, which it holds as « D-18 »."""
    return _DAYS_AGO.sub(lambda match: f"{today - timedelta(days=int(match[1])):{layout}}", text)
