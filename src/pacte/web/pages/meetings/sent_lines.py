"""Lines of the board of invitations: what each says, and the acts that it allows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pacte.journeys.queries.followed_invitations import FollowedInvitation
from pacte.journeys.records import OBSTACLE_LABELS, OUTCOME_LABELS, UNSENT_LABELS, Channel, SlotObstacle, UnsentReason
from pacte.journeys.rules.messages import hour_words, slot_words
from pacte.kernel.clock import paris_date
from pacte.kernel.french import format_short_day, pluralise
from pacte.kernel.user_input import dial_number

# What is prepared, and what has been sent.
_PREPARED = {Channel.EMAIL: "Courriel", Channel.SMS: "SMS prêt", Channel.LETTER: "Lettre prête"}
_SENT = {Channel.EMAIL: "Courriel", Channel.SMS: "SMS", Channel.LETTER: "Lettre"}


def line_to_send(each: FollowedInvitation, *, by_machine: bool, at: datetime) -> dict[str, Any]:
    """A message on its way has no act; without a slot to come, one only invites again."""
    what, when = f"{_PREPARED[each.channel]}, {_slots(each)}", _when(each.prepared_at, at)
    if each.is_leaving:
        return _line(each) | {"what": what, "note": "part tout seul", "when": when}
    if not each.slots_left:
        return _line(each) | {"what": "Ses créneaux sont passés", "when": when, "invites_again": True}
    return _line(each) | {
        "what": what,
        "note": UNSENT_LABELS[each.unsent_reason] if each.unsent_reason else "",
        "when": when,
        "can_mark": True,
        "can_send_again": _leaves_alone(each, by_machine) and each.unsent_reason is not UnsentReason.TEXT_DOUBTFUL,
        "can_text": _can_text(each) and (each.channel is Channel.SMS or each.unsent_reason is not None),
        "can_print": each.channel is Channel.LETTER or each.unsent_reason is not None,
        "can_call": each.unsent_reason is not None and bool(each.phone),
    }


def waiting_line(each: FollowedInvitation, *, by_machine: bool, at: datetime) -> dict[str, Any]:
    sent_at = each.sent_at or each.prepared_at
    days, today = (paris_date(at) - paris_date(sent_at)).days, paris_date(at)
    line = _line(each) | {
        "what": f"{_SENT[each.channel]} du {format_short_day(paris_date(sent_at), today)}, {_slots(each)}",
        "when": pluralise(days, "jour") if days else "aujourd’hui",
        "can_call": bool(each.phone),
    }
    if each.outcome is not None or not each.slots_left:
        return line | {"note": "délai passé", "invites_again": True}
    alone = _leaves_alone(each, by_machine)
    return line | {
        "note": "repart tout seul" if each.is_leaving else "",
        "can_send_again": alone and not each.is_leaving,
        "can_text": not alone and each.channel is Channel.SMS and _can_text(each),
        "can_print": each.channel is Channel.LETTER or (not alone and not _can_text(each)),
        "again": True,
    }


def line_of_refusal(each: FollowedInvitation, *, at: datetime) -> dict[str, Any]:
    obstacle = OBSTACLE_LABELS[SlotObstacle(each.refusal)] if each.refusal in set(SlotObstacle) else ""
    return _line(each) | {
        "what": obstacle,
        "quote": each.refusal_note,
        "when": _when(each.answered_at, at),
        "session_id": each.session_id or "",
        "opens_slot": True,
        "can_call": bool(each.phone),
    }


def line_of_coming(each: FollowedInvitation, *, at: datetime) -> dict[str, Any]:
    slot = each.chosen
    is_over = slot is not None and slot.starts_at <= at
    return _line(each) | {
        "what": slot_words(slot.starts_at).capitalize() if slot else "",
        "meeting_id": slot.pk if slot else None,
        "meeting_label": "Noter sa venue" if is_over else "Voir le rendez-vous",
    }


def folded_line(each: FollowedInvitation, *, at: datetime) -> dict[str, Any]:
    when = _when(each.comes_at or each.sent_at or each.prepared_at, at)
    return _line(each) | {"what": OUTCOME_LABELS[each.outcome] if each.outcome else "", "when": when}


def _line(each: FollowedInvitation) -> dict[str, Any]:
    return {
        "identifier": each.invitation_id,
        "learner_key": each.learner_key,
        "journey_key": each.key,
        "name": each.name,
        "title": each.session_title,
        "session_id": each.session_id or "",
        "phone": each.phone,
        "phone_link": dial_number(each.phone),
    }


def _when(moment: datetime | None, at: datetime) -> str:
    """« à 9 h 40 » for today, else the day."""
    if moment is None:
        return ""
    on, today = paris_date(moment), paris_date(at)
    return f"à {hour_words(moment)}" if on == today else format_short_day(on, today)


def _slots(each: FollowedInvitation) -> str:
    return pluralise(each.slots_left, "créneau", "créneaux")


def _can_text(each: FollowedInvitation) -> bool:
    return bool(each.phone) and not each.refuses_texts


def _leaves_alone(each: FollowedInvitation, by_machine: bool) -> bool:
    if each.channel is Channel.EMAIL:
        return each.has_email
    return each.channel is Channel.SMS and by_machine and _can_text(each)
