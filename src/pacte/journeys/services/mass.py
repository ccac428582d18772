"""Tables of journeys that may be loaded in bulk."""

from __future__ import annotations

from pacte.journal.mass import MassWriter
from pacte.journeys.models import (
    AttendanceWeek,
    Barrier,
    Due,
    Journey,
    Learner,
    LearnerContact,
    Referent,
    Seat,
    SensitiveFact,
    Step,
)

writer = MassWriter(AttendanceWeek, Barrier, Due, Journey, Learner, LearnerContact, Referent, Seat, SensitiveFact, Step)
