"""What the workbook of a provider's places would change: each row checked alone, then all applied, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from pacte.exchange.places_reading import PlacesDefect, PlacesInputRow, PlacesWorkbook
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, ValidationError
from pacte.offer.queries import ProviderSession
from pacte.offer.services import open_places, set_minimum


@dataclass(frozen=True, slots=True)
class PlacesChange:
    """Change of one session by one row of the workbook. None: that number does not change."""

    provider_session: ProviderSession
    input_row: PlacesInputRow

    @property
    def opened(self) -> int | None:
        return None if self.input_row.opened == self.provider_session.line.places.opened else self.input_row.opened

    @property
    def minimum(self) -> int | None:
        current = self.provider_session.line.places.minimum
        return None if self.input_row.minimum in (None, current) else self.input_row.minimum

    @property
    def closes_bought_places(self) -> bool:
        places, opened = self.provider_session.line.places, self.opened
        return opened is not None and opened < min(places.counted - places.lost, places.opened or 0)


def read_places_changes(
    *, actor: Actor, workbook: PlacesWorkbook, sessions: Iterable[ProviderSession], on: date
) -> tuple[list[PlacesChange], list[PlacesDefect]]:
    """What the rows would change in these sessions from that day; and, by cell, what is wrong or would be refused."""
    changes, defects = [], [*workbook.defects]
    sessions_by_triplet = {
        (each.line.triplet.training, each.line.triplet.training_action, each.line.triplet.session): each
        for each in sessions
    }
    for row in workbook.rows:
        session = sessions_by_triplet.get(row.triplet)
        if session is None:
            message = "Cette session n’est pas des vôtres, ou est passée."
            defects.append(PlacesDefect(row.row, "C", " / ".join(row.triplet)[:80], message, "Retirez la ligne."))
            continue
        change = PlacesChange(session, row)
        if change.opened is not None or change.minimum is not None:
            changes.append(change)
    return changes, defects + _refusals(actor, changes, on)


def apply_places_changes(*, actor: Actor, changes: Sequence[PlacesChange], on: date) -> None:
    """In one transaction. Raises ``ValidationError`` or ``Conflict``, as opening places does."""
    with transaction.atomic():
        for each in changes:
            _apply(actor, each, on)


def _refusals(actor: Actor, changes: list[PlacesChange], on: date) -> list[PlacesDefect]:
    """What is refused when a row is applied alone, then rolled back."""
    defects = []
    for each in changes:
        try:
            with transaction.atomic():
                _apply(actor, each, on)
                transaction.set_rollback(True)
        except (ValidationError, Conflict) as error:
            row, value = each.input_row, "" if each.input_row.opened is None else str(each.input_row.opened)
            problem = f"{error.message} {error.reason}".strip()
            defects.append(PlacesDefect(row.row, row.columns[0], value, problem, error.hint))
    return defects


def _apply(actor: Actor, change: PlacesChange, on: date) -> None:
    session = change.provider_session.line.session
    if change.opened is not None:
        open_places(actor=actor, session=session, count=change.opened, on=on, reason=change.input_row.reason)
    if change.minimum is not None:
        set_minimum(actor=actor, session=session, count=change.minimum, on=on, reason=change.input_row.reason)
