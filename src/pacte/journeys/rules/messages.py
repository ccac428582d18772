"""Texts sent to learners: an SMS that fits in one message, the label of a slot. Pure.

An SMS is read by whoever holds the telephone: it says a first name, a day and a link, and nothing of the situation.
"""

from __future__ import annotations

from datetime import date, datetime

from pacte.kernel.clock import PARIS
from pacte.kernel.french import WEEKDAYS, to_ascii

SMS_SIGNS = 160
_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre")  # fmt: skip


def day_words(moment: datetime) -> str:
    """« mardi 1er décembre », in Paris."""
    there = moment.astimezone(PARIS)
    first = "1er" if there.day == 1 else str(there.day)
    return f"{WEEKDAYS[there.weekday()]} {first} {_MONTHS[there.month - 1]}"


def hour_words(moment: datetime) -> str:
    """« 9 h 30 », « 14 h », in Paris."""
    there = moment.astimezone(PARIS)
    return f"{there.hour}\u00a0h" + (f"\u00a0{there.minute:02d}" if there.minute else "")


def slot_words(moment: datetime) -> str:
    """« mardi 1er décembre à 9 h 30 »."""
    return f"{day_words(moment)} à {hour_words(moment)}"


def length_words(starts_at: datetime, ends_at: datetime) -> str:
    """« 1 h 30 », « 45 min »."""
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")


def choose_sms(*, first_name: str, answer_by: date, address: str) -> str:
    """Invites to choose a slot. Names neither the training, nor a body: others may read the screen of a telephone."""
    end = f"avant le {answer_by:%d/%m} : {address}"
    return _first_that_fits(
        f"Bonjour {first_name}, votre conseiller vous propose un rendez-vous. Choisissez le jour {end}",
        f"Bonjour {first_name}, votre conseiller vous propose un rendez-vous. Choisissez {end}",
        f"Votre conseiller vous propose un rendez-vous. Choisissez {end}",
        f"Choisissez votre rendez-vous {end}",
    )


def summoned_sms(*, first_name: str, starts_at: datetime, address: str) -> str:
    """Announces the slot of a summons."""
    end = f"le {_day_and_hour(starts_at)}. Lieu, changer : {address}"
    return _first_that_fits(
        f"Bonjour {first_name}, votre conseiller vous attend en rendez-vous {end}",
        f"Votre conseiller vous attend {end}",
        f"Rendez-vous {end}",
    )


def reminder_sms(*, first_name: str, starts_at: datetime, address: str) -> str:
    """Reminds of a chosen slot; its place is behind the link, for a place may name a body."""
    end = f"le {_day_and_hour(starts_at)}. Lieu, changer : {address}"
    return _first_that_fits(
        f"Bonjour {first_name}, rappel de votre rendez-vous {end}",
        f"Rappel : votre rendez-vous {end}",
        f"Rappel : {end}",
    )


def _day_and_hour(moment: datetime) -> str:
    there = moment.astimezone(PARIS)
    return f"{there:%d/%m} à {there:%H}h{there:%M}"


def _first_that_fits(*versions: str) -> str:
    """The longest version that fits in one SMS, in signs that every SMS has; the last one when none fits."""
    plain = [to_ascii(each) for each in versions]
    return next((each for each in plain if len(each) <= SMS_SIGNS), plain[-1])
