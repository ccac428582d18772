"""Tables of journeys. ``organisation`` is the Region whose pact it is; row-level policies decide who else reads a row.

No trigger copies these rows into the history of rows. Steps and weeks are append-only and are their own history, and
personal rows must disappear completely on the day of the erasure.
"""

from pacte.journeys.models.advising import PlannedHandover, Recommendation
from pacte.journeys.models.counts import (
    ActionCount,
    CountPublication,
    GroupTally,
    SessionTally,
    ShownCount,
    SituationTally,
)
from pacte.journeys.models.journeys import AttendanceWeek, Journey, Seat, Step
from pacte.journeys.models.owed import Due, Outgoing
from pacte.journeys.models.people import (
    Barrier,
    CustodyDate,
    Learner,
    LearnerContact,
    NotebookLine,
    Referent,
    SensitiveFact,
    SensitiveRead,
)
from pacte.journeys.models.reaching import Invitation, LearnerLetter, LearnerLink, LearnerRequest, SituationAsk
from pacte.journeys.models.results import PublicResult

__all__ = [
    "ActionCount",
    "AttendanceWeek",
    "Barrier",
    "CountPublication",
    "CustodyDate",
    "Due",
    "GroupTally",
    "Invitation",
    "Journey",
    "Learner",
    "LearnerContact",
    "LearnerLetter",
    "LearnerLink",
    "LearnerRequest",
    "NotebookLine",
    "Outgoing",
    "PlannedHandover",
    "PublicResult",
    "Recommendation",
    "Referent",
    "Seat",
    "SensitiveFact",
    "SensitiveRead",
    "SessionTally",
    "ShownCount",
    "SituationAsk",
    "SituationTally",
    "Step",
]
