"""Texts sent to learners: an SMS that fits in one message, the label of a slot. Pure."""

from __future__ import annotations

from datetime import datetime

from pacte.kernel.clock import PARIS
from pacte.kernel.french import to_ascii

SMS_SIGNS = 160
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre")  # fmt: skip


def day_words(moment: datetime) -> str:
    """« mardi 1er décembre », in Paris."""
    there = moment.astimezone(PARIS)
    first = "1er" if there.day == 1 else str(there.day)
    return f"{_DAYS[there.weekday()]} {first} {_MONTHS[there.month - 1]}"


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


def choose_sms(*, title: str, answer_by: datetime, address: str) -> str:
    """Invites to choose. GSM characters, 160 at most: the title is cut, never the address or the day."""
    there = answer_by.astimezone(PARIS)
    end = f" Choisissez votre rendez-vous avant le {there:%d/%m} : {address}"
    return _fitted("Formation ", title, "." + end)


def summoned_sms(*, title: str, starts_at: datetime, address: str) -> str:
    """Announces the slot of a summons, or reminds of a chosen slot."""
    there = starts_at.astimezone(PARIS)
    return _fitted("RDV formation ", title, f" le {there:%d/%m} a {there:%H}h{there:%M}. Lieu, changer : {address}")


def reminder_sms(*, title: str, starts_at: datetime, place: str) -> str:
    """The day before, without a link: the chosen slot and its place."""
    there = starts_at.astimezone(PARIS)
    words = f" demain {there:%d/%m} a {there:%H}h{there:%M}" + (f", {place}" if place else "")
    return _fitted("Rappel : RDV ", title, _plain(words)[: SMS_SIGNS - 30] + ".")


def _fitted(start: str, title: str, end: str) -> str:
    title, end = _plain(title), _plain(end)
    room = SMS_SIGNS - len(start) - len(end)
    if len(title) > room:
        title = title[: max(0, room - 3)].rstrip() + "..." if room > 3 else ""
    return f"{start}{title}{end}"


def _plain(text: str) -> str:
    return to_ascii(text)
