"""Events on the places of each invented session: states, amendments, requests, typing errors. Pure.

No random draw: events depend on the rank of the session, so that journeys drawn elsewhere stay the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pacte.demo.region.supply import InventedSession

ANSWER_DAYS = 10
ADDED = 2  # places that an amendment adds
CUT = 1  # places that an amendment takes away
MOST_WAITING = 12  # requests waiting for an answer, and half as many differences, at any scale


@dataclass(frozen=True, slots=True)
class Came:
    """Change of state of a session."""

    state: str
    on: date
    decided_by: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A provider request. ``answered_on`` is None while it waits."""

    kind: str
    asked_on: date
    reason: str
    places: int = 0
    hours: int = 0
    postponed_by: int = 0
    cause: str = ""
    answered_on: date | None = None
    accepted: bool = False
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Differing:
    """Difference between a file and the ledger.

    ``question``: to the provider; ``ledger_kept_reason``: why the ledger is right.
    """

    kind: str
    ledger_value: str
    file_value: str
    days_ago: int
    question: str = ""
    kept: str = ""


def states_of(session: InventedSession, today: date) -> list[Came]:
    """State changes until ``today``, the first one « planned »."""
    found = [Came("planned", session.ordered_on), Came("confirmed", session.was_on - timedelta(days=30), "buyer")]
    if session.was_on != session.starts_on:
        postponed_on = session.was_on - timedelta(days=12)
        found.append(Came("postponed", postponed_on, "provider", "too_few_candidates"))
    if session.is_cancelled and session.cancelled_on:
        found.append(Came("cancelled", session.cancelled_on, "buyer", session.cause))
    else:
        found += [Came("running", session.starts_on), Came("ended", session.ends_on)]
    return [found[0], *(each for each in found[1:] if each.on <= today)]


def is_ordered(session: InventedSession, today: date) -> bool:
    """False for a session that is only in a lot."""
    return session.ordered_on <= today


def opened_on(session: InventedSession) -> date:
    return min(session.ordered_on + timedelta(days=20), session.starts_on)


def amended_on(session: InventedSession, today: date) -> date | None:
    """One session in seventeen got two more places, some forty days after its order."""
    on = session.ordered_on + timedelta(days=42)
    is_so = session.rank % 17 == 3 and session.places > 2 * ADDED and not session.is_cancelled
    return on if is_so and on <= min(session.starts_on, today) else None


def cut_on(session: InventedSession, today: date) -> date | None:
    """Every second place whose closure the buyer refused was removed by an amendment two weeks later."""
    on = opened_on(session) + timedelta(days=20)
    is_so = session.opened < session.places and session.rank % 6 == 0 and not session.is_cancelled
    return on if is_so and on <= min(session.ends_on, today) else None


def lengthened_on(session: InventedSession, today: date) -> date | None:
    """One session in eleven of those with rolling entry got a tenth more hours, without more places."""
    on = session.ordered_on + timedelta(days=80)
    is_so = session.is_rolling and session.rank % 11 == 5 and not session.is_cancelled
    return on if is_so and on <= min(session.ends_on, today) else None


def is_asked_for(session: InventedSession) -> bool:
    """Half of the added places were requested by the provider."""
    return session.rank % 34 == 3


def is_mistyped(session: InventedSession) -> bool:
    """One purchase in ninety was typed with swapped digits, and corrected three weeks later."""
    return session.rank % 90 == 7


def past_requests(session: InventedSession, today: date) -> list[Asked]:
    """Answered requests: places closed, and places added."""
    found = []
    closed_on = opened_on(session)
    if session.opened < session.places and not session.is_cancelled and closed_on + timedelta(days=6) <= today:
        accepted = session.rank % 3 != 0
        answer = "Accord : le poste manque. La place reste comptée, perdue." if accepted else "Trouvez un autre poste."
        found.append(
            Asked("close_places", closed_on, "Un poste de travail est en panne.", 1, cause="equipment",
                  answered_on=closed_on + timedelta(days=6), accepted=accepted, answer=answer)
        )  # fmt: skip
    added_on = amended_on(session, today)
    if added_on and is_asked_for(session):
        found.append(
            Asked("add_places", added_on - timedelta(days=5), "Plus de candidats que de places.", ADDED,
                  ADDED * session.hours // session.places, answered_on=added_on, accepted=True,
                  answer="Le besoin est prouvé : deux places de plus.")
        )  # fmt: skip
    return found


def waiting_request(session: InventedSession, rank: int, today: date) -> Asked:
    """The waiting request number ``rank``, on a future or running session."""
    asked_on = max(opened_on(session), today - timedelta(days=1 + rank * 5 % 17))
    an_hour = session.hours // session.places
    if session.is_rolling:
        return Asked("add_hours", asked_on, "Les parcours durent plus que prévu.", hours=20 * an_hour // 10)
    kinds = (
        Asked("add_places", asked_on, "Trois candidats attendent une place.", 3, 3 * an_hour),
        Asked("postpone", asked_on, "La salle n’est pas prête.", postponed_by=28, cause="no_room"),
        Asked("cancel", asked_on, "Deux candidats seulement.", cause="too_few_candidates"),
    )
    started = session.starts_on <= today
    return kinds[0 if started else rank % len(kinds)]


def difference_of(session: InventedSession, rank: int) -> Differing:
    """The difference number ``rank`` between a file and the ledger."""
    before = f"{session.starts_on.isoformat()}/{session.ends_on.isoformat()}"
    later = timedelta(days=7)
    after = f"{(session.starts_on + later).isoformat()}/{(session.ends_on + later).isoformat()}"
    kinds = (
        Differing("places_opened", str(session.opened), str(session.opened + 2), 3),
        Differing("dates", before, after, 2, question="Ce report d’une semaine est-il décidé ?"),
        Differing("minimum", "8", "6", 9),
        Differing("places_financed", str(session.places), str(session.places - 1), 5, kept="Aucun avenant ne le dit."),
    )
    return kinds[rank % len(kinds)]
