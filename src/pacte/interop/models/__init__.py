"""Models of the exchanges with partners. ``organisation`` is the Region that runs the pact.

Messages are not stored with personal data: they are built from the dossier at sending time.
"""

from pacte.interop.models.files import (
    DossierReference,
    KairosConvention,
    PersonReference,
)
from pacte.interop.models.messages import Delivery, DeliveryEvent, InboundMessage
from pacte.interop.models.partners import MessageDifference, Partner, Reconciliation

__all__ = [
    "Delivery",
    "DeliveryEvent",
    "DossierReference",
    "InboundMessage",
    "KairosConvention",
    "MessageDifference",
    "Partner",
    "PersonReference",
    "Reconciliation",
]
