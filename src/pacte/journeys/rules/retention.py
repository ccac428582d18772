"""Retention periods of personal data. Pure; a Region sets the periods with its data protection officer.

Two years after the last sign of life is the practice of peers in social support; the periods of the CNIL reference
frameworks are to be reviewed with the data protection officer (design, open question).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

KEPT_AFTER_LAST_SIGN = timedelta(days=2 * 365)
FACT_KEPT_AFTER_USE = timedelta(days=365)
NOTICE_BEFORE = timedelta(days=30)


class Hold(StrEnum):
    """Why nothing is erased yet."""

    DISPUTE = "dispute"
    CONTROL = "control"


HOLD_LABELS = {Hold.DISPUTE: "litige en cours", Hold.CONTROL: "contrôle en cours"}


class Due(StrEnum):
    """Retention action required today for one learner."""

    NOTHING = "nothing"
    NOTICE = "notice"
    PURGE = "purge"


@dataclass(frozen=True, slots=True)
class Kept:
    """Inputs of the rule: last sign of life, notice already sent, hold."""

    last_seen_on: date
    told_on: date | None = None
    held_until: date | None = None


def purge_on(last_seen_on: date) -> date:
    """The day on which name, contact, protected facts and free text about a learner are deleted."""
    return last_seen_on + KEPT_AFTER_LAST_SIGN


def notice_on(purge: date) -> date:
    """The day on which the referent's body is notified of a coming purge."""
    return purge - NOTICE_BEFORE


def keep_fact_until(last_use: date) -> date:
    return last_use + FACT_KEPT_AFTER_USE


def announced_purge(kept: Kept) -> date:
    """Day of the purge: the end of the period, thirty days after a late notice, or the day after a hold."""
    day = purge_on(kept.last_seen_on)
    if kept.told_on is not None:
        day = max(day, kept.told_on + NOTICE_BEFORE)
    return max(day, kept.held_until + timedelta(days=1)) if kept.held_until else day


def due_on(kept: Kept, on: date) -> Due:
    """A notice is valid for the period that it announced: a sign of life since then requires another one."""
    is_told = kept.told_on is not None and kept.told_on >= notice_on(purge_on(kept.last_seen_on))
    if on < notice_on(purge_on(kept.last_seen_on)):
        return Due.NOTHING
    if not is_told:
        return Due.NOTICE
    return Due.PURGE if on >= announced_purge(kept) else Due.NOTHING


def age_band(birth_year: int | None, opened_on: date) -> str:
    """The age class stored for counts; empty when the year of birth is not known."""
    if birth_year is None:
        return ""
    age = opened_on.year - birth_year
    return "under_26" if age < 26 else "26_44" if age < 45 else "45_over"
