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
from pacte.web.end_rows import END_COLUMNS, REASON_COLUMNS, end_rows, reason_rows, totals
from pacte.web.pages.supply.frame import training_links

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
_ORDER = (
    S.IN_TRAINING, S.INTERRUPTED, S.ADMITTED, S.TESTED, S.INFORMED, S.WAITING, S.SLOT_CHOSEN, S.INVITED, S.PROPOSED,
    S.MISSED, S.TO_RESEAT, S.ENDED, S.NOT_KEPT, S.DECLINED, S.OPEN, S.CLOSED, S.NEW,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WhoComes:
    """``waiting``: number of people met who await an answer; ``initials``: those of seat holders, then of waiting
    people.

    ``taken``: places on which somebody entered, each counted once.
    """

    waiting: int
    taken: int
    initials: tuple[str, ...]
    values: dict[str, Any]


def who_comes(request: HttpRequest, actor: Actor, sheet: SessionDetail, on: date) -> WhoComes:
    """For an actor who may read the people of the session, with or without names."""
    session = sheet.session
    is_named = can_train(actor=actor, session=session)
    people = sorted(
        people_of_session(actor=actor, session=session), key=lambda each: (_ORDER.index(each.state), each.state_on)
    )
    counts = seat_counts(actor=actor, session=session)
    all_shown = request.GET.get("personnes") == "toutes" or len(people) <= _SHOWN
    shown = people if all_shown else people[:_SHOWN]
    held = [each for each in people if each.state in HOLDS_A_SEAT]
    waiting = [each for each in people if each.state in LIKELY]
    values = {
        "comers_columns": _COLUMNS,
        "comers": [_row(each, sheet, rank, is_named=is_named) for rank, each in enumerate(shown)],
        "comers_note": _note(len(shown), len(people), is_named=is_named),
        "comers_all": "" if all_shown else "?personnes=toutes#personnes",
        "comers_counts": _counts(people, held, waiting, counts, sheet, on),
        "comers_named": is_named,
        "training_links": training_links(actor, session),
        **_ends(people, sheet, on, is_named=is_named),
    }
    if sheet.line.is_to_come(on) and sheet.line.places.counted:
        values |= {"title": "Cette session va-t-elle partir pleine ?", "answer": _answer(held, waiting, sheet, on)}
    return WhoComes(
        len(waiting), counts.seats_filled, tuple(each.name[:1] + "." for each in (*held, *waiting) if each.name), values
    )


def _ends(people: list[SessionPerson], sheet: SessionDetail, on: date, *, is_named: bool) -> dict[str, Any]:
    """How the journeys of the session ended, once at least one has: each counts once, the shares add up to 100 %.

    For a protected public, only the provider may read it: small counts would identify people.
    """
    if not is_named and PROTECTED_PUBLIC in sheet.action.public_codes:
        return {}
    found = partition_ends(each.end_on(on, sheet.session.ends_on) for each in people)
    if not found.due:
        return {}
    return {
        "end_columns": END_COLUMNS,
        "end_rows": end_rows(found.counts, found.due),
        "end_totals": totals(found.due),
        "reason_columns": REASON_COLUMNS,
        "reason_rows": reason_rows(Counter(each.end_reason for each in people if each.end_reason)),
    }


def _answer(held: list[SessionPerson], waiting: list[SessionPerson], sheet: SessionDetail, on: date) -> str:
    """Counts known today, without any forecast."""
    now, starts = sheet.line.places, sheet.session.starts_on
    said = f"{pluralise(len(held), 'admise')} pour {pluralise(now.counted, 'place achetée', 'places achetées')}"
    wait = f" ; {pluralise(len(waiting), 'personne attend', 'personnes attendent')} une réponse" if waiting else ""
    free = f", {pluralise(now.left, 'place libre', 'places libres')}" if now.left else ", aucune place libre"
    days = f" Il reste {pluralise((starts - on).days, 'jour')}." if starts and starts > on else ""
    short = now.minimum - len(held)
    minimum = f" Il manque {pluralise(short, 'admission')} pour ouvrir." if now.minimum and short > 0 else ""
    return f"{said}{wait}{free}.{days}{minimum}"


def _counts(
    people: list[SessionPerson], held: list[SessionPerson], waiting: list[SessionPerson], counts: SeatCounts,
    sheet: SessionDetail, on: date,
) -> list[dict[str, str]]:  # fmt: skip
    """Figures next to the seats chart, each with its denominator."""
    bought = sheet.line.places.counted
    pending = [each for each in people if each.state in PENDING]
    silent = [each for each in pending if (on - each.state_on).days > SILENT_DAYS]
    is_over = sheet.session.state == SessionState.ENDED
    found = [_share(len(held), bought, "admises / achetées")] if bought and not is_over else []
    if bought and is_over:
        found.append(_share(counts.seats_filled, bought, "prises / achetées"))
    if bought and waiting:
        found.append(_share(len(held) + len(waiting), bought, "avec celles qui attendent une réponse"))
    note = f"{format_number(len(silent))} sans nouvelles depuis plus de {SILENT_DAYS} jours" if silent else ""
    found.append({"label": "orientées", "value": format_number(len(people)), "note": note})
    if counts.entries:
        places = f"sur {pluralise(counts.seats_filled, 'place')} ; une place reprise ne compte qu’une fois"
        found.append({"label": "entrées", "value": format_number(counts.entries), "note": places})
    if counts.entry_deadline and counts.entry_deadline >= on - timedelta(days=1):
        found.append(
            {"label": "dernier jour pour entrer", "value": format_day(counts.entry_deadline),
             "note": "ensuite, une place libre est perdue"}
        )  # fmt: skip
    return found


def _share(part: int, whole: int, label: str) -> dict[str, str]:
    return {
        "label": label,
        "value": f"{format_number(part)} / {format_number(whole)}",
        "note": format_percent(part / whole, 0),
    }


def _note(shown: int, total: int, *, is_named: bool) -> str:
    return f"{format_number(shown)} sur {format_number(total)}" + ("" if is_named else " · noms masqués")


def _row(person: SessionPerson, sheet: SessionDetail, rank: int, *, is_named: bool) -> list[Any]:
    """The bar next to an initial has one of three widths, by rank: it reveals nothing about the name."""
    name: Any = person.name or "Dossier effacé"
    if not is_named:
        name = format_html(
            '{} <span class="masked masked-{}" aria-hidden="true"></span>'
            '<span class="hidden-text">nom masqué</span>', person.name, rank % 3,
        )  # fmt: skip
    step = person.last_step
    last = STEP_LABELS[step.kind] if step else STATE_LABELS[person.state]
    beside = step_detail_text(step) if step and is_named else ""
    when = format_day(step.happened_on if step else person.state_on)
    return [
        name,
        person.network,
        STATE_LABELS[person.state],
        {"text": last, "note": ", ".join(part for part in (beside, when) if part)},
        next_move(person.state, on=person.awaited_on, starts_on=sheet.session.starts_on) or "—",
    ]
