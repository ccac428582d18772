"""Tables of journeys that may be loaded in bulk."""

from __future__ import annotations

from pacte.audit.bulk_writer import BulkTableWriter
from pacte.journeys.models import (
    AttendanceWeek,
    Barrier,
    Journey,
    Learner,
    LearnerContact,
    NotebookEntry,
    Obligation,
    Referent,
    Seat,
    SensitiveFact,
    Step,
)

writer = BulkTableWriter(
    AttendanceWeek,
    Barrier,
    Obligation,
    Journey,
    Learner,
    LearnerContact,
    NotebookEntry,
    Referent,
    Seat,
    SensitiveFact,
    Step,
)
