"""Tables of the offer. The catalogue is public; row-level security protects purchases, ledger and requests."""

from pacte.offer.models.catalogue import Provider, Session, Site, Training, TrainingAction
from pacte.offer.models.deliveries import Delivery, Quarantined, SheetDraft
from pacte.offer.models.places import Difference, PlaceEntry, Request, SessionPlaces, SessionStep, Watch
from pacte.offer.models.purchases import Amendment, Lot, Order, OrderLine, Preparation
from pacte.offer.models.quality import TrainingQuality
from pacte.offer.models.search import SearchRow, SearchStamp, SearchText, SearchWord
from pacte.offer.models.sheets import (
    AccessWord,
    Competence,
    FollowOn,
    Module,
    ModuleAttestation,
    ModuleBlock,
    Sheet,
)
from pacte.offer.models.sources import TrainingSource

__all__ = [
    "AccessWord",
    "Amendment",
    "Competence",
    "Delivery",
    "Difference",
    "FollowOn",
    "Lot",
    "Module",
    "ModuleAttestation",
    "ModuleBlock",
    "Order",
    "OrderLine",
    "PlaceEntry",
    "Preparation",
    "Provider",
    "Quarantined",
    "Request",
    "SearchRow",
    "SearchStamp",
    "SearchText",
    "SearchWord",
    "Session",
    "SessionPlaces",
    "SessionStep",
    "Sheet",
    "SheetDraft",
    "Site",
    "Training",
    "TrainingAction",
    "TrainingQuality",
    "TrainingSource",
    "Watch",
]
