"""Retention periods of personal data. Pure; a Region sets the periods with its data protection officer.

Two years after the last sign of life is the practice of peers in social support; the periods of the CNIL reference
frameworks are to be reviewed with the data protection officer (design, open question).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pacte.journeys.records.population import PUBLISHED_AGE_CLASSES, class_of

RETENTION_AFTER_LAST_CONTACT = timedelta(days=2 * 365)
FACT_RETENTION_AFTER_USE = timedelta(days=365)
NOTICE_BEFORE = timedelta(days=30)


class ErasureHold(StrEnum):
    """Why nothing is erased yet."""

    DISPUTE = "dispute"
    CONTROL = "control"


HOLD_LABELS = {ErasureHold.DISPUTE: "litige en cours", ErasureHold.CONTROL: "contrôle en cours"}


class RetentionAction(StrEnum):
    """Retention action required today for one learner."""

    NOTHING = "nothing"
    NOTICE = "notice"
    PURGE = "purge"


@dataclass(frozen=True, slots=True)
class RetentionDates:
    """Inputs of the rule: last sign of life, notice already sent, hold."""

    last_seen_on: date
    notified_on: date | None = None
    held_until: date | None = None


def purge_on(last_seen_on: date) -> date:
    """The day on which name, contact, protected facts and free text about a learner are deleted."""
    return last_seen_on + RETENTION_AFTER_LAST_CONTACT


def notice_on(purge: date) -> date:
    """The day on which the referent's body is notified of a coming purge."""
    return purge - NOTICE_BEFORE


def fact_retention_end(last_use: date) -> date:
    return last_use + FACT_RETENTION_AFTER_USE


def announced_purge(dates: RetentionDates) -> date:
    """Day of the purge: the end of the period, thirty days after a late notice, or the day after a hold."""
    day = purge_on(dates.last_seen_on)
    if dates.notified_on is not None:
        day = max(day, dates.notified_on + NOTICE_BEFORE)
    return max(day, dates.held_until + timedelta(days=1)) if dates.held_until else day


def retention_action_on(dates: RetentionDates, on: date) -> RetentionAction:
    """A notice is valid for the period that it announced: a sign of life since then requires another one."""
    is_notified = dates.notified_on is not None and dates.notified_on >= notice_on(purge_on(dates.last_seen_on))
    if on < notice_on(purge_on(dates.last_seen_on)):
        return RetentionAction.NOTHING
    if not is_notified:
        return RetentionAction.NOTICE
    return RetentionAction.PURGE if on >= announced_purge(dates) else RetentionAction.NOTHING


def age_band(birth_year: int | None, aged_on: date) -> str:
    """The age class stored for counts; empty when the year of birth is not known."""
    return class_of(PUBLISHED_AGE_CLASSES, None if birth_year is None else aged_on.year - birth_year)
