"""Models of the exchanges with partners. ``organisation`` is the Region that runs the pact.

Messages are not stored with personal data: they are built from the dossier at sending time.
"""

from pacte.interop.models.files import (
    ActFile,
    ActFileLine,
    ConventionedBody,
    DossierReference,
    PersonReference,
    SavedColumns,
)
from pacte.interop.models.messages import Delivery, Inbound, Trace
from pacte.interop.models.partners import Comparison, Difference, Partner

__all__ = [
    "ActFile",
    "ActFileLine",
    "Comparison",
    "ConventionedBody",
    "Delivery",
    "Difference",
    "DossierReference",
    "Inbound",
    "Partner",
    "PersonReference",
    "SavedColumns",
    "Trace",
]
