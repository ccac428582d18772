"""What is known of a story on a day: what happened later is left out. Pure."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

# Fields that hold the day of something that happened; « due_on », « check_on » or « end_on » are days to come.
_PAST_FIELDS = frozenset(
    {"on", "opened_on", "sent_on", "received_on", "known_on", "answered_on", "reached_on", "lifted_on"}
)

Story = TypeVar("Story")


def known_by(story: Story, day: date) -> Story:
    """The story without what happened after that day, at any depth.

    A record that happened later leaves the list that holds it, or its field if that may be None; so does a date.
    """
    return _known(story, day)  # type: ignore[no-any-return]


def _known(value: Any, day: date) -> Any:
    if isinstance(value, tuple):
        return tuple(_known(each, day) for each in value if not _is_later(each, day))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{each.name: _known_field(value, each.name, day) for each in fields(value) if each.init})


def _known_field(record: Any, name: str, day: date) -> Any:
    value = getattr(record, name)
    if name in _PAST_FIELDS and isinstance(value, date):
        return value if value <= day else None
    return None if _is_later(value, day) else _known(value, day)


def _is_later(value: Any, day: date) -> bool:
    """True for a record that happened after that day. A date that may be None only leaves its own field."""
    if not is_dataclass(value):
        return False
    optional = {each.name for each in fields(value) if each.default is None}
    happened = (getattr(value, each.name) for each in fields(value) if each.name in _PAST_FIELDS - optional)
    return any(isinstance(each, date) and each > day for each in happened)
