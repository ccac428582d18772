"""The only place that reads the clock. Rules receive ``on: date``; queries, services and pages call these functions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The current instant, timezone-aware, in UTC."""
    return datetime.now(tz=UTC)


def today() -> date:
    """The current date in Paris: the one that a person in France writes on a letter."""
    return now().astimezone(PARIS).date()
