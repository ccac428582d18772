"""Whether a round of a call is open: the moment when the request arrived decides, and nothing after it. Pure."""

from __future__ import annotations

from datetime import date, datetime, time

from pacte.kernel.clock import PARIS
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_moment
from pacte.procedures.records.reading import RoundMoments


def is_round_open(moments: RoundMoments, at: datetime) -> bool:
    """Returns True from the opening until the last second before the end: at the end itself it is closed."""
    return moments.opens_at <= at < moments.closes_at


def end_of_day(day: date) -> datetime:
    """Returns midnight after that day in Paris, summer or winter: 23:59:59 is in time, 00:00:00 is not."""
    return datetime.combine(date.fromordinal(day.toordinal() + 1), time(), PARIS)


def start_of_day(day: date) -> datetime:
    """Returns midnight at the beginning of that day in Paris."""
    return datetime.combine(day, time(), PARIS)


def refuse_early_end(moments: RoundMoments, closes_at: datetime) -> None:
    """Raises ``ValidationError`` (``round_not_longer``) when the new end is not after the present one."""
    if closes_at <= moments.closes_at:
        raise ValidationError(
            "round_not_longer",
            f"La session se termine déjà le {format_moment(moments.closes_at)}.",
            "Elle se prolonge, elle ne se raccourcit pas : des demandes comptent sur cette date.",
            "Donnez une date plus tardive.",
        )
