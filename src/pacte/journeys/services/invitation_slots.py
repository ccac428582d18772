"""Slots that an invitation may offer: those of the person's own training, or of their adviser, with a seat left."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.agenda.models import Meeting
from pacte.journeys.models import Journey
from pacte.journeys.queries.invitations import taken_by_meeting
from pacte.journeys.records import STATE_LABELS, JourneyState
from pacte.journeys.rules.inviting import RECEIVABLE, is_individual_offer
from pacte.journeys.rules.messages import slot_words
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, ValidationError


def refuse_slots_of_others(*, actor: Actor, journey: Journey, meetings: Sequence[Meeting]) -> None:
    """Raises ``ValidationError`` (``other_training``, ``no_session``) naming the slot and what the person heads to.

    For individual appointments: ``ValidationError`` (``other_network``), or ``Conflict`` once the person has entered.
    """
    if is_individual_offer(each.kind for each in meetings):
        _refuse_individual(journey, meetings)
        return
    session = journey.session
    if session is None:
        raise ValidationError(
            "no_session", "Aucune formation n’est proposée à cette personne.", hint="Proposez-lui d’abord une session."
        )
    for each in meetings:
        if each.training_action_id is None:
            is_theirs = each.held_by_id in (journey.referrer_id, journey.provider_body_id)
        else:
            is_theirs = each.training_action_id == session.training_action_id
        if not is_theirs:
            raise ValidationError(
                "other_training",
                f"Le créneau du {slot_words(each.starts_at)} est celui de {_meeting_words(each)} : la personne va vers "
                f"« {session.training.title} »{_town_words(session.site.town if session.site else '')}.",
                hint="Cochez un créneau de sa formation.",
            )


def refuse_full_slots(*, actor: Actor, meetings: Sequence[Meeting]) -> None:
    """Raises ``Conflict`` (``slot_full``), which names the slot."""
    taken = taken_by_meeting(actor=actor, meeting_ids=[each.pk for each in meetings])
    for each in meetings:
        if taken.get(each.pk, 0) >= each.seats:
            raise Conflict(
                "slot_full", f"Le créneau du {slot_words(each.starts_at)} est complet.", hint="Cochez-en un autre."
            )


def _refuse_individual(journey: Journey, meetings: Sequence[Meeting]) -> None:
    if any(each.held_by_id != journey.referrer_id for each in meetings):
        raise ValidationError(
            "other_network", "Ce rendez-vous est celui d’un autre réseau.", hint="Proposez un rendez-vous avec vous."
        )
    state = JourneyState(journey.state)
    if state not in RECEIVABLE:
        raise Conflict(
            "individual_state", "Un rendez-vous individuel se propose avant l’entrée en formation.",
            f"Le parcours en est à : {STATE_LABELS[state].lower()}.", "Notez plutôt un contact dans le carnet.",
        )  # fmt: skip


def _meeting_words(meeting: Meeting) -> str:
    """« Soudeur », à Vierzon; a meeting of no training is named by its title."""
    action = meeting.training_action
    if action is None:
        return f"« {meeting.title} »"
    return f"« {action.training.title} »{_town_words(action.site.town if action.site else '')}"


def _town_words(town: str) -> str:
    return f", à {town}" if town else ""
