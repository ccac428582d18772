"""Tables of journeys. ``organisation`` is the Region whose pact it is; row-level policies decide who else reads a row.

No trigger copies these rows into the history of rows. Steps and weeks are append-only and are their own history, and
personal rows must disappear completely on the day of the erasure.
"""

from pacte.journeys.models.campaigns import Campaign, CampaignContact, CountedContact
from pacte.journeys.models.counts import (
    ActionCount,
    CountPublication,
    GroupTally,
    PublishedCount,
    SessionTally,
    SituationTally,
)
from pacte.journeys.models.journeys import AttendanceWeek, Journey, Seat, Step
from pacte.journeys.models.module_plans import ModulePlan
from pacte.journeys.models.obligations import Obligation, OutboxMessage
from pacte.journeys.models.orientation import PlannedHandover, Recommendation
from pacte.journeys.models.origins import JourneyOrigin
from pacte.journeys.models.outreach import (
    Invitation,
    LearnerEmail,
    LearnerLink,
    LearnerRequest,
    LearnerText,
    SituationSurvey,
)
from pacte.journeys.models.people import (
    Barrier,
    CustodyDate,
    Learner,
    LearnerContact,
    NotebookEntry,
    NotebookReading,
    Referent,
    SensitiveFact,
    SensitiveRead,
)
from pacte.journeys.models.place_requests import PlaceRequest
from pacte.journeys.models.postponements import Postponement
from pacte.journeys.models.progress_shares import ProgressShare
from pacte.journeys.models.relations import RelationSetting, ThreePartyReview, TrainingReferent
from pacte.journeys.models.releases import Release
from pacte.journeys.models.results import PublicResult

__all__ = [
    "ActionCount",
    "AttendanceWeek",
    "Barrier",
    "Campaign",
    "CampaignContact",
    "CountPublication",
    "CountedContact",
    "CustodyDate",
    "GroupTally",
    "Invitation",
    "Journey",
    "JourneyOrigin",
    "Learner",
    "LearnerContact",
    "LearnerEmail",
    "LearnerLink",
    "LearnerRequest",
    "LearnerText",
    "ModulePlan",
    "NotebookEntry",
    "NotebookReading",
    "Obligation",
    "OutboxMessage",
    "PlaceRequest",
    "PlannedHandover",
    "Postponement",
    "ProgressShare",
    "PublicResult",
    "PublishedCount",
    "Recommendation",
    "Referent",
    "RelationSetting",
    "Release",
    "Seat",
    "SensitiveFact",
    "SensitiveRead",
    "SessionTally",
    "SituationSurvey",
    "SituationTally",
    "Step",
    "ThreePartyReview",
    "TrainingReferent",
]
