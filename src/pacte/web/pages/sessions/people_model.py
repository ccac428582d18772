"""People on the page of a session: who comes, without names for a buyer; after a cancellation, their next seats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html

from pacte.indicators.queries.entry_forecasts import entry_forecasts
from pacte.journeys.queries.cancelled_sessions import LearnerToReseat, learners_to_reseat
from pacte.journeys.queries.region_obligations import can_read_region_obligations
from pacte.journeys.queries.session_people import SeatCounts, SessionPerson, can_train, people_of_session, seat_counts
from pacte.journeys.records import STATE_LABELS
from pacte.journeys.records import JourneyState as S
from pacte.journeys.records.counts import PROTECTED_PUBLIC
from pacte.journeys.rules.ends import partition_ends
from pacte.journeys.rules.next_move import LIKELY, PENDING, next_move
from pacte.journeys.rules.state_machine import HOLDS_A_SEAT
from pacte.kernel.actor import Actor
from pacte.kernel.french import format_day, format_number, format_percent, pluralise
from pacte.offer.queries.details import SessionDetail
from pacte.offer.records import PublicPlaces, SessionState
from pacte.offer.rules.alternatives import AlternativeSession, assign_alternatives
from pacte.web.charts.seats import Seats
from pacte.web.end_tables import dropout_reason_table, end_table
from pacte.web.forecast_display import forecast_row
from pacte.web.pages.sessions.offer_pages import fact_list, session_cell
from pacte.web.request import Request
from pacte.web.session_display import last_step_cell, session_people_links, start_text
from pacte.web.tables import Cell, Column, Table, cell, day_column

if TYPE_CHECKING:
    from pacte.indicators.models import EntryForecast
    from pacte.offer.models import Session

SILENT_DAYS = 8
_SHOWN = 12
# Seat holders first, then people awaiting an answer, then people on their way, then people who left.
_STATE_ORDER = (
    S.IN_TRAINING, S.INTERRUPTED, S.ADMITTED, S.RESERVED, S.TESTED, S.INFORMED, S.WAITING, S.SLOT_CHOSEN, S.INVITED,
    S.PROPOSED, S.MISSED, S.TO_RESEAT, S.ENDED, S.NOT_KEPT, S.DECLINED, S.OPEN, S.CLOSED, S.NEW,
)  # fmt: skip


def session_people(request: Request, actor: Actor, detail: SessionDetail, on: date) -> dict[str, Any]:
    """Values of the page for an actor who may read the people of the session, with or without names."""
    session, places = detail.session, detail.line.places
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
    initials = tuple(each.name[:1] + "." for each in (*seat_holders, *waiting) if each.name)
    forecasts = (
        entry_forecasts(actor=actor, host_id=session.training.host_id, session_ids=[session.pk])
        if detail.line.is_to_come(on)
        else {}
    )
    entered_count = counts.seats_filled if session.state == SessionState.ENDED else None
    values = {
        "seats": seats_chart(places, len(waiting), initials, taken=entered_count),
        "comers": _people_table(visible_people, detail, is_named=is_named),
        "comers_note": f"{format_number(len(visible_people))} sur {format_number(len(people))}"
        + ("" if is_named else " · noms masqués"),
        "comers_all": "" if all_shown else "?personnes=toutes#personnes",
        "comers_counts": _people_figures(people, seat_holders, waiting, counts, detail, on, forecasts.get(session.pk)),
        "comers_named": is_named,
        "training_links": session_people_links(actor, session),
        **_end_tables(people, detail, on, is_named=is_named),
    }
    if can_read_region_obligations(actor=actor, session=session):
        values["training_links"].append({"label": "Rémunérations à suivre", "url": reverse("attendance:pay")})
    if detail.line.is_to_come(on) and places.counted:
        values["title"] = "Cette session va-t-elle partir pleine ?"
        values["answer"] = _answer(seat_holders, waiting, detail, on)
    return values


def seats_chart(
    places: PublicPlaces, waiting: int = 0, initials: tuple[str, ...] = (), *, taken: int | None = None
) -> Seats:
    """Squares of the seats chart: purchased places, or open places when none is purchased. Lost places stay visible.

    ``waiting``: people met, who would each take a free place; ``initials``: those of seat holders, then of waiting
    people. ``taken``: for a session that is over, where nobody holds a place any more, the places on which somebody
    entered, each counted once.
    """
    opened = places.opened or 0
    seats_held = places.occupied if taken is None else taken
    free = max(0, opened - seats_held)
    closed = max(0, places.counted - places.lost - max(opened, seats_held))
    likely = min(waiting, free)
    return Seats(held=seats_held, likely=likely, free=free - likely, closed=closed, lost=places.lost, initials=initials,
                 is_over=taken is not None)  # fmt: skip


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
        "ends": end_table(ends.counts, ends.due),
        "dropout_reasons": dropout_reason_table(Counter(each.end_reason for each in people if each.end_reason)),
    }


def _answer(seat_holders: list[SessionPerson], waiting: list[SessionPerson], detail: SessionDetail, on: date) -> str:
    """Counts known today; what is foreseen stands beside."""
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
    detail: SessionDetail, on: date, forecast: EntryForecast | None,
) -> list[dict[str, str]]:  # fmt: skip
    """Figures next to the seats chart, each with its denominator."""
    bought, is_over = detail.line.places.counted, detail.session.state == SessionState.ENDED
    silent = [each for each in people if each.state in PENDING and (on - each.state_on).days > SILENT_DAYS]
    seated, deadline = len(seat_holders), counts.entry_deadline
    is_open = deadline is not None and deadline >= on - timedelta(days=1)
    return fact_list(
        [
            _share_row(0 if is_over else bought, seated, "admises / achetées"),
            _share_row(bought if is_over else 0, counts.seats_filled, "prises / achetées"),
            _share_row(bought if waiting else 0, seated + len(waiting), "avec celles qui attendent une réponse"),
            forecast_row(forecast),
            (
                "orientées",
                format_number(len(people)),
                f"{format_number(len(silent))} sans nouvelles depuis plus de {SILENT_DAYS} jours" if silent else "",
            ),
            (
                "entrées",
                format_number(counts.entries) if counts.entries else "",
                f"sur {pluralise(counts.seats_filled, 'place')} ; une place reprise ne compte qu’une fois",
            ),
            (
                "dernier jour pour entrer",
                format_day(deadline) if deadline and is_open else "",
                "ensuite, une place libre est perdue",
            ),
        ],
    )


def _share_row(whole: int, part: int, label: str) -> tuple[str, str, str]:
    """Left out when ``whole`` is 0."""
    if not whole:
        return (label, "", "")
    return (label, f"{format_number(part)} / {format_number(whole)}", format_percent(part / whole, 0))


def _people_table(
    people: list[SessionPerson], detail: SessionDetail, *, is_named: bool
) -> Table[tuple[int, SessionPerson]]:
    starts_on = detail.session.starts_on
    return Table(
        enumerate(people),
        Column("Nom", lambda row: (row[1].name or "Dossier effacé") if is_named else _masked_name(*row)),
        Column("Conseiller", lambda row: row[1].network),
        Column("État", lambda row: STATE_LABELS[row[1].state]),
        Column("Dernière étape", lambda row: last_step_cell(row[1], is_named=is_named)),
        Column("Attendu", lambda row: next_move(row[1].state, on=row[1].awaited_on, starts_on=starts_on) or "—"),
        id="personnes-table",
        caption="Personnes de la session",
        empty="Personne n’a encore été orienté vers cette session.",
    )


def _masked_name(rank: int, person: SessionPerson) -> str:
    """The bar next to an initial has one of three widths, by rank: it reveals nothing about the name."""
    return format_html(
        '{} <span class="masked masked-{}" aria-hidden="true"></span><span class="hidden-text">nom masqué</span>',
        person.name,
        rank % 3,
    )


def reseating_context(
    actor: Actor, detail: SessionDetail, alternatives: list[tuple[AlternativeSession, Session]]
) -> dict[str, Any]:
    """Empty when the session is not cancelled, or the actor may not read its journeys."""
    if detail.session.state != SessionState.CANCELLED or actor.is_anonymous:
        return {}
    people = learners_to_reseat(actor=actor, session=detail.session)
    sessions = {alternative.session_id: session for alternative, session in alternatives}
    assignments = assign_alternatives([alternative for alternative, _ in alternatives], len(people))
    rows = list(zip(people, assignments, range(1, len(people) + 1), strict=True))
    calls = sum(alternative is None for alternative in assignments)
    title = pluralise(len(people), "personne à replacer", "personnes à replacer")
    return {
        "people": Table(
            rows,
            Column("Personne", lambda row: _reseated_cell(row[0], row[2])),
            Column("Place proposée", lambda row: _proposed_cell(row[1], sessions)),
            day_column(
                "Début",
                lambda row: start_text(row[1].starts_on, is_rolling=row[1].is_rolling) if row[1] else "",
            ),
            Column("Pourquoi elle", lambda row: _why(row[1])),
            id="a-replacer-table",
            caption="Personnes à replacer ou à appeler",
        ),
        "people_title": f"{title}, dont {calls} à appeler" if calls else title,
        "people_named": any(each.name for each in people),
    }


def _reseated_cell(each: LearnerToReseat, rank: int) -> Cell:
    where = "était admise" if each.was_admitted else "était en chemin"
    return cell(each.name or f"Personne {rank}", note=f"{where} ; le sait depuis le {format_day(each.since)}")


def _proposed_cell(alternative: AlternativeSession | None, sessions: Mapping[int, Session]) -> Cell:
    if alternative is None:
        return cell("à appeler", note="aucune place voisine ne reste")
    session = sessions[alternative.session_id]
    town = session.site.town if session.site else ""
    return session_cell(session, ", ".join(part for part in (session.provider.name, town) if part))


def _why(alternative: AlternativeSession | None) -> str:
    if alternative is None:
        return ""
    return f"{alternative.reason}{' ; places non dites' if alternative.left is None else ''}"
