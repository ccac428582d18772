"""The only place that asks the time. Rules receive ``on: date``; outer rooms call these."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(tz=UTC)


def today() -> date:
    """The calendar day in Paris, which a person in France would write on a letter."""
    return now().astimezone(PARIS).date()
