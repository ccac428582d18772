"""Tables of journeys. ``organisation`` is the Region whose pact it is; who else reads a row is a matter of policies.

No trigger copies these rows into the history of rows: steps and weeks are only added to and are their own history, and
what names a person must disappear wholly on the day it is erased.
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
