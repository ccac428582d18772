"""« Qui vient dans cette session ? »: people by state, with the possible actions, for one or several."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html

from pacte.journeys.queries.provider_obligations import provider_obligations
from pacte.journeys.queries.session_people import people_of_session, seat_counts
from pacte.journeys.records import STATE_LABELS, STEP_LABELS, JourneyState
from pacte.journeys.rules.billable_hours import hours_words
from pacte.journeys.rules.next_move import LIKELY, PENDING, next_move
from pacte.journeys.rules.provider_actions import ONE_PERSON_KINDS, provider_actions
from pacte.journeys.rules.step_details import step_detail_text
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.offer.queries import public_places
from pacte.web.pages.attendance.obligations_model import provider_obligation_table
from pacte.web.pages.attendance.page_context import TraineesPage, attendance_page_url
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.journeys.queries.session_people import SeatCounts, SessionPerson
    from pacte.journeys.rules.provider_actions import ProviderAction
    from pacte.offer.models import Session
    from pacte.offer.records import PublicPlaces

S = JourneyState
# People awaiting the provider first, then people in training, then people who left.
_STATE_ORDER = (
    S.TESTED, S.INFORMED, S.WAITING, S.ADMITTED, S.IN_TRAINING, S.INTERRUPTED, S.SLOT_CHOSEN, S.INVITED, S.PROPOSED,
    S.MISSED, S.ENDED, S.TO_RESEAT, S.NOT_KEPT, S.DECLINED, S.OPEN, S.NEW, S.CLOSED,
)  # fmt: skip


@TraineesPage.view(template_name="attendance/people.html", crumb="Candidats et stagiaires")
def people_by_state(page: TraineesPage) -> dict[str, Any]:
    session, on = page.session, today()
    people = people_of_session(actor=page.actor, session=session)
    places = public_places(actor=page.actor, sessions=[session])[session.pk]
    counts = seat_counts(actor=page.actor, session=session)
    is_open = counts.entry_deadline is None or on <= counts.entry_deadline
    return {
        "title": "Qui vient dans cette session ?",
        "answer": session_people_sentence(people, places, is_open=is_open),
        "seats_note": seats_reuse_note(counts, on),
        "groups": [
            _group(state, [each for each in people if each.state is state], session)
            for state in _STATE_ORDER
            if any(each.state is state for each in people)
        ],
        "owed": provider_obligation_table(provider_obligations(actor=page.actor, session=session), on),
    }


def session_people_sentence(people: list[SessionPerson], places: PublicPlaces, *, is_open: bool) -> str:
    """Free places while entry is possible, people in training and people on their way, in one sentence."""
    if not people:
        return "Personne n’a encore été orienté vers cette session."
    count = {state: sum(each.state is state for each in people) for state in S}
    there = count[S.IN_TRAINING] + count[S.INTERRUPTED]
    parts = [
        pluralise(count[S.ADMITTED], "personne admise", "personnes admises") if count[S.ADMITTED] else "",
        f"{pluralise(there, 'personne')} en formation" if there else "",
        f"{pluralise(count[S.ENDED], 'parcours fini', 'parcours finis')}" if count[S.ENDED] else "",
    ]
    waiting = sum(count[state] for state in LIKELY)
    coming = sum(count[state] for state in PENDING) - waiting
    states_text = ", ".join(part for part in parts if part) or "Personne n’est encore admis"
    room = f" ; {pluralise(places.left, 'place libre', 'places libres')}" if places.left and is_open else ""
    decide = f" {pluralise(waiting, 'personne attend', 'personnes attendent')} votre décision." if waiting else ""
    on_way = f" {pluralise(coming, 'autre est', 'autres sont')} en chemin." if coming else ""
    return f"{states_text}{room}.{decide}{on_way}"


def seats_reuse_note(counts: SeatCounts, on: date) -> str:
    """A place counts once, even when reused; also the deadline to reuse a freed place."""
    parts = []
    if counts.entries:
        entries, places = pluralise(counts.entries, "entrée"), pluralise(counts.seats_filled, "place")
        parts.append(f"{entries} sur {places} : une place reprise ne compte qu’une fois.")
    if counts.entry_deadline:
        when = "se reprend jusqu’au" if on <= counts.entry_deadline else "ne se reprend plus depuis le"
        parts.append(f"Une place qui se libère {when} {format_day(counts.entry_deadline)}.")
    return " ".join(parts)


def _group(state: JourneyState, people: list[SessionPerson], session: Session) -> dict[str, Any]:
    actions = _group_actions(provider_actions(state))
    identifier = state.value.replace("_", "-")
    return {
        "id": identifier,
        "title": STATE_LABELS[state],
        "note": pluralise(len(people), "personne"),
        "people": Table(
            people,
            Column("Personne", lambda each: _name_cell(each, can_choose=bool(actions))),
            Column("Conseiller", lambda each: each.network),
            Column("Dernière étape", last_step_cell),
            Column("Attendu", lambda each: next_move(each.state, on=each.awaited_on, starts_on=session.starts_on)),
            number_column("Heures", _hours_cell),
            Column("Parcours", lambda each: cell("Ouvrir", url=attendance_page_url(session, "person", each.key))),
            id=f"{identifier}-table",
            caption=STATE_LABELS[state],
        ),
        "verbs": [_action_button(action, session, is_first=rank == 0) for rank, action in enumerate(actions)],
    }


def _group_actions(actions: tuple[ProviderAction, ...]) -> list[ProviderAction]:
    return [action for action in actions if action.kind not in ONE_PERSON_KINDS]


def _action_button(action: ProviderAction, session: Session, *, is_first: bool) -> dict[str, str]:
    kind = "danger" if action.closes else "primary" if is_first else "secondary"
    return {"label": action.label, "url": attendance_page_url(session, "act", action.slug), "kind": kind}


def _name_cell(person: SessionPerson, *, can_choose: bool) -> str:
    name = person.name or "Dossier effacé"
    if not can_choose:
        return name
    return format_html(
        '<label class="choice" for="qui-{0}"><input type="checkbox" name="qui" id="qui-{0}" value="{0}"> {1}</label>',
        person.key,
        name,
    )


def _hours_cell(person: SessionPerson) -> object:
    return cell(hours_words(person.minutes), value=f"{person.minutes / 60:.2f}") if person.minutes else ""


def last_step_cell(person: SessionPerson) -> dict[str, str]:
    step = person.last_step
    if step is None:
        return {"text": STATE_LABELS[person.state], "note": format_day(person.state_on)}
    detail_text = step_detail_text(step)
    return {
        "text": STEP_LABELS[step.kind],
        "note": ", ".join(part for part in (detail_text, format_day(step.happened_on)) if part),
    }
