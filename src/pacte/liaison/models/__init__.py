"""Tables of exchanges with partners. ``organisation`` is the Region whose pact it is.

No message is kept with what it says of a person: it is written when it leaves, from the dossier as it then is.
"""

from pacte.liaison.models.files import (
    ActFile,
    ActFileLine,
    ConventionedBody,
    DossierReference,
    PersonReference,
    SavedColumns,
)
from pacte.liaison.models.messages import Delivery, Inbound, Trace
from pacte.liaison.models.partners import Comparison, Difference, Partner

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
