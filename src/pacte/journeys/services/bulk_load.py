"""Tables of journeys that may be loaded in bulk."""

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

NOTEBOOK_TABLE = NotebookEntry._meta.db_table
CONTACT_COLUMNS = (
    "organisation_id", "learner_id", "journey_id", "body_id", "phase", "kind", "reached", "at", "person_name",
)  # fmt: skip
"""Columns of a contact in ``NOTEBOOK_TABLE``: it has no text."""
