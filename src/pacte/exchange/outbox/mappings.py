"""The mappings of partners by code, and those in force on a day."""

from __future__ import annotations

from datetime import date

from pacte.exchange import partners
from pacte.exchange.mapping import Mapping
from pacte.kernel.catalogue import entries
from pacte.kernel.errors import Misconfigured
from pacte.liaison.records import EventKind


def mappings() -> dict[str, Mapping]:
    """Closed ones too: what was sent under them stays readable."""
    return entries(partners, "PARTNER")


def mapping_of(code: str) -> Mapping:
    """Raises ``Misconfigured`` on a code that no file defines."""
    found = mappings().get(code)
    if found is None:
        raise Misconfigured("partner_mapping", f"Aucun fichier ne décrit le partenaire « {code} ».")
    return found


def wanted_events(on: date) -> dict[str, frozenset[EventKind]]:
    """Events by code, for the mappings in force that day."""
    return {code: each.events for code, each in mappings().items() if each.is_open(on)}
