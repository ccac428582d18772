"""The neutral pivot format: a training dossier and its events, the same for all partners. Pure.

Its groups and events are a choice of this project (``docs/adr``): no public specification of AGORA, Ouiform or i-Milo
was found. A partner's own names and codes are in its mapping, one file each, in ``exchange/partners``.
"""

from pacte.exchange.pivot.dossier import Action, Beneficiary, Certification, Dossier, Event, Funding, Message, Provider
from pacte.exchange.pivot.fields import FIELDS, PivotField, value_of

__all__ = [
    "FIELDS",
    "Action",
    "Beneficiary",
    "Certification",
    "Dossier",
    "Event",
    "Funding",
    "Message",
    "PivotField",
    "Provider",
    "value_of",
]
