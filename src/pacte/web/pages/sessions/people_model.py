"""« Qui vient ? » on the page of a session: counts, seats by state, and people, without their names for a buyer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html

from pacte.journeys.queries.session_people import can_train, people_of_session, seat_counts
from pacte.journeys.records import STATE_LABELS, STEP_LABELS
from pacte.journeys.records import JourneyState as S
from pacte.journeys.records.counts import PROTECTED_PUBLIC
from pacte.journeys.rules.ends import partition_ends
from pacte.journeys.rules.next_move import LIKELY, PENDING, next_move
from pacte.journeys.rules.state_machine import HOLDS_A_SEAT
from pacte.journeys.rules.step_details import step_detail_text
from pacte.kernel.french import format_day, format_number, format_percent, pluralise
from pacte.offer.records import SessionState
from pacte.web.end_table_rows import END_COLUMNS, REASON_COLUMNS, dropout_reason_rows, end_rows, end_totals_row
from pacte.web.pages.sessions.page_context import attendance_links

if TYPE_CHECKING:
    from django.http import HttpRequest

    from pacte.journeys.queries.session_people import SeatCounts, SessionPerson
    from pacte.kernel.actor import Actor
    from pacte.offer.queries.details import SessionDetail

SILENT_DAYS = 8
_SHOWN = 12
_COLUMNS = (
    {"label": "Nom"}, {"label": "Conseiller"}, {"label": "État"}, {"label": "Dernière étape"}, {"label": "Attendu"},
)  # fmt: skip
# Seat holders first, then people awaiting an answer, then people on their way, then people who left.
_STATE_ORDER = (
    S.IN_TRAINING, S.INTERRUPTED, S.ADMITTED, S.TESTED, S.INFORMED, S.WAITING, S.SLOT_CHOSEN, S.INVITED, S.PROPOSED,
    S.MISSED, S.TO_RESEAT, S.ENDED, S.NOT_KEPT, S.DECLINED, S.OPEN, S.CLOSED, S.NEW,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SessionPeople:
    """``waiting``: number of people met who await an answer; ``initials``: those of seat holders, then of waiting
    people.

    ``taken``: places on which somebody entered, each counted once.
    """

    waiting: int
    taken: int
    initials: tuple[str, ...]
    values: dict[str, Any]


def session_people(request: HttpRequest, actor: Actor, detail: SessionDetail, on: date) -> SessionPeople:
    """For an actor who may read the people of the session, with or without names."""
    session = detail.session
    is_named = can_train(actor=actor, session=session)
    people = sorted(
        people_of_session(actor=actor, session=session),
        key=lambda each: (_STATE_ORDER.index(each.state), each.state_on),
    )
    counts = seat_counts(actor=actor, session=session)
    all_shown = request.GET.get("personnes") == "toutes" or len(people) <= _SHOWN
    visible_people = people if all_shown else people[:_SHOWN]
    seat_holders = [each for each in people if each.state in HOLDS_A_SEAT]
    waiting = [each for each in people if each.state in LIKELY]
    values = {
        "comers_columns": _COLUMNS,
        "comers": [_person_cells(each, detail, rank, is_named=is_named) for rank, each in enumerate(visible_people)],
        "comers_note": _note(len(visible_people), len(people), is_named=is_named),
        "comers_all": "" if all_shown else "?personnes=toutes#personnes",
        "comers_counts": _people_figures(people, seat_holders, waiting, counts, detail, on),
        "comers_named": is_named,
        "training_links": attendance_links(actor, session),
        **_end_tables(people, detail, on, is_named=is_named),
    }
    if detail.line.is_to_come(on) and detail.line.places.counted:
        values |= {
            "title": "Cette session va-t-elle partir pleine ?",
            "answer": _answer(seat_holders, waiting, detail, on),
        }
    return SessionPeople(
        len(waiting),
        counts.seats_filled,
        tuple(each.name[:1] + "." for each in (*seat_holders, *waiting) if each.name),
        values,
    )


def _end_tables(people: list[SessionPerson], detail: SessionDetail, on: date, *, is_named: bool) -> dict[str, Any]:
    """How the journeys of the session ended, once at least one has: each counts once, the shares add up to 100 %.

    For a protected public, only the provider may read it: small counts would identify people.
    """
    if not is_named and PROTECTED_PUBLIC in detail.action.public_codes:
        return {}
    ends = partition_ends(each.end_on(on, detail.session.ends_on) for each in people)
    if not ends.due:
        return {}
    return {
        "end_columns": END_COLUMNS,
        "end_rows": end_rows(ends.counts, ends.due),
        "end_totals": end_totals_row(ends.due),
        "reason_columns": REASON_COLUMNS,
        "reason_rows": dropout_reason_rows(Counter(each.end_reason for each in people if each.end_reason)),
    }


def _answer(seat_holders: list[SessionPerson], waiting: list[SessionPerson], detail: SessionDetail, on: date) -> str:
    """Counts known today, without any forecast."""
    places, starts = detail.line.places, detail.session.starts_on
    admissions = (
        f"{pluralise(len(seat_holders), 'admise')} pour {pluralise(places.counted, 'place achetée', 'places achetées')}"
    )
    wait = f" ; {pluralise(len(waiting), 'personne attend', 'personnes attendent')} une réponse" if waiting else ""
    free = f", {pluralise(places.left, 'place libre', 'places libres')}" if places.left else ", aucune place libre"
    days = f" Il reste {pluralise((starts - on).days, 'jour')}." if starts and starts > on else ""
    short = places.minimum - len(seat_holders)
    minimum = f" Il manque {pluralise(short, 'admission')} pour ouvrir." if places.minimum and short > 0 else ""
    return f"{admissions}{wait}{free}.{days}{minimum}"


def _people_figures(
    people: list[SessionPerson], seat_holders: list[SessionPerson], waiting: list[SessionPerson], counts: SeatCounts,
    detail: SessionDetail, on: date,
) -> list[dict[str, str]]:  # fmt: skip
    """Figures next to the seats chart, each with its denominator."""
    bought = detail.line.places.counted
    pending = [each for each in people if each.state in PENDING]
    silent = [each for each in pending if (on - each.state_on).days > SILENT_DAYS]
    is_over = detail.session.state == SessionState.ENDED
    figures = [_share_figure(len(seat_holders), bought, "admises / achetées")] if bought and not is_over else []
    if bought and is_over:
        figures.append(_share_figure(counts.seats_filled, bought, "prises / achetées"))
    if bought and waiting:
        figures.append(_share_figure(len(seat_holders) + len(waiting), bought, "avec celles qui attendent une réponse"))
    note = f"{format_number(len(silent))} sans nouvelles depuis plus de {SILENT_DAYS} jours" if silent else ""
    figures.append({"label": "orientées", "value": format_number(len(people)), "note": note})
    if counts.entries:
        places = f"sur {pluralise(counts.seats_filled, 'place')} ; une place reprise ne compte qu’une fois"
        figures.append({"label": "entrées", "value": format_number(counts.entries), "note": places})
    if counts.entry_deadline and counts.entry_deadline >= on - timedelta(days=1):
        figures.append(
            {"label": "dernier jour pour entrer", "value": format_day(counts.entry_deadline),
             "note": "ensuite, une place libre est perdue"}
        )  # fmt: skip
    return figures


def _share_figure(part: int, whole: int, label: str) -> dict[str, str]:
    return {
        "label": label,
        "value": f"{format_number(part)} / {format_number(whole)}",
        "note": format_percent(part / whole, 0),
    }


def _note(shown_count: int, total_count: int, *, is_named: bool) -> str:
    return f"{format_number(shown_count)} sur {format_number(total_count)}" + ("" if is_named else " · noms masqués")


def _person_cells(person: SessionPerson, detail: SessionDetail, rank: int, *, is_named: bool) -> list[Any]:
    """The bar next to an initial has one of three widths, by rank: it reveals nothing about the name."""
    name: Any = person.name or "Dossier effacé"
    if not is_named:
        name = format_html(
            '{} <span class="masked masked-{}" aria-hidden="true"></span>'
            '<span class="hidden-text">nom masqué</span>', person.name, rank % 3,
        )  # fmt: skip
    step = person.last_step
    last = STEP_LABELS[step.kind] if step else STATE_LABELS[person.state]
    detail_text = step_detail_text(step) if step and is_named else ""
    when = format_day(step.happened_on if step else person.state_on)
    return [
        name,
        person.network,
        STATE_LABELS[person.state],
        {"text": last, "note": ", ".join(part for part in (detail_text, when) if part)},
        next_move(person.state, on=person.awaited_on, starts_on=detail.session.starts_on) or "—",
    ]
