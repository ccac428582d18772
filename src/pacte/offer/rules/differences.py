"""Differences between a file and the ledger of a session. Pure: detection only, a person resolves them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.offer.records import LedgerDifferenceKind, PlacesBalance, SessionState


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
class Discrepancy:
    kind: LedgerDifferenceKind
    ledger_value: str
    file_value: str


def find_discrepancies(
    file_session: FileSession,
    *,
    places: PlacesBalance,
    opened: int | None,
    state: SessionState,
    starts_on: date | None,
    ends_on: date | None,
    commune_code: str,
) -> tuple[Discrepancy, ...]:
    """Return one discrepancy per value that both know and that differs.

    ``opened`` None and a minimum of 0 mean that the ledger does not know the value.
    """
    if file_session.absent:
        alive = state not in (SessionState.CANCELLED, SessionState.ENDED)
        return (
            (Discrepancy(LedgerDifferenceKind.ABSENT, "tenue ou à venir", "absente"),) if alive and places.live else ()
        )
    discrepancies = []
    if None not in (file_session.places, opened) and file_session.places != opened:
        discrepancies.append(Discrepancy(LedgerDifferenceKind.PLACES_OPENED, str(opened), str(file_session.places)))
    if file_session.financed is not None and file_session.financed != places.live:
        discrepancies.append(
            Discrepancy(LedgerDifferenceKind.PLACES_FINANCED, str(places.live), str(file_session.financed))
        )
    if file_session.minimum is not None and places.minimum and file_session.minimum != places.minimum:
        discrepancies.append(Discrepancy(LedgerDifferenceKind.MINIMUM, str(places.minimum), str(file_session.minimum)))
    if file_session.starts_on is not None and (file_session.starts_on, file_session.ends_on) != (starts_on, ends_on):
        discrepancies.append(
            Discrepancy(
                LedgerDifferenceKind.DATES,
                format_dates(starts_on, ends_on),
                format_dates(file_session.starts_on, file_session.ends_on),
            )
        )
    if file_session.commune_code and commune_code and file_session.commune_code != commune_code:
        discrepancies.append(Discrepancy(LedgerDifferenceKind.SITE, commune_code, file_session.commune_code))
    return tuple(discrepancies)


def format_dates(starts_on: date | None, ends_on: date | None) -> str:
    """Format as « 2021-01-11/2021-06-11 », with « ? » for an unknown date. ``parse_dates`` is the inverse."""
    return "/".join(each.isoformat() if each else "?" for each in (starts_on, ends_on))


def parse_dates(text: str) -> tuple[date | None, date | None]:
    first, _, second = text.partition("/")
    return tuple(  # type: ignore[return-value]
        None if part == "?" else date.fromisoformat(part) for part in (first, second)
    )
