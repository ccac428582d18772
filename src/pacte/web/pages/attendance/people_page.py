"""« Qui vient dans cette session ? »: people by state, with the possible actions, for one or several."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

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
from pacte.web.pages.attendance.obligations_model import PROVIDER_OBLIGATION_COLUMNS, provider_obligation_rows
from pacte.web.pages.attendance.page_context import (
    attendance_page_context,
    attendance_page_url,
    request_actor,
    trainable_session,
)
from pacte.web.require_login import require_login

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
PEOPLE_COLUMNS = (
    {"label": "Personne"}, {"label": "Conseiller"}, {"label": "Dernière étape"}, {"label": "Attendu"},
    {"label": "Heures", "kind": "num"}, {"label": "Parcours"},
)  # fmt: skip


@require_login
@require_safe
def page(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    actor = request_actor(request)
    training_session = trainable_session(actor, training, action, session)
    people = people_of_session(actor=actor, session=training_session)
    places = public_places(actor=actor, sessions=[training_session])[training_session.pk]
    counts = seat_counts(actor=actor, session=training_session)
    obligations = provider_obligations(actor=actor, session=training_session)
    on = today()
    values = attendance_page_context(actor, training_session, ("Candidats et stagiaires", "")) | {
        "title": "Qui vient dans cette session ?",
        "answer": session_people_sentence(
            people, places, is_open=counts.entry_deadline is None or on <= counts.entry_deadline
        ),
        "seats_note": seats_reuse_note(counts, on),
        "columns": PEOPLE_COLUMNS,
        "groups": [
            _group(state, [each for each in people if each.state is state], training_session)
            for state in _STATE_ORDER
            if any(each.state is state for each in people)
        ],
        "owed": provider_obligation_rows(obligations, on),
        "owed_columns": PROVIDER_OBLIGATION_COLUMNS,
    }
    return render(request, "training/people.html", values)


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
    actions = provider_actions(state)
    return {
        "id": state.value.replace("_", "-"),
        "title": STATE_LABELS[state],
        "note": pluralise(len(people), "personne"),
        "rows": [
            _person_cells(each, session, can_choose=any(action.kind not in ONE_PERSON_KINDS for action in actions))
            for each in people
        ],
        "verbs": [
            _action_button(action, session, is_first=rank == 0) for rank, action in enumerate(_group_actions(actions))
        ],
    }


def _group_actions(actions: tuple[ProviderAction, ...]) -> list[ProviderAction]:
    return [action for action in actions if action.kind not in ONE_PERSON_KINDS]


def _action_button(action: ProviderAction, session: Session, *, is_first: bool) -> dict[str, str]:
    kind = "danger" if action.closes else "primary" if is_first else "secondary"
    return {"label": action.label, "url": attendance_page_url(session, "act", action.slug), "kind": kind}


def _person_cells(person: SessionPerson, session: Session, *, can_choose: bool) -> list[Any]:
    name = person.name or "Dossier effacé"
    chosen: Any = name
    if can_choose:
        chosen = format_html(
            '<label class="choice" for="qui-{0}">'
            '<input type="checkbox" name="qui" id="qui-{0}" value="{0}"> {1}</label>',
            person.key,
            name,
        )
    return [
        chosen,
        person.network,
        last_step_cell(person),
        next_move(person.state, on=person.awaited_on, starts_on=session.starts_on),
        {"text": hours_words(person.minutes), "value": f"{person.minutes / 60:.2f}"} if person.minutes else "",
        {"text": "Ouvrir", "url": attendance_page_url(session, "person", person.key), "note": ""},
    ]


def last_step_cell(person: SessionPerson) -> dict[str, str]:
    step = person.last_step
    if step is None:
        return {"text": STATE_LABELS[person.state], "note": format_day(person.state_on)}
    detail_text = step_detail_text(step)
    return {
        "text": STEP_LABELS[step.kind],
        "note": ", ".join(part for part in (detail_text, format_day(step.happened_on)) if part),
    }
