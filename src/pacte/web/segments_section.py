"""« Formation, emploi, formation »: the segments of a person, as a strip and its table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pacte.journeys.queries.adviser_learners import JourneyRecord
from pacte.journeys.queries.journeys import as_step_records
from pacte.journeys.records import StepRecord
from pacte.journeys.rules.segments import SEGMENT_LABELS, Segment, SegmentKind, segments
from pacte.journeys.rules.state_machine import steps_in_force
from pacte.kernel.french import format_day, pluralise
from pacte.web.charts.segments import segments_svg
from pacte.web.tables import Cell, Column, Table, cell, day_column


def segments_section(journeys: Sequence[JourneyRecord], *, on: date) -> dict[str, Any] | None:
    """Values of the section; None for a person who never went from a training to a job, nor came back."""
    parts = segments([(_title(each), _steps(each)) for each in journeys], on=on)
    if all(part.kind is not SegmentKind.JOB for part in parts):
        return None
    return {"drawing": segments_svg(parts, on=on, identifier="segments"), "table": _table(parts, on)}


def _title(each: JourneyRecord) -> str:
    session = each.journey.session
    return session.training.title if session else ""


def _steps(each: JourneyRecord) -> list[StepRecord]:
    rows = sorted(each.steps, key=lambda row: (row.recorded_at, row.pk))
    return steps_in_force(as_step_records(rows))


def _table(parts: Sequence[Segment], on: date) -> Table[Segment]:
    return Table(
        parts,
        Column("Quoi", lambda each: cell(SEGMENT_LABELS[each.kind], note=each.title)),
        day_column("Du", lambda each: format_day(each.first_on)),
        day_column("Au", _last_day),
        Column("Durée", lambda each: pluralise(each.days(on), "jour")),
        id="segments-table",
        caption="Formation, emploi, formation",
    )


def _last_day(each: Segment) -> Cell:
    if each.last_on is None:
        return "en cours"
    return cell(format_day(each.last_on), note="annoncé" if each.is_announced else "")
