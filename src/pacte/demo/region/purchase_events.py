"""Events on the places of each invented session: states, amendments, requests, typing errors. Pure.

No random draw: events depend on the rank of the session, so that journeys drawn elsewhere stay the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pacte.demo.region.training_supply import InventedSession, postponed_on

ANSWER_DAYS = 10
ADDED_PLACES = 2  # places that an amendment adds
CUT_PLACES = 1  # places that an amendment takes away
CONFIRMED_BEFORE = 21  # days before the start at which a session that has its candidates is confirmed
LEAST_MINIMUM, USUAL_MINIMUM = 3, 8  # candidates without whom a session is not held
MAX_WAITING = 12  # requests waiting for an answer, and half as many differences, at any scale


@dataclass(frozen=True, slots=True)
class InventedStateChange:
    """Change of state of a session."""

    state: str
    on: date
    decided_by: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class InventedRequest:
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
class InventedDifference:
    """Difference between a file and the ledger.

    ``question``: to the provider; ``ledger_kept_reason``: why the ledger is right.
    """

    kind: str
    ledger_value: str
    file_value: str
    days_ago: int
    question: str = ""
    ledger_kept_reason: str = ""


def invented_state_changes(session: InventedSession, today: date) -> list[InventedStateChange]:
    """State changes until ``today``, the first one « planned »."""
    changes = [InventedStateChange("planned", session.ordered_on)]
    if not session.is_cancelled:
        changes.append(InventedStateChange("confirmed", session.was_on - timedelta(days=CONFIRMED_BEFORE), "buyer"))
    if session.was_on != session.starts_on:
        changes.append(InventedStateChange("postponed", postponed_on(session), "provider", "too_few_candidates"))
    if session.is_cancelled and session.cancelled_on:
        changes.append(InventedStateChange("cancelled", session.cancelled_on, "buyer", session.cause))
    else:
        changes += [InventedStateChange("running", session.starts_on), InventedStateChange("ended", session.ends_on)]
    return [changes[0], *(each for each in changes[1:] if each.on <= today)]


def is_ordered(session: InventedSession, today: date) -> bool:
    """False for a session that is only in a lot."""
    return session.ordered_on <= today


def minimum_of(session: InventedSession) -> int:
    """Candidates without whom the session is not held; 0 for one that people enter all year.

    One that is held has twice as many: three weeks before its start, the minimum is there.
    """
    if session.is_rolling:
        return 0
    if session.is_cancelled:
        return USUAL_MINIMUM
    return max(LEAST_MINIMUM, min(USUAL_MINIMUM, session.filled // 2))


def opened_on(session: InventedSession) -> date:
    return min(session.ordered_on + timedelta(days=20), session.starts_on)


def amended_on(session: InventedSession, today: date) -> date | None:
    """One session in seventeen got two more places, some forty days after its order."""
    on = session.ordered_on + timedelta(days=42)
    is_so = session.rank % 17 == 3 and session.places > 2 * ADDED_PLACES and not session.is_cancelled
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


def is_requested_by_provider(session: InventedSession) -> bool:
    """Half of the added places were requested by the provider."""
    return session.rank % 34 == 3


def is_mistyped(session: InventedSession) -> bool:
    """One purchase in ninety was typed with swapped digits, and corrected three weeks later."""
    return session.rank % 90 == 7


def past_requests(session: InventedSession, today: date) -> list[InventedRequest]:
    """Answered requests: places closed, and places added."""
    requests = []
    closed_on = opened_on(session)
    if session.opened < session.places and not session.is_cancelled and closed_on + timedelta(days=6) <= today:
        accepted = session.rank % 3 != 0
        answer = "Accord : le poste manque. La place reste comptée, perdue." if accepted else "Trouvez un autre poste."
        requests.append(
            InventedRequest("close_places", closed_on, "Un poste de travail est en panne.", 1, cause="equipment",
                  answered_on=closed_on + timedelta(days=6), accepted=accepted, answer=answer)
        )  # fmt: skip
    added_on = amended_on(session, today)
    if added_on and is_requested_by_provider(session):
        requests.append(
            InventedRequest(
                "add_places",
                added_on - timedelta(days=5),
                "Plus de candidats que de places.",
                ADDED_PLACES,
                ADDED_PLACES * session.hours // session.places,
                answered_on=added_on,
                accepted=True,
                answer="Le besoin est prouvé : deux places de plus.",
            )
        )
    return requests


def waiting_request(session: InventedSession, rank: int, today: date) -> InventedRequest:
    """The waiting request number ``rank``, on a future or running session."""
    asked_on = max(opened_on(session), today - timedelta(days=1 + rank * 5 % 17))
    an_hour = session.hours // session.places
    if session.is_rolling:
        return InventedRequest("add_hours", asked_on, "Les parcours durent plus que prévu.", hours=20 * an_hour // 10)
    kinds = (
        InventedRequest("add_places", asked_on, "Trois candidats attendent une place.", 3, 3 * an_hour),
        InventedRequest("postpone", asked_on, "La salle n’est pas prête.", postponed_by=28, cause="no_room"),
        InventedRequest("cancel", asked_on, "Deux candidats seulement.", cause="too_few_candidates"),
    )
    started = session.starts_on <= today
    return kinds[0 if started else rank % len(kinds)]


def invented_difference(session: InventedSession, rank: int) -> InventedDifference:
    """The difference number ``rank`` between a file and the ledger."""
    before = f"{session.starts_on.isoformat()}/{session.ends_on.isoformat()}"
    later = timedelta(days=7)
    after = f"{(session.starts_on + later).isoformat()}/{(session.ends_on + later).isoformat()}"
    kinds = (
        InventedDifference("places_opened", str(session.opened), str(session.opened + 2), 3),
        InventedDifference("dates", before, after, 2, question="Ce report d’une semaine est-il décidé ?"),
        InventedDifference("minimum", str(minimum_of(session)), str(minimum_of(session) + 2), 9),
        InventedDifference(
            "places_financed",
            str(session.places),
            str(session.places - 1),
            5,
            ledger_kept_reason="Aucun avenant ne le dit.",
        ),
    )
    return kinds[rank % len(kinds)]
