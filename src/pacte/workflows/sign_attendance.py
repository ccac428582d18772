"""Sign the attendance of a session week by week; the first half-day attended records the entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from pacte.journeys.queries import journey_by_key, steps_of
from pacte.journeys.queries.journeys import as_step_records
from pacte.journeys.records import JourneyState, StepKind, StepSource
from pacte.journeys.rules.attendance import Week
from pacte.journeys.rules.attendance_limits import attended_days
from pacte.journeys.rules.state_machine import steps_in_force
from pacte.journeys.services import StepInput, sign_week
from pacte.journeys.services.attendance import week_in_force
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from pacte.journeys.models import Journey
    from pacte.offer.models import Session


@dataclass(frozen=True, slots=True)
class AttendanceInputRow:
    """One week of one person. ``place`` says where it was read: a row of a page, or of a file."""

    key: UUID
    week: Week
    place: str = ""


@dataclass(frozen=True, slots=True)
class RefusedAttendanceRow:
    row: AttendanceInputRow
    reason: str


@dataclass(slots=True)
class AttendanceSigningResult:
    """Result of signing. ``same``: already signed with the same values, nothing was written."""

    new: list[AttendanceInputRow] = field(default_factory=list)
    corrected: list[AttendanceInputRow] = field(default_factory=list)
    same: list[AttendanceInputRow] = field(default_factory=list)
    entered: list[AttendanceInputRow] = field(default_factory=list)
    refused: list[RefusedAttendanceRow] = field(default_factory=list)


def sign_attendance(
    *,
    actor: Actor,
    session: Session,
    rows: Iterable[AttendanceInputRow],
    correct: bool = False,
    source: StepSource = StepSource.TYPED,
) -> AttendanceSigningResult:
    """Sign each row independently: valid rows are stored, refused ones are returned with the reason.

    ``correct``: a week signed with other values is corrected by a new row that references it.
    """
    result = AttendanceSigningResult()
    for row in rows:
        try:
            with transaction.atomic():
                _sign_week_row(actor, session, row, correct, source, result)
        except NotFound:
            result.refused.append(RefusedAttendanceRow(row, "Ce numéro de dossier n’est pas de cette session."))
        except (Conflict, ValidationError, PermissionDenied) as error:
            result.refused.append(RefusedAttendanceRow(row, str(error)))
    return result


def _sign_week_row(
    actor: Actor,
    session: Session,
    row: AttendanceInputRow,
    correct: bool,
    source: StepSource,
    result: AttendanceSigningResult,
) -> None:
    journey = journey_by_key(actor=actor, key=row.key)
    if journey.session_id != session.pk:
        raise NotFound
    before = week_in_force(journey, row.week)
    has_entered = _record_entry_if_due(actor, journey, row, source)
    signed = sign_week(actor=actor, key=row.key, week=row.week, source=source, correct=correct)
    if has_entered:
        result.entered.append(row)
    if before is None:
        result.new.append(row)
    elif signed.pk == before.pk:
        result.same.append(row)
    else:
        result.corrected.append(row)


def _record_entry_if_due(actor: Actor, journey: Journey, row: AttendanceInputRow, source: StepSource) -> bool:
    """Record the entry on the first half-day attended, or move it earlier. Return True when the person enters."""
    days = attended_days(row.week)
    state = JourneyState(journey.state)
    if not days or (journey.entered_on and state is not JourneyState.INTERRUPTED and days[0] >= journey.entered_on):
        return False
    if state is JourneyState.ADMITTED:
        step_input = StepInput(StepKind.ENTERED, days[0], session_id=journey.session_id, source=source)
        record_journey_step(actor=actor, key=row.key, step_input=step_input)
        return True
    if journey.entered_on is None:
        raise Conflict(
            "presence_not_admitted", "Cette personne n’est pas admise.", "On ne signe que pour une personne admise.",
            "Admettez-la d’abord.",
        )  # fmt: skip
    if state is JourneyState.INTERRUPTED and days[-1] >= journey.state_on:
        raise Conflict(
            "presence_interrupted", "La formation de cette personne est interrompue.",
            hint="Notez d’abord la reprise.",
        )  # fmt: skip
    if days[0] < journey.entered_on:
        _bring_forward(actor, journey, days[0], source)
    return False


def _bring_forward(actor: Actor, journey: Journey, on: date, source: StepSource) -> None:
    steps = steps_in_force(as_step_records(steps_of(journey)))
    entry_step = next(each for each in reversed(steps) if each.kind is StepKind.ENTERED)
    step_input = StepInput(
        StepKind.ENTERED, on, session_id=journey.session_id, source=source, corrects=entry_step.identifier
    )
    record_journey_step(actor=actor, key=journey.key, step_input=step_input)
