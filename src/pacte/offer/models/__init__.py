"""Tables of the offer. The catalogue is public; row-level security protects purchases, ledger and requests."""

from pacte.offer.models.catalogue import Provider, Session, Site, Training, TrainingAction
from pacte.offer.models.closed_sites import ClosedSite
from pacte.offer.models.descriptions import (
    AccessInformation,
    Competence,
    Module,
    ModuleAttestation,
    ModuleBlock,
    ModuleSession,
    TrainingDescription,
    TrainingLink,
)
from pacte.offer.models.drafts import DescriptionDraft
from pacte.offer.models.places import (
    LedgerDifference,
    PlaceEntry,
    ProviderRequest,
    SessionFollower,
    SessionPlaces,
    SessionStateChange,
)
from pacte.offer.models.purchases import Amendment, Lot, Order, OrderItem, Preparation
from pacte.offer.models.quality import DescriptionCount, TrainingQuality
from pacte.offer.models.requirements import LotRequirement, PurchaseRequirement
from pacte.offer.models.search import SearchRow, SearchStamp, SearchText, SearchWord, UnmetSearch
from pacte.offer.models.sources import TrainingSource
from pacte.offer.models.versions import TrainingVersion

__all__ = [
    "AccessInformation",
    "Amendment",
    "ClosedSite",
    "Competence",
    "DescriptionCount",
    "DescriptionDraft",
    "LedgerDifference",
    "Lot",
    "LotRequirement",
    "Module",
    "ModuleAttestation",
    "ModuleBlock",
    "ModuleSession",
    "Order",
    "OrderItem",
    "PlaceEntry",
    "Preparation",
    "Provider",
    "ProviderRequest",
    "PurchaseRequirement",
    "SearchRow",
    "SearchStamp",
    "SearchText",
    "SearchWord",
    "Session",
    "SessionFollower",
    "SessionPlaces",
    "SessionStateChange",
    "Site",
    "Training",
    "TrainingAction",
    "TrainingDescription",
    "TrainingLink",
    "TrainingQuality",
    "TrainingSource",
    "TrainingVersion",
    "UnmetSearch",
]
