"""Differences between a file and the ledger of a session. Pure: detection only, a person resolves them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.offer.records import DifferenceKind, Places, SessionState


@dataclass(frozen=True, slots=True)
class FileSession:
    """Values of a file for a session that has a ledger; None: not in the file. ``absent``: missing from a full file."""

    session_id: int
    starts_on: date | None = None
    ends_on: date | None = None
    places: int | None = None
    minimum: int | None = None
    financed: int | None = None
    commune_code: str = ""
    site_id: int | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    kind: DifferenceKind
    ledger_value: str
    file_value: str


def differences(
    said: FileSession,
    *,
    places: Places,
    opened: int | None,
    state: SessionState,
    starts_on: date | None,
    ends_on: date | None,
    commune_code: str,
) -> tuple[Found, ...]:
    """Return one discrepancy per value that both know and that differs.

    ``opened`` None and a minimum of 0 mean that the ledger does not know the value.
    """
    if said.absent:
        alive = state not in (SessionState.CANCELLED, SessionState.ENDED)
        return (Found(DifferenceKind.ABSENT, "tenue ou à venir", "absente"),) if alive and places.live else ()
    found = []
    if None not in (said.places, opened) and said.places != opened:
        found.append(Found(DifferenceKind.PLACES_OPENED, str(opened), str(said.places)))
    if said.financed is not None and said.financed != places.live:
        found.append(Found(DifferenceKind.PLACES_FINANCED, str(places.live), str(said.financed)))
    if said.minimum is not None and places.minimum and said.minimum != places.minimum:
        found.append(Found(DifferenceKind.MINIMUM, str(places.minimum), str(said.minimum)))
    if said.starts_on is not None and (said.starts_on, said.ends_on) != (starts_on, ends_on):
        found.append(Found(DifferenceKind.DATES, span(starts_on, ends_on), span(said.starts_on, said.ends_on)))
    if said.commune_code and commune_code and said.commune_code != commune_code:
        found.append(Found(DifferenceKind.SITE, commune_code, said.commune_code))
    return tuple(found)


def span(starts_on: date | None, ends_on: date | None) -> str:
    """Format as « 2021-01-11/2021-06-11 », with « ? » for an unknown date. ``parse_dates`` is the inverse."""
    return "/".join(each.isoformat() if each else "?" for each in (starts_on, ends_on))


def dates_in(text: str) -> tuple[date | None, date | None]:
    first, _, second = text.partition("/")
    return tuple(  # type: ignore[return-value]
        None if part == "?" else date.fromisoformat(part) for part in (first, second)
    )
