"""How long what is known of people is kept. Pure; the periods are data that a Region sets with its data officer.

Two years after the last sign of life is the practice seen among peers of social support; the durations of the CNIL
referentials are to be read with the data officer (design, question open).
"""

from __future__ import annotations

from datetime import date, timedelta

KEPT_AFTER_LAST_SIGN = timedelta(days=2 * 365)
FACT_KEPT_AFTER_USE = timedelta(days=365)
NOTICE_BEFORE = timedelta(days=30)


def purge_on(last_seen_on: date) -> date:
    """The day on which name, contact, protected facts and words about somebody disappear."""
    return last_seen_on + KEPT_AFTER_LAST_SIGN


def notice_on(purge: date) -> date:
    """The day on which the referent's body is told that a purge comes."""
    return purge - NOTICE_BEFORE


def keep_fact_until(last_use: date) -> date:
    return last_use + FACT_KEPT_AFTER_USE
