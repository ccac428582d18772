"""« Pour quelle session ? »: the sessions to which people whom the actor may invite are heading, nearest first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pacte.agenda.queries import upcoming_meetings_of_actions
from pacte.journeys.queries.invitations import taken_by_meeting
from pacte.journeys.queries.people_to_invite import INVITABLE, SessionToInvite, sessions_to_invite
from pacte.kernel.clock import now, today
from pacte.kernel.french import join_words, pluralise
from pacte.offer.queries import session_summaries, sessions_by_id
from pacte.web.pages.meetings.invite_rows import learner_name, seats_left_words, session_card
from pacte.web.tables import Column, Table, cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from pacte.journeys.models import Journey
    from pacte.kernel.actor import Actor
    from pacte.offer.queries import SessionSummary

_MOST_SLOTS = 2000


def heading_sessions(journeys: Iterable[Journey]) -> list[int]:
    """Sessions to which these people are heading, among those who may be invited to one."""
    return sorted({each.session_id for each in journeys if each.session_id and each.state in INVITABLE})


def session_choice(actor: Actor, ticked: Sequence[Journey], session_url: Callable[[int], str]) -> dict[str, Any]:
    """Values of the page. With ticked people who head to several sessions, these sessions only."""
    heading = heading_sessions(ticked)
    counts = [each for each in sessions_to_invite(actor=actor) if not heading or each.session_id in heading]
    by_id = {each.session_id: each for each in counts}
    sessions = sessions_by_id(actor=actor, session_ids=list(by_id))
    summaries = sorted(session_summaries(actor=actor, sessions=sessions), key=lambda each: _nearness(each, today()))
    slots = _open_slots(actor, summaries)
    ticked_by_session = Counter(each.session_id for each in ticked if each.state in INVITABLE)
    return {
        "title": "Pour quelle session ?",
        "answer": _answer(counts, bool(heading)),
        "sessions": Table(
            summaries,
            Column("Session", lambda each: _session_cell(each, session_url)),
            Column("Places", lambda each: seats_left_words(each)),
            Column("À inviter", lambda each: _people_cell(by_id[each.session.pk], ticked_by_session)),
            Column("Créneaux", lambda each: _slots_words(slots[each.session.training_action_id])),
            id="sessions",
            caption="Sessions vers lesquelles des personnes se dirigent",
            empty="Aucune session n’est proposée à une personne que vous pouvez inviter.",
        ),
        "elsewhere": join_words([learner_name(each) for each in ticked if each.state not in INVITABLE]),
    }


def _answer(counts: Sequence[SessionToInvite], has_ticked: bool) -> str:
    if not counts:
        return "Personne n’est à inviter : une invitation suit une proposition de formation."
    if has_ticked:
        return "Les personnes cochées vont vers plusieurs sessions. Choisissez-en une : les coches restent."
    people = pluralise(sum(each.to_invite for each in counts), "personne à inviter", "personnes à inviter")
    return f"{people}, vers {pluralise(len(counts), 'session')}. La plus proche d’abord."


def _nearness(each: SessionSummary, on: date) -> tuple[bool, int, int]:
    """Sessions to come first, the nearest before; one without a date comes after those that have one."""
    starts, is_past = each.session.starts_on, not each.is_to_come(on)
    days = 10_000 if starts is None else abs((starts - on).days)
    return is_past, 0 if each.is_rolling and starts and starts <= on and not is_past else days, each.session.pk


def _open_slots(actor: Actor, summaries: Sequence[SessionSummary]) -> Counter[int]:
    """Upcoming meetings with a seat left, by training action. Two queries."""
    action_ids = {each.session.training_action_id for each in summaries}
    meetings = upcoming_meetings_of_actions(actor=actor, action_ids=action_ids, after=now(), limit=_MOST_SLOTS)
    taken = taken_by_meeting(actor=actor, meeting_ids=[each.pk for each in meetings])
    return Counter(each.training_action_id or 0 for each in meetings if each.seats > taken.get(each.pk, 0))


def _session_cell(each: SessionSummary, session_url: Callable[[int], str]) -> Any:
    card = session_card(each)
    return cell(card["title"], url=session_url(each.session.pk), note=card["where"])


def _slots_words(count: int) -> str:
    return pluralise(count, "créneau", "créneaux") if count else "aucun créneau"


def _people_cell(each: SessionToInvite, ticked: Counter[int | None]) -> Any:
    chosen = ticked[each.session_id]
    notes = [
        pluralise(chosen, "cochée") if chosen else "",
        pluralise(each.invited, "déjà invitée", "déjà invitées") if each.invited else "",
    ]
    people = pluralise(each.to_invite, "personne") if each.to_invite else "personne de plus"
    return cell(people, note=", ".join(note for note in notes if note))
