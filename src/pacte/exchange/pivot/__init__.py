"""The neutral pivot format: a training dossier and its events, the same for all partners. Pure.

Its groups and events are a choice of this project (``docs/adr``): no public specification of AGORA, Ouiform or i-Milo
was found. A partner's own names and codes are in its mapping, one file each, in ``exchange/partners``.
"""

from pacte.exchange.pivot.fields import PIVOT_FIELDS, PivotField, pivot_value
from pacte.exchange.pivot.records import (
    Beneficiary,
    Dossier,
    Event,
    Funding,
    Message,
    PivotAction,
    PivotCertification,
    PivotProvider,
)

__all__ = [
    "PIVOT_FIELDS",
    "Beneficiary",
    "Dossier",
    "Event",
    "Funding",
    "Message",
    "PivotAction",
    "PivotCertification",
    "PivotField",
    "PivotProvider",
    "pivot_value",
]
