"""Shape of ``amendment.yaml``: edits of rows of the real plan, in the draft of an amendment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.demo.stories.reader import read_story


@dataclass(frozen=True, slots=True)
class RowEditStory:
    """``row`` is the key of a row; ``comment`` is added to the one it has."""

    on: date
    row: str
    comment: str
    reason: str


@dataclass(frozen=True, slots=True)
class AmendmentStory:
    """``pilot``: e-mail of who prepares it."""

    pilot: str
    edits: tuple[RowEditStory, ...]


def amendment_story(today: date) -> AmendmentStory:
    return read_story("amendment", AmendmentStory, today=today)
